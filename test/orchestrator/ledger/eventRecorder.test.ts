import fc from 'fast-check';
import { eventRecorder } from '../../../orchestrator/src/ledger/eventRecorder';
import type { NewEvent } from '../../../orchestrator/src/ledger/inbox';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { emptyLedgerPlace } from '../../support/ledgerPlace';

let store: Store;
let statements: number;
let count = 0;

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
});
afterAll(async () => {
	await store.close();
});
beforeEach(async () => {
	statements = 0;
	await store.run('TRUNCATE inbox, inbox_events');
});

function anEvent(externalId: string, changes: Partial<NewEvent> = {}): NewEvent {
	count += 1;
	return {
		id: `evt_${String(count).padStart(26, '0')}`,
		source: 'forms',
		externalId,
		topic: 'lead.received',
		subject: `lead-of:${externalId}`,
		test: false,
		payload: {},
		...changes,
	};
}

/** The store, counting what it is asked; `fails` says which statements do. */
const counted = (fails: (values: string) => boolean = () => false): Store => ({
	...store,
	query: async (sql, values) => {
		statements += 1;
		if (fails(String(values?.[0]))) throw new Error('the statement failed');
		return await store.query(sql, values);
	},
});

const rows = async () =>
	await store.query<{ externalId: string; repeats: number }>(
		'SELECT external_id AS "externalId", repeats FROM inbox ORDER BY external_id',
	);

describe('eventRecorder', () => {
	it('keeps every event once and counts how often it came again, whatever comes at once', async () => {
		const calls = fc.array(
			fc.array(fc.constantFrom<string[]>('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 3 }),
			{ minLength: 1, maxLength: 12 },
		);
		await fc.assert(
			fc.asyncProperty(calls, async (given) => {
				await store.run('TRUNCATE inbox, inbox_events');
				const record = eventRecorder(store);
				const answers = await Promise.all(
					given.map(async (names) => await record(names.map((name) => anEvent(name)))),
				);
				const firsts = new Map<string, string>();
				for (const [call, names] of given.entries()) {
					for (const [index, name] of names.entries()) {
						const { id = '', repeated } = answers[call]?.[index] ?? {};
						expect(repeated).toBe(firsts.has(name));
						expect(firsts.get(name) ?? id).toBe(id);
						firsts.set(name, id);
					}
				}
				const expected = [...firsts.keys()].sort().map((externalId) => ({
					externalId,
					repeats: given.filter((names) => names.includes(externalId)).length - 1,
				}));
				expect(await rows()).toEqual(expected);
			}),
			{ seed: 50, numRuns: 40 },
		);
	});

	it('lets what comes at once share statements, and what comes alone wait for nobody', async () => {
		const record = eventRecorder(counted());
		await record([anEvent('alone')]);
		expect(statements).toBe(1);
		const many = Array.from({ length: 40 }, (_, index) => record([anEvent(`e${index}`)]));
		await Promise.all(many);
		expect(statements).toBe(2);
		expect(await rows()).toHaveLength(41);
	});

	it('holds a statement to fifty events, unless one call brings more', async () => {
		const record = eventRecorder(counted());
		const batch = (name: string, size: number) =>
			Array.from({ length: size }, (_, index) => anEvent(`${name}${index}`));
		await Promise.all([
			record(batch('a', 1)),
			record(batch('b', 30)),
			record(batch('c', 30)),
			record(batch('d', 100)),
		]);
		expect(statements).toBe(3);
		expect(await rows()).toHaveLength(161);
	});

	it('fails nobody for another’s event', async () => {
		const record = eventRecorder(counted((values) => values.includes('"bad"')));
		const settled = await Promise.allSettled(
			['first', 'good', 'bad', 'fine'].map(async (name) => await record([anEvent(name)])),
		);
		expect(settled.map(({ status }) => status)).toEqual([
			'fulfilled',
			'fulfilled',
			'rejected',
			'fulfilled',
		]);
		expect((await rows()).map(({ externalId }) => externalId)).toEqual(['fine', 'first', 'good']);
		await record([anEvent('later')]);
		expect(await rows()).toHaveLength(4);
	});

	it('has as many statements under way as it may, and no more', async () => {
		let underWay = 0;
		let most = 0;
		const watched: Store = {
			...store,
			query: async (sql, values) => {
				underWay += 1;
				most = Math.max(most, underWay);
				await new Promise(setImmediate);
				underWay -= 1;
				return await store.query(sql, values);
			},
		};
		const record = eventRecorder(watched, 2);
		const batch = (name: string) => Array.from({ length: 50 }, (_, at) => anEvent(`${name}${at}`));
		await Promise.all(['a', 'b', 'c', 'd'].map(async (name) => await record(batch(name))));
		expect(most).toBe(2);
		expect(await rows()).toHaveLength(200);
	});

	it('keeps the order in which calls came', async () => {
		const record = eventRecorder(store);
		const names = Array.from(
			{ length: 20 },
			(_, index) => `n${String((index * 7) % 20).padStart(2, '0')}`,
		);
		await Promise.all(names.map(async (name) => await record([anEvent(name)])));
		const kept = await store.query<{ externalId: string }>(
			'SELECT external_id AS "externalId" FROM inbox ORDER BY received_at, id',
		);
		expect(kept.map(({ externalId }) => externalId)).toEqual(names);
	});
});
