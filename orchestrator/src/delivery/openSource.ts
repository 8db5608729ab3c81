import { Readable } from 'node:stream';
import type { DeliverySource } from '../ledger/deliveryFiles';
import type { OriginalOpener } from '../media/checks/frameioSource';
import { readableFailure } from '../media/checks/frameioSource';

/** The bytes of a file of a delivery. */
export interface OpenedSource {
	stream: Readable;
	/** null where the source does not say. */
	bytes: number | null;
}

/** Where the bytes of deliveries come from; from there to the storage and nowhere else. */
export interface DeliverySources {
	/** @throws MendableError where it cannot be had; RetryableError where it may be had later */
	open(source: DeliverySource, signal: AbortSignal): Promise<OpenedSource>;
}

/** Opens files at Frame.io, and texts that travelled with the delivery. */
export function deliverySources(frameio: OriginalOpener): DeliverySources {
	return {
		open: async (source, signal) => {
			if (source.kind === 'text') {
				const bytes = Buffer.from(source.text);
				return { stream: Readable.from([bytes], { objectMode: false }), bytes: bytes.length };
			}
			const { accountId, fileId } = source;
			try {
				const opened = await frameio.openOriginal({ accountId, fileId, signal });
				return { stream: opened.stream, bytes: opened.sizeBytes };
			} catch (error) {
				throw readableFailure(error);
			}
		},
	};
}
