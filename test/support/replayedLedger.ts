import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call the ledger got. */
export interface LedgerCall {
	method: string;
	path: string;
	authorization: string | undefined;
	body: Record<string, unknown>;
}

/** What the ledger answers; a text is sent as it is. In place of one, null hangs up. */
export interface LedgerReply {
	status: number;
	body: unknown;
}

/** A ledger on loopback that answers from a script. */
export interface ReplayedLedger {
	url: string;
	calls: LedgerCall[];
	stop(): Promise<void>;
}

/** Starts a loopback server that hands each call to `reply`. */
export async function replayLedger(
	reply: (
		body: Record<string, unknown>,
		call: LedgerCall,
	) => LedgerReply | null | Promise<LedgerReply | null>,
): Promise<ReplayedLedger> {
	const calls: LedgerCall[] = [];
	const server = createServer((request, response) => {
		void readBody(request).then(async (body) => {
			const { method = '', url = '', headers } = request;
			const call = { method, path: url, authorization: headers.authorization, body };
			calls.push(call);
			const answer = await reply(body, call);
			if (answer === null) {
				request.socket.destroy();
				return;
			}
			response.writeHead(answer.status, { 'content-type': 'application/json' });
			response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		calls,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
}
