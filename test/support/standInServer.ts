import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StandIn, VendorRequest } from '../../orchestrator/src/sandbox/types';

/** A stand-in that answers on loopback without proxy and TLS: for a service in the same process. */
export interface StandInServer {
	/** Address without a slash at its end. */
	url: string;
	/** Calls since the start, as `GET /v2/task/1`. */
	calls: string[];
	close(): Promise<void>;
}

/**
 * Lets a stand-in answer on a free port.
 *
 * @param now its clock, milliseconds since 1970
 */
export async function serveStandIn(
	standIn: Pick<StandIn, 'host' | 'handle'>,
	now: () => number = Date.now,
): Promise<StandInServer> {
	const calls: string[] = [];
	// Nobody's next call may meet a connection that is just being closed, however long a test takes.
	const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
			const bytes = Buffer.concat(chunks);
			const method = request.method ?? 'GET';
			calls.push(`${method} ${pathname}`);
			const call: VendorRequest = {
				method,
				host: standIn.host,
				path: pathname,
				query: searchParams,
				headers: Object.fromEntries(
					Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
				),
				body: bytes.toString('utf8'),
				bytes,
				at: now(),
			};
			const answer = standIn.handle(call);
			const headers = { 'content-type': 'application/json', ...answer.headers };
			response.writeHead(answer.status, headers);
			response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		calls,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
