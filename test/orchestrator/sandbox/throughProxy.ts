import { readFileSync } from 'node:fs';
import https from 'node:https';
import { sandboxTokens } from '../../../orchestrator/src/sandbox/accounts';
import type { Sandbox } from '../../../orchestrator/src/sandbox';
import type { JsonObject } from '../../../orchestrator/src/sandbox/types';

/** What came back through the proxy. */
export interface ProxyAnswer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	/** An empty object for what is no JSON. */
	body: JsonObject;
	/** The body byte for byte. */
	bytes: Buffer;
}

/** A client whose calls go through a sandbox's proxy over TLS. */
export interface ProxyClient {
	/** @param body goes as JSON, a text as a form, bytes as they are */
	call(
		method: string,
		url: string,
		body?: unknown,
		headers?: Record<string, string>,
	): Promise<ProxyAnswer>;
	close(): void;
}

const authorizations: Record<string, string> = {
	'api.hubapi.com': `Bearer ${sandboxTokens.hubspot}`,
	'slack.com': `Bearer ${sandboxTokens.slack}`,
	'api.clickup.com': sandboxTokens.clickup,
	'api.stripe.com': `Bearer ${sandboxTokens.stripe}`,
};

/** Connections are kept and used again, as n8n and the service do. */
export function throughProxy(sandbox: Pick<Sandbox, 'proxyUrl' | 'caFile'>): ProxyClient {
	const agent = new https.Agent({
		keepAlive: true,
		ca: readFileSync(sandbox.caFile),
		proxyEnv: { HTTPS_PROXY: sandbox.proxyUrl },
	});
	return {
		call: (method, url, body, headers) => call(agent, method, new URL(url), body, headers),
		close: () => agent.destroy(),
	};
}

function call(
	agent: https.Agent,
	method: string,
	url: URL,
	body: unknown,
	headers: Record<string, string> = {},
): Promise<ProxyAnswer> {
	return new Promise((resolve, reject) => {
		const isForm = typeof body === 'string';
		const isRaw = isForm || Buffer.isBuffer(body);
		const sent = body === undefined ? '' : isRaw ? body : JSON.stringify(body);
		const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
		const request = https.request(
			url,
			{
				method,
				agent,
				headers: {
					authorization: authorizations[url.hostname] ?? '',
					// Node sends no body with a DELETE that does not say how long it is.
					...(sent === ''
						? {}
						: { 'content-type': type, 'content-length': Buffer.byteLength(sent) }),
					...headers,
				},
			},
			(response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('error', reject);
				response.on('end', () => {
					const bytes = Buffer.concat(chunks);
					const isJson = response.headers['content-type']?.startsWith('application/json') ?? false;
					const answer = isJson ? bytes.toString('utf8') : '';
					resolve({
						status: response.statusCode ?? 0,
						headers: response.headers,
						bytes,
						body: (answer === '' ? {} : JSON.parse(answer)) as JsonObject,
					});
				});
			},
		);
		request.on('error', reject);
		request.end(sent);
	});
}
