import type { VendorAnswer } from '../types';

/** Thrown by a method for Slack's `ok: false`; the stand-in gives its answer. */
export class SlackError extends Error {
	/**
	 * @param code Slack's error word
	 * @param messages what `response_metadata.messages` says
	 */
	constructor(
		readonly code: string,
		readonly messages: readonly string[] = [],
	) {
		super(code);
	}

	/** Slack answers 200 to what it refuses. */
	answer(): VendorAnswer {
		return slackRefusal(this.code, this.messages);
	}
}

/** `ok: false` with an error word. */
export function slackRefusal(code: string, messages: readonly string[] = []): VendorAnswer {
	const metadata = messages.length > 0 ? { response_metadata: { messages } } : {};
	return { status: 200, body: { ok: false, error: code, ...metadata } };
}
