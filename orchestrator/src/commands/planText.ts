import { describeConflict } from '../bundle/merge/describe';
import type { Change, Plan } from '../plan/model';
import { writes } from '../plan/planSeed';

/** Most edits of one workflow that are told one by one. */
const MOST_EDITS = 12;

const signs: Record<Change['kind'], string> = { create: '+', update: '~', keep: '=', manual: '!' };

/**
 * A plan for a person: one line a change with what hangs on it, and what it comes to.
 *
 * @param command what carries it out
 * @param isShort leaves out what is as it should be, but for its number
 */
export function planText(
	found: Plan,
	{ command = 'agency-ops seed', isShort = false } = {},
): string {
	const manual = found.changes.filter(({ kind }) => kind === 'manual').length;
	const count = writes(found).length;
	const total =
		count === 0 ? 'Nothing to write' : `${count} to write; ${command} does what this says`;
	const isQuiet = (change: Change) =>
		isShort && change.kind === 'keep' && change.edits === undefined;
	const quiet = found.changes.filter(isQuiet).length;
	return [
		...found.changes.filter((change) => !isQuiet(change)).map(changeText),
		...(quiet > 0 ? [`= ${quiet} are as they should be`] : []),
		`${total}${manual > 0 ? `; ${manual} for a person` : ''}.`,
		...unusedText(found),
	].join('\n');
}

/** One change with the edits that stay, or the conflicts that wait for an answer. */
export function changeText(change: Change): string {
	const { kind, target, because } = change;
	const line = `${signs[kind]} ${target.service} ${target.kind}: ${target.name} (${because})`;
	if (change.kind === 'keep') return [line, ...editLines('keeps', change.edits)].join('\n');
	if (change.kind !== 'manual') {
		const { brings, edits } = change;
		return [line, ...editLines('changes', brings), ...editLines('keeps', edits)].join('\n');
	}
	const conflicts = (change.conflicts ?? []).flatMap((conflict) => [
		`    ${conflict.node ?? 'The workflow itself'}`,
		...describeConflict(conflict, 78).map((each) => `  ${each}`),
	]);
	return [line, ...conflicts, `    ${change.mend}`].join('\n');
}

function editLines(verb: string, edits: readonly string[] = []): string[] {
	const more = edits.length - MOST_EDITS;
	return [
		...edits.slice(0, MOST_EDITS).map((edit) => `    ${verb} ${edit}`),
		...(more > 0 ? [`    and ${more} more`] : []),
	];
}

/** Answers that were of no use. */
export function unusedText({ unusedAnswers = [] }: Plan): string[] {
	return unusedAnswers.map((answer) => `i Nothing was asked about ${JSON.stringify(answer)}.`);
}
