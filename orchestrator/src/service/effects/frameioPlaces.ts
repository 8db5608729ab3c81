import type { FrameioAdapter } from '../../adapters/frameio/frameio';
import { failureFrom } from '../../adapters/frameio/http';
import type { Failure } from '../../adapters/outcome';

/** Said where a test run leaves alone what is not for tests. */
export const LEFT_ALONE =
	'A test run writes in the test workspace of Frame.io only, and this is elsewhere.';

/**
 * What a test run ends with at a file or project that is not for tests; null where it is.
 *
 * @returns done with a note, or the failure where nobody can say
 */
export async function outsideTests<Place extends { accountId: string | null; fileId: string }>(
	frameio: Pick<FrameioAdapter, 'isForTests'>,
	{ accountId, fileId }: Place,
): Promise<
	Failure | { result: 'done'; receipt: { id: null; fileId: string; note: string } } | null
> {
	try {
		if (await frameio.isForTests({ accountId, fileId })) return null;
		return { result: 'done', receipt: { id: null, fileId, note: LEFT_ALONE } };
	} catch (error) {
		return failureFrom(error);
	}
}
