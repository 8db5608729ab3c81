import type { Command } from 'commander';
import { MendableError } from '../../../nodes/domain/errors';
import type { Side } from '../bundle/merge/model';
import { askedReferee } from '../bundle/merge/referee';
import type { PlanOptions } from '../plan/planSeed';

/** How a person wants conflicts between canvas and bundle to be settled, as the flags give it. */
export interface AnswerFlags {
	mine: string[];
	theirs: string[];
	answer: string[];
	prefer?: string;
	overwrite: boolean;
}

/** Adds the flags by which conflicts are answered. */
export function withAnswers(command: Command): Command {
	return command
		.option(
			'--mine <node>',
			'keep the canvas where both changed that node; repeatable',
			collect,
			[],
		)
		.option(
			'--theirs <node>',
			'take the bundle where both changed that node; repeatable',
			collect,
			[],
		)
		.option(
			'--answer <node:path=side>',
			'mine, theirs, base or json:VALUE for one value; repeatable',
			collect,
			[],
		)
		.option('--prefer <side>', 'mine or theirs wherever no answer is given')
		.option('--overwrite', 'let the bundle replace what was changed on the canvas', false);
}

function collect(value: string, before: string[]): string[] {
	return [...before, value];
}

/**
 * The choices of the flags.
 *
 * @throws MendableError `bundle/answer` for one that cannot be read
 */
export function planOptionsOf({
	mine,
	theirs,
	answer,
	prefer,
	overwrite,
}: AnswerFlags): PlanOptions {
	const answers = [
		...mine.map((node) => `${node}=mine`),
		...theirs.map((node) => `${node}=theirs`),
		...answer,
	];
	askedReferee(answers, null); // refuses what cannot be read before anything is asked
	return { overwrite, answers, prefer: sideOf(prefer) };
}

/**
 * The side of a rule.
 *
 * @throws MendableError `bundle/answer`
 */
export function sideOf(prefer: string | undefined): Side | null {
	if (prefer === undefined || prefer === 'mine' || prefer === 'theirs') return prefer ?? null;
	throw new MendableError(
		'bundle/answer',
		'The rule cannot be read.',
		`--prefer is ${JSON.stringify(prefer)}; expected mine or theirs.`,
		'Correct --prefer, or leave it out.',
	);
}
