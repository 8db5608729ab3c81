import { createHash } from 'node:crypto';
import { S3Refusal } from './errors';
import type { S3Call } from './call';

/** The bytes of a call, and the headers that came before and after them. */
export interface S3Body {
	bytes: Buffer;
	headers: Record<string, string>;
}

/** What says that the bytes come in chunks with a checksum after the last of them. */
const CHUNKED = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

/**
 * Reads what a call carries: plain bytes, or `aws-chunked` ones with a checksum behind them, as SDKs
 * send streams. Chunks that are signed each are not sent by them over HTTPS or loopback, nor read here.
 *
 * @throws S3Refusal where the bytes are not those that were signed, or not all of them came
 */
export function bodyOf({ body, headers }: Pick<S3Call, 'body' | 'headers'>): S3Body {
	const hash = headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
	if (hash === CHUNKED) return unchunked(body, headers);
	if (hash.startsWith('STREAMING-')) throw new S3Refusal('NotImplemented');
	const isSigned = /^[0-9a-f]{64}$/.test(hash);
	if (isSigned && createHash('sha256').update(body).digest('hex') !== hash) {
		throw new S3Refusal('XAmzContentSHA256Mismatch');
	}
	return { bytes: body, headers };
}

/** `<hex length>[;…]\r\n<bytes>\r\n … 0\r\n<name>:<value>\r\n\r\n` */
function unchunked(body: Buffer, headers: Record<string, string>): S3Body {
	const pieces: Buffer[] = [];
	let at = 0;
	const line = () => {
		const end = body.indexOf('\r\n', at);
		if (end < 0) throw new S3Refusal('IncompleteBody');
		const text = body.toString('latin1', at, end);
		at = end + 2;
		return text;
	};
	for (;;) {
		const length = Number.parseInt(line().split(';')[0] ?? '', 16);
		if (!Number.isInteger(length)) throw new S3Refusal('InvalidRequest');
		if (length === 0) break;
		if (at + length + 2 > body.length) throw new S3Refusal('IncompleteBody');
		pieces.push(body.subarray(at, at + length));
		at += length + 2;
	}
	const bytes = Buffer.concat(pieces);
	const told = headers['x-amz-decoded-content-length'];
	if (told !== undefined && Number(told) !== bytes.length) throw new S3Refusal('IncompleteBody');
	const trailers: Record<string, string> = {};
	while (at < body.length) {
		const [name = '', ...value] = line().split(':');
		if (name !== '') trailers[name.trim().toLowerCase()] = value.join(':').trim();
	}
	const wanted = headers['x-amz-trailer']?.trim().toLowerCase();
	if (wanted !== undefined && trailers[wanted] === undefined) throw new S3Refusal('IncompleteBody');
	return { bytes, headers: { ...headers, ...trailers } };
}
