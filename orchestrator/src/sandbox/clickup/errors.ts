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

/** An error body in ClickUp's shape. */
export function clickUpRefusal(
	status: number,
	message: string,
	code: string,
	headers?: Record<string, string>,
): VendorAnswer {
	const body = { err: message, ECODE: code };
	return headers ? { status, body, headers } : { status, body };
}
