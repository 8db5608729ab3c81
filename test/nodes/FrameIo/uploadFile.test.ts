import { Readable } from 'node:stream';

import fc from 'fast-check';
import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { PreparedCall } from '../../../nodes/FrameIo/operation';
import { uploadFile } from '../../../nodes/FrameIo/uploadFile';
import { fakeNode } from '../../support/fakeExecute';

const file = {
	id: 'f1',
	name: 'cut.mp4',
	type: 'file',
	project_id: 'p1',
	parent_id: 'd1',
	view_url: 'https://next.frame.io/x',
	status: 'created',
	media_type: 'video/mp4',
	file_size: 0,
};

const call: PreparedCall = {
	method: 'POST',
	path: '/v4/accounts/acc/folders/d1/files/local_upload',
	query: {},
	body: {},
	values: { binaryPropertyName: 'film' },
	manner: { itemIndex: 0, waitSeconds: 0 },
};

/** A node whose binary field lies in n8n's store, as chunks of any size. */
function aNode(content: Buffer, partSize: number, chunks: number[], refuse: number | null = null) {
	const parts: Buffer[] = [];
	const asked: IHttpRequestOptions[] = [];
	const urls = Array.from({ length: Math.ceil(content.length / partSize) }, (_, index) => ({
		size: Math.min(partSize, content.length - index * partSize),
		url: `https://uploads.example/part_${index + 1}`,
	}));
	function* pieces() {
		let at = 0;
		for (let turn = 0; at < content.length; turn += 1) {
			const size = Math.max(1, chunks[turn % chunks.length] ?? 1);
			yield content.subarray(at, at + size);
			at += size;
		}
	}
	const context = {
		getNode: () => fakeNode,
		getInputData: () => [],
		getNodeParameter: () => 'serverToServer',
		helpers: {
			assertBinaryData: () => ({ id: 'filesystem:1', fileName: 'cut.mp4', mimeType: 'video/mp4' }),
			getBinaryMetadata: async () => await Promise.resolve({ fileSize: content.length }),
			getBinaryStream: async () => await Promise.resolve(Readable.from(pieces())),
			httpRequestWithAuthentication: async (_type: string, request: IHttpRequestOptions) => {
				asked.push(request);
				const body = { data: { ...file, upload_urls: urls } };
				return await Promise.resolve({ statusCode: 201, headers: {}, body });
			},
			httpRequest: async ({ body, headers }: IHttpRequestOptions) => {
				if (parts.length === refuse) {
					throw Object.assign(new Error('Forbidden'), { response: { status: 403 } });
				}
				expect(headers).toEqual({ 'content-type': 'video/mp4', 'x-amz-acl': 'private' });
				parts.push(body as Buffer);
				return await Promise.resolve('');
			},
		},
	} as unknown as IExecuteFunctions;
	return { context, parts, asked };
}

describe('an upload from n8n’s store', () => {
	it('sends every byte once and in order, in parts of the sizes asked for', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.uint8Array({ minLength: 1, maxLength: 400 }),
				fc.integer({ min: 1, max: 120 }),
				fc.array(fc.integer({ min: 1, max: 150 }), { minLength: 1, maxLength: 4 }),
				async (bytes, partSize, chunks) => {
					const content = Buffer.from(bytes);
					const { context, parts, asked } = aNode(content, partSize, chunks);
					const [{ json }] = await uploadFile(context, call);

					expect(Buffer.concat(parts).equals(content)).toBe(true);
					expect(parts.slice(0, -1).every(({ length }) => length === partSize)).toBe(true);
					expect(json).toMatchObject({ id: 'f1', uploadedParts: parts.length });
					expect(asked[0]?.body).toEqual({ data: { name: 'cut.mp4', file_size: content.length } });
				},
			),
			{ seed: 11, numRuns: 60 },
		);
	});

	it('gives up at once where a part is refused, and says which parts are there', async () => {
		const { context, parts } = aNode(Buffer.alloc(30), 10, [7], 2);

		await expect(uploadFile(context, call)).rejects.toMatchObject({
			message: 'The upload broke off.',
			description: expect.stringContaining('2 of 3 parts of file f1') as string,
		});
		expect(parts).toHaveLength(2);
	});
});
