import type { ErrorReport } from '../../../nodes/domain/errors';
import type { Target } from '../plan/model';
import { targetText } from '../plan/targetText';

/** Somebody changed a thing between the plan and its turn. */
export function changedMeanwhile(target: Target): ErrorReport {
	return {
		code: 'apply/changed-meanwhile',
		what: `${targetText(target)} was left alone.`,
		why: 'It is not what it was when the plan was made: somebody changed it meanwhile.',
		mend: 'Run the command again: it plans with what is there now.',
	};
}

/** n8n answered an import without a word on one of its workflows. */
export const notHeardOf: ErrorReport = {
	code: 'n8n/not-imported',
	what: 'n8n did not import the workflow.',
	why: 'Its answer says nothing of it.',
	mend: 'Look into the log of n8n, then seed again.',
};
