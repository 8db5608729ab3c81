import { sandboxFrameio, sandboxHosts } from '../accounts';
import type { Refusal, StandIn, VendorAnswer, VendorRequest } from '../types';
import type { Token } from './model';
import { tokenSeconds, type FrameioStore } from './store';

const grants = new Set(['client_credentials', 'authorization_code', 'refresh_token']);

/**
 * Adobe's sign-in (IMS) in memory: tokens for a server, by client id and secret, and for a person, by a
 * code and later by a refresh token. Frame.io's description names only the addresses and scopes.
 */
export class ImsStandIn implements StandIn<Token[]> {
	readonly host = sandboxHosts.ims;

	/** Codes and refresh tokens that are good; a restart of the sandbox forgets them. */
	private readonly handedOut = new Set<string>();

	constructor(private readonly store: FrameioStore) {}

	handle(request: VendorRequest): VendorAnswer {
		if (request.path === '/ims/authorize/v2') return this.authorize(request);
		if (request.path !== '/ims/token/v3') return refusal(404, 'not_found', 'no such address');
		if (request.method !== 'POST') return refusal(405, 'invalid_request', 'POST is expected');
		const form = new URLSearchParams(request.body);
		const grant = form.get('grant_type') ?? '';
		if (!grants.has(grant)) return refusal(400, 'unsupported_grant_type', 'it is not known');
		const { clientId, clientSecret, scope } = sandboxFrameio;
		const { id, secret } = clientOf(form, request.headers.authorization ?? '');
		if (id !== clientId || secret !== clientSecret) {
			return refusal(401, 'invalid_client', 'client id or client secret is invalid');
		}
		if (grant === 'client_credentials') {
			const isAllowed = (form.get('scope') ?? '').split(/[\s,]+/).includes(scope);
			if (!isAllowed) return refusal(400, 'invalid_scope', 'scope is invalid');
			return granted(this.store.addToken(request.at), {});
		}
		const given = form.get(grant === 'refresh_token' ? 'refresh_token' : 'code') ?? '';
		if (!this.handedOut.has(given)) return refusal(400, 'invalid_grant', 'it is not valid');
		// A code is good once, a refresh token until the next one.
		this.handedOut.delete(given);
		const token = this.store.addToken(request.at);
		return granted(token, { refresh_token: this.handOut('refresh', token) });
	}

	/** Lets in whoever comes: the sandbox has one person, who always agrees. */
	private authorize({ query }: VendorRequest): VendorAnswer {
		const back = query.get('redirect_uri') ?? '';
		if (!URL.canParse(back)) return refusal(400, 'invalid_request', 'redirect_uri is missing');
		const location = new URL(back);
		location.searchParams.set('code', this.handOut('code', String(this.handedOut.size)));
		location.searchParams.set('state', query.get('state') ?? '');
		return { status: 302, body: undefined, headers: { location: location.href } };
	}

	private handOut(kind: string, word: string): string {
		const given = `sandbox-ims-${kind}-${word}`;
		this.handedOut.add(given);
		return given;
	}

	refuse(kind: Refusal, _request: VendorRequest, retryAfterSeconds: number): VendorAnswer {
		if (kind === '500') return refusal(500, 'server_error', 'internal error');
		const headers = { 'retry-after': String(retryAfterSeconds) };
		return { ...refusal(429, 'too_many_requests', 'too many requests'), headers };
	}

	state(): Token[] {
		return this.store.state.tokens;
	}

	restore(tokens: Token[]): void {
		this.store.state.tokens = tokens;
	}

	reset(): void {
		this.store.state.tokens = [];
		this.handedOut.clear();
	}
}

/** An error as OAuth words it (RFC 6749, 5.2). */
const refusal = (status: number, error: string, description: string): VendorAnswer => ({
	status,
	body: { error, error_description: description },
});

/** The client by the form or by HTTP Basic (RFC 6749, 2.3.1). */
function clientOf(form: URLSearchParams, authorization: string) {
	const basic = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString();
	const [id = '', secret = ''] = basic.split(':').map(decodeURIComponent);
	return { id: form.get('client_id') ?? id, secret: form.get('client_secret') ?? secret };
}

const granted = (token: string, more: object): VendorAnswer => ({
	status: 200,
	body: { access_token: token, token_type: 'bearer', expires_in: tokenSeconds, ...more },
});
