import { parseArgs } from 'node:util';
import { MendableError } from '../../nodes/domain/errors';
import type { Mode } from './storm';

/** What a run is asked for. */
export interface ChaosOptions {
	seed: number;
	leads: number;
	mode: Mode;
	/** Whether the same storm meets the plain workflow, to show what the ledger prevents. */
	withoutLedger: boolean;
	/** After so many minutes the run is given up. */
	minutes: number;
	/** Deliveries a second, at most. */
	rate: number;
	/** Blows to processes and connections; null: by the number of leads. */
	blows: number | null;
}

/** How the options are written. */
export const usage =
	'npm run chaos -- [--seed N] [--leads N] [--mode single|queue] [--without-ledger] [--minutes N] [--rate N] [--blows N]';

/**
 * Reads the command line.
 *
 * @throws MendableError `chaos/options` for what is not known or no number
 */
export function readOptions(args: readonly string[]): ChaosOptions {
	const values = valuesOf(args);
	const mode = values.mode ?? 'single';
	if (mode !== 'single' && mode !== 'queue') throw wrong(`--mode is "${mode}".`);
	return {
		seed: numberOf('seed', values.seed ?? '1', 0, 2 ** 31 - 1),
		leads: numberOf('leads', values.leads ?? '2000', 10, 20_000),
		mode,
		withoutLedger: values['without-ledger'] ?? false,
		minutes: numberOf('minutes', values.minutes ?? '60', 1, 600),
		rate: numberOf('rate', values.rate ?? '8', 1, 100),
		blows: values.blows === undefined ? null : numberOf('blows', values.blows, 0, 1_000),
	};
}

function valuesOf(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			options: {
				seed: { type: 'string' },
				leads: { type: 'string' },
				mode: { type: 'string' },
				'without-ledger': { type: 'boolean' },
				minutes: { type: 'string' },
				rate: { type: 'string' },
				blows: { type: 'string' },
			},
		}).values;
	} catch (error) {
		throw wrong(error instanceof Error ? error.message : String(error));
	}
}

function numberOf(name: string, text: string, least: number, most: number): number {
	const number = Number(text);
	if (Number.isInteger(number) && number >= least && number <= most) return number;
	throw wrong(`--${name} is "${text}"; a whole number from ${least} to ${most} is expected.`);
}

function wrong(why: string): MendableError {
	return new MendableError('chaos/options', 'The run cannot start.', why, `Use ${usage}.`);
}
