import { MendableError } from '../errors';
import type { Enrolment } from './enrolment';
import type { Sequence } from './schema';
import { followUpTexts, noSkipWords } from './texts/followUpTexts';

/**
 * Moves an enrolment to another version of its sequence. It goes on at the step that it was before,
 * or at the one that `steps` names in its place; what was sent, left out and known stays, so that
 * nothing is sent again.
 *
 * @param steps new step for each old one that the new version does not have
 * @throws MendableError `follow-up/migrate` when it has ended, the versions are not its own, or nobody
 * can say where it goes on
 */
export function migrate(
	enrolment: Enrolment,
	from: Sequence,
	to: Sequence,
	steps: Readonly<Record<string, string>> = {},
): Enrolment {
	const { id, sequence, progress } = enrolment;
	const refuse = (why: string, mend: string) =>
		new MendableError('follow-up/migrate', `The enrolment "${id}" was not moved.`, why, mend);
	if (sequence.id !== from.id || sequence.version !== from.version || to.id !== from.id) {
		throw refuse(
			`It is in ${sequence.id}/${sequence.version}; asked for was ${from.id}/${from.version} to ${to.id}/${to.version}.`,
			'Give its own version first, and another version of the same sequence.',
		);
	}
	if (progress.exit !== null) {
		throw refuse(`It ended: ${progress.exit.reason}.`, 'Leave it; only what goes on can be moved.');
	}
	const ids = to.steps.map((step) => step.id);
	const before = progress.step;
	const after = before === null ? null : Object.hasOwn(steps, before) ? steps[before] : before;
	if (after !== null && !ids.includes(after)) {
		throw refuse(
			`${to.id}/${to.version} has no step "${after}"; it has ${ids.join(', ')}.`,
			`Say at which of them it goes on: {"${before}": "…"}.`,
		);
	}
	const skipped =
		before === null || before === after
			? progress.skipped
			: [
					...progress.skipped,
					{
						step: before,
						at: progress.clock,
						rule: 'not-in-version',
						because: followUpTexts('en').skips['not-in-version'](noSkipWords),
					},
				];
	return {
		...enrolment,
		sequence: { id: to.id, version: to.version },
		progress: { ...progress, step: after, skipped },
	};
}
