import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import { findingSchema } from '../../../nodes/domain/quality/finding';
import type { Language } from './formats';
import type { Words } from './library';
import type { TextFiller } from './liquid';

/** What a comment is made of. */
export interface CommentInput {
	data: unknown;
	words: Words;
	language: Language;
	zone: string;
	plain: TextFiller;
}

/** The item with the one finding that the comment is about. */
const itemSchema = z.object({ finding: findingSchema });

/**
 * One finding about a file, for a comment at its place: what is wrong, how bad it is, what mends it,
 * and who wants it so.
 *
 * @throws MendableError `text/no-finding`
 */
export function findingComment({ data, words, language, zone, plain }: CommentInput): string {
	const read = itemSchema.safeParse(data);
	if (!read.success) throw noFinding(read.error.issues[0]?.path.join('.') ?? 'finding');
	const { finding } = read.data;
	const severity = words.table('severities')[finding.severity] ?? finding.severity;
	const fill = (part: string) =>
		plain.fill(words.text(part), { data: { ...finding, severity }, language, zone });
	const lines = [fill('finding'), finding.fix === '' ? '' : fill('fix'), fill('from')];
	return lines.filter((line) => line !== '').join('\n');
}

function noFinding(place: string): MendableError {
	return new MendableError(
		'text/no-finding',
		'The comment cannot be written.',
		`Field "${place}": the item holds no finding there as a media check gives it.`,
		'Give one item for each finding, with it under "finding", or write an own text in the node.',
	);
}
