import type { VendorRequest } from '../types';

/** A page of results with the mark of the next one, in HubSpot's forward paging. */
export interface Page<Item> {
	results: Item[];
	paging?: { next: { after: string; link: string } };
}

/**
 * Cuts a page by the query's `limit` and `after` (an offset, as HubSpot's search uses it).
 *
 * @param most the largest page, also the default for a missing or unreadable limit above it
 */
export function page<Item, Shown>(
	request: VendorRequest,
	items: readonly Item[],
	most: number,
	show: (item: Item) => Shown,
): Page<Shown> {
	const limit = Math.min(most, Math.max(1, Number(request.query.get('limit')) || 10));
	const from = Math.max(0, Number(request.query.get('after')) || 0);
	const results = items.slice(from, from + limit).map(show);
	if (from + limit >= items.length) return { results };
	const after = String(from + limit);
	const query = new URLSearchParams(request.query);
	query.set('after', after);
	const link = `https://${request.host}${request.path}?${query.toString()}`;
	return { results, paging: { next: { after, link } } };
}
