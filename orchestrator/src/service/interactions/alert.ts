import type { Effect } from '../../ledger/effects';
import { readEffect } from '../../ledger/effects';
import type { Queries } from '../../ledger/store';
import { subjectOf } from '../effects/request';

/** The alert that a button stands in, by the ledger's word. */
export interface Alert {
	/** What answers are kept under: each trial is a lead of its own. */
	lead: string;
	/** What effects are about, e.g. `lead:4711`. */
	subject: string;
	/** Names the test run; null in earnest. */
	run: string | null;
	effect: Effect;
}

/** Finds the alert; null when the ledger knows of no such message. */
export async function findAlert(queries: Queries, key: string): Promise<Alert | null> {
	const effect = await readEffect(queries, key);
	if (effect === null || effect.kind !== 'slack.message') return null;
	const subject = subjectOf(key);
	if (!effect.test) return { lead: subject, subject, run: null, effect };
	const run = /\/\d+-([^/]+)$/.exec(key)?.[1] ?? '';
	return { lead: `test/${subject}/${run}`, subject, run, effect };
}
