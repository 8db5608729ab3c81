import type { IDataObject, IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

import { MendableError } from '../domain/errors';
import { fileSchema } from '../domain/frameio/replies';
import { askForOne } from '../shared/frameIoRequest';
import type { Given, PreparedCall } from './operation';

/** A stream of bytes, as n8n's binary store takes it. */
type ByteStream = Extract<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	{ pipe: unknown }
>;

/**
 * Gets a file as it was uploaded, streamed into n8n's binary store. The link lets in by itself, so the
 * token never goes there.
 *
 * @throws MendableError `frameio/no-original` while its bytes are not there, or may not be read
 */
export async function downloadFile(
	context: IExecuteFunctions,
	{ method, path, manner, values }: PreparedCall,
): Promise<Given[]> {
	const query = { include: 'media_links.original' };
	const { media_links: links, ...file } = await askForOne(
		context,
		{ method, path, query },
		manner,
		fileSchema,
	);
	const url = links?.original?.download_url ?? null;
	if (url === null) throw noOriginal(file.name);
	const { body } = (await context.helpers.httpRequest({
		method: 'GET',
		url,
		encoding: 'stream',
		returnFullResponse: true,
	})) as IN8nHttpFullResponse & { body: ByteStream };
	const binary = await context.helpers.prepareBinaryData(body, file.name, file.media_type);
	const field = String(values.binaryPropertyName);
	return [{ json: file as unknown as IDataObject, binary: { [field]: binary } }];
}

function noOriginal(name: string): MendableError {
	return new MendableError(
		'frameio/no-original',
		'The file cannot be downloaded.',
		`Frame.io gives no link to the original of "${name}": its upload is not complete, or it may not be downloaded.`,
		'Wait for the event file.upload.completed, or give the credential’s user the right to download.',
	);
}
