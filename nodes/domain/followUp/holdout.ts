import { sha256Hex } from '../hash';

/** Hex digits that are read of a hash: 2 to the 48th is exact in a number. */
const DIGITS = 12;

/**
 * Whether a client belongs to the share that gets no offers, so that what offers bring can be
 * measured: always the same for the same client and salt.
 *
 * @param share 0 to 1
 */
export function isHeldOut(
	client: string,
	{ share, salt }: { share: number; salt: string },
): boolean {
	const hash = sha256Hex(JSON.stringify([salt, client])).slice(0, DIGITS);
	return Number.parseInt(hash, 16) / 16 ** DIGITS < share;
}
