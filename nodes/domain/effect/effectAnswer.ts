import { z } from 'zod';

import type { ErrorReport } from '../errors';
import { foreignAnswer, ledgerRefusal, refusalSchema } from '../ledgerRefusal';

const doneSchema = z.object({
	key: z.string(),
	state: z.literal('done'),
	receipt: z.record(z.unknown()),
	repeated: z.boolean(),
	conflict: z.boolean(),
});

const openSchema = z.object({
	key: z.string(),
	state: z.enum(['planned', 'in_flight', 'unknown']),
	detail: z.string().nullish(),
});

/** What the ledger said of one effect, sorted by what the flow does next. */
export type EffectAnswer =
	| { outcome: 'done'; receipt: EffectReceipt }
	| { outcome: 'failed'; error: EffectFailure }
	| { outcome: 'unknown'; state: OpenEffect };

/** The service's receipt (ids, links) with how it came about. */
export type EffectReceipt = Record<string, unknown> & {
	key: string;
	/** Whether the effect had been done before and this is the receipt of that time. */
	repeated: boolean;
	/** Whether it had been done before with other content, which was kept. */
	conflict: boolean;
};

/** Why an effect was refused for good; a person acts. */
export type EffectFailure = ErrorReport & {
	key: string;
	/** HTTP status of the service that refused it; null when the ledger itself did. */
	serviceStatus: number | null;
};

/** An effect that may have happened, or will later; nobody sends it again by himself. */
export interface OpenEffect {
	key: string;
	state: 'planned' | 'in_flight' | 'unknown';
	/** What is known, in a sentence. */
	detail: string;
}

/**
 * Judges the ledger's answer to one effect by HTTP status and body.
 *
 * @throws MendableError `effect/…` when the call itself was wrong (400, 401, 413), the ledger is not
 * well (5xx), or the answer is not one of the ledger's
 */
export function judgeAnswer(key: string, status: number, body: unknown): EffectAnswer {
	if (status === 200) {
		const done = doneSchema.safeParse(body);
		if (!done.success) throw foreignAnswer('effect', status);
		const { receipt, repeated, conflict } = done.data;
		return { outcome: 'done', receipt: { ...receipt, key: done.data.key, repeated, conflict } };
	}
	if (status === 202) {
		const open = openSchema.safeParse(body);
		if (!open.success) throw foreignAnswer('effect', status);
		const { state, detail } = open.data;
		return { outcome: 'unknown', state: { key: open.data.key, state, detail: detail ?? '' } };
	}

	if (status === 409 || status === 422) {
		const refused = refusalSchema.safeParse(body);
		if (!refused.success) throw foreignAnswer('effect', status);
		const { error, serviceStatus } = refused.data;
		return { outcome: 'failed', error: { ...error, key, serviceStatus: serviceStatus ?? null } };
	}
	throw ledgerRefusal('effect', status, body);
}
