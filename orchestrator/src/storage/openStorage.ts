import { S3Client } from '@aws-sdk/client-s3';
import { openConnections } from '../adapters/transport';
import type { BucketPlace, StorageKeys, StorageSettings } from '../service/settings';
import { s3Target } from './s3/s3Target';
import type { SeenBucket, StorageTarget, TargetCheck } from './target';

/** Names of targets, as plans of deliveries use them. */
export const targetNames = ['delivery', 'archive'] as const;
/** One of them. */
export type TargetName = (typeof targetNames)[number];

/** The storage of an installation. */
export interface Storage {
	/** Those that are set up. */
	targets: Partial<Record<TargetName, StorageTarget>>;
	/**
	 * Looks at every target that is set up, without changing anything unless `mayWrite` lets it store a
	 * small file and take it away.
	 */
	check(mayWrite?: boolean): Promise<Array<TargetCheck & { target: TargetName }>>;
	/** The same, with how each is set up. */
	look(mayWrite?: boolean): Promise<Array<SeenBucket & { target: TargetName }>>;
	close(): void;
}

/** A storage that says nothing for so long is given up for this try, in milliseconds: joining many parts takes it a while. */
const SILENCE_MS = 60_000;

/** Tries of one call; each of ours may be made again. */
const TRIES = 3;

const MEGABYTE = 1_000_000;

const none = async () => await Promise.resolve([]);

/**
 * Opens the storage; without keys nothing is set up.
 *
 * @param tries of one call, the first among them; what fails then is tried again as a whole
 */
export function openStorage(
	settings: StorageSettings,
	keys: StorageKeys | null,
	{ tries = TRIES }: { tries?: number } = {},
): Storage {
	const { endpoint, region, pathStyle, partMegabytes, checksums } = settings;
	if (keys === null) return { targets: {}, check: none, look: none, close: () => undefined };
	const connections = openConnections(SILENCE_MS);
	const client = new S3Client({
		region,
		forcePathStyle: pathStyle,
		credentials: { ...keys },
		maxAttempts: tries,
		followRegionRedirects: true,
		// Every part goes with the hash that we made when we read it; another one would only cost time.
		requestChecksumCalculation: 'WHEN_REQUIRED',
		responseChecksumValidation: 'WHEN_REQUIRED',
		requestHandler: { httpAgent: connections.http, httpsAgent: connections.https },
		...(endpoint === undefined ? {} : { endpoint }),
	});
	const targetOf = (place: BucketPlace) =>
		s3Target(client, { ...place, partBytes: partMegabytes * MEGABYTE, hash: checksums });
	const targets: Storage['targets'] = {};
	for (const name of targetNames) {
		const place = settings[name];
		if (place !== undefined) targets[name] = targetOf(place);
	}
	const each = async <Seen>(look: (place: StorageTarget) => Promise<Seen>) =>
		await Promise.all(
			targetNames.flatMap((target) => {
				const found = targets[target];
				return found === undefined ? [] : [look(found).then((seen) => ({ target, ...seen }))];
			}),
		);
	return {
		targets,
		check: async (mayWrite = false) => await each(async (place) => await place.check(mayWrite)),
		look: async (mayWrite = false) =>
			await each(async (place) => await place.lookAtPlace(mayWrite)),
		close: () => {
			client.destroy();
			connections.close();
		},
	};
}
