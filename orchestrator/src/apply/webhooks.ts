import { n8nHttp } from '../adapters/n8n/http';
import type { WebhookAddress } from '../bundle/webhooks';

/** What an address answers to somebody who does not know the secret. */
export type WebhookState =
	/** n8n listens, and asks for the secret where there is one. */
	| 'live'
	/** n8n does not listen there: not published, or published and not yet registered. */
	| 'notRegistered'
	/** A caller without the secret got in. */
	| 'unprotected'
	/** No answer, or one that says neither. */
	| 'unreachable';

/** Asks one address for its state, without ever starting the workflow behind it. */
export type WebhookProbe = (address: WebhookAddress) => Promise<WebhookState>;

/** Looks at the production addresses of an n8n. */
export function webhookProbe(url: string): WebhookProbe {
	const http = n8nHttp(url);
	return async (address) => {
		const method = methodOf(address);
		const place = `/${address.kind === 'form' ? 'form' : 'webhook'}/${address.path}`;
		try {
			const { status, data } = await http.probe({ method, url: place });
			return judgeWebhook(address, status, data);
		} catch {
			return 'unreachable'; // judged like an address nobody answers on
		}
	};
}

/**
 * Without a secret the right method would start the workflow, so such an address is asked with the
 * wrong one: n8n then says whether it listens for another.
 */
function methodOf({ kind, method, isProtected }: WebhookAddress): string {
	if (kind === 'form') return 'GET'; // shows the form
	if (isProtected) return method;
	return method === 'GET' ? 'POST' : 'GET';
}

/** Reads n8n's answer (2.41): 403 wrong secret, 404 with the reason why nobody listens. */
export function judgeWebhook(
	{ kind, isProtected }: WebhookAddress,
	status: number,
	data: unknown,
): WebhookState {
	if (status === 401 || status === 403) return 'live';
	if (status === 404) {
		return /did you mean to make a/i.test(messageOf(data)) && !isProtected
			? 'live'
			: 'notRegistered';
	}
	if (status >= 200 && status < 400) return isProtected ? 'unprotected' : 'live';
	return kind === 'form' && status < 500 ? 'notRegistered' : 'unreachable';
}

function messageOf(data: unknown): string {
	if (typeof data !== 'object' || data === null || !('message' in data)) return '';
	return typeof data.message === 'string' ? data.message : '';
}
