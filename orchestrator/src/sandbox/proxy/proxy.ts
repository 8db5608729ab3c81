import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import { isIP, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { VendorRequest } from '../types';
import type { Authority } from './authority';

/** A call as it came through the proxy, with the means to answer it. */
export interface ProxiedCall {
	request: VendorRequest;
	response: ServerResponse;
	/** Cuts the connection with a TCP reset, as a crashed server would. */
	reset(): void;
}

/** What the proxy hands on. */
export interface ProxyListener {
	onCall(call: ProxiedCall): void;
	/** Called when a host was refused before a request came over TLS: an address, or plain HTTP. */
	onRefusedTunnel(host: string, at: number): void;
}

/** A listening proxy. */
export interface Proxy {
	/** `http://127.0.0.1:<port>` */
	url: string;
	stop(): Promise<void>;
}

/** Request bodies above this are refused with 413, in bytes. */
const bodyLimit = 25 * 1024 * 1024;

/** Idle connections are kept this long, in milliseconds: longer than any client keeps its own. */
const keepAliveMs = 120_000;

/**
 * Starts an HTTPS proxy on loopback that ends every TLS tunnel itself.
 *
 * Node's own servers do the work and mockttp the certificates: mockttp's server binds to every
 * network interface and costs several times as much a request.
 *
 * @param port 0 takes a free one
 */
export async function startProxy(
	authority: Authority,
	listener: ProxyListener,
	port: number,
): Promise<Proxy> {
	const sockets = new Set<Socket>();
	/** The tunnel behind a client's port: which host was asked for, and the raw connection. */
	const tunnels = new Map<number, { host: string; socket: Socket }>();

	const secure = https.createServer(
		{
			SNICallback: (name, done) => {
				authority.contextFor(name).then(
					(context) => done(null, context),
					(error: Error) => done(error),
				);
			},
			keepAliveTimeout: keepAliveMs,
		},
		(incoming, response) => {
			const tunnel = tunnels.get(incoming.socket.remotePort ?? -1);
			const host = tunnel?.host ?? hostOf(incoming.headers.host ?? '');
			collect(incoming, response, host, (request) =>
				listener.onCall({
					request,
					response,
					reset: () => (tunnel?.socket ?? incoming.socket).resetAndDestroy(),
				}),
			);
		},
	);
	secure.on('tlsClientError', (_error, socket) => socket.destroy());

	const plain = http.createServer({ keepAliveTimeout: keepAliveMs }, (incoming, response) => {
		const url = incoming.url ?? '';
		const host = hostOf(URL.canParse(url) ? new URL(url).host : (incoming.headers.host ?? ''));
		listener.onRefusedTunnel(host, Date.now());
		response.writeHead(502, { 'content-type': 'application/json', connection: 'close' });
		response.end(JSON.stringify(plainHttpRefusal(host)));
	});
	plain.on('connection', (socket) => {
		sockets.add(socket);
		socket.setNoDelay(true);
		socket.on('error', () => socket.destroy());
		socket.once('close', () => sockets.delete(socket));
	});
	plain.on('connect', (incoming: IncomingMessage, stream: Duplex, head: Buffer) => {
		const socket = stream as Socket;
		const host = hostOf(incoming.url ?? '');
		if (host === '' || isIP(host) !== 0) {
			listener.onRefusedTunnel(host, Date.now());
			socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
			return;
		}
		socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		if (head.length > 0) socket.unshift(head);
		if (incoming.url?.endsWith(':80')) {
			plain.emit('connection', socket);
			return;
		}
		const clientPort = socket.remotePort ?? -1;
		tunnels.set(clientPort, { host, socket });
		socket.once('close', () => tunnels.delete(clientPort));
		secure.emit('connection', socket);
	});

	await listen(plain, port);
	return {
		url: `http://127.0.0.1:${(plain.address() as AddressInfo).port}`,
		async stop() {
			const closed = new Promise<void>((resolve) => plain.close(() => resolve()));
			for (const socket of sockets) socket.destroy();
			await closed;
		},
	};
}

/** Listens on 127.0.0.1; the error of a taken port reaches the caller. */
export function listen(server: http.Server, port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => {
			server.off('error', reject);
			resolve();
		});
	});
}

const hostOf = (authority: string) => {
	const bracketed = /^\[([^\]]+)\]/.exec(authority);
	return (bracketed?.[1] ?? authority.replace(/:\d+$/, '')).toLowerCase();
};

function plainHttpRefusal(host: string) {
	return {
		error: {
			code: 'sandbox/plain-http',
			what: `The sandbox refused a plain HTTP call to ${host}.`,
			why: 'The services it stands in for are reached over HTTPS only.',
			mend: 'Use https:// in the address.',
		},
	};
}

function collect(
	incoming: IncomingMessage,
	response: ServerResponse,
	host: string,
	done: (request: VendorRequest) => void,
): void {
	const chunks: Buffer[] = [];
	let size = 0;
	incoming.on('data', (chunk: Buffer) => {
		size += chunk.length;
		if (size <= bodyLimit) chunks.push(chunk);
	});
	incoming.on('end', () => {
		if (size > bodyLimit) {
			response.writeHead(413, { connection: 'close' });
			response.end();
			return;
		}
		const target = incoming.url ?? '/';
		const bytes = Buffer.concat(chunks);
		const mark = target.indexOf('?');
		done({
			method: incoming.method ?? 'GET',
			host,
			path: mark < 0 ? target : target.slice(0, mark),
			query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
			headers: flatHeaders(incoming.headers),
			body: isText(incoming.headers['content-type']) ? bytes.toString('utf8') : '',
			bytes,
			at: Date.now(),
		});
	});
}

/** Whether a body is kept as text: what names no type is, since forms and JSON are what is called with. */
const isText = (type = 'text/plain') => /^text\/|json|x-www-form-urlencoded|multipart/i.test(type);

function flatHeaders(headers: http.IncomingHttpHeaders): Record<string, string> {
	const flat: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers)) {
		if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
	}
	return flat;
}
