/**
 * Works on items, so many at the same time; answers in their order. The first that fails ends it, once
 * those that have begun are done.
 */
export async function inParallel<Item, Result>(
	items: readonly Item[],
	most: number,
	work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	const waiting = [...items.entries()];
	const worker = async () => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
			const [at, item] = next;
			results[at] = await work(item);
		}
	};
	const workers = Array.from({ length: Math.min(most, items.length) }, worker);
	for (const ended of await Promise.allSettled(workers)) {
		if (ended.status === 'rejected') throw ended.reason;
	}
	return results;
}
