import { readDelivery } from '../ledger/deliveries';
import type { Queries } from '../ledger/store';
import type { StorageTarget } from '../storage/target';

/** Why nobody is let to a file. */
export type DownloadRefusal = 'unknown' | 'not-stored' | 'withdrawn' | 'expired';

/** Where a file is to be had, or why it is not. */
export type Download = { url: string; expiresAt: Date } | { refused: DownloadRefusal };

/** Gives out addresses of files that were delivered; whom it gives them to is the caller's to see. */
export interface Downloads {
	/** An address that ends soon, for the file of a delivery by its name. */
	urlFor(deliveryId: string, fileName: string): Promise<Download>;
}

/** What addresses are made with. */
export interface DownloadParts {
	store: Queries;
	/** What clients download from; null where nothing can be stored. */
	target: Pick<StorageTarget, 'link'> | null;
	/** Minutes that an address is good for. */
	minutes: number;
	now(): Date;
}

/** Opens them over the ledger and the delivery bucket. */
export function openDownloads({ store, target, minutes, now }: DownloadParts): Downloads {
	return {
		urlFor: async (deliveryId, fileName) => {
			const delivery = await readDelivery(store, deliveryId);
			const file = delivery?.files.find(
				(each) => each.target === 'delivery' && each.name === fileName,
			);
			if (delivery === null || file === undefined) return { refused: 'unknown' };
			const { state, expiresAt } = delivery;
			if (state === 'withdrawn') return { refused: 'withdrawn' };
			const isThere = (state === 'stored' || state === 'delivered') && file.state === 'stored';
			if (!isThere || expiresAt === null || target === null) return { refused: 'not-stored' };
			const leftSeconds = (expiresAt.getTime() - now().getTime()) / 1_000;
			if (leftSeconds <= 0) return { refused: 'expired' };
			// An address outlives nothing: the last one ends with the delivery's links.
			const seconds = Math.min(minutes * 60, leftSeconds);
			const { storageKey, mediaType } = file;
			const url = await target.link(storageKey, { fileName, mediaType, seconds });
			return { url, expiresAt: new Date(now().getTime() + seconds * 1_000) };
		},
	};
}
