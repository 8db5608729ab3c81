import type { Call } from './call';
import { FrameioError } from './errors';

/** Sizes of a page: the default and the largest (Frame.io's own description of V4, July 2026). */
const sizes = { usual: 50, largest: 100, largestOfAssets: 500 } as const;

/**
 * One page of a list with the link to the next one, which goes on behind the last item that was
 * shown, whatever was added or taken away before it.
 *
 * @throws FrameioError 422
 */
export function page<Item extends { id: string }>(
	call: Call,
	items: readonly Item[],
	present: (item: Item) => object,
	of: 'assets' | 'others' = 'others',
) {
	const { query, path } = call.request;
	const size = Number(query.get('page_size') ?? sizes.usual);
	const largest = of === 'assets' ? sizes.largestOfAssets : sizes.largest;
	if (!Number.isInteger(size) || size < 1 || size > largest) {
		throw new FrameioError(422, `page_size must be 1 to ${largest}`, '/page_size');
	}
	const after = query.get('after');
	const lastId = after === null ? null : Buffer.from(after, 'base64url').toString();
	const index = items.findIndex(({ id }) => id === lastId);
	if (after !== null && index === -1) throw new FrameioError(422, 'Invalid cursor', '/after');
	const shown = items.slice(index + 1, index + 1 + size);
	const last = shown[shown.length - 1];
	const isLast = last === undefined || index + 1 + size >= items.length;
	const next = new URLSearchParams(query);
	if (last !== undefined) next.set('after', Buffer.from(last.id).toString('base64url'));
	return {
		data: shown.map(present),
		links: { next: isLast ? null : `${path}?${next}` },
		...(query.get('include_total_count') === 'true' ? { total_count: items.length } : {}),
	};
}

/** Orders by `sort`, such as `name_asc` or `created_at_desc`; the order of making otherwise. */
export function sorted<Item extends { name: string; createdAt: number }>(
	{ request }: Call,
	items: readonly Item[],
): Item[] {
	const sort = request.query.get('sort') ?? 'created_at_asc';
	const sign = sort.endsWith('_desc') ? -1 : 1;
	const order = items.map((item, index) => ({ item, index }));
	order.sort((a, b) => {
		const by = sort.startsWith('name')
			? a.item.name.localeCompare(b.item.name, 'en')
			: a.item.createdAt - b.item.createdAt;
		return sign * (by || a.index - b.index);
	});
	return order.map(({ item }) => item);
}
