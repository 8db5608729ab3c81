import type { XmlValue } from './xml';

/** One call to the storage. */
export interface S3Call {
	/** Upper case. */
	method: string;
	/** Percent-encoded as it was sent, without the query. */
	path: string;
	query: URLSearchParams;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** As it came, with whatever encoding of chunks. */
	body: Buffer;
	/** Milliseconds since 1970, UTC. */
	at: number;
}

/** What the storage says to a call. */
export interface S3Answer {
	status: number;
	headers?: Record<string, string>;
	/** A document and its root, as XML. */
	xml?: [root: string, value: { [name: string]: XmlValue }];
	/** Bytes of an object, both ends counted from 0 and sent. */
	bytes?: { vaultName: string; from: number; to: number };
}

/** Bucket and key of a path-style address; the key is empty for the bucket itself. */
export function placeOf(path: string): { bucket: string; key: string } {
	const [, bucket = '', ...rest] = path.split('/');
	return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(rest.join('/')) };
}
