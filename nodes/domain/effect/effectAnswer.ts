import { z } from 'zod';

import { MendableError } from '../errors';
import type { ErrorReport } from '../errors';

const errorReportSchema = z.object({
	code: z.string(),
	what: z.string(),
	why: z.string(),
	mend: z.string(),
});

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

const refusedSchema = z.object({
	error: errorReportSchema,
	serviceStatus: z.number().nullish(),
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
		if (!done.success) throw notOurAnswer(status);
		const { receipt, repeated, conflict } = done.data;
		return { outcome: 'done', receipt: { ...receipt, key: done.data.key, repeated, conflict } };
	}
	if (status === 202) {
		const open = openSchema.safeParse(body);
		if (!open.success) throw notOurAnswer(status);
		const { state, detail } = open.data;
		return { outcome: 'unknown', state: { key: open.data.key, state, detail: detail ?? '' } };
	}

	const refused = refusedSchema.safeParse(body);
	if (status === 409 || status === 422) {
		if (!refused.success) throw notOurAnswer(status);
		const { error, serviceStatus } = refused.data;
		return { outcome: 'failed', error: { ...error, key, serviceStatus: serviceStatus ?? null } };
	}
	throw callError(status, refused.success ? refused.data.error : null);
}

/** The ledger's answer to a call that brought no effect, with what a person can do about it. */
function callError(status: number, report: ErrorReport | null): MendableError {
	if (status === 401 || status === 403) {
		return new MendableError(
			'effect/not-authorised',
			'The Agency Ops service does not accept the API key.',
			report?.why ?? `It answered ${status}.`,
			'Open the credential "Agency Ledger API" and enter the key that the service was started with.',
		);
	}
	if (report !== null) return new MendableError(report.code, report.what, report.why, report.mend);
	if (status >= 500 || status === 429) {
		return new MendableError(
			'effect/service-unwell',
			'The Agency Ops service could not work on the effect.',
			`It answered ${status}.`,
			'Look at its health page (/readyz) and log, then retry: what was done is not done again.',
		);
	}
	return notOurAnswer(status);
}

function notOurAnswer(status: number): MendableError {
	return new MendableError(
		'effect/answer-invalid',
		'The answer is not one of the Agency Ops service.',
		`Status ${status} came with a body that is not in its form.`,
		'Check "Base URL" in the credential "Agency Ledger API", and that the node pack and the service have the same version.',
	);
}
