import type { IBinaryData, IDataObject, IExecuteFunctions, JsonObject } from 'n8n-workflow';
import { NodeApiError, sleep } from 'n8n-workflow';

import { uploadSchema } from '../domain/frameio/replies';
import { askForOne } from '../shared/frameIoRequest';
import type { Given, PreparedCall } from './operation';

/** Times one part is sent before the upload is given up. */
const MOST_TRIES = 4;
/** Wait before the second try of a part; each further one is twice as long. */
const FIRST_WAIT_MS = 500;
/** One part of the size that Frame.io asks for, over a slow line. */
const PART_TIMEOUT_MS = 600_000;
/** Bytes that are read at a time. */
const CHUNK_BYTES = 1_048_576;

/**
 * Uploads a binary field: makes the file, then sends its parts one after the other to the addresses that
 * Frame.io gives. A part that fails is sent again, those before it are not. Only one part is in memory.
 *
 * @throws NodeApiError when a part fails for good, with the file's id and the parts that are there
 */
export async function uploadFile(
	context: IExecuteFunctions,
	{ method, path, body, manner, values }: PreparedCall,
): Promise<Given[]> {
	const { itemIndex } = manner;
	const field = String(values.binaryPropertyName);
	const binary = context.helpers.assertBinaryData(itemIndex, field);
	const { size, chunks } = await openBinary(context, itemIndex, field, binary);
	const name = typeof body.name === 'string' ? body.name : (binary.fileName ?? field);
	const { upload_urls: parts, ...file } = await askForOne(
		context,
		{ method, path, body: { data: { name, file_size: size } } },
		manner,
		uploadSchema,
	);
	const reader = partReader(chunks);
	for (const [index, part] of parts.entries()) {
		const bytes = await reader(part.size);
		const place = { fileId: file.id, index, count: parts.length, itemIndex };
		await sendPart(context, { url: part.url, type: file.media_type, bytes }, place);
	}
	return [
		{
			json: { ...file, uploadedParts: parts.length } as unknown as IDataObject,
		},
	];
}

async function openBinary(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string,
	{ id }: IBinaryData,
): Promise<{ size: number; chunks: AsyncIterable<Buffer> | Iterable<Buffer> }> {
	if (id === undefined) {
		const whole = await context.helpers.getBinaryDataBuffer(itemIndex, field);
		return { size: whole.length, chunks: [whole] };
	}
	const { fileSize } = await context.helpers.getBinaryMetadata(id);
	const stream = await context.helpers.getBinaryStream(id, CHUNK_BYTES);
	return { size: fileSize, chunks: stream as unknown as AsyncIterable<Buffer> };
}

/** Gives the bytes in pieces of the sizes that are asked for. */
function partReader(chunks: AsyncIterable<Buffer> | Iterable<Buffer>) {
	const source =
		Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
	let rest: Buffer = Buffer.alloc(0);
	return async (size: number): Promise<Buffer> => {
		const held = [rest];
		let length = rest.length;
		while (length < size) {
			const next = await source.next();
			if (next.done === true) break;
			held.push(next.value);
			length += next.value.length;
		}
		const all = Buffer.concat(held);
		rest = all.subarray(size);
		return all.subarray(0, size);
	};
}

async function sendPart(
	context: IExecuteFunctions,
	{ url, type, bytes }: { url: string; type: string; bytes: Buffer },
	place: { fileId: string; index: number; count: number; itemIndex: number },
): Promise<void> {
	for (let tries = 1; ; tries += 1) {
		try {
			await context.helpers.httpRequest({
				method: 'PUT',
				url,
				body: bytes,
				// Both are signed into the address, so the storage refuses a call without them.
				headers: { 'content-type': type, 'x-amz-acl': 'private' },
				timeout: PART_TIMEOUT_MS,
			});
			return;
		} catch (error) {
			const status = Number((error as { response?: { status?: unknown } }).response?.status);
			// 408, 429 and what the storage calls its own trouble pass; all else stays as it is.
			const mayPass = !(status >= 400 && status < 500) || status === 408 || status === 429;
			if (!mayPass || tries === MOST_TRIES) {
				throw new NodeApiError(context.getNode(), error as JsonObject, {
					itemIndex: place.itemIndex,
					message: 'The upload broke off.',
					description: `${place.index} of ${place.count} parts of file ${place.fileId} are there; the next one failed ${tries} ${tries === 1 ? 'time' : 'times'}. Run it again: a new file is made. Delete this one in Frame.io.`,
				});
			}
			await sleep(FIRST_WAIT_MS * 2 ** (tries - 1));
		}
	}
}
