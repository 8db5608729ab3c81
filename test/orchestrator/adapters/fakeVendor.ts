import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answer of a fake vendor; `reset` cuts the connection, `silence` never answers. */
export type FakeAnswer =
	| 'reset'
	| 'silence'
	| { status?: number; headers?: Record<string, string>; body: unknown };

/** What a fake vendor was asked. */
export interface FakeRequest {
	method: string;
	path: string;
	headers: Record<string, string | string[] | undefined>;
	body: string;
}

/** A vendor on loopback that answers as the test says. */
export interface FakeVendor {
	base: string;
	requests: FakeRequest[];
	/** Answers by the end of the path, with the query or without it; what is not named gets 404. */
	answers: Record<string, FakeAnswer>;
	stop(): Promise<void>;
}

/** Starts it on a free port. */
export async function startFakeVendor(): Promise<FakeVendor> {
	const server = createServer((request, response) => {
		let body = '';
		request.setEncoding('utf8').on('data', (part: string) => (body += part));
		request.on('end', () => {
			const path = request.url ?? '';
			vendor.requests.push({ method: request.method ?? '', path, headers: request.headers, body });
			const [bare = ''] = path.split('?');
			const names = Object.keys(vendor.answers);
			const name =
				names.find((end) => path.endsWith(end)) ?? names.find((end) => bare.endsWith(end));
			const answer = name === undefined ? undefined : vendor.answers[name];
			if (answer === 'silence') return;
			if (answer === 'reset') {
				request.socket.resetAndDestroy();
				return;
			}
			response.writeHead(answer === undefined ? 404 : (answer.status ?? 200), {
				'content-type': 'application/json',
				...answer?.headers,
			});
			const text = answer?.body ?? { message: 'nothing here' };
			response.end(typeof text === 'string' ? text : JSON.stringify(text));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const vendor: FakeVendor = {
		base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests: [],
		answers: {},
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return vendor;
}
