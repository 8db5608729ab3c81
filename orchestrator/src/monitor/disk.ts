import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Check } from './check';
import { finding, ok } from './check';

const GIB = 1024 ** 3;

/** Free space below which the ledger and n8n's own database will soon have none, in bytes. */
const FAILED_BELOW = GIB / 2;
const WARNING_BELOW = 2 * GIB;

/** Room on a disk. */
export interface DiskSeen {
	/** What is kept there, for a person. */
	what: string;
	folder: string;
	/** Bytes that we may still write. */
	free: number;
	/** Bytes that a file of the largest size would need there besides; 0 for none. */
	wanted: number;
}

/** Looks how much room there is for the state folder and for films while they are checked. */
export async function lookAtDisks(
	home: string,
	media: { folder: string; maxGigabytes: number },
): Promise<DiskSeen[]> {
	const places = [
		{ what: 'state folder', folder: home, wanted: 0 },
		{ what: 'films being checked', folder: media.folder, wanted: media.maxGigabytes * 1e9 },
	];
	return await Promise.all(
		places.map(async (place) => {
			const { bavail, bsize } = await statfs(nearestFolder(place.folder));
			return { ...place, free: bavail * bsize };
		}),
	);
}

/** Judges each. Pure. */
export function judgeDisks(seen: readonly DiskSeen[]): Check[] {
	return seen.map(({ what, folder, free, wanted }) => {
		const about = 'Disk';
		const says = `${gigabytes(free)} free for the ${what} (${folder})`;
		if (free < FAILED_BELOW) {
			return finding('failed', about, says, 'Make room: a full disk stops the ledger and n8n.');
		}
		if (free < WARNING_BELOW) return finding('warning', about, says, 'Make room soon.');
		if (free < wanted) {
			const mend = 'Set media.folder to a disk with more room, or media.maxGigabytes lower.';
			return finding(
				'note',
				about,
				`${says}, the largest file may have ${gigabytes(wanted)}`,
				mend,
			);
		}
		return ok(about, says);
	});
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;

/** The folder itself, or the nearest one above it that is there already. */
function nearestFolder(folder: string): string {
	const full = path.resolve(folder);
	return existsSync(full) ? full : nearestFolder(path.dirname(full));
}
