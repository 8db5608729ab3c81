import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U, and in the order of its characters. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Characters of the time (48 bits of milliseconds) and of chance (80 bits). */
const TIME_LENGTH = 10;
const CHANCE_BYTES = 10;

/**
 * Makes the id of an event: `evt_` and 26 characters, made like a ULID, so that ids sort by the
 * millisecond of arrival.
 *
 * @param chance 10 bytes that nobody else has
 */
export function eventId(at: Date, chance: Buffer = randomBytes(CHANCE_BYTES)): string {
	const time = BigInt(at.getTime());
	const bits = (time << 80n) | BigInt(`0x${chance.subarray(0, CHANCE_BYTES).toString('hex')}`);
	const characters: string[] = [];
	for (let index = TIME_LENGTH + 16 - 1; index >= 0; index -= 1) {
		characters.push(ALPHABET[Number((bits >> BigInt(5 * index)) & 31n)] ?? '');
	}
	return `evt_${characters.join('')}`;
}
