import type { FoundClickupHook } from '../../../orchestrator/src/adapters/clickup/webhooks';
import type {
	Blueprint,
	Snapshot,
	WantedClickupWebhook,
} from '../../../orchestrator/src/plan/model';
import { planClickupHook } from '../../../orchestrator/src/plan/planClickupHook';

const url = 'https://ops.example/hooks/clickup';
const wanted: WantedClickupWebhook = {
	url,
	events: ['taskDeleted'],
	isReachable: true,
	ownSecretEnv: null,
};
const hook: FoundClickupHook = {
	id: 'h1',
	url,
	events: ['taskDeleted', 'taskUpdated'],
	status: 'active',
	failures: 0,
	place: null,
};
const byHand = { ownSecretEnv: 'CLICKUP_WEBHOOK_SECRET' };
const report = { code: 'clickup/which-workspace', what: '', why: 'Which?', mend: 'Name one.' };

interface Row {
	when: string;
	want?: Partial<WantedClickupWebhook>;
	hooks?: FoundClickupHook[];
	heldId?: string | null;
	says: string;
}

const rows: Row[] = [
	{ when: 'it is there', hooks: [hook], says: 'keep: it is there' },
	{ when: 'there is none', hooks: [], says: 'create: there is none for this address' },
	{
		when: 'there is another of somebody else’s',
		hooks: [{ ...hook, id: 'h9', url: 'https://elsewhere.example/' }],
		says: 'create: there is none for this address',
	},
	{
		when: 'a person has registered it, whom the token does not see',
		want: byHand,
		hooks: [],
		says: 'keep: its secret stands in CLICKUP_WEBHOOK_SECRET',
	},
	{
		when: 'its secret is not known here',
		hooks: [hook],
		heldId: null,
		says: 'update: its secret is not kept here: it is asked for',
	},
	{
		when: 'its secret is not known here, but set by a person',
		want: byHand,
		hooks: [hook],
		heldId: null,
		says: 'keep: its secret stands in CLICKUP_WEBHOOK_SECRET',
	},
	{
		when: 'it is there twice',
		hooks: [hook, { ...hook, id: 'h2', place: '42' }],
		says: 'update: there are 2 of it (h1, h2): one stays',
	},
	{
		when: 'it lacks an event',
		hooks: [{ ...hook, events: ['taskUpdated'] }],
		says: 'update: it lacks taskDeleted',
	},
	{ when: 'it tells of all', hooks: [{ ...hook, events: ['*'] }], says: 'keep: it is there' },
	{
		when: 'it leads to an old address',
		hooks: [{ ...hook, url: 'https://old.example/hooks/clickup' }],
		says: 'update: its address differs',
	},
	{
		when: 'it is bound to a place',
		hooks: [{ ...hook, place: '42' }],
		says: 'update: it hears of 42 alone: one for all is made',
	},
	{
		when: 'ClickUp has suspended it',
		hooks: [{ ...hook, status: 'suspended', failures: 100 }],
		says: 'update: ClickUp has suspended it after 100 failures',
	},
	{
		when: 'ClickUp has suspended it at once',
		hooks: [{ ...hook, status: 'suspended' }],
		says: 'update: ClickUp has suspended it',
	},
	{
		when: 'events were given up',
		hooks: [{ ...hook, status: 'failing', failures: 7 }],
		says: 'manual: the service did not take 7 events in a row; at 100 ClickUp suspends it',
	},
	{
		when: 'nothing was given up yet',
		hooks: [{ ...hook, status: 'failing' }],
		says: 'keep: it is there',
	},
	{
		when: 'it cannot be reached from outside',
		want: { isReachable: false },
		hooks: [],
		says: 'manual: ClickUp calls public addresses only',
	},
	{
		when: 'nobody can look at it',
		says: 'manual: Which?',
	},
];

it.each(rows)('says "$says" when $when', ({ want = {}, hooks, heldId = 'h1', says }) => {
	const [change, ...more] = planClickupHook(
		{ clickupHook: { ...wanted, ...want } } as Blueprint,
		{ clickupHooks: hooks === undefined ? report : { hooks, heldId } } as Snapshot,
	);
	expect(more).toEqual([]);
	expect(`${change?.kind}: ${change?.because}`).toBe(says);
	expect(change?.target).toMatchObject({ service: 'ClickUp', kind: 'hook', name: url });
});

it('plans nothing where nothing is to be heard of ClickUp', () => {
	const none = { clickupHook: null } as Blueprint;
	expect(planClickupHook(none, { clickupHooks: null } as Snapshot)).toEqual([]);
});
