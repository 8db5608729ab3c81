import { z } from 'zod';
import type { Failure } from '../../adapters/outcome';
import { notSentOf } from '../../adapters/outcome';
import type { Effect } from '../../ledger/effects';
import { readEffect, readRemade } from '../../ledger/effects';
import type { Queries } from '../../ledger/store';

/** An effect of ours that another one builds on, named by its key. */
export const madeKey = z.string().min(1).max(500);

/** What was made, for somebody to act on. */
export type Made<Receipt> = { result: 'made'; receipt: Receipt; effect: Effect } | Failure;

/** Stands for what the item names no key of: there is nothing to act on, which is no failure. */
export const nothingMade = { result: 'none' } as const;

/**
 * Finds what an earlier effect made; where that was gone and was made again, the newer one. A test run acts on what test runs made, and on nothing else; so
 * does a real one the other way round.
 */
export async function readMade<Receipt>(
	ledger: Queries,
	key: string,
	{
		kind,
		test,
		receipt: shape,
	}: {
		/** One of several, where there are. */
		kind: string | readonly string[];
		test: boolean;
		receipt: z.ZodType<Receipt>;
	},
): Promise<Made<Receipt>> {
	const kinds = typeof kind === 'string' ? [kind] : kind;
	const effect = (await readRemade(ledger, key)) ?? (await readEffect(ledger, key));
	if (effect === null || !kinds.includes(effect.kind)) {
		return refused('nothing-made', `The ledger has no ${kinds.join(' or ')} under the key ${key}.`);
	}
	if (effect.test !== test) {
		return refused(
			'other-room',
			`${key} was made by a ${effect.test ? 'test run' : 'real run'}, this is a ${test ? 'test run' : 'real one'}.`,
		);
	}
	if (effect.state === 'failed') {
		return refused('not-made', `${key} was refused, so there is nothing to change.`);
	}
	if (effect.state !== 'done') {
		return notSentOf('The ledger', `${key} is ${effect.state}, and this builds on it.`, null);
	}
	const receipt = shape.safeParse(effect.receipt);
	if (receipt.success) return { result: 'made', receipt: receipt.data, effect };
	return refused('not-made', `The receipt of ${key} does not say what was made.`);
}

function refused(code: string, why: string): Failure {
	return {
		result: 'refused',
		status: null,
		error: {
			code: `effect/${code}`,
			what: 'There is nothing this could be done to.',
			why,
			mend: 'Point the path of the node at the key in the receipt of the effect that made it.',
		},
	};
}
