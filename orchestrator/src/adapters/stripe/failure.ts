import Stripe from 'stripe';
import { isErrorReport } from '../../../../nodes/domain/errors';
import { LookUpFailed } from '../harmless';
import type { Failure } from '../outcome';
import { failureOf, notSentOf, retryAfterMs } from '../outcome';
import { transportFailure } from '../transport';

/** The vendor's name in outcomes. */
export const VENDOR = 'Stripe';

const remedies: Readonly<Record<string, string>> = {
	email_invalid: 'Correct the e-mail address of the contact in HubSpot, then run it again.',
	parameter_invalid_empty: 'Fill in what the message names, then run it again.',
	customer_email_missing: 'Give the customer an e-mail address at Stripe, then run it again.',
};

/** Classes whatever a call of Stripe's SDK threw. */
export function failureFrom(error: unknown): Failure {
	if (error instanceof LookUpFailed) return error.failure;
	if (isErrorReport(error)) {
		const { code, what, why, mend } = error;
		return { result: 'refused', status: null, error: { code, what, why, mend } };
	}
	if (!(error instanceof Stripe.errors.StripeError)) return transportFailure(VENDOR, error);
	const { statusCode: status, code, message, headers } = error;
	if (error instanceof Stripe.errors.StripeConnectionError || status === undefined) {
		return transportFailure(VENDOR, causeOf(error));
	}
	// Somebody else is at it with the same key: it did nothing, and the answer can be had later.
	if (status === 409) return notSentOf(VENDOR, `Stripe answered 409: ${message}`, status);
	return failureOf({
		vendor: VENDOR,
		status,
		vendorCode: code ?? null,
		message,
		retryAfterMs: retryAfterMs(headers?.['retry-after'], new Date()),
		mend: (code === undefined ? undefined : remedies[code]) ?? null,
	});
}

/** Whether Stripe has nothing under the id that was named. */
export function isMissing(error: unknown): boolean {
	return error instanceof Stripe.errors.StripeError && error.code === 'resource_missing';
}

/**
 * Whether Stripe repeats that something broke: what broke under an Idempotency-Key is kept under it for
 * a day, so that only another key can go on.
 */
export function isBrokenReplay(error: unknown): boolean {
	return (
		error instanceof Stripe.errors.StripeError &&
		(error.statusCode ?? 0) >= 500 &&
		error.headers?.['idempotent-replayed'] === 'true'
	);
}

/** The SDK keeps the error of the connection beside its own. */
function causeOf(error: InstanceType<typeof Stripe.errors.StripeError>): unknown {
	const { detail } = error as { detail?: unknown };
	return detail instanceof Error ? detail : error;
}
