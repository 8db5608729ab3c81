import { sandboxHosts } from '../accounts';
import type { Refusal, StandIn, VendorAnswer, VendorRequest } from '../types';
import { isSigned } from './signedLinks';
import type { FrameioStore } from './store';
import { s3Error } from './uploads';

/** Gives the media of files to whoever has a link, whole or a range of it. */
export class FrameioAssets implements StandIn<null> {
	readonly host = sandboxHosts.frameioAssets;

	constructor(private readonly store: FrameioStore) {}

	handle(request: VendorRequest): VendorAnswer {
		if (!isSigned(request)) return s3Error(403, 'AccessDenied', 'Request has expired');
		const [, id = ''] = /^\/uploads\/([^/]+)\/original$/.exec(request.path) ?? [];
		const file = this.store.state.assets.find((asset) => asset.id === id);
		const size = this.store.vault.sizeOf(id);
		if (file?.type !== 'file' || size === null) return s3Error(404, 'NoSuchKey', 'No such key');
		const range = rangeOf(request.headers.range, size);
		if (range === null) return s3Error(416, 'InvalidRange', 'The range is not satisfiable');
		const { from, to } = range;
		const isWhole = request.headers.range === undefined;
		return {
			status: isWhole ? 200 : 206,
			body: undefined,
			headers: {
				etag: `"${file.id}"`,
				'accept-ranges': 'bytes',
				'content-disposition': request.query.get('response-content-disposition') ?? 'attachment',
				...(isWhole ? {} : { 'content-range': `bytes ${from}-${to}/${size}` }),
			},
			content: {
				type: file.mediaType,
				length: to - from + 1,
				open: () => this.store.vault.read(id, from, to),
			},
		};
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

/** The one range of a Range header; the whole without one, null for one that is not there. */
function rangeOf(header: string | undefined, size: number): { from: number; to: number } | null {
	if (header === undefined) return { from: 0, to: size - 1 };
	const [, from = '', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(header) ?? [];
	const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
	return from === '' || Number(from) > end ? null : { from: Number(from), to: end };
}
