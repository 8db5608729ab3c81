import { z } from 'zod';

/** Type of the records that keep decisions about projects. */
export const DECISION_RECORD = 'routing-decision';

const candidateSchema = z.object({
	person: z.string(),
	name: z.string().nullish(),
	total: z.number(),
	behind: z.number(),
	terms: z.array(z.object({ term: z.string(), points: z.number(), text: z.string() })),
});

/** The part of a decision that says why. */
export const keptDecisionSchema = z.object({
	outcome: z.string(),
	step: z.string(),
	assignments: z.array(
		z.object({
			piece: z.string(),
			person: z.string(),
			name: z.string().nullish(),
			hours: z.number(),
			endsAt: z.string(),
			round: z.number().nullish(),
			ranked: z.array(candidateSchema),
		}),
	),
	steps: z.array(z.object({ step: z.string(), result: z.string(), because: z.string() })),
	blocked: z.array(z.object({ piece: z.string(), person: z.string(), text: z.string() })),
	flips: z.array(z.object({ if: z.string(), then: z.string() })),
	notes: z.array(z.string()),
	decidedAt: z.string(),
	versions: z.object({ rules: z.string(), roster: z.string() }),
});
export type KeptDecision = z.infer<typeof keptDecisionSchema>;

/** A decision as the ledger keeps it. */
export const decisionRecordSchema = z.object({
	keptAt: z.string(),
	test: z.boolean(),
	/** One sentence, with the name of the project. */
	text: z.string(),
	decision: keptDecisionSchema,
});
export type DecisionRecord = z.infer<typeof decisionRecordSchema>;

/** Why somebody has a piece of a project, or has not. */
export interface PersonWhy {
	piece: string;
	result: 'chosen' | 'behind' | 'blocked';
	/** Points behind the chosen one; below 0 for one who had more and was passed over. */
	behind: number | null;
	/** What set the two apart the most, or what stood in the way. */
	because: string[];
}

/** How much of what sets two people apart is shown. */
const TERMS_SHOWN = 3;

/** Everybody who is spoken of in decisions, by id and, where it is known, by name. */
export function peopleIn(decisions: readonly KeptDecision[]): Map<string, string> {
	const people = new Map<string, string>();
	for (const { assignments, blocked } of decisions) {
		for (const { person } of blocked) people.set(person, people.get(person) ?? person);
		for (const { person, name, ranked } of assignments) {
			people.set(person, name ?? person);
			for (const each of ranked) people.set(each.person, each.name ?? each.person);
		}
	}
	return people;
}

/** The id of a person who is named by it or by their name; null where nobody is. */
export function findPerson(people: ReadonlyMap<string, string>, asked: string): string | null {
	const wanted = plain(asked);
	const found = [...people].filter(([id, name]) => plain(id) === wanted || plain(name) === wanted);
	const near = [...people].filter(([, name]) => plain(name).split(' ').includes(wanted));
	const [only, second] = found.length > 0 ? found : near;
	return only === undefined || second !== undefined ? null : only[0];
}

/** What a decision says of one person, piece by piece. */
export function whyOf(decision: KeptDecision, person: string): PersonWhy[] {
	const asked = decision.assignments.flatMap((assignment): PersonWhy[] => {
		const { piece, ranked } = assignment;
		const place = ranked.findIndex((each) => each.person === person);
		const candidate = ranked[place];
		if (candidate === undefined) return [];
		if (assignment.person === person) {
			return [{ piece, result: 'chosen', behind: 0, because: apart(candidate, ranked[1]) }];
		}
		const { behind } = candidate;
		return [{ piece, result: 'behind', behind, because: apart(candidate, ranked[0]) }];
	});
	const blocked = decision.blocked
		.filter((block) => block.person === person)
		.map(
			({ piece, text }): PersonWhy => ({ piece, result: 'blocked', behind: null, because: [text] }),
		);
	return [...asked, ...blocked];
}

/** The terms that set somebody apart from another the most, with the points between the two. */
export function apart(
	{ terms }: z.infer<typeof candidateSchema>,
	other: z.infer<typeof candidateSchema> | undefined,
): string[] {
	return terms
		.map(({ term, points, text }) => {
			const theirs = other?.terms.find((each) => each.term === term);
			return { text, points: points - (theirs?.points ?? 0) };
		})
		.filter(({ points }) => Math.abs(points) >= 0.05)
		.sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
		.slice(0, TERMS_SHOWN)
		.map(({ text, points }) => `${points > 0 ? '+' : ''}${points.toFixed(1)}  ${text}`);
}

function plain(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
