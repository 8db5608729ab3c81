import { MendableError } from '../../../../nodes/domain/errors';
import type { Conflict, Part, Side, Three } from './model';

/** Where a value stands: in a node, or in the workflow itself (null). */
export interface Place {
	node: string | null;
	path: string;
}

/** Who is asked what to take where both sides changed the same thing. */
export interface Referee {
	/** The side to take; null when nobody has said, which leaves the conflict open. */
	settle: (place: Place, three: Three<Part>) => Side | null;
}

/** A referee who always takes the canvas and asks nobody. */
export const canvasWins: Referee = { settle: () => 'mine' };

/** A referee that knows a person's answers and keeps what they left open. */
export interface AskedReferee extends Referee {
	/** Conflicts that nobody answered, in the order in which they were met. */
	open: Conflict[];
	/** Answers that met no conflict; a mistyped one would else go unseen. */
	unused: () => string[];
}

/** A referee by answers given one by one, then by a rule for all others. */
export function askedReferee(answers: readonly string[], prefer: Side | null): AskedReferee {
	const given = answers.map((text) => ({ text, ...readAnswer(text) }));
	const used = new Set<string>();
	const open: Conflict[] = [];
	return {
		open,
		unused: () => given.map(({ text }) => text).filter((text) => !used.has(text)),
		settle: ({ node, path }, { base, mine, theirs }) => {
			const fitting = given.filter(({ about }) => fits(about, node, path));
			for (const { text } of fitting) used.add(text);
			// The last word counts, and one about the value itself before one about its node.
			const exact = fitting.filter(({ about }) => about !== (node ?? ''));
			const side = exact.at(-1)?.side ?? fitting.at(-1)?.side ?? prefer;
			if (side === null) {
				const values = { base: base ?? null, mine: mine ?? null, theirs: theirs ?? null };
				open.push({ node, path, ...values });
			}
			return side;
		},
	};
}

function fits(about: string, node: string | null, path: string): boolean {
	return about === `${node ?? ''}:${path}` || (node !== null && about === node);
}

/**
 * Reads `NODE:PATH=mine` or `NODE=theirs`; names may hold colons and equals signs.
 *
 * @throws MendableError `bundle/answer`
 */
function readAnswer(text: string): { about: string; side: Side } {
	const [, about, side] = /^(.*)=(mine|theirs)$/s.exec(text) ?? [];
	if (about !== undefined && (side === 'mine' || side === 'theirs')) return { about, side };
	throw new MendableError(
		'bundle/answer',
		'An answer cannot be read.',
		`--answer is ${JSON.stringify(text)}; expected 'NODE:PATH=mine' or 'NODE:PATH=theirs'.`,
		"Copy node and path from the conflict, and add =mine or =theirs; 'NODE=mine' answers all of a node.",
	);
}
