import type { VendorAnswer } from '../types';

/** What Stripe's errors carry beside their message. */
export interface ErrorWords {
	type?: string;
	code?: string;
	param?: string;
}

/** A refusal in Stripe's shape. */
export class StripeError extends Error {
	constructor(
		readonly status: number,
		message: string,
		readonly words: ErrorWords = {},
	) {
		super(message);
	}

	answer(): VendorAnswer {
		return stripeRefusal(this.status, this.message, this.words);
	}
}

/** An answer in the shape of Stripe's errors. */
export function stripeRefusal(
	status: number,
	message: string,
	{ type = 'invalid_request_error', ...words }: ErrorWords = {},
): VendorAnswer {
	return { status, body: { error: { message, type, ...words } } };
}

/** Something that is not there. */
export function missing(what: string, id: string, param = 'id'): StripeError {
	return new StripeError(404, `No such ${what}: '${id}'`, { code: 'resource_missing', param });
}

/** A parameter that cannot be left out. */
export function required(param: string): StripeError {
	return new StripeError(400, `Missing required param: ${param}.`, {
		code: 'parameter_missing',
		param,
	});
}

/** A parameter that cannot be used. */
export function invalid(param: string, message: string, code?: string): StripeError {
	return new StripeError(400, message, { param, ...(code === undefined ? {} : { code }) });
}
