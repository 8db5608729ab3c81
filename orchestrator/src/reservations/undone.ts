import type { Queries, Store } from '../ledger/store';

/** Carries an answer out of a transaction that keeps nothing. */
class Undone<Answer> {
	constructor(readonly answer: Answer) {}
}

/** A transaction that can end with an answer and keep nothing: `undo` does not return. */
export async function undoneWith<Answer>(
	store: Store,
	work: (queries: Queries, undo: (answer: Answer) => never) => Promise<Answer>,
): Promise<Answer> {
	const undo = (answer: Answer): never => {
		throw new Undone(answer);
	};
	try {
		return await store.transaction(async (queries) => await work(queries, undo));
	} catch (error) {
		if (error instanceof Undone) return error.answer as Answer;
		throw error;
	}
}
