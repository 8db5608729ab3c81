import type { Readable } from 'node:stream';
import { Readable as ReadableStream } from 'node:stream';
import type { AxiosResponse } from 'axios';
import axios from 'axios';
import { z } from 'zod';
import { LookUpFailed, harmless } from '../harmless';
import type { Failure } from '../outcome';
import { failureOf } from '../outcome';
import type { Connections } from '../transport';
import { transportFailure } from '../transport';
import type { FrameioClient } from './http';
import { VENDOR } from './http';

/** A file as it was uploaded. */
export interface OriginalFile {
	id: string;
	name: string;
	/** e.g. `video/mp4`, as Frame.io has it. */
	mediaType: string;
	projectId: string;
	/** Folder or version stack it is in. */
	parentId: string | null;
	sizeBytes: number;
	/** Where a person looks at it. */
	url: string;
	/**
	 * Exactly `sizeBytes` bytes, less those that were left out. A connection that breaks is taken up
	 * again where it broke; the stream fails with LookUpFailed when that does not help, and where the
	 * bytes are no longer those of the same file.
	 */
	stream: Readable;
}

/** Which bytes of a file are wanted. */
export interface OriginalWanted {
	/** Account the file is in; null for the one of the configuration. */
	accountId: string | null;
	fileId: string;
	/** Bytes at the beginning that are there already; default 0. */
	fromByte?: number;
	/** Ends the download. */
	signal?: AbortSignal;
}

/** Times a connection may break without a byte having come in between. */
const MOST_BREAKS = 3;

const fileSchema = z.object({
	id: z.string().min(1),
	name: z.string(),
	media_type: z.string(),
	project_id: z.string().min(1),
	parent_id: z.string().nullable(),
	file_size: z.number().int().min(0),
	view_url: z.string(),
	media_links: z.object({
		original: z.object({ download_url: z.string().url().nullable() }).nullish(),
	}),
});

/**
 * Opens the bytes that were uploaded. The link lets in by itself, so our token never goes there.
 *
 * @throws LookUpFailed where there is no such file, its bytes have not come yet, or it may not be read
 */
export async function openOriginal(
	client: FrameioClient,
	connections: Connections,
	wanted: OriginalWanted & { accountId: string },
): Promise<OriginalFile> {
	const { accountId, fileId, fromByte = 0, signal } = wanted;
	const path = `/v4/accounts/${encodeURIComponent(accountId)}/files/${encodeURIComponent(fileId)}`;
	const look = async () => await client.read(`${path}?include=media_links.original`, fileSchema);
	const file = await look();
	const first = await openAt(connections, linkOf(file), { from: fromByte, signal });
	const { etag } = first;
	return {
		id: file.id,
		name: file.name,
		mediaType: file.media_type,
		projectId: file.project_id,
		parentId: file.parent_id,
		sizeBytes: file.file_size,
		url: file.view_url,
		stream: ReadableStream.from(
			bytesOf(file.file_size, fromByte, first, async (from) => {
				// Links end: one that was given an hour ago may no longer let in.
				const next = await openAt(connections, linkOf(await look()), { from, signal });
				if (next.etag === etag) return next;
				next.body.destroy();
				throw new LookUpFailed(failed('The file was changed while it was read.'));
			}),
			{ objectMode: false },
		),
	};
}

/** A connection that gives bytes. */
interface Opened {
	body: Readable;
	/** What tells one content from another; null where it says nothing. */
	etag: string | null;
}

async function* bytesOf(
	size: number,
	fromByte: number,
	first: Opened,
	reopen: (from: number) => Promise<Opened>,
): AsyncGenerator<Buffer> {
	let at = fromByte;
	let opened = first;
	/** Breaks since a byte came. */
	let breaks = 0;
	for (;;) {
		const before = at;
		let why: unknown = new Error(`it ended after ${at} of ${size} bytes`);
		try {
			for await (const chunk of opened.body) {
				const bytes = chunk as Buffer;
				if (at + bytes.length > size) {
					throw new LookUpFailed(failed(`More than the ${size} bytes of the file came.`));
				}
				at += bytes.length;
				yield bytes;
			}
			if (at === size) return;
		} catch (error) {
			if (error instanceof LookUpFailed || axios.isCancel(error)) throw error;
			why = error;
		} finally {
			opened.body.destroy();
		}
		breaks = at > before ? 1 : breaks + 1;
		if (breaks > MOST_BREAKS) throw brokenOff(why);
		opened = await reopen(at);
	}
}

async function openAt(
	connections: Connections,
	url: string,
	{ from, signal }: { from: number; signal: AbortSignal | undefined },
): Promise<Opened> {
	const response = await axios
		.get<Readable>(url, {
			responseType: 'stream',
			// Node's own agent goes through the proxy; axios must not do it a second time.
			proxy: false,
			httpAgent: connections.http,
			httpsAgent: connections.https,
			maxRedirects: 0,
			// What is stored compressed is measured as it is stored.
			decompress: false,
			validateStatus: () => true,
			...(from > 0 ? { headers: { range: `bytes=${from}-` } } : {}),
			...(signal === undefined ? {} : { signal }),
		})
		.catch((error: unknown) => {
			if (axios.isCancel(error)) throw error;
			throw brokenOff(error);
		});
	const isRight =
		response.status === (from > 0 ? 206 : 200) && (from === 0 || startsAt(response, from));
	if (isRight) {
		const etag: unknown = response.headers.etag;
		return { body: response.data, etag: typeof etag === 'string' ? etag : null };
	}
	response.data.destroy();
	throw new LookUpFailed(refusedDownload(response.status));
}

const startsAt = ({ headers }: AxiosResponse, from: number) =>
	String(headers['content-range'] ?? '').startsWith(`bytes ${from}-`);

function linkOf({ name, media_links: { original } }: z.infer<typeof fileSchema>): string {
	const link = original?.download_url ?? null;
	if (link !== null) return link;
	throw new LookUpFailed(
		failed(
			`Frame.io gives no link to the original of "${name}": its upload is not complete, or the service account may not download it.`,
		),
	);
}

function failed(why: string): Failure {
	return {
		result: 'notSent',
		status: null,
		error: {
			code: 'frameio/not-downloaded',
			what: 'The file could not be downloaded from Frame.io.',
			why,
			mend: 'Try again when the upload is complete; if it stays, check that the service account may download files of this project.',
		},
	};
}

const brokenOff = (error: unknown) =>
	new LookUpFailed(harmless(VENDOR, transportFailure(VENDOR, error)));

function refusedDownload(status: number): Failure {
	const failure = failureOf({
		vendor: VENDOR,
		status: status < 400 ? 502 : status,
		vendorCode: null,
		message: `its link to the file gave ${status}`,
		retryAfterMs: null,
		mend: null,
	});
	return harmless(VENDOR, failure);
}
