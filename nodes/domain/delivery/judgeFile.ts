import type { NotPassed } from '../quality/gates/standing';
import type { Gate } from '../quality/gates/schema';
import type { DeliveryRules } from './rules';
import type { FileGate, ProjectFile, Role } from './schema';

/** Why a file may not go to the client. */
export type RefusedBecause =
	| NotPassed
	| 'older-version'
	| 'newer-version'
	| 'other-content'
	| 'client-not-asked';

/** A file that may not go to the client as it is. */
export interface FileRefusal {
	/** The first gate that lacks; null where it is not a gate that stands in the way. */
	gate: Gate | null;
	because: RefusedBecause;
	/** Whether it only has to run its course: nobody has said no. */
	isOnItsWay: boolean;
}

/** What stands in the way of nothing but time. */
const onItsWay: readonly RefusedBecause[] = [
	'no-verdict',
	'needs-review',
	'before-its-turn',
	'newer-version',
	'client-not-asked',
];

const reasons: readonly RefusedBecause[] = [
	'no-verdict',
	'failed',
	'needs-review',
	'waiver-ended',
	'before-its-turn',
	'author-unknown',
	'by-author',
	'by-nobody',
	'same-person',
];

/** Files of one lineage are versions of one another; a file of which nothing is known is its own. */
export function lineageOf({ lineage, file }: ProjectFile): string {
	return lineage ?? file.versionStackId ?? file.fileId;
}

/**
 * Why a file may not go to the client; null where it may. Whatever the ledger says of a gate, it counts
 * only while it holds: a waiver that has ended is no pass.
 *
 * @param all every file of the project: an approved newer version puts this one out of the running
 */
export function refusalOf(
	given: ProjectFile,
	role: Role,
	all: readonly ProjectFile[],
	rules: DeliveryRules,
	now: Date,
): FileRefusal | null {
	const isOutdated = all.some(
		(other) =>
			lineageOf(other) === lineageOf(given) &&
			other.version > given.version &&
			lackingGate(other.gates, rules.gates[role], now) === null,
	);
	if (isOutdated) return refusal(null, 'older-version');
	const lacking = lackingGate(given.gates, rules.gates[role], now);
	if (lacking !== null) return refusal(lacking.gate, lacking.because);
	// Two contents of one version cannot both be what was approved.
	const isDoubtful = all.some(
		(other) =>
			lineageOf(other) === lineageOf(given) &&
			other.version === given.version &&
			other.sha256 !== given.sha256,
	);
	if (isDoubtful) return refusal(null, 'other-content');
	if (!given.isCurrent) return refusal(null, 'newer-version');
	// Captions are read in the film that the client looks at.
	const isAsked = rules.client === 'approves' && role !== 'captions';
	return isAsked && given.clientApprovedAt === null ? refusal(null, 'client-not-asked') : null;
}

/** The first gate that a file has not passed, as far as it holds now. */
function lackingGate(
	standing: readonly FileGate[],
	wanted: readonly Gate[],
	now: Date,
): { gate: Gate; because: RefusedBecause } | null {
	for (const gate of wanted) {
		const found = standing.filter((each) => each.gate === gate);
		const [first] = found;
		if (first === undefined) return { gate, because: 'no-verdict' };
		const failing = found.find(({ passed }) => !passed);
		if (failing !== undefined) {
			const { because } = failing;
			return { gate, because: reasons.find((reason) => reason === because) ?? 'no-verdict' };
		}
		const hasEnded = found.some(
			({ heldUntil }) => heldUntil !== null && Date.parse(heldUntil) <= now.getTime(),
		);
		if (hasEnded) return { gate, because: 'waiver-ended' };
	}
	return null;
}

function refusal(gate: Gate | null, because: RefusedBecause): FileRefusal {
	return { gate, because, isOnItsWay: onItsWay.includes(because) };
}
