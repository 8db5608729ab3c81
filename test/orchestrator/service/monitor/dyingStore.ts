import type { Queries, Store } from '../../../../orchestrator/src/ledger/store';

/** What a process says that was killed; nothing in our code knows it. */
class Killed extends Error {
	readonly name = 'Killed';
}

/**
 * A ledger as a process sees it that is killed after so many questions: what it asked in the transaction of
 * that moment is rolled back, and it asks nothing more.
 */
export function dyingStore(store: Store, after: number) {
	let left = after;
	const asking = (queries: Queries): Queries => ({
		query: async (sql, values) => {
			live();
			return await queries.query(sql, values);
		},
		run: async (script) => {
			live();
			await queries.run(script);
		},
	});
	const live = () => {
		left -= 1;
		if (left < 0) throw new Killed();
	};
	const dying: Store = {
		engine: store.engine,
		...asking(store),
		transaction: async (work) => {
			live();
			return await store.transaction(async (queries) => {
				const result = await work(asking(queries));
				live();
				return result;
			});
		},
		close: async () => undefined,
	};
	/** Passes over its own death, and no other error. */
	const expectDeath = (error: unknown): void => {
		if (left >= 0) throw error;
	};
	return { store: dying, expectDeath };
}
