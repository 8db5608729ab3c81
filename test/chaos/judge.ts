import type { Act, ActKind, Wanted } from './acts';

/** An effect that the ledger reports as unknown, by name. */
export interface ReportedUnknown {
	key: string;
	kind: string;
	/** What a person is to do about it; null or empty when nobody says. */
	mend: string | null;
	/** Between these moments somebody tried it; milliseconds since 1970. */
	from: number;
	until: number;
}

/** A time in which something stood in the way of effects of one kind; milliseconds since 1970. */
export interface Harm {
	/** What it could leave unknown; null: anything. */
	kinds: readonly string[] | null;
	from: number;
	until: number;
}

/** What a run is judged by. */
export interface Evidence {
	/** Leads whose sender was told that they are kept. */
	acknowledged: readonly Wanted[];
	/** Everything that was sent at all; what nobody acknowledged may be done once or not at all. */
	sent: readonly Wanted[];
	/** What the services received and did. */
	acts: readonly Act[];
	unknown: readonly ReportedUnknown[];
	harms: readonly Harm[];
}

/** What came of a run. */
export interface Verdict {
	acknowledged: number;
	/** Effects that acknowledged leads must have. */
	wanted: number;
	/** Each a sentence; so are the others. */
	lost: string[];
	doubled: string[];
	/** Unknown as it may be: a mail of which nobody can say whether it went out. */
	unknown: string[];
	/** Called unknown although it may not be, or by a name that helps nobody. */
	falselyUnknown: string[];
}

/** What of all effects may be unknown. */
export const UNKNOWN_SHARE = 0.01;

/** The kinds that may be unknown: a mail server cannot be asked. */
const MAY_BE_UNKNOWN: ReadonlySet<string> = new Set(['mail']);

/** How long after a harm an effect may still begin to feel it, in milliseconds. */
const GRACE_MS = 60_000;

/**
 * Compares what the services did with what the acknowledged leads must have. The ledger is believed in
 * one thing only: that it does not know of a mail; and that only where something stood in its way.
 */
export function judge({ acknowledged, sent, acts, unknown, harms }: Evidence): Verdict {
	const held = countedBy(acts.map(({ marker, kind }) => `${marker}/${kind}`));
	const reported = new Set(unknown.map(({ key, kind }) => `${subjectOf(key)}/${kind}`));
	const lost: string[] = [];
	let wanted = 0;
	for (const lead of acknowledged) {
		for (const kind of lead.kinds) {
			wanted += 1;
			const isThere = (held.get(`${lead.marker}/${kind}`) ?? 0) > 0;
			const isExcused = MAY_BE_UNKNOWN.has(kind) && reported.has(`${lead.subject}/${kind}`);
			if (!isThere && !isExcused) lost.push(`${kind} of ${lead.subject} (${lead.marker})`);
		}
	}
	return {
		acknowledged: acknowledged.length,
		wanted,
		lost,
		doubled: tooMany(held, sent),
		...sorted(unknown, sent, harms),
	};
}

/** Whether a run may be called clean: nothing lost, nothing twice, little unknown and all of it rightly. */
export function isClean(verdict: Verdict): boolean {
	const { lost, doubled, unknown, falselyUnknown } = verdict;
	return (
		lost.length === 0 &&
		doubled.length === 0 &&
		falselyUnknown.length === 0 &&
		unknown.length <= mostUnknown(verdict)
	);
}

/** How many effects of a run may be unknown: one in a hundred, begun ones counted as whole. */
export function mostUnknown({ wanted }: Pick<Verdict, 'wanted'>): number {
	return Math.ceil(wanted * UNKNOWN_SHARE);
}

function tooMany(held: ReadonlyMap<string, number>, sent: readonly Wanted[]): string[] {
	const kindsOf = new Map(sent.map(({ marker, kinds }) => [marker, kinds]));
	return [...held].flatMap(([name, count]) => {
		const [marker = '', kind = ''] = name.split('/');
		const may = (kindsOf.get(marker) ?? []).includes(kind as ActKind) ? 1 : 0;
		const more = Math.max(0, count - may);
		return Array.from({ length: more }, () => `${kind} of ${marker}: ${count} instead of ${may}`);
	});
}

function sorted(
	unknown: readonly ReportedUnknown[],
	sent: readonly Wanted[],
	harms: readonly Harm[],
): Pick<Verdict, 'unknown' | 'falselyUnknown'> {
	const names = new Set(
		sent.flatMap(({ subject, kinds }) => kinds.map((kind) => `${subject}/${kind}`)),
	);
	const judged = unknown.map((effect) => ({ effect, wrong: wrongWith(effect, names, harms) }));
	return {
		unknown: judged.filter(({ wrong }) => wrong === null).map(({ effect }) => wordsOf(effect)),
		falselyUnknown: judged
			.filter(({ wrong }) => wrong !== null)
			.map(({ effect, wrong }) => `${effect.key}: ${wrong}`),
	};
}

function wrongWith(
	effect: ReportedUnknown,
	names: ReadonlySet<string>,
	harms: readonly Harm[],
): string | null {
	const { key, kind, mend } = effect;
	if (!MAY_BE_UNKNOWN.has(kind)) return `a ${kind} can be looked up and may not stay unknown`;
	if (!names.has(`${subjectOf(key)}/${kind}`)) return 'no lead that was sent has such an effect';
	if (mend === null || mend.trim() === '') return 'nobody says what to do about it';
	return harms.some((harm) => couldHarm(harm, effect)) ? null : 'nothing stood in its way';
}

function couldHarm({ kinds, from, until }: Harm, effect: ReportedUnknown): boolean {
	const isOfKind = kinds === null || kinds.includes(effect.kind);
	return isOfKind && effect.from <= until + GRACE_MS && effect.until >= from;
}

const wordsOf = ({ key, mend }: ReportedUnknown) => `${key}: ${mend}`;

function subjectOf(key: string): string {
	return key.split('/')[0] ?? '';
}

function countedBy(names: readonly string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
	return counts;
}
