import type { EffectError } from './effects';
import type { Moment } from './moment';
import { atMoment } from './moment';
import type { Queries } from './store';

/**
 * Keeps that an attempt now hands over what cannot be taken back: from here on nobody can say whether
 * it was done, should its owner stop.
 *
 * @returns false when the effect is no longer the attempt's: its lease is over, somebody else has it,
 * or it is settled; nothing may be handed over then
 */
export async function beginHandOver(
	queries: Queries,
	{ key, token }: { key: string; token: string },
	moment: Moment = null,
): Promise<boolean> {
	const begun = await queries.query(BEGIN, [key, token, moment]);
	return begun.length > 0;
}

const BEGIN = `
UPDATE effects SET unsent_token = NULL
WHERE key = $1 AND token = $2::uuid AND state = 'in_flight' AND lease_until >= ${atMoment('$3')}
RETURNING key`;

/** SQL: whether the latest attempt ended before it handed anything over. */
export const IS_UNSENT = 'unsent_token IS NOT NULL AND unsent_token = token';

/** Why an effect is planned again whose owner stopped before that. */
export const stoppedBefore: EffectError = {
	code: 'effect/not-begun',
	what: 'It was not done yet.',
	why: 'The service that was to do it stopped before it had begun to send it.',
	mend: 'Nothing to mend: it is sent by itself.',
	serviceStatus: null,
};
