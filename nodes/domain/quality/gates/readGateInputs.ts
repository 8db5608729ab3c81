import { read } from '../../read';
import type { ReadAs } from '../../read';
import { knownFileSchema, mediaCheckSchema, reviewAnswerSchema } from './schema';
import type { KnownFile, MediaCheck, ReviewAnswer } from './schema';

const checkAs: ReadAs = {
	code: 'gates/check',
	what: 'The measurements cannot be judged.',
	mend: 'Correct these fields; “Media Check Field” names where the check stands in the item.',
};

const reviewAs: ReadAs = {
	code: 'gates/review',
	what: 'The review cannot be judged.',
	mend: 'Correct these fields; “Review Field” names where the review stands in the item.',
};

const knownAs: ReadAs = {
	code: 'gates/known',
	what: 'What is known of the file cannot be used.',
	mend: 'Correct these fields, or read them anew with Agency Ledger.',
};

/**
 * Reads a media check.
 *
 * @throws MendableError `gates/check` with every mistake: path, expected, received
 */
export function readMediaCheck(raw: unknown): MediaCheck {
	return read(mediaCheckSchema, raw, checkAs);
}

/**
 * Reads a reviewer's answer.
 *
 * @throws MendableError `gates/review` with every mistake: path, expected, received
 */
export function readReviewAnswer(raw: unknown): ReviewAnswer {
	return read(reviewAnswerSchema, raw, reviewAs);
}

/**
 * Reads what is kept of a file; nothing at all where there is nothing.
 *
 * @throws MendableError `gates/known` with every mistake: path, expected, received
 */
export function readKnownFile(raw: unknown): KnownFile {
	return read(knownFileSchema, raw ?? {}, knownAs);
}
