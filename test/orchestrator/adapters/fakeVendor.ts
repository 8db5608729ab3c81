import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connections } from '../../../orchestrator/src/adapters/transport';
import { openConnections } from '../../../orchestrator/src/adapters/transport';

/** One answer of a fake vendor; `reset` cuts the connection, `silence` never answers. */
export type FakeAnswer =
	| 'reset'
	| 'silence'
	| { status?: number; headers?: Record<string, string>; body: unknown };

/** How long an adapter waits, in milliseconds, for what answers: on a busy machine, too. */
export const PATIENCE_MS = 60_000;

/** The same where a test waits for a given answer: what stays silent is waited for in vain. */
export const patienceWith = (answer: FakeAnswer): number =>
	answer === 'silence' ? 1_000 : PATIENCE_MS;

/** Longer than a test takes: nobody's next call may meet a connection that is just being closed. */
export const KEEP_ALIVE_MS = 600_000;

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

/** The fake vendor of a test file, and connections to it. */
export interface VendorOfFile extends Omit<FakeVendor, 'stop'> {
	connections: Connections;
}

/** Starts one for the tests of a file; each of them begins with nothing asked, and nothing answered. */
export function fakeVendorOfFile(): VendorOfFile {
	const connections = openConnections(PATIENCE_MS);
	const vendor: VendorOfFile = { base: '', requests: [], answers: {}, connections };
	let stop = async (): Promise<void> => undefined;
	beforeAll(async () => {
		const started = await serve(vendor);
		vendor.base = started.base;
		stop = started.stop;
	});
	beforeEach(() => {
		vendor.requests.length = 0;
		vendor.answers = {};
	});
	afterAll(async () => {
		connections.close();
		await stop();
	});
	return vendor;
}

/** Starts it on a free port. */
export async function startFakeVendor(): Promise<FakeVendor> {
	const script: Pick<FakeVendor, 'requests' | 'answers'> = { requests: [], answers: {} };
	return Object.assign(script, await serve(script));
}

/** Lets a port of its own answer by a script, which may change at any time. */
async function serve(
	vendor: Pick<FakeVendor, 'requests' | 'answers'>,
): Promise<Pick<FakeVendor, 'base' | 'stop'>> {
	const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
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
	return {
		base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
