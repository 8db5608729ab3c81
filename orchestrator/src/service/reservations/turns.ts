/** Does work in the order it comes, one piece after the other. */
export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Opens turns that are nobody else's. */
export function openTurns(): Turns {
	let last: Promise<unknown> = Promise.resolve();
	return async (work) => {
		const mine = last.then(work);
		// Whoever comes next does not care how this ended.
		last = mine.catch(() => undefined);
		return await mine;
	};
}
