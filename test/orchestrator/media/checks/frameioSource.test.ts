import { Readable } from 'node:stream';
import { LookUpFailed } from '../../../../orchestrator/src/adapters/harmless';
import type { Failure } from '../../../../orchestrator/src/adapters/outcome';
import { frameioSource } from '../../../../orchestrator/src/media/checks/frameioSource';

const never = new AbortController().signal;
const file = { kind: 'frameio', accountId: 'a1', fileId: 'f1', name: '' } as const;
const error = { code: 'frameio/x', what: 'No.', why: 'Because.', mend: 'Mend it.' };

describe('files of Frame.io', () => {
	it('come as they were uploaded, with their name and size', async () => {
		const asked: unknown[] = [];
		const stream = Readable.from([Buffer.from('film')]);
		const source = frameioSource({
			openOriginal: async (wanted) => {
				asked.push(wanted);
				return await Promise.resolve({ stream, sizeBytes: 4, name: 'film.mp4' });
			},
		});
		expect(await source.open(file, never)).toEqual({ stream, sizeBytes: 4, name: 'film.mp4' });
		expect(asked).toEqual([{ accountId: 'a1', fileId: 'f1', signal: never }]);
	});

	const failures: Array<{ failure: Failure; name: string; afterMs?: number }> = [
		{ failure: { result: 'refused', status: 404, error }, name: 'MendableError' },
		{
			failure: { result: 'rateLimited', status: 429, retryAfterMs: 7_000, error },
			name: 'RetryableError',
			afterMs: 7_000,
		},
		{ failure: { result: 'notSent', status: null, error }, name: 'RetryableError' },
		{ failure: { result: 'unknown', status: 500, error }, name: 'RetryableError' },
	];
	it.each(failures)(
		'may be had later unless they are refused: $failure.result',
		async ({ failure, name, afterMs }) => {
			const source = frameioSource({
				openOriginal: async () => await Promise.reject(new LookUpFailed(failure)),
			});
			await expect(source.open(file, never)).rejects.toMatchObject({
				name,
				...error,
				...(afterMs === undefined ? {} : { retryAfterMs: afterMs }),
			});
		},
	);
});
