import type { Gate, GateOutcome, Spec } from '../../../nodes/domain/quality/gates/schema';
import { FILE_APPROVED } from '../inbox/decide';
import { eventId } from '../inbox/eventId';
import type { Moment } from '../ledger/inbox';
import { recordEvents } from '../ledger/inbox';
import type { Json } from '../ledger/json';
import type { QualityFile } from '../ledger/qualityFiles';
import { joinLineage, keepFile, keepVerdict, lockLineage, readFile } from '../ledger/qualityFiles';
import { readReviewsOf, withdrawReviews } from '../ledger/qualityReviews';
import type { Queries, Store } from '../ledger/store';
import { undoneWith } from '../reservations/undone';
import type { KnownContent } from './knownFile';
import type { FilePlace } from './knownFile';
import { knownContent, lineageOf } from './knownFile';
import { projectFacts } from './projectFacts';
import type { QualityRefusal } from './refusals';

/** What a gate decided, with the file it is about. */
export interface GivenVerdict {
	subject: string;
	sha256: string;
	gate: Gate;
	outcome: GateOutcome;
	by: string | null;
	specs: Spec[];
	heldUntil: Date | null;
	decidedAt: Date;
	inputHash: string;
	/** The whole decision. */
	decision: Json;
	place: FilePlace;
	project: string | null;
	/** Who made it, where the flow knows; empty leaves that to the ledger. */
	authors: string[];
	/** The check that gate 1 judged; null at the other gates. */
	check: Json;
	context: Json;
	test: boolean;
}

/** What became of a verdict. */
export type RecordedVerdict =
	| { result: 'refused'; because: QualityRefusal }
	| {
			result: 'recorded';
			id: string;
			repeated: boolean;
			file: QualityFile;
			content: KnownContent;
			/** Whether the content has now passed every gate. */
			isApproved: boolean;
	  };

/**
 * Keeps a verdict, with the event that the file is ready where it is: both or none. Whatever the flow
 * says, no gate is passed before its turn, and none by whoever made the file or answered at another
 * gate, nor by anybody who was not asked and said so.
 */
export async function recordVerdict(
	store: Store,
	given: GivenVerdict,
	now: Date,
	moment: Moment,
): Promise<RecordedVerdict> {
	return await undoneWith<RecordedVerdict>(store, async (queries, undo) => {
		const refuse = (because: QualityRefusal) => undo({ result: 'refused', because });
		const { gate, outcome, by, place, test } = given;
		const lineage = lineageOf(place);
		await lockLineage(queries, lineage, test);
		const file = await joined(queries, await keepSeen(queries, given, moment), place);
		const before = await knownContent(queries, file, now);
		if (gate !== 'machine') {
			const because = await objectionTo(queries, file, before, given);
			if (because !== null) return refuse(because);
		}
		const id = eventId(now).replace(/^evt_/, 'ver_');
		const { specs, heldUntil, decision, inputHash, decidedAt: at } = given;
		const verdict = { id, gate, outcome, by, inputHash, specs, heldUntil, decision, at };
		const kept = await keepVerdict(queries, file.id, verdict, moment);
		const content = await knownContent(queries, file, now);
		const { standing } = content;
		if (!kept.repeated && gate !== 'machine' && outcome === 'pass') {
			const after = standing.gates.find((each) => each.gate === gate);
			const because = after?.because ?? null;
			if (because !== null) return refuse(because);
		}
		await withdraw(queries, file, content, given);
		if (standing.passed) await tellApproved(queries, file, content, given, now, moment);
		return { result: 'recorded', ...kept, file, content, isApproved: standing.passed };
	});
}

/** Takes what was seen of other versions as files of their own into the same stack. */
async function joined(
	queries: Queries,
	seen: QualityFile,
	{ versionStackId, versionIds }: FilePlace,
): Promise<QualityFile> {
	if (versionStackId === null || versionIds.length === 0) return seen;
	const { lineage, test, id } = seen;
	for (const fileId of [...versionIds].sort()) await lockLineage(queries, `file:${fileId}`, test);
	await joinLineage(queries, lineage, versionIds, test);
	return (await readFile(queries, id)) ?? seen;
}

async function keepSeen(
	queries: Queries,
	given: GivenVerdict,
	moment: Moment,
): Promise<QualityFile> {
	const { place, sha256, subject, project, authors, check, context, test } = given;
	const trace = { project, frameioProject: place.projectId, context, test };
	const facts = await projectFacts(queries, trace);
	return await keepFile(
		queries,
		{
			lineage: lineageOf(place),
			test,
			sha256,
			subject,
			file: fileIn(place),
			project: facts.project,
			authors: authors.length > 0 ? authors : facts.makers,
			facts: { risk: facts.risk, brief: facts.brief } as unknown as Json,
			mediaCheck: check,
			context,
		},
		moment,
	);
}

/** Of a file, what events tell of it again. */
function fileIn({ fileId, name, accountId, projectId }: FilePlace): QualityFile['file'] {
	return { fileId, name, accountId, projectId };
}

/** Why a person's verdict cannot be kept; null where it can. */
async function objectionTo(
	queries: Queries,
	file: QualityFile,
	{ known, verdicts }: KnownContent,
	{ gate, outcome, by, sha256 }: GivenVerdict,
): Promise<QualityRefusal | null> {
	if (by === null) return 'by-nobody';
	// What needs a person says nothing of the file.
	if (outcome === 'needs-review') return null;
	if (known.authors.length === 0) return 'author-unknown';
	if (known.authors.includes(by)) return 'by-author';
	const elsewhere = verdicts.some(
		(said) => said.sha256 === sha256 && said.gate !== gate && said.by === by,
	);
	if (elsewhere) return 'same-person';
	const word = outcome === 'pass' ? 'approved' : 'changes';
	const reviews = await readReviewsOf(queries, file.id);
	const answered = reviews.some(
		(review) => review.gate === gate && review.answeredBy === by && review.state === word,
	);
	return answered ? null : 'no-answer';
}

/** Nobody looks at an old version any more, nor at a gate that is passed, nor at what goes back. */
async function withdraw(
	queries: Queries,
	{ id, lineage, test, sha256 }: QualityFile,
	{ known, standing }: KnownContent,
	{ outcome }: GivenVerdict,
): Promise<void> {
	if (known.current === sha256) await withdrawReviews(queries, { lineage, test, besides: id });
	for (const gate of ['peer', 'senior'] as const) {
		const isPassed = standing.gates.some((each) => each.gate === gate && each.passed);
		if (isPassed || outcome === 'fail') await withdrawReviews(queries, { file: id, gate });
	}
}

/** Once for each content, whatever else is said of it later. */
async function tellApproved(
	queries: Queries,
	file: QualityFile,
	{ known, standing }: KnownContent,
	{ decision }: GivenVerdict,
	now: Date,
	moment: Moment,
): Promise<void> {
	const { lineage, sha256, test, subject, project, version, context } = file;
	const { opportunity, satisfaction } = wordsIn(decision);
	const event = {
		id: eventId(now),
		source: 'ledger',
		externalId: `file-approved/${test ? 'test/' : ''}${lineage}/${sha256}`,
		topic: FILE_APPROVED,
		// Not the file's own: what happens to it next does not wait for its delivery.
		subject: `delivery:${lineage.slice(lineage.indexOf(':') + 1)}`,
		test,
		payload: {
			subject,
			sha256,
			file: file.file as unknown as Json,
			project: project === null ? null : { id: project },
			version,
			cycles: known.cycles,
			gates: standing.gates as unknown as Json,
			heldUntil: standing.heldUntil,
			satisfaction,
			opportunity,
			context,
		},
	};
	await recordEvents(queries, [event], moment);
}

function wordsIn(decision: Json): { opportunity: Json; satisfaction: Json } {
	const none = { opportunity: null, satisfaction: null };
	if (typeof decision !== 'object' || decision === null || Array.isArray(decision)) return none;
	const { opportunity = null, satisfaction = null } = decision;
	return { opportunity, satisfaction };
}
