import { MendableError } from '../errors';

/** What an effect's key is made of; never an execution id, an item number or a text. */
export interface EffectKeyParts {
	/** Kind of thing the effect is about, e.g. `lead`; lower-case letters, digits and dashes. */
	subjectType: string;
	/** Which one, e.g. `20261122-1f3a9c0b7d2e`; as stable as the thing itself. */
	subjectId: string;
	/** What is done, e.g. `slack-message`. */
	effect: string;
	/** Where it is done, e.g. `sales-hot`; a logical name, not a vendor's id that may change. */
	destination: string;
	/** 1 for the first time, 2 for a wanted second time, and so on. */
	occurrence: number;
	/**
	 * Names the run in which a person is testing, null in earnest. Test keys live in a room of their
	 * own, and each run in its own corner of it: a flow can be tried as often as one likes.
	 */
	testRun: string | null;
}

/** Longest key, in characters; the ledger's column and its URLs hold it with room to spare. */
export const longestKey = 400;

/** What goes before the key of an effect that a person is only testing. */
export const testPrefix = 'test/';

/**
 * Names an effect so that doing it again can be recognised: `lead:4711/slack-message/sales/1`.
 *
 * Different parts always give different keys: separators inside a part are percent-encoded.
 *
 * @throws MendableError `effect/key-part` when a part is empty or malformed, `effect/key-too-long`
 */
export function effectKey(parts: EffectKeyParts): string {
	if (!/^[a-z][a-z0-9-]*$/.test(parts.subjectType)) {
		throw keyError(
			`The subject type "${parts.subjectType}" is not a word of lower-case letters, digits and dashes.`,
			'Write the kind of thing the effect is about into "Subject Type", for example "lead".',
		);
	}
	if (!Number.isInteger(parts.occurrence) || parts.occurrence < 1) {
		throw keyError(
			`The occurrence is ${parts.occurrence}; it counts 1, 2, 3.`,
			'Set "Occurrence" to 1, or to 2 for a second one that is wanted.',
		);
	}

	const key = [
		`${parts.subjectType}:${keyPart('subject', parts.subjectId)}`,
		keyPart('effect', parts.effect),
		keyPart('destination', parts.destination),
		parts.testRun === null
			? String(parts.occurrence)
			: `${parts.occurrence}-${keyPart('run', parts.testRun)}`,
	].join('/');

	if (key.length > longestKey) {
		throw new MendableError(
			'effect/key-too-long',
			'The effect has no usable key.',
			`Its key would have ${key.length} characters; at most ${longestKey} are kept.`,
			'Point "Subject Path" at a short id instead of a text.',
		);
	}
	return parts.testRun === null ? key : `${testPrefix}${key}`;
}

function keyPart(name: string, value: string): string {
	const trimmed = value.trim();
	if (trimmed === '') {
		throw keyError(
			`Its ${name} is empty.`,
			`Check that the field or path that gives the ${name} holds something for this item.`,
		);
	}
	// encodeURIComponent refuses half of a surrogate pair; forms do send cut-off emoji.
	const wellFormed = trimmed.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');
	return encodeURIComponent(wellFormed).replace(/%(23|40|2B)/g, (code) => decodeURIComponent(code));
}

function keyError(why: string, mend: string): MendableError {
	return new MendableError('effect/key-part', 'The effect has no usable key.', why, mend);
}
