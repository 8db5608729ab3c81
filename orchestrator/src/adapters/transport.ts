import http from 'node:http';
import https from 'node:https';
import { Socket } from 'node:net';
import type { Failure } from './outcome';
import { notSentOf, unknownOf } from './outcome';

/** Connections kept open to the vendors, through the proxy Node itself was told to use. */
export interface Connections {
	http: http.Agent;
	https: https.Agent;
	/** Ends every connection, also those still waiting for an answer. */
	close(): void;
}

/** Most calls to one host at a time; vendors limit by rate long before. */
const MAX_SOCKETS = 64;

/**
 * Opens a pool that inherits the proxy settings of Node's own agent (NODE_USE_ENV_PROXY), since an
 * agent made from nothing would go around the proxy.
 *
 * @param silenceMs a connection that waits this long for a byte is cut
 */
export function openConnections(silenceMs: number): Connections {
	const more = { keepAlive: true, maxSockets: MAX_SOCKETS, timeout: silenceMs };
	const plain = cutsSilence(new http.Agent({ ...optionsOf(http.globalAgent), ...more }));
	const secure = cutsSilence(new https.Agent({ ...optionsOf(https.globalAgent), ...more }));
	return {
		http: plain,
		https: secure,
		close: () => {
			plain.destroy();
			secure.destroy();
		},
	};
}

/** The options an agent was made with: `proxyEnv` among them, which the types leave out. */
function optionsOf(agent: http.Agent): https.AgentOptions {
	const { options } = agent as unknown as { options: https.AgentOptions & { path?: unknown } };
	return { ...options };
}

/** Node tells of a silent connection but leaves it open; a vendor that hangs would fill the pool. */
function cutsSilence<Kind extends http.Agent>(agent: Kind): Kind {
	const cut = (socket: unknown) => {
		if (socket instanceof Socket) socket.once('timeout', () => socket.destroy(new SilenceError()));
	};
	const connect = agent.createConnection.bind(agent);
	agent.createConnection = (options, callback) => {
		const socket = connect(options, (error, connected) => {
			cut(connected);
			callback?.(error, connected);
		});
		cut(socket);
		return socket;
	};
	return agent;
}

/** A connection that was open and said nothing for as long as it may. */
class SilenceError extends Error {
	readonly name = 'SilenceError';
	readonly code = 'ETIMEDOUT';

	constructor() {
		super('the connection stayed silent');
	}
}

/** The agent for an address, by its scheme. */
export function agentFor(connections: Connections, address: string): http.Agent | https.Agent {
	return address.startsWith('http:') ? connections.http : connections.https;
}

/** A call that took longer than it may; the vendor may still be working on it. */
export class DeadlineError extends Error {
	readonly name = 'DeadlineError';
	readonly code = 'ETIMEDOUT';

	constructor(timeoutMs: number) {
		super(`no answer within ${timeoutMs / 1_000} s`);
	}
}

/** Rejects with DeadlineError when the work has not ended in time; the work itself goes on. */
export async function withDeadline<Result>(
	work: Promise<Result>,
	timeoutMs: number,
): Promise<Result> {
	let timer: NodeJS.Timeout | undefined;
	const deadline = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new DeadlineError(timeoutMs)), timeoutMs);
	});
	try {
		return await Promise.race([work, deadline]);
	} finally {
		clearTimeout(timer);
	}
}

/** Errors raised before a byte of the request can have reached the vendor. */
const BEFORE_SENDING = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ERR_INVALID_URL',
	'ERR_PROXY_TUNNEL',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'UND_ERR_CONNECT_TIMEOUT',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'CERT_HAS_EXPIRED',
]);

/** Classes an error of the network: nothing sent where that is certain, unknown otherwise. */
export function transportFailure(vendor: string, error: unknown): Failure {
	const { code, message } = rootOf(error);
	const why = `The connection ended without an answer: ${message}${code === null ? '' : ` (${code})`}.`;
	return code !== null && BEFORE_SENDING.has(code)
		? notSentOf(vendor, why, null)
		: unknownOf(vendor, why, null);
}

/** Follows `cause`, `original` and grouped errors to the innermost: SDKs wrap it differently. */
function rootOf(error: unknown, depth = 0): { code: string | null; message: string } {
	if (typeof error !== 'object' || error === null) return { code: null, message: String(error) };
	const { code, name, message, cause, original, errors } = error as Partial<
		Record<'code' | 'name' | 'message' | 'cause' | 'original' | 'errors', unknown>
	>;
	const inner = original ?? cause ?? (Array.isArray(errors) ? (errors[0] as unknown) : undefined);
	if (inner !== undefined && inner !== null && depth < 5) return rootOf(inner, depth + 1);
	return {
		// An abort by a deadline has a number for a code; its name says what it was.
		code: typeof code === 'string' ? code : name === 'TimeoutError' ? name : null,
		message: typeof message === 'string' && message !== '' ? message : 'no message',
	};
}
