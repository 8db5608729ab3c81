import type { Readable } from 'node:stream';
import { MendableError, RetryableError } from '../../../../nodes/domain/errors';
import { LookUpFailed } from '../../adapters/harmless';
import type { MediaSource } from './mediaSource';

/** What of the adapter of Frame.io is needed. */
export interface OriginalOpener {
	/** @throws LookUpFailed */
	openOriginal(wanted: {
		accountId: string | null;
		fileId: string;
		signal?: AbortSignal;
	}): Promise<{ stream: Readable; sizeBytes: number; name: string }>;
}

/** Pause before a source that did not say when is asked again, in milliseconds. */
const RETRY_MS = 5_000;

/** Fetches files as they were uploaded to Frame.io. */
export function frameioSource(frameio: OriginalOpener): MediaSource {
	return {
		open: async ({ accountId, fileId }, signal) => {
			try {
				const wanted = { accountId, fileId, signal };
				const { stream, sizeBytes, name } = await frameio.openOriginal(wanted);
				return { stream, sizeBytes, name };
			} catch (error) {
				throw readableFailure(error);
			}
		},
	};
}

/** What Frame.io failed with: a refusal needs a person, everything else may be better in a while. */
export function readableFailure(error: unknown): unknown {
	if (!(error instanceof LookUpFailed)) return error;
	const { failure } = error;
	const { code, what, why, mend } = failure.error;
	if (failure.result === 'refused') return new MendableError(code, what, why, mend);
	const afterMs = failure.result === 'rateLimited' ? failure.retryAfterMs : RETRY_MS;
	return new RetryableError(code, what, why, mend, afterMs);
}
