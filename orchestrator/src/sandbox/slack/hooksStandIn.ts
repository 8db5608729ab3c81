import { sandboxHosts } from '../accounts';
import { isObject, objectsIn, parseJson, textOr } from '../json';
import type { JsonObject, Refusal, StandIn, VendorAnswer, VendorRequest } from '../types';
import { checkBlocks } from './blockKit';
import type { ResponseUrl } from './model';
import type { SlackStore } from './store';

/**
 * Answers that one press takes, and for how long, in milliseconds
 * (docs.slack.dev/interactivity/handling-user-interaction: five within 30 minutes).
 */
const MOST_USES = 5;
const LIFE_MS = 30 * 60_000;

/** The addresses that come with a press and take answers to it: `response_url`. */
export class SlackHooksStandIn implements StandIn<null> {
	readonly host = sandboxHosts.slackHooks;

	constructor(private readonly store: SlackStore) {}

	handle(request: VendorRequest): VendorAnswer {
		const { state } = this.store;
		const url = state.responseUrls.find(({ path }) => path === request.path);
		if (request.method !== 'POST' || url === undefined) return refusal(404, 'no_service');
		if (request.at - url.at > LIFE_MS) return refusal(404, 'expired_url');
		if (url.uses >= MOST_USES) return refusal(404, 'used_url');
		const body = parseJson(request.body);
		if (!isObject(body)) return refusal(400, 'invalid_payload');
		const problems = body.blocks === undefined ? [] : checkBlocks(body.blocks, 'message');
		if (problems.length > 0) return refusal(400, 'invalid_blocks');
		if (textOr(body.text, '') === '' && body.blocks === undefined) return refusal(400, 'no_text');
		url.uses += 1;
		this.answer(url, body, request.at);
		return { status: 200, body: { ok: true } };
	}

	refuse(kind: Refusal, _request: VendorRequest, retryAfterSeconds: number): VendorAnswer {
		return kind === '429'
			? {
					status: 429,
					headers: { 'retry-after': String(retryAfterSeconds) },
					body: { ok: false, error: 'ratelimited' },
				}
			: refusal(500, 'server_error');
	}

	state(): null {
		return null;
	}

	restore(): void {
		// It keeps nothing of its own.
	}

	reset(): void {
		// The workspace is reset with the API's stand-in.
	}

	private answer({ channel, ts, userId }: ResponseUrl, body: JsonObject, at: number): void {
		const text = textOr(body.text, '');
		if (body.replace_original === true) {
			const message = this.store.message(channel, ts);
			message.text = text;
			if (body.blocks !== undefined) message.blocks = objectsIn(body.blocks);
			return;
		}
		this.store.state.privateMessages.push({ channel, userId, text, ts: this.store.nextTs(at) });
	}
}

const refusal = (status: number, error: string): VendorAnswer => ({
	status,
	body: { ok: false, error },
});
