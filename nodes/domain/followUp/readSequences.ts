import { z } from 'zod';

import { MendableError } from '../errors';
import { mistakesError, read, shown } from '../read';
import type { Mistake, ReadAs } from '../read';
import { sequenceSchema } from './schema';
import type { Next, Sequence, Step } from './schema';

const sequencesAs: ReadAs = {
	code: 'follow-up/sequence',
	what: 'The sequence cannot be used.',
	mend: 'Correct these fields of the sequence.',
};

/**
 * Reads a sequence and checks that its steps lead to an end, whatever happens.
 *
 * @throws MendableError `follow-up/sequence` with every mistake: path, expected, received
 */
export function readSequence(raw: unknown): Sequence {
	const sequence = read(sequenceSchema, raw, sequencesAs);
	const mistakes = mistakesInSequence(sequence);
	if (mistakes.length > 0) throw mistakesError(mistakes, sequencesAs);
	return sequence;
}

const listSchema = z.object({ sequences: z.array(sequenceSchema).min(1) }).passthrough();

/**
 * Reads sequences with their versions: a list, alone or under `sequences`.
 *
 * @throws MendableError `follow-up/sequence` with every mistake: path, expected, received
 */
export function readSequences(raw: unknown): Sequence[] {
	const { sequences } = read(
		listSchema,
		Array.isArray(raw) ? { sequences: raw } : raw,
		sequencesAs,
	);
	const mistakes = mistakesInSequences(sequences);
	if (mistakes.length > 0) throw mistakesError(mistakes, sequencesAs);
	return sequences;
}

/**
 * The definition of a name and version; of several versions the newest where none is named.
 *
 * @throws MendableError `follow-up/unknown-sequence`
 */
export function findSequence(
	sequences: readonly Sequence[],
	{ id, version }: { id: string; version: number | null },
): Sequence {
	const found = sequences
		.filter((each) => each.id === id && (version === null || each.version === version))
		.reduce<Sequence | null>(
			(newest, each) => (newest === null || each.version > newest.version ? each : newest),
			null,
		);
	if (found !== null) return found;
	throw new MendableError(
		'follow-up/unknown-sequence',
		'There is no such sequence.',
		`"${version === null ? id : `${id}/${version}`}" is none of: ${sequences.map((each) => `${each.id}/${each.version}`).join(', ')}.`,
		'Name one of these.',
	);
}

/** What does not fit together in sequences whose every field is right by itself. */
export function mistakesInSequences(sequences: readonly Sequence[]): Mistake[] {
	return sequences.flatMap((sequence, index): Mistake[] => {
		const at = `sequences[${index}]`;
		const isSecond =
			sequences.findIndex(({ id, version }) => id === sequence.id && version === sequence.version) <
			index;
		return [
			...mistakesInSequence(sequence).map((mistake) => ({
				...mistake,
				path: `${at}.${mistake.path}`,
			})),
			...(isSecond
				? [
						{
							path: `${at}.version`,
							expected: 'a version that is not there yet',
							received: shown(sequence.version),
						},
					]
				: []),
		];
	});
}

/** What does not fit together in a sequence whose every field is right by itself. */
export function mistakesInSequence(sequence: Sequence): Mistake[] {
	const { steps } = sequence;
	const ids = steps.map(({ id }) => id);
	const mistakes = steps.flatMap((step, index): Mistake[] => {
		const at = (field: string, expected: string, value: unknown): Mistake => ({
			path: `steps[${index}].${field}`,
			expected,
			received: shown(value),
		});
		const names = (field: string, next: Next | undefined): Mistake[] =>
			typeof next === 'string' && !ids.includes(next)
				? [at(field, `a step of the sequence: ${ids.join(', ')}`, next)]
				: [];
		const isSecond = ids.indexOf(step.id) < index;
		return [
			...(isSecond ? [at('id', 'a name that is not there yet', step.id)] : []),
			...(step.kind === 'await'
				? [
						...step.routes.flatMap(({ next }, place) => names(`routes[${place}].next`, next)),
						...names('otherwise', step.otherwise),
						...uncovered(step).map((score) =>
							at('routes', `one way for each answer from 0 to 10`, `${score}`),
						),
					]
				: names('next', step.next)),
			...(step.kind === 'task'
				? step.cancels.flatMap((id, place) => names(`cancels[${place}]`, id))
				: []),
			...(step.kind === 'send' && step.offers && step.purpose !== 'marketing'
				? [at('purpose', '"marketing" for a message that offers something', step.purpose)]
				: []),
		];
	});
	const asks = steps.flatMap(({ kind }, index) => (kind === 'await' ? [index] : []));
	const more = asks.slice(1).map((index) => ({
		path: `steps[${index}].kind`,
		expected: 'one step of a sequence that waits for an answer',
		received: '"await"',
	}));
	const isFirm = mistakes.length === 0 && more.length === 0;
	return [...mistakes, ...more, ...(isFirm ? wrongWays(sequence) : [])];
}

/** Answers that no way, or more than one, is meant for. */
function uncovered({ routes }: Extract<Step, { kind: 'await' }>): number[] {
	return Array.from({ length: 11 }, (_, score) => score).filter(
		(score) => routes.filter(({ from, to }) => from <= score && score <= to).length !== 1,
	);
}

/** Steps that nothing leads to, and ways that lead back. */
function wrongWays({ steps }: Sequence): Mistake[] {
	const nextsOf = (index: number): number[] => {
		const step = steps[index];
		const nexts =
			step.kind === 'await'
				? [...step.routes.map(({ next }) => next), step.otherwise]
				: [step.next ?? steps[index + 1]?.id];
		return nexts.flatMap((next) =>
			typeof next === 'string' ? [steps.findIndex(({ id }) => id === next)] : [],
		);
	};
	const reached = new Set<number>();
	const back = new Set<number>();
	const walk = (index: number, way: readonly number[]): void => {
		if (way.includes(index)) {
			back.add(way[way.length - 1]);
			return;
		}
		if (reached.has(index)) return;
		reached.add(index);
		for (const next of nextsOf(index)) walk(next, [...way, index]);
	};
	walk(0, []);
	return steps.flatMap((step, index): Mistake[] => {
		const path = `steps[${index}]`;
		return [
			...(back.has(index)
				? [
						{
							path: `${path}.next`,
							expected: 'a way that never leads back',
							received: shown(step.id),
						},
					]
				: []),
			...(reached.has(index)
				? []
				: [
						{
							path: `${path}.id`,
							expected: 'a step that another one leads to',
							received: shown(step.id),
						},
					]),
		];
	});
}
