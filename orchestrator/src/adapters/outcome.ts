import type { ErrorReport } from '../../../nodes/domain/errors';

/**
 * How a call to a vendor ended, classed by what may happen next: `refused` needs a person;
 * `rateLimited` and `notSent` did nothing and may be tried again; `unknown` may have been done.
 */
export type Outcome<Receipt> =
	| { result: 'done'; receipt: Receipt }
	| { result: 'refused'; error: ErrorReport; status: number | null }
	| { result: 'rateLimited'; error: ErrorReport; status: number; retryAfterMs: number }
	| { result: 'notSent'; error: ErrorReport; status: number | null }
	| { result: 'unknown'; error: ErrorReport; status: number | null };

/** An outcome without a receipt: also what a look-up that failed amounts to. */
export type Failure = Exclude<Outcome<never>, { result: 'done' }>;

/** What a vendor says when it is asked whether something was done. */
export type LookUp<Receipt> =
	| {
			result: 'found';
			receipt: Receipt;
			/** Ids of all of that name, where there are more. */
			several?: readonly string[];
	  }
	/** It answered, and there is nothing; it may still be on its way there. */
	| { result: 'absent' }
	| {
			result: 'failed';
			why: string;
			retryAfterMs: number | null;
			/** Ids of all that might be it, where nothing tells which one is. */
			several?: readonly string[];
	  };

/** A look-up that told nothing. */
export function lookUpFailed(failure: Failure): Extract<LookUp<never>, { result: 'failed' }> {
	return {
		result: 'failed',
		why: failure.error.why,
		retryAfterMs: failure.result === 'rateLimited' ? failure.retryAfterMs : null,
	};
}

/** What a vendor's answer says about itself, read from its own shape of error. */
export interface VendorRefusal {
	/** The vendor's name as people write it. */
	vendor: string;
	status: number;
	/** The vendor's own code for the error, if any. */
	vendorCode: string | null;
	/** The vendor's own words. */
	message: string;
	/** Milliseconds from Retry-After or its like; null when the vendor gave none. */
	retryAfterMs: number | null;
	/** What a person can do; null for the usual remedy of the status. */
	mend: string | null;
}

/** Wait after a 429 that names no time; HubSpot's and Slack's windows are at least that long. */
const DEFAULT_RETRY_AFTER_MS = 1_000;

/** Longest part of a vendor's words that is kept. */
const MESSAGE_LIMIT = 600;

/** Classes an answer that is not a success by its status: 429, other 4xx, everything else. */
export function failureOf(refusal: VendorRefusal): Failure {
	const { vendor, status, vendorCode, retryAfterMs } = refusal;
	const message = refusal.message.slice(0, MESSAGE_LIMIT) || 'no explanation';
	const why = `${vendor} answered ${status}${vendorCode === null ? '' : ` (${vendorCode})`}: ${message}`;
	const area = areaOf(vendor);
	if (status === 429) {
		return {
			result: 'rateLimited',
			status,
			retryAfterMs: retryAfterMs ?? DEFAULT_RETRY_AFTER_MS,
			error: {
				code: `${area}/rate-limited`,
				what: `${vendor} asks us to slow down.`,
				why,
				mend: 'Nothing to mend: the same call with the same key is tried again.',
			},
		};
	}
	if (status >= 400 && status < 500 && status !== 408) {
		return {
			result: 'refused',
			status,
			error: {
				code: `${area}/${words(vendorCode ?? `status-${status}`)}`,
				what: `${vendor} refused it.`,
				why,
				mend: refusal.mend ?? remedyOf(vendor, status),
			},
		};
	}
	return unknownOf(vendor, why, status);
}

/** An outcome nobody knows: the vendor may or may not have done it. */
export function unknownOf(
	vendor: string,
	why: string,
	status: number | null,
): Extract<Failure, { result: 'unknown' }> {
	return {
		result: 'unknown',
		status,
		error: {
			code: `${areaOf(vendor)}/unknown-outcome`,
			what: `It is unknown whether ${vendor} did it.`,
			why,
			mend: `Look at ${vendor}; it is never sent again by itself where a repeat would double it.`,
		},
	};
}

/** An outcome where nothing reached the vendor. */
export function notSentOf(
	vendor: string,
	why: string,
	status: number | null,
): Extract<Failure, { result: 'notSent' }> {
	return {
		result: 'notSent',
		status,
		error: {
			code: `${areaOf(vendor)}/not-sent`,
			what: `Nothing was sent to ${vendor}.`,
			why,
			mend: 'Check the network and the address of the service; the same key may be tried again.',
		},
	};
}

/** An effect that came to its turn too late: its owner counts as dead by now and must not send. */
export function tooLateOf(vendor: string): Extract<Failure, { result: 'notSent' }> {
	return notSentOf(vendor, 'The time this process had for it was over before it was sent.', null);
}

/** Milliseconds of a Retry-After header in seconds or as a date; null when it is neither. */
export function retryAfterMs(header: string | null | undefined, now: Date): number | null {
	if (header === null || header === undefined || header.trim() === '') return null;
	const seconds = Number(header);
	if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
	const at = Date.parse(header);
	return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

/** The first part of a vendor's codes: `frameio` for Frame.io. */
export function areaOf(vendor: string): string {
	return vendor.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function remedyOf(vendor: string, status: number): string {
	if (status === 401 || status === 403) {
		return `Check the ${vendor} token the service runs with: that it is valid and has the scopes of the README.`;
	}
	return 'Correct what the message names, then run it again with "retry".';
}

function words(code: string): string {
	return (
		code
			.toLowerCase()
			.replace(/[^a-z0-9]+/g, '-')
			.replace(/^-|-$/g, '') || 'refused'
	);
}
