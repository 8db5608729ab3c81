import type { VendorAnswer } from '../types';

/** Thrown by a handler for an error answer; the stand-in gives it. */
export class ClickUpError extends Error {
	/**
	 * @param status HTTP status
	 * @param message goes out as `err`
	 * @param code goes out as `ECODE`
	 */
	constructor(
		readonly status: number,
		message: string,
		readonly code: string,
	) {
		super(message);
	}

	answer(): VendorAnswer {
		return clickUpRefusal(this.status, this.message, this.code);
	}
}

/**
 * An error body in ClickUp's shape. ClickUp documents few codes: of those given here OAUTH_017,
 * OAUTH_023 and OAUTH_025 (developer.clickup.com/docs/common_errors, as found in a stored copy
 * searched 2026-11-22) and OAUTH_171 (secondary: public code that restates the page). The others
 * only have the form of a code: no client may depend on them.
 */
export function clickUpRefusal(
	status: number,
	message: string,
	code: string,
	headers?: Record<string, string>,
): VendorAnswer {
	const body = { err: message, ECODE: code };
	return headers ? { status, body, headers } : { status, body };
}
