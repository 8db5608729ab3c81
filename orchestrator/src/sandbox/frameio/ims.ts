import { sandboxFrameio, sandboxHosts } from '../accounts';
import type { Refusal, StandIn, VendorAnswer, VendorRequest } from '../types';
import type { Token } from './model';
import { tokenSeconds, type FrameioStore } from './store';

/**
 * Adobe's sign-in (IMS) in memory, as far as a server needs it: a token for client id and secret, by
 * the OAuth grant `client_credentials`. Frame.io's description names only the address.
 */
export class ImsStandIn implements StandIn<Token[]> {
	readonly host = sandboxHosts.ims;

	constructor(private readonly store: FrameioStore) {}

	handle(request: VendorRequest): VendorAnswer {
		if (request.path !== '/ims/token/v3') return refusal(404, 'not_found', 'no such address');
		if (request.method !== 'POST') return refusal(405, 'invalid_request', 'POST is expected');
		const form = new URLSearchParams(request.body);
		if (form.get('grant_type') !== 'client_credentials') {
			return refusal(400, 'unsupported_grant_type', 'grant_type is not known');
		}
		const { clientId, clientSecret, scope } = sandboxFrameio;
		if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret) {
			return refusal(401, 'invalid_client', 'client id or client secret is invalid');
		}
		const scopes = (form.get('scope') ?? '').split(/[\s,]+/);
		if (!scopes.includes(scope)) return refusal(400, 'invalid_scope', 'scope is invalid');
		const body = {
			access_token: this.store.addToken(request.at),
			token_type: 'bearer',
			expires_in: tokenSeconds,
		};
		return { status: 200, body };
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
	}
}

/** An error as OAuth words it (RFC 6749, 5.2). */
const refusal = (status: number, error: string, description: string): VendorAnswer => ({
	status,
	body: { error, error_description: description },
});
