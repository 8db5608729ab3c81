import type { MediaFile } from '../../ledger/mediaChecks';
import type { Incoming } from './fetchToFile';

/** Where files to check are fetched from; their bytes go from there to us and nowhere else. */
export interface MediaSource {
	/**
	 * Opens the bytes of a version of a file.
	 *
	 * @throws MendableError where it cannot be had; RetryableError where it may be had later
	 */
	open(file: MediaFile, signal: AbortSignal): Promise<Incoming>;
}
