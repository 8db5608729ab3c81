import { z } from 'zod';

import { MendableError } from './errors';
import type { ErrorReport } from './errors';

/** What the Agency Ops service says when it did not do what was asked. */
export const refusalSchema = z.object({
	error: z.object({ code: z.string(), what: z.string(), why: z.string(), mend: z.string() }),
	/** HTTP status of the vendor that refused, where one did. */
	serviceStatus: z.number().nullish(),
});

/** What a call to the service was about; the first part of the codes of its errors. */
export type LedgerArea =
	| 'effect'
	| 'event'
	| 'reservation'
	| 'media'
	| 'delivery'
	| 'quality'
	| 'follow-up'
	| 'invoice'
	| 'portal'
	| 'milestone';

/** The service's answer to a call that brought nothing, with what a person can do about it. */
export function ledgerRefusal(area: LedgerArea, status: number, body: unknown): MendableError {
	const refusal = refusalSchema.safeParse(body);
	const report: ErrorReport | null = refusal.success ? refusal.data.error : null;
	if (status === 403 && report !== null) {
		return new MendableError(`${area}/not-allowed`, report.what, report.why, report.mend);
	}
	if (status === 401 || status === 403) {
		return new MendableError(
			`${area}/not-authorised`,
			'The Agency Ops service does not accept the API key.',
			report?.why ?? `It answered ${status}.`,
			'Open the credential "Agency Ledger API" and enter a key that the service knows; agency-ops seed does so.',
		);
	}
	if (report !== null) return new MendableError(report.code, report.what, report.why, report.mend);
	if (status >= 500 || status === 429) {
		return new MendableError(
			`${area}/service-unwell`,
			`The Agency Ops service could not work on the ${area}.`,
			`It answered ${status}.`,
			'Look at its health page (/readyz) and log, then retry: what was done is not done again.',
		);
	}
	return foreignAnswer(area, status);
}

/** An answer that is not in the service's form. */
export function foreignAnswer(area: LedgerArea, status: number): MendableError {
	return new MendableError(
		`${area}/answer-invalid`,
		'The answer is not one of the Agency Ops service.',
		`Status ${status} came with a body that is not in its form.`,
		'Check "Base URL" in the credential "Agency Ledger API", and that the node pack and the service have the same version.',
	);
}
