import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorReport } from '../../../../nodes/domain/errors';
import type { ApiKey, KeyScope } from '../../ledger/apiKeys';
import type { KeyGate, Verdict } from './keyGate';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** What a key must allow for this route; routes behind the guard each have one. */
		scope?: KeyScope;
	}
	interface FastifyRequest {
		/** The key that let this call in; null where none is asked for. */
		caller: ApiKey | null;
	}
}

/**
 * Lets nobody come to the routes added after this but who has a key with the route's scope: 401
 * without a valid one, 403 with one that may not do this.
 *
 * @throws Error at the start when a route names no scope
 */
export function guardByKeys(guarded: FastifyInstance, gate: KeyGate): void {
	guarded.decorateRequest('caller', null);
	guarded.addHook('onRoute', ({ url, config }) => {
		if (config?.scope === undefined) throw new Error(`The route ${url} names no scope.`);
	});
	guarded.addHook('onRequest', async (request, reply) => {
		const verdict = await gate.judge(request.headers.authorization);
		if (verdict.result !== 'known') return await refuse(verdict, reply);
		const { scope } = request.routeOptions.config;
		if (scope === undefined || !verdict.key.scopes.includes(scope)) {
			return await reply.code(403).send({ error: lacks(verdict.key, request) });
		}
		request.caller = verdict.key;
	});
}

type Refused = Exclude<Verdict, { result: 'known' }>;

async function refuse(verdict: Refused, reply: FastifyReply): Promise<FastifyReply> {
	const error = refusalOf(verdict);
	return await reply.code(401).header('www-authenticate', 'Bearer').send({ error });
}

/** Whoever has a key may hear what became of it. */
function refusalOf(verdict: Refused): ErrorReport {
	if (verdict.result === 'unknown') return notLetIn;
	const { name, id, expiresAt } = verdict.key;
	const isRevoked = verdict.result === 'revoked';
	return {
		code: isRevoked ? 'service/key-revoked' : 'service/key-expired',
		what: 'The service does not let this call in.',
		why: `The key "${name}" (${id}) ${isRevoked ? 'was revoked' : `was good until ${expiresAt?.toISOString() ?? ''}`}.`,
		mend: 'Use the key that took its place, or make one: agency-ops keys create NAME --scope SCOPE.',
	};
}

const notLetIn: ErrorReport = {
	code: 'service/not-authorised',
	what: 'The service does not let this call in.',
	why: 'The header "Authorization: Bearer …" is missing or has a key the service does not know.',
	mend: 'Enter a key into the credential "Agency Ledger API": agency-ops seed does so, agency-ops keys create makes one.',
};

function lacks({ name, id, scopes }: ApiKey, { routeOptions }: FastifyRequest): ErrorReport {
	const wanted = routeOptions.config.scope ?? '';
	return {
		code: 'service/scope-missing',
		what: 'The key may not do this.',
		why: `The key "${name}" (${id}) may do ${scopes.join(', ') || 'nothing'}; this call needs ${wanted}.`,
		mend: `Use a key that may: agency-ops keys create NAME --scope ${wanted}.`,
	};
}
