import { putOffEffect } from '../../ledger/effectLookUps';
import type { Claim } from '../../ledger/effects';
import { planEffect, readEffect } from '../../ledger/effects';
import type { Queries } from '../../ledger/store';
import type { Performed, Performer } from './carryOut';
import { momentOf } from './carryOut';

/**
 * Keeps what is wanted until its moment, with the job that does it then; any process may do it. Asked
 * for again, it goes on waiting for the moment that was asked for last.
 *
 * @returns null when there is nothing to wait for: it was done, refused, or begun before
 */
export async function postpone(
	performer: Performer,
	claim: Claim,
	notBefore: Date,
): Promise<Performed | null> {
	const { later, tools } = performer;
	const moment = momentOf(performer);
	const keep = async (queries: Queries) => {
		const inMs = notBefore.getTime() - (moment ?? new Date()).getTime();
		if (!(await planEffect(queries, claim, inMs, moment))) return null;
		const found = await readEffect(queries, claim.key, moment);
		if (found?.state !== 'planned') return null;
		const at = await putOffEffect(queries, claim.key, inMs, moment);
		if (at !== null && later !== undefined) await later.send(claim.key, at, queries);
		return at === null ? null : found;
	};
	const kept = later === undefined ? await keep(tools.ledger) : await later.store.transaction(keep);
	if (kept === null) return null;
	return {
		state: 'planned',
		receipt: null,
		error: {
			code: 'effect/not-before',
			what: 'Its time has not come yet.',
			why: `It is to be done at ${notBefore.toISOString()}.`,
			mend: 'Nothing to mend: it is done by itself, and the same call with the same key gets its receipt.',
			serviceStatus: null,
		},
		repeated: false,
		conflict: kept.fingerprint !== claim.fingerprint,
	};
}
