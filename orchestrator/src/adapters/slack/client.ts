import { LogLevel, WebClient } from '@slack/web-api';

/** Name of our metadata; looked for in a channel's history. */
export const SLACK_EVENT_TYPE = 'agency_ops_effect';

/** How to reach Slack. */
export interface SlackOptions {
	token: string;
	timeoutMs: number;
	/** Address of the API with a slash at its end. */
	base?: string;
	fetch?: typeof fetch;
}

/** Slack's SDK with its own retries and waits off: the service decides on those. */
export function slackClient(options: SlackOptions): WebClient {
	return new WebClient(options.token, {
		...(options.base === undefined ? {} : { slackApiUrl: options.base }),
		allowAbsoluteUrls: false,
		retryConfig: { retries: 0 },
		rejectRateLimitedCalls: true,
		timeout: options.timeoutMs,
		logger: silent,
		fetch: mended(options.fetch ?? fetch),
	});
}

/**
 * Mends two things for the SDK: it takes a 429 without Retry-After for a broken answer (Slack's
 * shortest wait is one second), and it keeps of an error of fetch its words only, not its code.
 */
function mended(send: typeof fetch): typeof fetch {
	return async (address, init) => {
		let response: Response;
		try {
			response = await send(address, init);
		} catch (error) {
			throw new Error('the connection failed', { cause: error });
		}
		if (response.status !== 429 || /^\d+$/.test(response.headers.get('retry-after') ?? '')) {
			return response;
		}
		return new Response(response.body, { status: 429, headers: { 'retry-after': '1' } });
	};
}

const silent = {
	debug: () => undefined,
	info: () => undefined,
	warn: () => undefined,
	error: () => undefined,
	setLevel: () => undefined,
	getLevel: () => LogLevel.ERROR,
	setName: () => undefined,
};
