import type { FoundBucket } from '../plan/model';
import { CLOSE } from '../plan/planStorage';
import type { Check } from './check';
import { finding, ok } from './check';

/** What was seen of the storage. */
export interface StorageSeen {
	/** Variables that are to hold its keys, where they are empty or no bucket is named; null: it is set up. */
	missing: string | null;
	buckets: FoundBucket[];
	/** Whether a file was stored in each and taken away. */
	isTried: boolean;
}

const ABOUT = 'Storage';

/** Judges the buckets that deliveries go to. Pure. */
export function judgeStorage({ missing, buckets, isTried }: StorageSeen): Check[] {
	if (missing !== null) {
		const mend = 'Set them, and storage.delivery.bucket, where deliveries are to be stored.';
		return [finding('note', ABOUT, `nothing can be stored: ${missing}`, mend)];
	}
	return buckets.flatMap((found) => judgeBucket(found, isTried));
}

function judgeBucket({ target, bucket, problem, facts }: FoundBucket, isTried: boolean): Check[] {
	const name = `"${bucket}" (${target})`;
	if (problem !== null) return [finding('failed', ABOUT, `${name}: ${problem.why}`, problem.mend)];
	const { isPublic, isVersioned, endsUnfinished } = facts ?? {};
	const tried = isTried ? ', takes a file and lets it go' : '';
	const closed = isPublic === false ? ', and is closed to the public' : '';
	return [
		isPublic === true
			? finding('failed', ABOUT, `anybody may read ${name}`, CLOSE)
			: ok(ABOUT, `${name} is there${tried}${closed}`),
		...(endsUnfinished === false
			? [
					finding(
						'note',
						ABOUT,
						`no rule of ${name} ends unfinished uploads`,
						'Add a lifecycle rule that ends them after some days; the service takes away what it finds of its own.',
					),
				]
			: []),
		...(isVersioned === true && target === 'delivery'
			? [
					finding(
						'note',
						ABOUT,
						`${name} keeps older versions: what is withdrawn stays there as one`,
						'Switch its versioning off, or add a lifecycle rule that ends older versions.',
					),
				]
			: []),
	];
}
