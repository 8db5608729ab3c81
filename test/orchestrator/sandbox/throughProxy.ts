import { readFileSync } from 'node:fs';
import https from 'node:https';
import { sandboxTokens } from '../../../orchestrator/src/sandbox/accounts';
import type { Sandbox } from '../../../orchestrator/src/sandbox';
import type { JsonObject } from '../../../orchestrator/src/sandbox/types';

/** What came back through the proxy. */
export interface ProxyAnswer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	body: JsonObject;
}

/** A client whose calls go through a sandbox's proxy over TLS. */
export interface ProxyClient {
	/** @param body goes as JSON, a text as a form */
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
		const text = body === undefined ? '' : isForm ? body : JSON.stringify(body);
		const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
		const request = https.request(
			url,
			{
				method,
				agent,
				headers: {
					authorization: authorizations[url.hostname] ?? '',
					...(text === '' ? {} : { 'content-type': type }),
					...headers,
				},
			},
			(response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('error', reject);
				response.on('end', () => {
					const answer = Buffer.concat(chunks).toString('utf8');
					resolve({
						status: response.statusCode ?? 0,
						headers: response.headers,
						body: (answer === '' ? {} : JSON.parse(answer)) as JsonObject,
					});
				});
			},
		);
		request.on('error', reject);
		request.end(text);
	});
}
