import fc from 'fast-check';
import type { JsonObject } from '../../../orchestrator/src/bundle/normalise';
import { fingerprint } from '../../../orchestrator/src/bundle/normalise';
import type { Blueprint, Change, Snapshot } from '../../../orchestrator/src/plan/model';
import { planSeed, writes } from '../../../orchestrator/src/plan/planSeed';
import { aBundle } from '../bundle/aWorkflow';

const property = {
	name: 'agency_lead_score',
	label: 'Agency lead score',
	description: '0 to 100',
	groupName: 'agency_ops',
	type: 'number' as const,
	fieldType: 'number' as const,
	hasUniqueValue: false,
};
const credential = { id: 'c1', type: 'agencyLedgerApi', name: 'Agency Ledger', fingerprint: 'f1' };
const workflows = aBundle();

const wanted: Blueprint = {
	target: 'local',
	bundle: { name: 'agency-ops', version: '1.0.0' },
	ownerEmail: 'ops@example.com',
	apiKeyScopes: ['workflow:read', 'workflow:import'],
	credentials: [credential],
	workflows,
	hubspot: {
		group: { name: 'agency_ops', label: 'Agency Ops' },
		properties: [
			{ object: 'contacts', property },
			{ object: 'deals', property },
		],
		pipeline: {
			id: 'default',
			stages: [{ id: 'closedwon', label: 'Won', probability: '1.0', logical: 'won' }],
			wonStages: ['closedwon'],
		},
	},
	hubspotHook: null,
	channels: [{ logical: 'sales', channel: '#sales' }],
	bookmarks: [
		{ channel: '#sales', title: 'Deals', link: 'https://crm.example/deals', emoji: null },
	],
	formLinks: { channels: [], base: 'http://n8n/form/' },
	clickup: {
		places: [{ kind: 'list', key: '1', settings: ['clickup.lists.leads'], holdsTasks: true }],
		statuses: [],
		statusPlaces: [],
		unknown: [],
		keyField: 'Agency Ops key',
	},
	clickupHook: null,
	frameioHook: {
		name: 'Agency Ops',
		url: 'https://ops.example/hooks/frameio',
		events: ['file.versioned', 'comment.created'],
		isReachable: true,
		ownSecretEnv: null,
	},
	frameioOptions: [],
	stripeHook: null,
	storage: { place: 'Amazon S3 in eu-central-1' },
};

const hook = {
	id: 'h1',
	name: 'Agency Ops',
	url: 'https://ops.example/hooks/frameio',
	events: ['comment.created', 'file.versioned'],
	isActive: true,
};

const deals = { id: 'B1', title: 'Deals', link: 'https://crm.example/deals' };

const pipeline = {
	id: 'default',
	label: 'Sales Pipeline',
	stages: [{ id: 'closedwon', label: 'Closed won' }],
};

/** Everything as seed leaves it. */
const seeded = (): Snapshot => ({
	n8n: {
		hasOwner: true,
		keyScopes: ['workflow:read', 'workflow:import', 'tag:list'],
		contents: {
			credentials: [{ ...credential, updatedAt: 't1' }],
			workflows: workflows.map(({ id, workflow }) => ({
				id,
				isPublished: true,
				isArchived: false,
				fingerprint: fingerprint(workflow),
				localId: id,
				versionId: 'v1',
				activeVersionId: 'v1',
				draft: workflow as unknown as JsonObject,
			})),
			listeners: [],
			otherIds: [],
		},
	},
	hubspot: {
		groups: { contacts: ['agency_ops'], deals: ['agency_ops'] },
		properties: { contacts: [property], deals: [property] },
		pipelines: [pipeline],
	},
	slack: {
		channels: [{ id: 'C1', name: 'sales', isMember: true, isPrivate: false, isArchived: false }],
		scopes: null,
		hubPeople: [],
		bookmarks: { C1: [deals] },
	},
	clickup: {
		places: {
			'list/1': {
				state: 'there',
				id: '1',
				name: 'Leads',
				isArchived: false,
				statuses: null,
				fields: [{ id: 'f', name: 'Agency Ops key', type: 'short_text' }],
			},
		},
		workspaceFields: null,
		problem: null,
	},
	clickupHooks: null,
	frameioHooks: { hooks: [hook], heldId: 'h1' },
	frameioFields: null,
	frameioWorkspaces: [],
	stripeHooks: null,
	buckets: [],
	seeded: {
		...noPlaces,
		credentials: { c1: { id: 'c1', fingerprint: 'f1', updatedAt: 't1' } },
		workflows: Object.fromEntries(
			workflows.map(({ id, workflow }) => [
				id,
				{ localId: id, fingerprint: fingerprint(workflow), text: null },
			]),
		),
		bookmarks: { '#sales/Deals': deals },
	},
	installed: null,
});

const nothing = (): Snapshot => ({
	n8n: { hasOwner: false, keyScopes: null, contents: null },
	hubspot: {
		groups: { contacts: [], deals: [] },
		properties: { contacts: [], deals: [] },
		pipelines: [],
	},
	slack: { channels: [], scopes: null, hubPeople: [], bookmarks: {} },
	clickup: { places: { 'list/1': { state: 'missing' } }, workspaceFields: null, problem: null },
	clickupHooks: null,
	frameioHooks: { hooks: [], heldId: null },
	frameioFields: null,
	frameioWorkspaces: [],
	stripeHooks: null,
	buckets: [],
	seeded: { credentials: {}, workflows: {}, ...noPlaces, bookmarks: {} },
	installed: null,
});

const noPlaces = { spaces: {}, folders: {}, lists: {}, fields: {} };

const leads = ({ clickup }: Snapshot) => {
	const found = clickup.places['list/1'];
	if (found?.state !== 'there') throw new Error('The list is not there.');
	return found;
};

const noticed = ({ changes }: { changes: Change[] }) =>
	changes
		.filter(({ kind }) => kind !== 'keep')
		.map(({ kind, target, because }) => `${kind} ${target.kind} ${target.key}: ${because}`);

describe('the webhook at Frame.io', () => {
	const planned = (change: Partial<NonNullable<Blueprint['frameioHook']>> | null) => {
		const frameioHook = change === null ? null : { ...wanted.frameioHook!, ...change };
		const found = { ...seeded(), frameioHooks: { hooks: [hook], heldId: null } };
		return planSeed({ ...wanted, frameioHook }, found).changes.filter(
			({ target }) => target.service === 'Frame.io',
		);
	};

	it.each([
		{ kind: 'manual', when: 'the address is on this machine', change: { isReachable: false } },
		{ kind: 'keep', when: 'a person has set its secret', change: { ownSecretEnv: 'SECRET' } },
		{ kind: 'update', when: 'nobody has', change: {} },
	])('is $kind when $when', ({ kind, change }) => {
		expect(planned(change)).toMatchObject([{ kind }]);
	});

	it('is not spoken of where none is wanted', () => {
		expect(planned(null)).toEqual([]);
	});
});

describe('planSeed', () => {
	it('keeps everything that is as it should be', () => {
		expect(noticed(planSeed(wanted, seeded()))).toEqual([]);
	});

	it('creates everything where nothing is, owner and key first, workflows last', () => {
		const kinds = writes(planSeed(wanted, nothing())).map(({ target }) => target.kind);

		expect(kinds.slice(0, 2)).toEqual(['owner', 'apiKey']);
		expect(kinds.slice(-4)).toEqual(['credential', 'workflow', 'workflow', 'workflow']);
		expect(kinds.lastIndexOf('propertyGroup')).toBeLessThan(kinds.indexOf('property'));
	});

	const at = (change: (found: Snapshot) => void) => {
		const found = seeded();
		change(found);
		return found;
	};
	const contents = (found: Snapshot) => found.n8n.contents!;

	const hooks = (change: Partial<typeof hook>, heldId: string | null = 'h1') =>
		at((found) => void (found.frameioHooks = { hooks: [{ ...hook, ...change }], heldId }));

	it('says what a value was and what it is to be', () => {
		const found = hooks({ url: 'https://old.example/hooks/frameio', events: ['file.ready'] });
		found.hubspot.properties.deals = found.hubspot.properties.deals.map((each) => ({
			...each,
			label: 'By hand',
		}));
		const values = writes(planSeed(wanted, found)).flatMap((each) => each.values ?? []);
		const { frameioHook, hubspot } = wanted;
		const label = hubspot.properties.find(({ object }) => object === 'deals')?.property.label;
		expect(values).toEqual([
			{ of: 'label', from: 'By hand', to: label },
			{ of: 'address', from: 'https://old.example/hooks/frameio', to: frameioHook?.url },
			{ of: 'events', from: 'file.ready', to: frameioHook?.events.join(', ') },
		]);
	});

	it.each([
		{
			when: 'Frame.io has no webhook for us',
			found: hooks({ id: 'other', url: 'https://elsewhere.example/x' }),
			notices: ['create webhook webhook: there is none for this address'],
		},
		{
			when: 'the webhook is for another address and other events',
			found: hooks({ url: 'https://old.example/hooks/frameio', events: ['file.ready'] }),
			notices: ['update webhook webhook: its address and events differ'],
		},
		{
			when: 'the webhook is switched off',
			found: hooks({ isActive: false }),
			notices: ['update webhook webhook: it is switched off'],
		},
		{
			when: 'nobody knows the secret of the webhook',
			found: hooks({}, null),
			notices: [
				'update webhook webhook: its secret is not known here, and Frame.io tells it once: it is made anew',
			],
		},
		{
			when: 'there are two webhooks for one address',
			found: at(
				(found) =>
					void (found.frameioHooks = { hooks: [hook, { ...hook, id: 'h2' }], heldId: 'h1' }),
			),
			notices: ['update webhook webhook: there are 2 of it'],
		},
		{
			when: 'Frame.io cannot be looked at',
			found: at(
				(found) => void (found.frameioHooks = { code: 'c', what: '', why: 'No.', mend: 'Mend.' }),
			),
			notices: ['manual webhook webhook: No.'],
		},
		{
			when: 'the key lacks a scope',
			found: at(({ n8n }) => void (n8n.keyScopes = ['workflow:read'])),
			notices: ['create apiKey apiKey: the one we hold lacks workflow:import'],
		},
		{
			when: 'a credential is not there',
			found: at((found) => void (contents(found).credentials = [])),
			notices: ['create credential c1: n8n has none'],
		},
		{
			when: 'a credential was edited in n8n',
			found: at((found) => void (contents(found).credentials[0]!.updatedAt = 't2')),
			notices: ['update credential c1: somebody edited it in n8n'],
		},
		{
			when: 'the key of the service has changed',
			found: at((found) => void (found.seeded.credentials.c1!.fingerprint = 'old')),
			notices: ['update credential c1: the address or the key has changed'],
		},
		{
			when: 'another credential of the same name was made by hand',
			found: at((found) => void (contents(found).credentials[0]!.id = 'hand')),
			notices: ['update credential c1: what it holds was not written by this seed'],
		},
		{
			when: 'a property is not there',
			found: at(({ hubspot }) => void (hubspot.properties.deals = [])),
			notices: ['create property deals/agency_lead_score: deals have no such property'],
		},
		{
			when: 'the label of a property was changed',
			found: at(
				({ hubspot }) => void (hubspot.properties.deals = [{ ...property, label: 'Score' }]),
			),
			notices: ['update property deals/agency_lead_score: its label differs'],
		},
		{
			when: 'a property has a type that HubSpot keeps',
			found: at(
				({ hubspot }) => void (hubspot.properties.deals = [{ ...property, type: 'string' }]),
			),
			notices: [
				'manual property deals/agency_lead_score: it is of type string, we need number, and HubSpot keeps the type',
			],
		},
		{
			when: 'the bot is no member of a public channel',
			found: at(({ slack }) => void (slack.channels[0]!.isMember = false)),
			notices: ['update channel #sales: the bot is no member yet'],
		},
		{
			when: 'the bot is no member of a private channel',
			found: at(
				({ slack }) => void Object.assign(slack.channels[0]!, { isMember: false, isPrivate: true }),
			),
			notices: ['manual channel #sales: it is private and the bot is no member'],
		},
		{
			when: 'a channel is archived',
			found: at(({ slack }) => void (slack.channels[0]!.isArchived = true)),
			notices: ['manual channel #sales: it is archived'],
		},
		{
			when: 'a channel is not there',
			found: at(({ slack }) => void (slack.channels = [])),
			notices: ['manual channel #sales: the bot sees no such channel'],
		},
		{
			when: 'a channel is not there, and the app may make one',
			found: at(
				({ slack }) => void Object.assign(slack, { channels: [], scopes: ['channels:manage'] }),
			),
			notices: [
				'create channel #sales: there is none',
				'manual bookmark #sales/Deals: somebody took it away',
			],
		},
		{
			when: 'a list is not there',
			found: at(({ clickup }) => void (clickup.places['list/1'] = { state: 'missing' })),
			notices: ['manual list 1: the token sees no such list'],
		},
		{
			when: 'a list lacks our field',
			found: at((found) => void (leads(found).fields = [])),
			notices: [
				'manual customField 1/Agency Ops key: there is no such field, and ClickUp lets no API make one',
			],
		},
		{
			when: 'our field is no text',
			found: at((found) => void (leads(found).fields![0]!.type = 'number')),
			notices: ['manual customField 1/Agency Ops key: it is of type number, a text is needed'],
		},
		{
			when: 'a workflow is not published',
			found: at((found) => void (contents(found).workflows[0]!.isPublished = false)),
			notices: ['update workflow Intake1: it is not published'],
		},
		{
			when: 'a workflow was archived',
			found: at((found) => void (contents(found).workflows[0]!.isArchived = true)),
			notices: ['manual workflow Intake1: somebody archived it'],
		},
		{
			when: 'the bundle is newer than what was seeded',
			found: at((found) => {
				contents(found).workflows[0]!.fingerprint = 'old';
				found.seeded.workflows.Intake1!.fingerprint = 'old';
			}),
			notices: ['update workflow Intake1: the bundle has a newer text'],
		},
		{
			when: 'canvas and bundle have both changed',
			found: at((found) => {
				contents(found).workflows[0]!.fingerprint = 'canvas';
				found.seeded.workflows.Intake1!.fingerprint = 'old';
			}),
			notices: [
				'manual workflow Intake1: it was changed on the canvas, and the bundle has changed too',
			],
		},
	])('says what to do when $when', ({ found, notices }) => {
		expect(noticed(planSeed(wanted, found))).toEqual(notices);
	});

	it('keeps a change on the canvas, unless told to overwrite', () => {
		const found = at((each) => void (contents(each).workflows[0]!.fingerprint = 'canvas'));

		expect(noticed(planSeed(wanted, found))).toEqual([]);
		expect(noticed(planSeed(wanted, found, { overwrite: true }))).toEqual([
			'update workflow Intake1: the canvas gives way to the bundle',
		]);
	});

	it('does not depend on the order in which things were found', () => {
		const shuffled = <T>(list: T[]) => fc.shuffledSubarray(list, { minLength: list.length });
		const found = seeded();
		fc.assert(
			fc.property(
				shuffled(contents(found).workflows),
				shuffled([...contents(found).credentials, { ...credential, id: 'b0', updatedAt: 't9' }]),
				shuffled([...found.hubspot.properties.deals, { ...property, name: 'other' }]),
				(foundWorkflows, credentials, deals) => {
					const other = seeded();
					Object.assign(contents(other), { workflows: foundWorkflows, credentials });
					other.hubspot.properties.deals = deals;
					expect(planSeed(wanted, other)).toEqual(planSeed(wanted, found));
				},
			),
			{ seed: 20_261_122 },
		);
	});

	it('holds no secret', () => {
		expect(JSON.stringify(planSeed(wanted, nothing()))).not.toContain('f1');
	});
});
