import { seededOf } from '../../../orchestrator/src/apply/journal';
import type { SlackBookmark } from '../../../orchestrator/src/adapters/slack/bookmarks';
import { aBundle } from '../bundle/aWorkflow';
import type { Listener } from '../../../orchestrator/src/plan/listeners';
import { loadSettings } from '../../../orchestrator/src/config';
import type { Change, Snapshot, WantedBookmark } from '../../../orchestrator/src/plan/model';
import { bookmarkBases, planBookmarks } from '../../../orchestrator/src/plan/planBookmarks';
import { wantedBookmarks } from '../../../orchestrator/src/plan/wantedBookmarks';

const ops = { id: 'C1', name: 'ops', isMember: true, isPrivate: false, isArchived: false };
const board: WantedBookmark = {
	channel: '#ops',
	title: 'Deals',
	link: 'https://crm.example/deals',
	emoji: null,
};
const made: SlackBookmark = { id: 'B1', title: 'Deals', link: 'https://crm.example/deals' };
const elsewhere = { ...made, link: 'https://crm.example/secret-of-ana' };
const both = ['bookmarks:read', 'bookmarks:write'];

const form: SlackBookmark = { ...made, link: 'https://n8n.example/form/start' };
const aFormLink = { wanted: [], there: [form], base: form };
const intake = (path: string): Listener => ({
	name: 'Intake',
	address: { node: 'Form', kind: 'form', method: 'GET', path, isProtected: false },
});

interface Found {
	wanted?: WantedBookmark[];
	/** What is in the head of the channel; null: the app may not see it. */
	there?: SlackBookmark[] | null;
	/** What seed made. */
	base?: SlackBookmark;
	scopes?: string[] | null;
	channels?: Change[];
	/** Channels that have a link to each form. */
	formsIn?: string[];
	/** Forms of workflows that are not in the bundle; null: nobody knows. */
	listeners?: Listener[] | null;
}

const foundOf = ({
	there = [],
	base,
	scopes = both,
	listeners = [],
}: Found): Pick<Snapshot, 'slack' | 'seeded'> & { n8n: Pick<Snapshot['n8n'], 'contents'> } => ({
	n8n: {
		contents:
			listeners === null ? null : { credentials: [], workflows: [], otherIds: [], listeners },
	},
	slack: {
		channels: [ops],
		scopes,
		hubPeople: [],
		bookmarks: there === null ? null : { C1: there },
	},
	seeded: {
		...seededOf([]),
		bookmarks: base === undefined ? {} : { '#ops/Deals': base },
	},
});
const planned = (found: Found) =>
	planBookmarks(
		{
			bookmarks: found.wanted ?? [board],
			formLinks: { channels: found.formsIn ?? [], base: 'https://n8n.example/form/' },
		},
		foundOf(found),
		found.channels ?? [],
	);
const lines = (found: Found) =>
	planned(found).map(({ kind, target, because }) => `${kind} ${target.key}: ${because}`);

describe('a link in the head of a channel', () => {
	it.each<Found & { when: string; line: string | null }>([
		{ when: 'there is none', line: 'create #ops/Deals: there is none' },
		{ when: 'it is there', there: [made], base: made, line: 'keep #ops/Deals: it is there' },
		{
			when: 'it is there with a slash at the end of its address',
			there: [{ ...made, link: `${made.link}/` }],
			base: made,
			line: 'keep #ops/Deals: it is there',
		},
		{ when: 'somebody made the very same', there: [made], line: 'keep #ops/Deals: it is there' },
		{
			when: 'the configuration has changed',
			there: [elsewhere],
			base: elsewhere,
			line: 'update #ops/Deals: the configuration says another address',
		},
		{
			when: 'somebody changed it in Slack',
			there: [elsewhere],
			base: made,
			line: 'keep #ops/Deals: it was changed in Slack; the edit stays',
		},
		{
			when: 'somebody renamed it in Slack',
			there: [{ ...made, title: 'All deals' }],
			base: made,
			line: 'keep #ops/Deals: it was changed in Slack; the edit stays',
		},
		{
			when: 'somebody has one of that name',
			there: [elsewhere],
			line: 'keep #ops/Deals: there is one of that name which leads elsewhere; it stays',
		},
		{
			when: 'somebody took it away',
			base: made,
			line: 'create #ops/Deals: somebody took it away',
		},
		{
			when: 'the configuration names it no longer',
			wanted: [],
			there: [made],
			base: made,
			line: 'update #ops/Deals: the configuration names it no longer: it is taken away',
		},
		{
			when: 'another bundle brought the form, which is still shown',
			...aFormLink,
			formsIn: ['#ops'],
			listeners: [intake('start')],
			line: 'keep #ops/Deals: "Intake", which is not in this bundle, has this form',
		},
		{
			when: 'nobody shows the form any more',
			...aFormLink,
			formsIn: ['#ops'],
			listeners: [intake('other')],
			line: 'update #ops/Deals: no published workflow has this form any more: it is taken away',
		},
		{
			when: 'nobody knows whether the form is shown',
			...aFormLink,
			formsIn: ['#ops'],
			listeners: null,
			line: 'keep #ops/Deals: what n8n shows is seen once there is a key',
		},
		{
			when: 'the form is shown, and the channel is to have no forms any more',
			...aFormLink,
			formsIn: ['#sales'],
			listeners: [intake('start')],
			line: 'update #ops/Deals: the configuration names it no longer: it is taken away',
		},
		{
			when: 'it is wanted no longer, and somebody changed it',
			wanted: [],
			there: [elsewhere],
			base: made,
			line: null,
		},
		{ when: 'somebody has links of their own', wanted: [], there: [elsewhere], line: null },
		{
			when: 'the app may not see any',
			there: null,
			line: 'manual bookmarks: the app lacks the scope bookmarks:read',
		},
		{ when: 'the app may not see any and none is wanted', wanted: [], there: null, line: null },
		{
			when: 'the app may only look',
			scopes: ['bookmarks:read'],
			line: 'manual #ops/Deals: there is none',
		},
		{
			when: 'the app may only look, and all is well',
			scopes: ['bookmarks:read'],
			there: [made],
			line: 'keep #ops/Deals: it is there',
		},
		{
			when: 'Slack does not say what the app may',
			scopes: null,
			line: 'create #ops/Deals: there is none',
		},
		{
			when: 'a person has to see to the channel first',
			channels: [
				{
					kind: 'manual',
					target: { service: 'Slack', kind: 'channel', key: '#ops', name: '#ops' },
					because: 'it is archived',
					mend: '',
				},
			],
			line: null,
		},
	])('is planned where $when', ({ line, ...found }) => {
		expect(lines(found)).toEqual(line === null ? [] : [line]);
	});

	it('names the scopes for a person', () => {
		for (const found of [{ there: null }, { scopes: ['bookmarks:read'] }]) {
			expect(planned(found)).toMatchObject([
				{ mend: expect.stringMatching(/bookmarks:read and bookmarks:write/) },
			]);
		}
	});

	it('never shows where a person’s own link leads', () => {
		for (const base of [made, undefined]) {
			expect(
				JSON.stringify(planned({ there: [elsewhere], ...(base ? { base } : {}) })),
			).not.toContain('secret-of-ana');
		}
	});

	it('is remembered where somebody made the very same, and never where they made another', () => {
		const remembered = (there: SlackBookmark[], base?: SlackBookmark) =>
			bookmarkBases({ bookmarks: [board] }, foundOf({ there, ...(base ? { base } : {}) }));
		expect(remembered([made])).toEqual([{ kind: 'bookmark', key: '#ops/Deals', value: made }]);
		expect(remembered([made], made)).toEqual([]);
		expect(remembered([elsewhere])).toEqual([]);
	});
});

describe('what the channels are to have', () => {
	const bundle = { ...aBundleOf(), workflows: [aForm()] };
	const wanted = (change: object) => {
		const settings = loadSettings({ file: null, env: {} });
		return wantedBookmarks({ ...settings, ...change }, bundle).map(
			({ channel, title, link }) => `${channel} ${title} ${link}`,
		);
	};
	const deals =
		'Deals in HubSpot https://app.hubspot.com/contacts/48000001/objects/0-3/views/all/board';

	it('are the deals, the forms and n8n, each where it is of use', () => {
		expect(wanted({})).toEqual([
			`#sales-hot ${deals}`,
			`#sales ${deals}`,
			'#sales Form: contact http://127.0.0.1:5678/form/contact',
			'#ops n8n http://127.0.0.1:5678',
			`#ops ${deals}`,
		]);
	});

	it('leaves out what nobody else can open', () => {
		expect(wanted({ sandbox: null })).toEqual([
			`#sales-hot ${deals}`,
			`#sales ${deals}`,
			`#ops ${deals}`,
		]);
	});

	it('takes an agency’s own, and none', () => {
		const channels = { ops: '#ops' };
		const wiki = { title: 'Wiki', link: 'https://wiki.example' };
		expect(wanted({ slack: { channels, bookmarks: { ops: [wiki] } } })).toEqual([
			'#ops Wiki https://wiki.example',
		]);
		expect(wanted({ slack: { channels, bookmarks: false } })).toEqual([]);
	});
});

function aBundleOf() {
	return {
		name: 'agency-ops',
		version: '1.0.0',
		n8n: '2.41.1',
		entries: [],
		nodes: [],
		credentials: [],
	};
}

function aForm() {
	const [workflow] = aBundle();
	if (workflow === undefined) throw new Error('the bundle is empty');
	const form = {
		id: 'f1',
		name: 'A person fills in the form',
		type: 'n8n-nodes-base.formTrigger',
		typeVersion: 2,
		position: [0, 0] as [number, number],
		parameters: { path: 'contact' },
	};
	return { ...workflow, name: 'Leads', workflow: { ...workflow.workflow, nodes: [form] } };
}
