import type { Missing, Owner } from './decision';
import { refusalOf } from './judgeFile';
import type { FileRefusal } from './judgeFile';
import { matchPart, partsOf } from './parts';
import type { Candidate, Part } from './parts';
import { traitsOf } from './readFile';
import type { DeliveryRules } from './rules';
import type { DeliveryFacts, EarlierDelivery } from './schema';
import type { DeliveryWhy } from './why/why';

/** A file of the project with what may stand in its way. */
export interface JudgedFile extends Candidate {
	refusal: FileRefusal | null;
}

/** How one part of the order stands. */
export interface PartState {
	part: Part;
	/** `new` and `changed` may go out, `delivered` is with the client. */
	state: 'new' | 'changed' | 'delivered' | 'missing';
	/** The file that it is; null where there is none that may go out. */
	file: JudgedFile | null;
	/** The contents that the client got of it, the oldest first. */
	had: string[];
	missing: Missing | null;
}

/** Deliveries that never came to anything count for nothing. */
const cameToNothing = ['failed', 'withdrawn'];

/** The earlier deliveries that the client has, or is about to have. */
export function liveDeliveries(deliveries: readonly EarlierDelivery[]): EarlierDelivery[] {
	return deliveries.filter(({ state }) => !cameToNothing.includes(state));
}

/** Every file of the project, judged. */
export function judgeFiles(
	{ files }: DeliveryFacts,
	rules: DeliveryRules,
	now: Date,
): JudgedFile[] {
	return files.map((given) => {
		const traits = traitsOf(given, rules);
		const refusal = refusalOf(given, traits.role, files, rules, now);
		return { given, traits, refusal, isReady: refusal === null };
	});
}

/** How every part of the order stands. */
export function partStates(
	{ order, deliveries }: DeliveryFacts,
	files: readonly JudgedFile[],
	rules: DeliveryRules,
	why: DeliveryWhy,
): PartState[] {
	const live = liveDeliveries(deliveries);
	return partsOf(order, files).map((part): PartState => {
		const had = contentsOf(part, live);
		const match = matchPart(part, files, order, rules);
		const file = match.result === 'found' ? judged(files, match.candidate) : null;
		if (file !== null && file.isReady) {
			const missing = trackMissing(part, file, why);
			if (missing !== null) return { part, state: 'missing', file: null, had, missing };
			const last = had.at(-1);
			const state =
				last === undefined ? 'new' : last === file.given.sha256 ? 'delivered' : 'changed';
			return { part, state, file, had, missing: null };
		}
		// What the client has stays delivered while something newer is made.
		if (had.length > 0) return { part, state: 'delivered', file: null, had, missing: null };
		const missing =
			match.result === 'ambiguous'
				? ambiguous(part, match.candidates, why)
				: file === null
					? absent(part, why)
					: held(part, file, why);
		return { part, state: 'missing', file: null, had, missing };
	});
}

/** Share of the order that some of its parts are, 0 to 1; exactly 1 for all. */
export function shareOfParts(
	states: readonly PartState[],
	isCounted: (state: PartState) => boolean,
): number {
	const counted = states.filter(isCounted);
	if (counted.length === states.length) return states.length === 0 ? 0 : 1;
	const weighs = states.some(({ part }) => part.weight > 0);
	const weightOf = ({ part }: PartState) => (weighs ? part.weight : 1);
	const sum = (each: readonly PartState[]) => each.reduce((total, one) => total + weightOf(one), 0);
	return Math.min(1, sum(counted) / sum(states));
}

/** Why a file may not go out, in words. */
export function refusalText({ gate, because }: FileRefusal, why: DeliveryWhy): string {
	return why.refused[because](gate === null ? '' : why.gates[gate]);
}

function judged(files: readonly JudgedFile[], { given }: Candidate): JudgedFile | null {
	return files.find((file) => file.given === given) ?? null;
}

function contentsOf({ id }: Part, live: readonly EarlierDelivery[]): string[] {
	const contents = live.flatMap(({ manifest }) =>
		manifest.files.filter(({ parts }) => parts.includes(id)).map(({ sha256 }) => sha256),
	);
	return contents.filter((content, index) => contents[index - 1] !== content);
}

function trackMissing(part: Part, { given, traits }: JudgedFile, why: DeliveryWhy): Missing | null {
	if (part.captions !== 'embedded' || part.role === 'captions' || traits.hasCaptions) return null;
	const because = why.missing.track(part.id, given.file.name);
	return { field: part.id, owner: 'editor', because, isOnItsWay: false };
}

function absent(part: Part, why: DeliveryWhy): Missing {
	const because = part.role === 'captions' ? why.missing.captions : why.missing.part;
	return { field: part.id, owner: 'editor', because: because(part.id), isOnItsWay: true };
}

function ambiguous(part: Part, candidates: readonly Candidate[], why: DeliveryWhy): Missing {
	const names = candidates
		.map(({ given }) => given.file.name)
		.sort()
		.join(', ');
	const because = why.missing.ambiguous(part.id, names);
	return { field: part.id, owner: 'editor', because, isOnItsWay: false };
}

function held(part: Part, { given, refusal }: JudgedFile, why: DeliveryWhy): Missing {
	const because = refusal === null ? '' : refusalText(refusal, why);
	return {
		field: part.id,
		owner: refusal === null ? 'ops' : ownerOf(refusal),
		because: why.missing.refused(part.title, given.file.name, because),
		isOnItsWay: refusal?.isOnItsWay ?? false,
	};
}

/** Whose work it is that a file waits for. */
function ownerOf({ gate, because }: FileRefusal): Owner {
	switch (because) {
		case 'failed':
		case 'newer-version':
		case 'older-version':
			return 'editor';
		case 'waiver-ended':
			return 'senior';
		case 'no-verdict':
		case 'needs-review':
		case 'before-its-turn':
		case 'by-author':
		case 'same-person':
			return gate === 'peer' || gate === 'senior' ? gate : 'ops';
		case 'author-unknown':
		case 'by-nobody':
		case 'other-content':
			return 'ops';
		case 'client-not-asked':
			return 'client';
	}
}
