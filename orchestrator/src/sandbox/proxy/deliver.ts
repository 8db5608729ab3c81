import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Delivery, Gateway } from '../gateway';
import type { Content, VendorAnswer } from '../types';
import type { ProxiedCall } from './proxy';

/** Serves a call through the gateway and carries out what it decides. */
export function serveCall(gateway: Gateway, { request, response, reset }: ProxiedCall): void {
	const startedAt = performance.now();
	const { delivery, entry } = gateway.serve(request);
	const complete = (status: number, body: string) =>
		gateway.complete(entry, status, body, performance.now() - startedAt);
	carryOut(delivery, response, reset, complete);
}

function carryOut(
	delivery: Delivery,
	response: ServerResponse,
	reset: () => void,
	complete: (status: number, body: string) => void,
): void {
	if (delivery.kind === 'reset') {
		complete(0, '');
		reset();
		return;
	}
	if (delivery.kind === 'hold') {
		const timer = setTimeout(reset, delivery.holdMs);
		response.once('close', () => {
			clearTimeout(timer);
			complete(0, '');
		});
		return;
	}
	const { answer, delayMs } = delivery;
	if (delayMs === 0) return complete(answer.status, send(response, answer));
	const timer = setTimeout(() => complete(answer.status, send(response, answer)), delayMs);
	response.once('close', () => clearTimeout(timer));
}

/** Writes the answer; returns its body as it was sent, or how much there is of what is no text. */
function send(response: ServerResponse, answer: VendorAnswer): string {
	if (answer.content !== undefined) return sendContent(response, answer, answer.content);
	const text = answer.body === undefined ? '' : JSON.stringify(answer.body);
	const type = text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' };
	response.writeHead(answer.status, {
		...type,
		'content-length': Buffer.byteLength(text),
		...answer.headers,
	});
	response.end(text);
	return text;
}

/** The headers of the answer go before ours. */
function sendContent(response: ServerResponse, answer: VendorAnswer, content: Content): string {
	const { type, length } = content;
	response.writeHead(answer.status, {
		'content-type': type,
		'content-length': length,
		...answer.headers,
	});
	// A client that goes away in the middle ends the reading; nobody is left to be told.
	pipeline(content.open(), response).catch(() => response.destroy());
	return `(${length} bytes of ${type})`;
}
