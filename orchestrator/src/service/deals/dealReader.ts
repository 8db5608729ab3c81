import { cachedLookUp } from '../../adapters/cached';
import { LookUpFailed } from '../../adapters/harmless';
import type { HubspotDeals } from '../../adapters/hubspot/deals';
import type { Failure } from '../../adapters/outcome';
import type { Queries } from '../../ledger/store';
import type { Pacer } from '../pacing/pacer';
import type { DealMeaning, DealView } from './dealView';
import { dealViewOf, leadIdOf, wantedValues } from './dealView';
import { leadOf } from './leadOfDeal';

/** Reads deals for flows. */
export interface DealReader {
	/**
	 * A deal with whom it is for; null when HubSpot has none of this id.
	 *
	 * @throws LookUpFailed
	 */
	read(id: string): Promise<DealView | null>;
}

/** A flow reads a deal in several of its steps; HubSpot is asked once in that time. */
const KEPT_MS = 30_000;

/** How long a reading waits for its turn; the node gives up after 15 s. */
const WAIT_MS = 5_000;

/** Opens it over HubSpot and the ledger; what was found is kept for half a minute. */
export function openDealReader(
	deals: HubspotDeals,
	ledger: Queries,
	meaning: DealMeaning,
	now: () => Date,
): DealReader {
	const known = cachedLookUp(
		async (id) => await deals.read(id, wantedValues),
		(found) => (found === null ? 0 : KEPT_MS),
	);
	return {
		read: async (id) => {
			const records = await known.get(id);
			if (records === null) return null;
			const leadId = leadIdOf(records);
			const lead = leadId === null ? null : await leadOf(ledger, leadId);
			return dealViewOf(records, lead, meaning, now());
		},
	};
}

/** Waits for a turn among all calls to HubSpot; rejects with LookUpFailed when there is none soon. */
export function hubspotTurn(pacer: Pacer): () => Promise<void> {
	return async () => {
		const lane = pacer.lane({ pace: 'hubspotAccount', name: '' });
		const turn = lane.takeNow() ?? (await lane.next(pacer.place(), WAIT_MS));
		if (turn === null) throw new LookUpFailed(busy);
	};
}

const busy: Failure = {
	result: 'rateLimited',
	status: 429,
	retryAfterMs: WAIT_MS,
	error: {
		code: 'hubspot/busy',
		what: 'HubSpot was not asked.',
		why: 'More is asked of HubSpot than its limit allows, and it was not our turn in time.',
		mend: 'Try again in a moment.',
	},
};
