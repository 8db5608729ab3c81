import { Readable } from 'node:stream';
import { sandboxHosts } from '../accounts';
import type { Content, Refusal, StandIn, VendorAnswer, VendorRequest } from '../types';
import type { FileAsset } from './model';
import { isSigned } from './signedLinks';
import type { FrameioStore } from './store';

/** Takes the parts of files, as the S3 behind Frame.io's upload links does. */
export class FrameioUploads implements StandIn<null> {
	readonly host = sandboxHosts.frameioUploads;

	constructor(private readonly store: FrameioStore) {}

	handle(request: VendorRequest): VendorAnswer {
		if (!isSigned(request)) return s3Error(403, 'AccessDenied', 'Request has expired');
		if (request.method !== 'PUT') return s3Error(405, 'MethodNotAllowed', 'PUT is expected');
		const [, id = '', number = ''] = /^\/uploads\/([^/]+)\/part_(\d+)$/.exec(request.path) ?? [];
		const file = this.store.state.assets.find((asset) => asset.id === id);
		const part = file?.type === 'file' ? file.parts[Number(number) - 1] : undefined;
		if (file?.type !== 'file' || part === undefined)
			return s3Error(404, 'NoSuchKey', 'No such key');
		// Both are signed, so S3 refuses a call without them.
		if (request.headers['x-amz-acl'] !== 'private') {
			return s3Error(403, 'SignatureDoesNotMatch', 'x-amz-acl: private is missing');
		}
		if (request.headers['content-type'] !== file.mediaType) {
			return s3Error(403, 'SignatureDoesNotMatch', `content-type is not ${file.mediaType}`);
		}
		const bytes = request.bytes ?? Buffer.from(request.body);
		if (bytes.length !== part.size) {
			return s3Error(400, 'EntityTooSmall', `${part.size} bytes are expected`);
		}
		if (file.uploadCompletedAt !== null) return s3Error(403, 'AccessDenied', 'It is complete');
		this.store.vault.write(partName(file, Number(number)), bytes);
		part.isUploaded = true;
		if (file.parts.every(({ isUploaded }) => isUploaded)) {
			const names = file.parts.map((_, index) => partName(file, index + 1));
			this.store.vault.join(file.id, names);
			completeUpload(this.store, file, request.at);
		}
		return { status: 200, body: undefined, headers: { etag: `"${file.id}-${number}"` } };
	}

	refuse(refusal: Refusal): VendorAnswer {
		return refusal === '500'
			? s3Error(500, 'InternalError', 'We encountered an internal error')
			: s3Error(503, 'SlowDown', 'Please reduce your request rate');
	}

	state(): null {
		return null;
	}

	restore(): void {}

	reset(): void {}
}

/** Says of a file that all its bytes are there; the stand-in has transcoded it in the same moment. */
export function completeUpload(store: FrameioStore, file: FileAsset, at: number): void {
	file.sizeBytes = store.vault.sizeOf(file.id) ?? 0;
	file.status = 'transcoded';
	file.uploadCompletedAt = at;
	file.updatedAt = at;
	store.tellOf('file.upload.completed', 'file', file.id, file.projectId, at);
	store.tellOf('file.ready', 'file', file.id, file.projectId, at);
}

const partName = ({ id }: FileAsset, number: number) => `${id}_part_${number}`;

/** An error in S3's shape. */
export function s3Error(status: number, code: string, message: string): VendorAnswer {
	const xml = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
	const content: Content = {
		type: 'application/xml',
		length: Buffer.byteLength(xml),
		open: () => Readable.from([xml]),
	};
	return { status, body: undefined, content };
}
