import type { Usage } from '../../../nodes/domain/followUp/enrolment';
import type { WholeDelivery } from '../ledger/deliveries';

/** How much of the past counts, in days. */
export const USAGE_DAYS = 365;

/** Services of the lead catalogue that are small changes to something that is there. */
const editing: readonly string[] = ['quick-edit', 'template'];

/** Services that end in social media. */
const social: readonly string[] = ['social-video', 'social-management'];

/** Services that go on from month to month: who has one is not offered it. */
const standing: readonly string[] = ['subscription', 'asset-library', 'social-management'];

/** What is known of a client's use. */
export interface KnownUse {
	/** Deliveries of the client, whatever became of them. */
	deliveries: ReadonlyArray<
		Pick<WholeDelivery, 'deal' | 'state' | 'kind' | 'deliveredAt' | 'storedAt'> & {
			files: ReadonlyArray<Pick<WholeDelivery['files'][number], 'sha256' | 'role'>>;
		}
	>;
	/** Service of each deal, as far as its lead says. */
	services: ReadonlyMap<string, string>;
}

/**
 * How much a client used the agency over the last year: deals that were delivered, what was handed
 * over, and how many of the deals were edits or for social media. What no lead says is unknown, not
 * none.
 *
 * @param deal the one that is delivered now; it counts whatever the ledger says of it
 */
export function usageOf({ deliveries, services }: KnownUse, deal: string, now: Date): Usage {
	const since = now.getTime() - USAGE_DAYS * 86_400_000;
	const recent = deliveries.filter(
		({ deal: each, state, deliveredAt, storedAt }) =>
			each === deal ||
			(['stored', 'delivered'].includes(state) &&
				(deliveredAt ?? storedAt ?? new Date(0)).getTime() >= since),
	);
	const deals = [...new Set([deal, ...recent.map((each) => each.deal)])];
	const assets = new Set(
		recent.flatMap(({ files }) =>
			files.filter(({ role }) => role === 'deliverable').map(({ sha256 }) => sha256),
		),
	);
	const known = deals.flatMap((each) => services.get(each) ?? []);
	const count = (of: readonly string[]) =>
		known.length === 0 ? null : known.filter((service) => of.includes(service)).length;
	return {
		projects: deals.length,
		edits: count(editing),
		assets: assets.size,
		social: count(social),
		has: standing.filter((service) => known.includes(service)),
	};
}
