import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { sandboxStorage } from '../accounts';
import type { S3Call } from './call';
import { S3Refusal } from './errors';

/** How far the time of a call may be from ours, in milliseconds (as S3's: 15 minutes). */
const MOST_SKEW_MS = 15 * 60_000;

/** Longest that an address may be good for, in seconds. */
const LONGEST_SECONDS = 7 * 86_400;

type Signable = Parameters<SignatureV4['presign']>[0];

/** SHA-256 in the form in which the signer takes it. */
class Sha256 {
	private readonly hash;

	constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
		this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
	}

	update(bytes: Uint8Array): void {
		this.hash.update(bytes);
	}

	async digest(): Promise<Uint8Array> {
		return await Promise.resolve(new Uint8Array(this.hash.digest()));
	}

	reset(): void {
		throw new Error('A hash is used once.');
	}
}

function bytesOf(secret: string | ArrayBuffer | ArrayBufferView): Buffer | string {
	if (typeof secret === 'string') return secret;
	return ArrayBuffer.isView(secret)
		? Buffer.from(secret.buffer, secret.byteOffset, secret.byteLength)
		: Buffer.from(secret);
}

/**
 * Sees that a call was signed by somebody who has the key, as Signature Version 4 has it: in a header,
 * or in the address until that ends.
 *
 * @throws S3Refusal
 */
export async function checkSignature(call: S3Call): Promise<void> {
	const { headers, query } = call;
	if (headers.authorization !== undefined) await checkHeader(call, headers.authorization);
	else if (query.has('X-Amz-Signature')) await checkAddress(call);
	else throw new S3Refusal('AccessDenied');
}

const HEADER =
	/^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

async function checkHeader(call: S3Call, header: string): Promise<void> {
	const [, credential, names, signature] = HEADER.exec(header) ?? [];
	if (credential === undefined || names === undefined || signature === undefined) {
		throw new S3Refusal('AuthorizationHeaderMalformed');
	}
	const signer = signerFor(credential, 'AuthorizationHeaderMalformed');
	const signingDate = dateIn(call.headers['x-amz-date'] ?? '');
	if (signingDate === null) throw new S3Refusal('AccessDenied');
	if (Math.abs(signingDate.getTime() - call.at) > MOST_SKEW_MS) {
		throw new S3Refusal('RequestTimeTooSkewed');
	}
	const signed = names.split(';');
	if (!signed.includes('host')) throw new S3Refusal('AccessDenied');
	const request = signable(call, signed, [...call.query]);
	const { headers } = await signer.sign(request, { signingDate, signableHeaders: new Set(signed) });
	const [, , , right = ''] = HEADER.exec(headers.authorization ?? '') ?? [];
	needSame(signature, right);
}

const ADDED = ['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature'].map(
	(name) => `X-Amz-${name}`,
);

async function checkAddress(call: S3Call): Promise<void> {
	const { query } = call;
	const signer = signerFor(
		query.get('X-Amz-Credential') ?? '',
		'AuthorizationQueryParametersError',
	);
	const signingDate = dateIn(query.get('X-Amz-Date') ?? '');
	const expiresIn = Number(query.get('X-Amz-Expires') ?? Number.NaN);
	if (signingDate === null || !(expiresIn > 0 && expiresIn <= LONGEST_SECONDS)) {
		throw new S3Refusal('AuthorizationQueryParametersError');
	}
	const ends = signingDate.getTime() + expiresIn * 1_000;
	if (call.at >= ends) throw new S3Refusal('AccessDenied', 'Request has expired');
	if (call.at < signingDate.getTime() - MOST_SKEW_MS) {
		throw new S3Refusal('AccessDenied', 'Request is not valid yet');
	}
	const signed = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
	const own = [...query].filter(([name]) => !ADDED.includes(name));
	const request = signable(call, signed, own);
	// What is in the address for the body stands for the header of that name.
	const [hash] = own.filter(([name]) => name.toLowerCase() === 'x-amz-content-sha256');
	request.headers[hash?.[0] ?? 'X-Amz-Content-Sha256'] = hash?.[1] ?? 'UNSIGNED-PAYLOAD';
	const right = await signer.presign(request, {
		signingDate,
		expiresIn,
		signableHeaders: new Set(signed),
	});
	needSame(query.get('X-Amz-Signature') ?? '', String(right.query?.['X-Amz-Signature'] ?? ''));
}

function signable(call: S3Call, signed: string[], query: Array<[string, string]>): Signable {
	const { method, path, headers } = call;
	const [hostname = '', port] = (headers.host ?? '').split(':');
	const named = signed.flatMap((name) => {
		const value = headers[name];
		return value === undefined ? [] : [[name, value] as const];
	});
	return {
		method,
		protocol: 'http:',
		hostname,
		...(port === undefined ? {} : { port: Number(port) }),
		path,
		query: Object.fromEntries(query),
		headers: Object.fromEntries(named),
	};
}

function signerFor(
	credential: string,
	malformed: 'AuthorizationHeaderMalformed' | 'AuthorizationQueryParametersError',
): SignatureV4 {
	const [accessKeyId = '', , region, service, end] = credential.split('/');
	if (accessKeyId !== sandboxStorage.keys.accessKeyId) throw new S3Refusal('InvalidAccessKeyId');
	if (region !== sandboxStorage.region || service !== 's3' || end !== 'aws4_request') {
		throw new S3Refusal(malformed, `The region is ${sandboxStorage.region}, the service s3.`);
	}
	return new SignatureV4({
		credentials: { ...sandboxStorage.keys },
		region,
		service,
		sha256: Sha256,
		uriEscapePath: false,
	});
}

/** `20261126T120000Z` */
function dateIn(text: string): Date | null {
	const [, year, month, day, hour, minute, second] =
		/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
	if (second === undefined) return null;
	const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
	return Number.isNaN(at.getTime()) ? null : at;
}

function needSame(given: string, right: string): void {
	const [a, b] = [Buffer.from(given), Buffer.from(right)];
	if (a.length !== b.length || !timingSafeEqual(a, b)) throw new S3Refusal('SignatureDoesNotMatch');
}
