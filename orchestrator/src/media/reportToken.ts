import type { EndingTokens } from '../mail/endingToken';
import { endingTokens } from '../mail/endingToken';

/** Tokens of links to reports; their subject is the check. */
export function reportTokens(secret: string): EndingTokens {
	return endingTokens(secret, 'media report', /chk_[0-9a-z]+/);
}
