import type { Three } from './model';

/**
 * The order of a merged list: that of the side which moved things (the canvas where both did), with
 * what only the other has placed after what stands before it there.
 *
 * @param isKept whether an entry is in the merged list
 * @param lead the side whose order is taken, where somebody has decided
 */
export function mergeOrder<Key>(
	{ base, mine, theirs }: Three<readonly Key[]>,
	isKept: (key: Key) => boolean = () => true,
	lead?: 'mine' | 'theirs',
): Key[] {
	const leads = lead ?? (sameOrder(base, mine) ? 'theirs' : 'mine');
	const [first, second] = leads === 'theirs' ? [theirs, mine] : [mine, theirs];
	const placed = new Set(first);
	/** What follows each entry of the second list; under null what stands at its front. */
	const followers = new Map<Key | null, Key>();
	let before: Key | null = null;
	for (const key of second.filter(isKept)) {
		if (!placed.has(key)) followers.set(before, key);
		before = key;
	}
	const order: Key[] = [];
	const put = (key: Key | null): void => {
		for (let next = followers.get(key); next !== undefined; next = followers.get(next)) {
			order.push(next);
		}
	};
	put(null);
	for (const key of first.filter(isKept)) {
		order.push(key);
		put(key);
	}
	return order;
}

/** Whether what both lists hold stands in the same order in both. */
export function sameOrder<Key>(a: readonly Key[], b: readonly Key[]): boolean {
	const [inA, inB] = [new Set(a), new Set(b)];
	const [fromA, fromB] = [a.filter((key) => inB.has(key)), b.filter((key) => inA.has(key))];
	return fromA.every((key, index) => key === fromB[index]);
}
