import fc from 'fast-check';
import type { FoundTask } from '../../../../orchestrator/src/adapters/clickup/tasks';
import { compareMessages } from '../../../../orchestrator/src/monitor/reconcile/compareMessages';
import type { WantedRecord } from '../../../../orchestrator/src/monitor/reconcile/compareRecords';
import { compareRecords } from '../../../../orchestrator/src/monitor/reconcile/compareRecords';
import { compareTasks } from '../../../../orchestrator/src/monitor/reconcile/compareTasks';
import type { WantedTask } from '../../../../orchestrator/src/monitor/reconcile/compareTasks';
import { wantedDeals, wantedTasks } from '../../../../orchestrator/src/monitor/reconcile/wanted';
import type { MadeThing } from '../../../../orchestrator/src/ledger/madeThings';
import { seeded } from '../../../support/arbitraries';

const at = new Date('2026-11-26T10:00:00Z');
const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000);

const aTask = (changes: Partial<WantedTask> = {}): WantedTask => ({
	key: 'lead:1/clickup-task/leads/1',
	subject: 'lead:1',
	id: 't1',
	url: 'https://app.clickup.com/t/t1',
	madeAt: at,
	isClosed: false,
	status: null,
	assignees: null,
	remakes: 0,
	...changes,
});
const found = (changes: Partial<FoundTask> = {}): FoundTask => ({
	id: 't1',
	url: 'https://app.clickup.com/t/t1',
	key: aTask().key,
	status: 'to do',
	isClosed: false,
	isArchived: false,
	assignees: [],
	createdAt: at,
	updatedAt: at,
	...changes,
});
/** Two editors; a freelancer is no member. */
const members = [
	{ id: 1, name: 'Luis', email: 'luis@agency.test' },
	{ id: 2, name: 'Freja', email: 'freja@agency.test' },
];
const seenTasks = (...tasks: Array<FoundTask | [string, 'gone']>) => {
	const byId = new Map<string, FoundTask | 'gone'>();
	const byKey = new Map<string, FoundTask[]>();
	for (const task of tasks) {
		if (Array.isArray(task)) byId.set(...task);
		else {
			byId.set(task.id, task);
			byKey.set(task.key ?? '', [...(byKey.get(task.key ?? '') ?? []), task]);
		}
	}
	return { byId, byKey, members };
};

describe('a task', () => {
	it.each([
		{ when: 'it is there', seen: seenTasks(found()), differs: [] },
		{ when: 'nobody looked', seen: seenTasks(), differs: [] },
		{ when: 'it was deleted', seen: seenTasks(['t1', 'gone']), differs: ['missing remake'] },
		{
			when: 'it was deleted, and is remade by hand',
			seen: seenTasks(['t1', 'gone'], found({ id: 't2' })),
			differs: ['changed nothing'],
		},
		{
			when: 'two carry its key',
			seen: seenTasks(found(), found({ id: 't2' })),
			differs: ['doubled nothing'],
		},
		{
			when: 'it was archived while it was open',
			seen: seenTasks(found({ isArchived: true })),
			differs: ['changed nothing'],
		},
		{ when: 'a person closed it', seen: seenTasks(found({ isClosed: true })), differs: [] },
		{
			when: 'a person closed and archived it',
			seen: seenTasks(found({ isClosed: true, isArchived: true })),
			differs: [],
		},
	])('differs as $differs when $when', ({ seen, differs }) => {
		const all = compareTasks([aTask()], seen, 'remake');
		expect(all.map(({ class: sort, repair }) => `${sort} ${repair?.does ?? 'nothing'}`)).toEqual(
			differs,
		);
	});

	it.each([
		{ when: 'it was closed before', task: aTask({ isClosed: true }), asks: null },
		{ when: 'it was made again before', task: aTask({ remakes: 1 }), asks: ['remake', 'leave'] },
	])('that was deleted is not made again when $when', ({ task, asks }) => {
		const [difference] = compareTasks([task], seenTasks(['t1', 'gone']), 'remake');
		expect(difference?.offers ?? null).toEqual(asks);
		expect(difference?.repair ?? null).toBeNull();
	});

	it('that was deleted is a person’s matter where the settings say so', () => {
		const [difference] = compareTasks([aTask()], seenTasks(['t1', 'gone']), 'ask');
		expect(difference).toMatchObject({ repair: null, offers: ['remake', 'leave'] });
	});

	it.each([
		{ when: 'the ledger named nobody', ours: null, theirs: [2], differs: null },
		{
			when: 'it is with whom it should be',
			ours: ['luis@agency.test'],
			theirs: [1],
			differs: null,
		},
		{
			when: 'whom it should be with is no member there',
			ours: ['luis@agency.test', 'freelance@other.test'],
			theirs: [1],
			differs: null,
		},
		{
			when: 'a person gave it to somebody else',
			ours: ['luis@agency.test'],
			theirs: [2],
			differs: ['with Luis', 'with Freja'],
		},
		{
			when: 'a person added one',
			ours: ['luis@agency.test'],
			theirs: [2, 1],
			differs: ['with Luis', 'with Freja, Luis'],
		},
		{
			when: 'a person took everybody off it',
			ours: ['luis@agency.test'],
			theirs: [],
			differs: ['with Luis', 'with nobody'],
		},
		{
			when: 'the ledger took everybody off it, and a person put one on it',
			ours: [],
			theirs: [99],
			differs: ['with nobody', 'with person 99'],
		},
	])('shows who has it as $differs when $when', ({ ours, theirs, differs }) => {
		const all = compareTasks(
			[aTask({ assignees: ours })],
			seenTasks(found({ assignees: theirs })),
			'remake',
		);
		const [difference] = all;
		expect(
			difference === undefined ? null : [difference.ours.says, difference.theirs.says],
		).toEqual(differs);
		// Theirs to change: nothing is written over.
		expect(all.every(({ class: sort, repair }) => sort === 'changed' && repair === null)).toBe(
			true,
		);
	});

	it.each([
		{ ours: 'In Review', theirs: 'in review', isClosed: false, differs: false },
		{ ours: null, theirs: 'in review', isClosed: false, differs: false },
		{ ours: 'in review', theirs: 'to do', isClosed: false, differs: true },
		{ ours: 'in review', theirs: 'complete', isClosed: true, differs: true },
	])(
		'of status $ours that has $theirs differs: $differs',
		({ ours, theirs, isClosed, differs }) => {
			const seen = seenTasks(found({ status: theirs, isClosed }));
			const all = compareTasks([aTask({ status: ours })], seen, 'remake');
			expect(all.map(({ theirs: { says } }) => says)).toEqual(
				differs ? [`status "${theirs}"`] : [],
			);
		},
	);

	it('that we closed and somebody opened is told', () => {
		const [difference] = compareTasks([aTask({ isClosed: true })], seenTasks(found()), 'remake');
		expect(difference).toMatchObject({ class: 'changed', ours: { says: 'closed' } });
	});
});

describe('a message', () => {
	const wanted = {
		key: 'lead:1/slack-message/sales/1',
		subject: 'lead:1',
		channel: 'C1',
		ts: '1795000000.000100',
		url: null,
		postedAt: at,
	};
	const from = (seconds: number) => new Date(seconds * 1_000);
	const seen = (since: number, ...messages: string[]) =>
		new Map([
			['C1', { from: from(since), messages: messages.map((ts) => ({ ts, key: wanted.key })) }],
		]);
	it.each([
		{ when: 'it is there once', seen: seen(1_794_000_000, wanted.ts), differs: [] },
		{ when: 'it is not there', seen: seen(1_794_000_000), differs: ['missing'] },
		{
			when: 'it is there twice',
			seen: seen(1_794_000_000, wanted.ts, '1795000009.000100'),
			differs: ['doubled'],
		},
		{ when: 'the channel was not read so far back', seen: seen(1_795_000_001), differs: [] },
		{ when: 'the channel was not read', seen: new Map(), differs: [] },
	])('differs as $differs when $when', ({ seen: channels, differs }) => {
		const all = compareMessages([wanted], channels);
		expect(all.map(({ class: sort }) => sort)).toEqual(differs);
		// It was sent: nothing is done before a person says so.
		expect(all.every(({ repair }) => repair === null)).toBe(true);
	});

	it('of which more copies are there names each but its own, however many', () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { maxLength: 9 }), (extras) => {
				const copies = extras.map((extra) => `1795000${String(extra).padStart(3, '0')}.000200`);
				const [difference] = compareMessages([wanted], seen(1_794_000_000, wanted.ts, ...copies));
				const named = difference?.theirs.extra ?? [];
				expect([...(named as string[])].sort()).toEqual([...copies].sort());
				expect(named).not.toContain(wanted.ts);
			}),
			seeded,
		);
	});
});

describe('a record', () => {
	const aDeal = (values: Record<string, string[]>): WantedRecord => ({
		object: 'deal',
		id: '7',
		url: 'https://app.hubspot.com/d/7',
		key: 'lead:1/hubspot-deal/1',
		subject: 'lead:1',
		values: Object.fromEntries(
			Object.entries(values).map(([name, written]) => [
				name,
				written.map((value) => ({ value, at })),
			]),
		),
		writtenAt: at,
	});
	const seen = (properties: Record<string, string | null>, updatedAt = at) => ({
		asked: new Set(['7']),
		byId: new Map([['7', { id: '7', properties, updatedAt }]]),
	});
	it.each<{
		when: string;
		deal: Record<string, string[]>;
		is: Record<string, string | null>;
		touched?: Date;
		differs: string[];
	}>([
		{ when: 'all is there', deal: { a: ['1'] }, is: { a: '1' }, differs: [] },
		{
			when: 'a number is written otherwise',
			deal: { a: ['1500.00'] },
			is: { a: '1500' },
			differs: [],
		},
		{
			when: 'a moment is written otherwise',
			deal: { a: ['2026-11-26'] },
			is: { a: '2026-11-26T00:00:00.000Z' },
			differs: [],
		},
		{
			when: 'letters are large',
			deal: { a: ['Ana@Cafe.com'] },
			is: { a: 'ana@cafe.com' },
			differs: [],
		},
		{ when: 'a value is empty', deal: { a: ['1'] }, is: { a: '' }, differs: ['missing write a'] },
		{ when: 'a value is none', deal: { a: ['1'] }, is: { a: null }, differs: ['missing write a'] },
		{ when: 'a person wrote another', deal: { a: ['1'] }, is: { a: '2' }, differs: ['changed'] },
		{
			when: 'the stage is as before our change, and nobody was there since',
			deal: { dealstage: ['new', 'won'] },
			is: { dealstage: 'new' },
			differs: ['missing write dealstage'],
		},
		{
			when: 'the stage is as before our change, and somebody was there since',
			deal: { dealstage: ['new', 'won'] },
			is: { dealstage: 'new' },
			touched: later(5),
			differs: ['changed'],
		},
	])('differs as $differs when $when', ({ deal, is, touched, differs }) => {
		const all = compareRecords([aDeal(deal)], seen(is, touched ?? at));
		expect(
			all.map(({ class: sort, repair }) =>
				repair?.does === 'write' ? `${sort} write ${Object.keys(repair.properties).join()}` : sort,
			),
		).toEqual(differs);
	});

	it('that is gone is told; one that nobody asked for is not', () => {
		const deal = aDeal({ a: ['1'] });
		const none = { asked: new Set(['7']), byId: new Map() };
		expect(compareRecords([deal], none)).toMatchObject([{ class: 'missing', repair: null }]);
		expect(compareRecords([deal], { asked: new Set(), byId: new Map() })).toEqual([]);
	});

	it('never shows a value that it differs by', () => {
		const secret = fc
			.string({ minLength: 6, maxLength: 20 })
			.filter((text) => text.trim().length > 5);
		fc.assert(
			fc.property(secret, secret, (ours, theirs) => {
				const found = compareRecords([aDeal({ email: [ours] })], seen({ email: theirs }));
				const shown = found.map(({ ours: a, theirs: b, thing }) => `${a.says} ${b.says} ${thing}`);
				expect(shown.join()).not.toContain(theirs);
			}),
			seeded,
		);
	});
});

describe('what is wanted', () => {
	const made = (
		key: string,
		kind: string,
		content: object,
		receipt: object,
		minutes = 0,
	): MadeThing => ({
		key,
		kind,
		subject: 'lead:1',
		content: content as MadeThing['content'],
		receipt: receipt as MadeThing['receipt'],
		createdAt: later(minutes),
		doneAt: later(minutes),
	});
	const task = 'lead:1/clickup-task/leads/1';
	const taskOf = (key: string, id: string, minutes: number) =>
		made(key, 'clickup.task', {}, { id, url: `https://x/${id}` }, minutes);

	it('is the newest of a task that was made again, closed by whatever key it was', () => {
		const wanted = wantedTasks([
			taskOf(task, 't1', 0),
			taskOf(`${task}/remade/1`, 't2', 1),
			taskOf(`${task}/remade/2`, 't3', 2),
			made('lead:1/clickup-close/1', 'clickup.close', { task }, { id: 't3' }, 3),
		]);
		expect(wanted).toMatchObject([{ id: 't3', remakes: 2, isClosed: true }]);
	});

	const first = (things: MadeThing[]) => wantedTasks([taskOf(task, 't1', 0), ...things])[0];
	const assign = (
		email: string | null,
		change: string,
		minutes: number,
		note: string | null = null,
	) =>
		made(
			`acceptance:${minutes}/clickup-assign/1`,
			'clickup.assign',
			{ task, person: { email, slackId: 'U1' }, change },
			{ id: 't1', note },
			minutes,
		);
	const status = (name: string | null, minutes: number, tasks = ['t1']) =>
		made(
			`delivery:${minutes}/clickup-status/1`,
			'clickup.status',
			{ subject: 'lead:1', status: name },
			{ tasks, note: null },
			minutes,
		);
	it.each([
		{ after: 'nothing', things: [], assignees: null },
		{ after: 'one was put on it', things: [assign('a@x', 'add', 1)], assignees: ['a@x'] },
		{
			after: 'one took the place of another',
			things: [assign('a@x', 'add', 1), assign('a@x', 'remove', 2), assign('b@x', 'add', 3)],
			assignees: ['b@x'],
		},
		{ after: 'all were taken off it', things: [assign('a@x', 'remove', 1)], assignees: [] },
		{
			after: 'one could not be put on it',
			things: [assign('a@x', 'add', 1), assign('b@x', 'add', 2, 'no member')],
			assignees: ['a@x'],
		},
		{ after: 'one is known by no address', things: [assign(null, 'add', 1)], assignees: null },
	])('is a task with $assignees after $after', ({ things, assignees }) => {
		expect(first(things)?.assignees).toEqual(assignees);
	});

	it.each([
		{ after: 'a delivery closed it', things: [status(null, 1)], is: [true, null] },
		{ after: 'a flow moved it', things: [status('in review', 1)], is: [false, 'in review'] },
		{ after: 'it was closed later', things: [status('x', 1), status(null, 2)], is: [true, null] },
		{ after: 'it was opened later', things: [status(null, 1), status('x', 2)], is: [false, 'x'] },
		{ after: 'another one was closed', things: [status(null, 1, ['t9'])], is: [false, null] },
	])('is a task closed and of status $is after $after', ({ things, is }) => {
		const wanted = first(things);
		expect([wanted?.isClosed, wanted?.status]).toEqual(is);
	});

	it('is a deal with what was written to it last, but for a stage that was left as it was', () => {
		const key = 'lead:1/hubspot-deal/1';
		const [deal] = wantedDeals([
			made(
				key,
				'hubspot.deal',
				{ properties: { dealstage: 'a', note: 'x' } },
				{ id: '7', url: 'u' },
			),
			made(
				'lead:1/c/1',
				'hubspot.deal-change',
				{ deal: key, stage: 'b', properties: { note: 'y' } },
				{ id: '7', stage: 'b' },
				1,
			),
			made(
				'lead:1/c/2',
				'hubspot.deal-change',
				{ deal: key, stage: 'c', properties: {} },
				{ id: '7', stage: null },
				2,
			),
		]);
		const last = (name: string) => deal?.values[name]?.at(-1)?.value;
		expect([last('dealstage'), last('note'), last('agency_ops_key')]).toEqual(['b', 'y', key]);
	});
});
