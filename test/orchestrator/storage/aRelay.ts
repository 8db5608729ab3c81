import type { IncomingHttpHeaders, Server } from 'node:http';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a relay changes of a call on its way; nothing where it gives back what it was given. */
export interface Meddling {
	body?(call: { method: string; url: string }, body: Buffer): Buffer;
	answer?(call: { method: string; url: string }, headers: IncomingHttpHeaders): IncomingHttpHeaders;
}

/** A relay in front of a server, as a broken line or proxy. */
export interface Relay {
	url: string;
	meddle(how: Meddling): void;
	stop(): Promise<void>;
}

/** Starts it; it changes nothing until it is told to. */
export async function aRelay(target: string): Promise<Relay> {
	let how: Meddling = {};
	const server: Server = createServer((incoming, response) => {
		const call = { method: incoming.method ?? 'GET', url: incoming.url ?? '/' };
		const pieces: Buffer[] = [];
		incoming.on('data', (piece: Buffer) => pieces.push(piece));
		incoming.on('end', () => {
			const whole = Buffer.concat(pieces);
			const body = how.body?.(call, whole) ?? whole;
			const { method, headers } = incoming;
			const outgoing = request(`${target}${call.url}`, { method, headers }, (answer) => {
				const told = how.answer?.(call, answer.headers) ?? answer.headers;
				response.writeHead(answer.statusCode ?? 502, told);
				answer.pipe(response);
			});
			outgoing.on('error', () => response.destroy());
			outgoing.end(body);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		meddle: (next) => {
			how = next;
		},
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
