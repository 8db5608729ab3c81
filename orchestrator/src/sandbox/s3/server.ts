import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { FaultBook } from '../faults';
import { defaultHoldMs, defaultSlowMs } from '../gateway';
import type { Journal } from '../journal';
import type { FaultRule, RecordedRequest } from '../types';
import type { S3Answer, S3Call } from './call';
import { S3Refusal } from './errors';
import { LARGEST_PUT } from './objects';
import { answerS3, refusalAnswer } from './standIn';
import type { S3Store } from './store';
import { xmlOf } from './xml';

/** The name under which calls are in the journal and faults are ordered. */
export const storageHost = 's3';

/** Idle connections are kept this long, in milliseconds: longer than any client keeps its own. */
const KEEP_ALIVE_MS = 600_000;

/** What the server works with. */
export interface StorageServerOptions {
	/** 0 takes a free port. */
	port: number;
	store: S3Store;
	faults: FaultBook;
	journal: Journal;
	now: () => Date;
	/** Called after a call that may have changed something. */
	onChange: () => void;
	/** Smallest part that is not the last, in bytes; default: S3's. */
	leastPartBytes?: number;
}

/** A storage that speaks S3 on loopback. */
export interface StorageServer {
	/** `http://127.0.0.1:<port>` */
	url: string;
	stop(): Promise<void>;
}

/**
 * Starts the storage, path-style. Faults ordered for the host `s3`: `429` is a SlowDown, `500` an
 * InternalError; `reset` cuts the connection once some of the body has come, or after the work.
 */
export async function startStorage(options: StorageServerOptions): Promise<StorageServer> {
	const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
		serve(options, request, response).catch((error: unknown) => {
			const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
			if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
			response.end(`The stand-in for S3 failed: ${why}`);
		});
	});
	// An upload of a large part over a slow relay takes what it takes.
	server.requestTimeout = 0;
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port, '127.0.0.1', () => resolve());
	});
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		stop: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

async function serve(
	options: StorageServerOptions,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const { store, journal, faults, now, onChange, leastPartBytes } = options;
	const startedAt = performance.now();
	const at = now();
	const method = request.method ?? 'GET';
	const target = request.url ?? '/';
	const entry = journal.add({
		at: at.toISOString(),
		host: storageHost,
		method,
		path: withoutSignature(target),
		status: 0,
		ms: 0,
		requestHeaders: publicHeaders(request),
		requestBody: '',
		responseBody: '',
		violations: [],
	});
	const complete = (status: number, told: string) =>
		journal.complete(entry, status, told, Math.round((performance.now() - startedAt) * 10) / 10);
	const fault = faults.take(storageHost, method, target);
	if (fault !== null) entry.fault = fault.kind;
	if (fault?.kind === 'reset' && fault.afterWork !== true) {
		complete(0, '');
		await cutInTheMiddle(request);
		return;
	}
	const body = await readBody(request);
	if (body === null) return complete(0, '');
	entry.requestBody = body.length === 0 ? '' : shown(body);
	const [path = '/', search = ''] = target.split('?', 2);
	const query = new URLSearchParams(search);
	const call: S3Call = { method, path, query, headers: headersOf(request), body, at: at.getTime() };
	const work = async () => {
		const answer = await answerS3(store, call, leastPartBytes);
		if (method !== 'GET' && method !== 'HEAD') onChange();
		return answer;
	};
	const answer = await underFault(fault, call, work, request);
	if (answer === null) return complete(0, '');
	const told = await send(response, answer, store, { method, at });
	complete(answer.status, told);
}

/** What is answered while a fault is on; null where nothing is. */
async function underFault(
	fault: FaultRule | null,
	call: S3Call,
	work: () => Promise<S3Answer>,
	request: IncomingMessage,
): Promise<S3Answer | null> {
	if (fault === null) return await work();
	if (fault.kind === 'slow') {
		await closedOrAfter(request, fault.delayMs ?? defaultSlowMs);
		return await work();
	}
	if (fault.afterWork === true) await work();
	if (fault.kind === '429') return refusalAnswer(new S3Refusal('SlowDown'), call);
	if (fault.kind === '500') return refusalAnswer(new S3Refusal('InternalError'), call);
	if (fault.kind === 'timeout') await closedOrAfter(request, fault.delayMs ?? defaultHoldMs);
	request.socket.resetAndDestroy();
	return null;
}

async function closedOrAfter({ socket }: IncomingMessage, ms: number): Promise<void> {
	await new Promise<void>((resolve) => {
		const timer = setTimeout(end, ms);
		function end() {
			clearTimeout(timer);
			socket.off('close', end);
			resolve();
		}
		socket.once('close', end);
	});
}

/** Takes some of the body, where there is one, and cuts the connection. */
async function cutInTheMiddle(request: IncomingMessage): Promise<void> {
	const hasBody = Number(request.headers['content-length'] ?? 0) > 0;
	if (hasBody) {
		await new Promise<void>((resolve) => {
			request.once('data', () => resolve());
			request.once('close', () => resolve());
		});
	}
	request.socket.resetAndDestroy();
}

/** The body whole; null where it did not come whole, or is too large. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
	const pieces: Buffer[] = [];
	let length = 0;
	try {
		for await (const piece of request as AsyncIterable<Buffer>) {
			length += piece.length;
			if (length > LARGEST_PUT) {
				request.socket.destroy();
				return null;
			}
			pieces.push(piece);
		}
	} catch {
		return null; // whoever sent it has gone away
	}
	return Buffer.concat(pieces, length);
}

async function send(
	response: ServerResponse,
	{ status, headers = {}, xml, bytes }: S3Answer,
	store: S3Store,
	{ method, at }: { method: string; at: Date },
): Promise<string> {
	const usual = {
		server: 'AmazonS3',
		date: at.toUTCString(),
		'x-amz-request-id': Date.now().toString(16).toUpperCase(),
	};
	if (bytes !== undefined && method !== 'HEAD') {
		response.writeHead(status, { ...usual, ...headers });
		const { vaultName, from, to } = bytes;
		if (to < from) response.end();
		// A client that goes away in the middle ends the reading; nobody is left to be told.
		else
			await pipeline(store.vault.read(vaultName, from, to), response).catch(() =>
				response.destroy(),
			);
		return `(${Math.max(0, to - from + 1)} bytes)`;
	}
	const text =
		xml === undefined || method === 'HEAD' ? '' : xmlOf(xml[0], xml[1], xml[0] === 'Error');
	const type = text === '' ? {} : { 'content-type': 'application/xml' };
	const length = method === 'HEAD' ? {} : { 'content-length': String(Buffer.byteLength(text)) };
	response.writeHead(status, { ...usual, ...type, ...length, ...headers });
	response.end(text);
	return text;
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).flatMap(([name, value]) =>
			value === undefined ? [] : [[name, Array.isArray(value) ? value.join(',') : value]],
		),
	);
}

function publicHeaders(request: IncomingMessage): RecordedRequest['requestHeaders'] {
	const { authorization, ...rest } = headersOf(request);
	return authorization === undefined ? rest : { ...rest, authorization: '(not kept)' };
}

/** An address that lets in by itself is not kept either. */
const withoutSignature = (target: string) =>
	target.replace(/(X-Amz-Signature=)[0-9a-f]+/, '$1(not kept)');

const shown = (body: Buffer) =>
	body.length < 20_000 && body.toString('latin1', 0, 1) === '<'
		? body.toString('utf8')
		: `(${body.length} bytes)`;
