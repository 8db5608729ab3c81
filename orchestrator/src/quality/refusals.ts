import type { ErrorReport } from '../../../nodes/domain/errors';
import type { NotPassed } from '../../../nodes/domain/quality/gates/standing';

/** Why something about a file was not done. */
export type QualityRefusal =
	| NotPassed
	| 'unknown-file'
	| 'unknown-review'
	| 'unknown-person'
	| 'unknown-rule'
	| 'superseded'
	| 'no-answer'
	| 'nobody'
	| 'not-asked'
	| 'below-level'
	| 'over'
	| 'no-project'
	| 'too-long'
	| 'one-file-only';

const reasons: Record<QualityRefusal, { why: string; mend: string }> = {
	'no-verdict': {
		why: 'Nothing was said of this content at that gate.',
		mend: 'Have it judged there first.',
	},
	failed: {
		why: 'The content failed the gate before.',
		mend: 'Mend the file, and have the new version checked.',
	},
	'needs-review': {
		why: 'The gate before could not be decided.',
		mend: 'Waive what is open for this file, or mend it.',
	},
	'waiver-ended': {
		why: 'The gate before leaned on a waiver that has ended.',
		mend: 'Waive the finding again, or mend the file.',
	},
	'before-its-turn': {
		why: 'This very content has not passed the gate before.',
		mend: 'Gates come in their order: machine, peer, senior.',
	},
	'author-unknown': {
		why: 'Nobody knows who made the file, so it cannot be said that somebody else looked.',
		mend: 'Name whoever made it: agency-ops quality author SHA PERSON; then replay the event.',
	},
	'by-author': {
		why: 'It would be somebody who made the file.',
		mend: 'Somebody else has to look at it.',
	},
	'by-nobody': { why: 'Nobody stands behind the answer.', mend: 'Say by whom it is.' },
	'same-person': {
		why: 'It would be somebody who answered at another gate of this content.',
		mend: 'Peer and senior are two people.',
	},
	'unknown-file': {
		why: 'No gate has seen this content.',
		mend: 'Have it checked first; agency-ops quality show FILE finds what is known.',
	},
	'unknown-review': {
		why: 'There is no such review.',
		mend: 'Look for it with agency-ops quality.',
	},
	'unknown-person': {
		why: 'The roster does not have this person.',
		mend: 'Name people by their ids in the roster (agency-ops data pull roster).',
	},
	'unknown-rule': {
		why: 'The last check of this content has no such finding.',
		mend: 'Name the rule as the finding has it, or unmeasured/… for what could not be measured.',
	},
	superseded: {
		why: 'There is a newer version of the file.',
		mend: 'Go on with the newest version.',
	},
	'no-answer': {
		why: 'Nobody was asked and answered so at this gate.',
		mend: 'Ask for a review, and let whoever is asked answer it.',
	},
	nobody: {
		why: 'Nobody of the roster has the level, did not make the file, answered at no other gate, and is there in the next months.',
		mend: 'Put somebody into the roster, or lower the level in the rules of the gate.',
	},
	'not-asked': {
		why: 'Only whoever was asked can answer, and the lead of their hub once it is overdue.',
		mend: 'Ask them, or wait until it is handed to the lead.',
	},
	'below-level': {
		why: 'The roster gives them too low a level for this.',
		mend: 'Let somebody with the level do it.',
	},
	over: {
		why: 'The review was answered already, or taken back.',
		mend: 'See how it stands with agency-ops quality show FILE.',
	},
	'no-project': {
		why: 'The ledger does not know which project the file belongs to.',
		mend: 'Waive it for the file.',
	},
	'one-file-only': {
		why: 'What could not be measured is waived for one file at a time: nobody knows what the next will hold.',
		mend: 'Waive it for the file.',
	},
	'too-long': {
		why: 'A waiver of a whole project ends, and within the longest time that the rules give.',
		mend: 'Choose an earlier day.',
	},
};

/** The refusal as callers get it. */
export function qualityRefusal(what: string, because: QualityRefusal): ErrorReport {
	return { code: `quality/${because}`, what, ...reasons[because] };
}
