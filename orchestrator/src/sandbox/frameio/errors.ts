import type { VendorAnswer } from '../types';

const titles: Record<number, string> = {
	400: 'Bad Request',
	401: 'Unauthorized',
	403: 'Forbidden',
	404: 'Not Found',
	422: 'Unprocessable Content',
	429: 'Too Many Requests',
	500: 'Internal Server Error',
};

/** Thrown by a handler for an error answer; the stand-in gives it. */
export class FrameioError extends Error {
	/**
	 * @param detail goes out as `detail`
	 * @param pointer the field that is wrong, such as `/data/name`
	 */
	constructor(
		readonly status: number,
		detail: string,
		readonly pointer?: string,
	) {
		super(detail);
	}

	answer(): VendorAnswer {
		return frameioRefusal(this.status, this.message, this.pointer);
	}
}

/** An error body in Frame.io's shape (its own description of V4, July 2026). */
export function frameioRefusal(status: number, detail: string, pointer?: string): VendorAnswer {
	const source = pointer === undefined ? {} : { source: { pointer } };
	return { status, body: { errors: [{ title: titles[status] ?? 'Error', detail, ...source }] } };
}
