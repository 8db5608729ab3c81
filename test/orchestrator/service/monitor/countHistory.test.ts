import fc from 'fast-check';
import { addNumbers, sumNumbers } from '../../../../orchestrator/src/ledger/monitorNumbers';
import { openLedger } from '../../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../../orchestrator/src/ledger/store';
import { budgets } from '../../../../orchestrator/src/monitor/watch/budgets';
import { readBudgets } from '../../../../orchestrator/src/service/monitor/budgets';
import { countHistory } from '../../../../orchestrator/src/service/monitor/watch/countHistory';
import { seeded } from '../../../support/arbitraries';
import { emptyLedgerPlace } from '../../../support/ledgerPlace';

const start = Date.parse('2026-11-26T09:00:00Z');
const at = (seconds: number) => new Date(start + seconds * 1_000);

let store: Store;
const promised = new Map<string, { good: number; bad: number }>();
const metrics = {
	promised: (name: string, good: number, bad: number) => {
		const before = promised.get(name) ?? { good: 0, bad: 0 };
		promised.set(name, { good: before.good + good, bad: before.bad + bad });
	},
};

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
});
afterAll(async () => await store.close());

/** Something that happened: an event came, took its time, and its message or mail went out. */
interface Happening {
	topic: 'lead.received' | 'milestone.reached' | 'file.approved';
	test: boolean;
	/** Seconds after the start. */
	came: number;
	/** How long its flow took; null: it has not ended. */
	took: number | null;
	outcome: 'done' | 'failed';
	/** Seconds from its arrival until its message or mail was asked for, first tried, and out. */
	kind: 'slack.message' | 'mail';
	asked: number;
	waited: number;
	tried: number;
}

const happenings = fc.array(
	fc.record<Happening>({
		topic: fc.constantFrom<Happening['topic'][]>(
			'lead.received',
			'milestone.reached',
			'file.approved',
		),
		test: fc.boolean(),
		came: fc.integer({ min: 0, max: 3_000 }),
		took: fc.option(fc.integer({ min: 0, max: 2_000 })),
		outcome: fc.constantFrom<Happening['outcome'][]>('done', 'failed'),
		kind: fc.constantFrom<Happening['kind'][]>('slack.message', 'mail'),
		asked: fc.integer({ min: 0, max: 100 }),
		waited: fc.integer({ min: 0, max: 5_000 }),
		tried: fc.integer({ min: 0, max: 1_500 }),
	}),
	{ minLength: 60, maxLength: 60 },
);

let count = 0;

async function happen(one: Happening, into: Store = store): Promise<void> {
	const id = `e${(count += 1)}`;
	await into.query(
		`INSERT INTO inbox (id, source, external_id, topic, subject, test, payload, state, next_at, since,
			received_at, updated_at)
		VALUES ($1, 'test', $1, $2, $1, $3, '{}', 'received', $4, $4, $4, $4)`,
		[id, one.topic, one.test, at(one.came)],
	);
	const tell = async (detail: object, seconds: number) =>
		await into.query(
			`INSERT INTO inbox_events (inbox_id, state, detail, at) VALUES ($1, 'received', $2::jsonb, $3)`,
			[id, JSON.stringify(detail), at(seconds)],
		);
	await tell({ what: 'received' }, one.came);
	if (one.took !== null) {
		await tell({ what: 'ended', outcome: one.outcome }, one.came + one.took);
	}
	const asked = one.came + one.asked;
	const tried = asked + one.waited;
	await into.query(
		`INSERT INTO effects (key, kind, subject, test, fingerprint, content, state, token, attempts, receipt,
			source, event_id, created_at, attempted_at)
		VALUES ($1, $2, $1, $3, 'x', '{}', 'done', gen_random_uuid(), 1, '{}', '{}', $1, $4, $5)`,
		[id, one.kind, one.test, at(asked), at(tried)],
	);
	await into.query(
		`INSERT INTO effect_events (key, attempt, state, at) VALUES ($1, 1, 'done', $2)`,
		[id, at(tried + one.tried)],
	);
}

/** A real lead that was in Slack after a few seconds. */
const aLead = (came: number): Happening => ({
	...{ topic: 'lead.received', test: false, came, took: 10, outcome: 'done' },
	...{ kind: 'slack.message', asked: 2, waited: 1, tried: 1 },
});

/** How often each promise was kept and broken. */
const budgetsOf = (sums: Map<string, { good: number; bad: number }>) =>
	budgets.map(({ name }) => [name, sums.get(`budget:${name}`) ?? { good: 0, bad: 0 }]);
const shown = async () =>
	(await readBudgets(store, at(3_600))).map(({ name, good, bad }) => [name, { good, bad }]);

/** How often each name stands for good and bad, by going through all that happened. */
function counted(all: readonly Happening[]): Map<string, { good: number; bad: number }> {
	const sums = new Map<string, { good: number; bad: number }>();
	const add = (name: string, isGood: boolean) => {
		const sum = sums.get(name) ?? { good: 0, bad: 0 };
		sums.set(name, isGood ? { ...sum, good: sum.good + 1 } : { ...sum, bad: sum.bad + 1 });
	};
	for (const one of all.filter(({ test }) => !test)) {
		add(`came:${one.topic}`, true);
		if (one.took !== null) add(`took:${one.topic}`, one.outcome === 'done');
		// A message counts from the arrival; a mail may have waited for its hour.
		if (one.topic === 'lead.received' && one.kind === 'slack.message') {
			add('budget:lead-in-slack', one.asked + one.waited + one.tried <= 60);
		}
		if (one.topic === 'milestone.reached' && one.kind === 'mail') {
			add('budget:milestone-mail', one.asked + one.tried <= 900);
		}
	}
	return sums;
}

it('adds up what happened, each once, and says the same in the metrics', async () => {
	const [all] = fc.sample(happenings, { ...seeded, numRuns: 1 });
	// Some leads are in time, lest all of a kind are late.
	const quick = (all ?? []).slice(0, 12).map(
		(one): Happening => ({
			...one,
			...{
				topic: 'lead.received',
				kind: 'slack.message',
				test: false,
				asked: 2,
				waited: 1,
				tried: 1,
			},
		}),
	);
	const both = [...(all ?? []), ...quick];
	// The monitor begins when some of it has happened already, and an hour is as good as any for that.
	const [before, after] = [both.slice(0, 24), both.slice(24)];
	for (const one of before) await happen(one);
	expect(await shown()).toEqual(budgetsOf(counted(before)));
	await countHistory(store, metrics, at(3_600));
	expect(promised).toEqual(new Map(budgets.map(({ name }) => [name, { good: 0, bad: 0 }])));
	for (const [index, one] of after.entries()) {
		await happen(one);
		if (index === 20) await countHistory(store, metrics, at(3_600));
	}
	const wanted = counted(both);
	expect(await shown()).toEqual(budgetsOf(wanted));
	await countHistory(store, metrics, at(3_600));
	await countHistory(store, metrics, at(3_600));
	const found = await sumNumbers(store, '', at(-3_600), at(86_400));
	expect(new Map(found.map(({ name, good, bad }) => [name, { good, bad }]))).toEqual(wanted);
	expect([...promised]).toEqual(budgetsOf(counted(after)));
	expect(await shown()).toEqual(budgetsOf(wanted));
});

it('begins five weeks back, shows four of them, and goes on past any number of lines that do not count', async () => {
	const other = await openLedger(await emptyLedgerPlace());
	try {
		const inTime = async () => (await readBudgets(other, at(3_600))).map(({ good }) => good);
		const day = 86_400;
		for (const days of [-36, -34, -29]) await happen(aLead(days * day), other);
		await happen({ ...aLead(-28 * day), test: true }, other);
		// More than one round reads.
		await other.query(
			`INSERT INTO inbox_events (inbox_id, state, detail, at)
			SELECT story.inbox_id, 'received', '{"what":"received"}', story.at
			FROM inbox_events AS story JOIN inbox ON inbox.id = story.inbox_id, generate_series(1, 5500)
			WHERE inbox.test AND story.detail->>'what' = 'received'`,
		);
		await happen(aLead(-27 * day), other);
		expect(await inTime()).toEqual([1, 0]);
		await countHistory(other, metrics, at(3_600));
		expect(await inTime()).toEqual([1, 0]);
		const all = await sumNumbers(other, '', at(-40 * day), at(day));
		expect(all.map(({ name, good }) => [name, good])).toEqual([
			['budget:lead-in-slack', 3],
			['came:lead.received', 3],
			['took:lead.received', 3],
		]);
	} finally {
		await other.close();
	}
});

it('sums over any stretch what its buckets of five minutes hold, and nothing of the next', async () => {
	const one = { good: 1, bad: 2, seconds: 3, logSeconds: 4 };
	const day = 86_400;
	await addNumbers(
		store,
		[0, 299, 300, 599].map((seconds) => ({ ...one, name: 'x:y', at: at(day + seconds) })),
	);
	const sum = async (from: number, to: number) =>
		(await sumNumbers(store, 'x:', at(day + from), at(day + to)))[0] ?? null;
	expect(await sum(0, 600)).toMatchObject({ good: 4, bad: 8, seconds: 12, logSeconds: 16 });
	expect(await sum(0, 300)).toMatchObject({ good: 2, bad: 4 });
	expect(await sum(300, 301)).toMatchObject({ good: 2, bad: 4 });
	expect(await sum(600, 900)).toBeNull();
});
