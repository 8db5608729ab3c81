import { MendableError } from '../../../../nodes/domain/errors';
import type { Taken } from './answer';
import { faultOf, isOfSides, readAnswer } from './answer';
import type { Conflict, Part, Side, Three } from './model';

/** Where a value stands: in a node, or in the workflow itself (null). */
export interface Place {
	node: string | null;
	path: string;
}

/** Who is asked what to take where both sides changed the same thing. */
export interface Referee {
	/**
	 * The side to take where nothing else can be; null when nobody has said, which leaves the conflict
	 * open.
	 */
	settle: (place: Place, three: Three<Part>) => Side | null;
	/** The value to take: that of a side, of the base, or another; the canvas' when nobody has said. */
	value: (place: Place, three: Three<Part>) => Part;
}

/** A referee who always takes the canvas and asks nobody. */
export const canvasWins: Referee = { settle: () => 'mine', value: (_, { mine }) => mine };

/** A referee of a merge that is only tried out: takes the canvas, and knows whether it was asked. */
export interface TrialReferee extends Referee {
	isAsked: () => boolean;
}

/** A referee that nobody hears of. */
export function trialReferee(): TrialReferee {
	let isAsked = false;
	return {
		isAsked: () => isAsked,
		settle: () => {
			isAsked = true;
			return 'mine';
		},
		value: (_, { mine }) => {
			isAsked = true;
			return mine;
		},
	};
}

/** Whether a merge is only tried out. */
export function isTrial(referee: Referee): referee is TrialReferee {
	return 'isAsked' in referee;
}

/** A referee that knows a person's answers and keeps what they left open. */
export interface AskedReferee extends Referee {
	/** Conflicts that nobody answered, in the order in which they were met. */
	open: Conflict[];
	/** Answers that met no conflict; a mistyped one would else go unseen. */
	unused: () => string[];
}

/**
 * A referee by answers given one by one, then by a rule for all others.
 *
 * @throws MendableError `bundle/answer` for an answer that cannot be read; `settle` and `value` throw it
 * for one that does not fit its conflict
 */
export function askedReferee(answers: readonly string[], prefer: Side | null): AskedReferee {
	const given = answers.map((text) => ({ text, ...readAnswer(text) }));
	const used = new Set<string>();
	const open: Conflict[] = [];
	const takenAt = ({ node, path }: Place, { base, mine, theirs }: Three<Part>): Taken | null => {
		const fitting = given.filter(({ about }) => fits(about, node, path));
		for (const { text } of fitting) used.add(text);
		// The last word counts, and one about the value itself before one about its node.
		const exact = fitting.filter(({ about }) => about !== (node ?? ''));
		const taken = exact.at(-1)?.taken ?? fitting.at(-1)?.taken ?? prefer;
		if (taken === null) {
			const values = { base: base ?? null, mine: mine ?? null, theirs: theirs ?? null };
			open.push({ node, path, ...values });
		}
		return taken;
	};
	return {
		open,
		unused: () => given.map(({ text }) => text).filter((text) => !used.has(text)),
		settle: (place, three) => {
			const taken = takenAt(place, three);
			if (taken === null || isOfSides(taken)) return taken;
			throw unfit(place, 'only one side can be taken there');
		},
		value: (place, three) => {
			const taken = takenAt(place, three) ?? 'mine';
			if (typeof taken === 'string') return three[taken];
			const fault = faultOf(taken.value, place, three);
			if (fault === null) return taken.value;
			throw unfit(place, fault);
		},
	};
}

function fits(about: string, node: string | null, path: string): boolean {
	return about === `${node ?? ''}:${path}` || (node !== null && about === node);
}

function unfit({ node, path }: Place, fault: string): MendableError {
	return new MendableError(
		'bundle/answer',
		'An answer does not fit its conflict.',
		`${JSON.stringify(`${node ?? ''}:${path}`)}: ${fault}.`,
		'Answer it with =mine or =theirs. Nothing was written.',
	);
}
