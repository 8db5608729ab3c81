import { cachedLookUp } from '../../adapters/cached';
import type { FileFamily } from '../../adapters/frameio/family';
import type { FrameioAdapter } from '../../adapters/frameio/frameio';
import { LookUpFailed } from '../../adapters/harmless';
import type { Failure } from '../../adapters/outcome';
import type { Pacer } from '../pacing/pacer';

/** Tells which versions a file has, and who uploaded it. */
export interface FamilyReader {
	/** @throws LookUpFailed where Frame.io cannot be asked */
	read(accountId: string | null, fileId: string): Promise<FileFamily>;
}

/** A flow asks a few times for the same file; a version that comes meanwhile has an event of its own. */
const KEPT_MS = 5_000;

/** How long a reading waits for its turn; the node gives up after 15 s. */
const WAIT_MS = 5_000;

/** Opens it over Frame.io, two calls a file, within its limits. */
export function openFamilies(frameio: Pick<FrameioAdapter, 'family'>, pacer: Pacer): FamilyReader {
	const turn = async () => {
		const lane = pacer.lane({ pace: 'frameioRead', name: 'versions' });
		if ((lane.takeNow() ?? (await lane.next(pacer.place(), WAIT_MS))) === null)
			throw new LookUpFailed(busy);
	};
	const known = cachedLookUp(
		async (key) => {
			const [accountId = null, fileId = ''] = JSON.parse(key) as [string | null, string];
			await turn();
			await turn();
			return await frameio.family({ accountId, fileId });
		},
		() => KEPT_MS,
	);
	return {
		read: async (accountId, fileId) => await known.get(JSON.stringify([accountId, fileId])),
	};
}

const busy: Failure = {
	result: 'rateLimited',
	status: 429,
	retryAfterMs: WAIT_MS,
	error: {
		code: 'frameio/busy',
		what: 'Frame.io was not asked for the versions of the file.',
		why: 'More is asked of Frame.io than its limit allows, and it was not our turn in time.',
		mend: 'Try again in a moment.',
	},
};
