import { setTimeout as pause } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { MendableError, RetryableError } from '../../../nodes/domain/errors';
import { LookUpFailed } from '../../../orchestrator/src/adapters/harmless';
import { openDownloads } from '../../../orchestrator/src/delivery/downloads';
import type { WholeDelivery } from '../../../orchestrator/src/ledger/deliveries';
import {
	readDelivery,
	retryDelivery,
	withdrawDelivery,
} from '../../../orchestrator/src/ledger/deliveries';
import { forgottenDeliveries, takeDelivery } from '../../../orchestrator/src/ledger/deliveryWork';
import { doDelivery, MOST_TRIES } from '../../../orchestrator/src/service/deliveries/deliveryJob';
import {
	aFilm,
	aRequest,
	ask,
	filmBytes,
	filmHash,
	noon,
	seeFilm,
	someCaptions,
} from './aDelivery';
import type { TestDeliveries } from './aStore';
import { film, someDeliveries, streamOf } from './aStore';

let desk: TestDeliveries;
const never = new AbortController().signal;
/** Two films in parts, one in one piece, and captions. */
const [LONG, SHORT] = [350, 40];

beforeAll(async () => {
	desk = await someDeliveries();
	for (const fileId of ['f1', 'f2', 'f3']) {
		await seeFilm(desk.store, { fileId, sha256: filmHash(fileId, fileId === 'f3' ? SHORT : LONG) });
	}
});
afterAll(async () => await desk.close());
beforeEach(async () => {
	await desk.clear();
	desk.sources.giving((fileId) => film(fileId, fileId === 'f3' ? SHORT : LONG));
});

const longFilm = (fileId: string) => aFilm(fileId, { sha256: filmHash(fileId, LONG), bytes: LONG });
const four = [longFilm('f1'), longFilm('f2'), aFilm('f3'), someCaptions()];

async function aDelivery(changes: object = {}): Promise<string> {
	const { delivery } = await ask(desk.store, aRequest({ manifest: { files: four }, ...changes }));
	return delivery.id;
}
const work = async (id: string, signal = never) => await doDelivery(desk.tools, id, signal);
async function now(id: string): Promise<WholeDelivery> {
	const found = await readDelivery(desk.store, id);
	if (found === null) throw new Error('there is such a delivery');
	return found;
}
async function events() {
	return await desk.store.query<{
		topic: string;
		externalId: string;
		payload: Record<string, never>;
	}>(
		`SELECT topic, external_id AS "externalId", subject, test, source, payload FROM inbox
		ORDER BY received_at, external_id`,
	);
}
const statesOf = ({ files }: WholeDelivery) =>
	Object.fromEntries(files.map(({ name, state }) => [name, state]));
const allKeys = ['f1.mp4', 'f1.srt', 'f2.mp4', 'f3.mp4'].map(
	(name) => `agency-delivery: nordlys/deal-9001-v1/${name}`,
);

/** Works until there is an end, as jobs that come again do. */
async function workUntilEnd(id: string): Promise<string[]> {
	const results: string[] = [];
	for (;;) {
		const result = await work(id);
		results.push(result);
		if (result !== 'later') return results;
	}
}

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
	const deadline = Date.now() + 60_000;
	while (!(await holds())) {
		if (Date.now() > deadline) throw new Error('it never came to that');
		await pause(10);
	}
}

describe('a delivery', () => {
	it('is stored file by file, and told of once', async () => {
		const id = await aDelivery({ linkDays: 10 });

		expect(await work(id)).toBe('stored');
		expect(await work(id)).toBe('gone');

		const stored = await now(id);
		expect(stored).toMatchObject({
			state: 'stored',
			progress: 1,
			problem: null,
			storedAt: noon,
			expiresAt: new Date('2026-12-06T12:00:00.000Z'),
		});
		expect(desk.keys()).toEqual(allKeys);
		for (const { bytes, checksum, state } of stored.files) {
			expect({ state, bytes, checksum }).toEqual({
				state: 'stored',
				bytes: expect.any(Number) as number,
				checksum: expect.stringMatching(/^sha256:/) as string,
			});
		}
		const [event, ...more] = await events();
		expect(more).toEqual([]);
		expect(event).toMatchObject({
			source: 'agency',
			topic: 'delivery.stored',
			subject: 'delivery:9001',
			externalId: `${id}/stored/1`,
			test: false,
			payload: {
				facts: { hub: 'copenhagen' },
				delivery: {
					id,
					version: 1,
					kind: 'full',
					expiresAt: '2026-12-06T12:00:00.000Z',
					files: [
						{ name: 'f1.mp4', bytes: LONG, state: 'stored', sha256: filmHash('f1', LONG) },
						{ name: 'f2.mp4' },
						{ name: 'f3.mp4' },
						{ name: 'f1.srt', bytes: 3 },
					],
				},
			},
		});
		expect(desk.bugs).toEqual([]);
		expect(JSON.stringify(desk.said)).not.toMatch(/mp4|nordlys|mette/i);
	});

	it('goes to the archive too, in the class that the plan wants', async () => {
		const storagePlan = {
			targets: [
				{ name: 'delivery', kind: 's3' },
				{
					name: 'archive',
					kind: 's3',
					storageClass: 'GLACIER_IR',
					retentionDays: 365,
					roles: ['deliverable'],
				},
			],
		};
		const id = await aDelivery({ storagePlan });

		expect(await work(id)).toBe('stored');
		expect(desk.keys()).toHaveLength(7);
		const kept = desk.s3.store.state.objects.filter(({ bucket }) => bucket === 'agency-archive');
		for (const { key, storageClass, metadata } of kept) {
			expect(key).toMatch(/^vault\/deal-9001-v1\/f\d\.mp4$/);
			expect({ storageClass, metadata }).toMatchObject({
				storageClass: 'GLACIER_IR',
				metadata: { 'retention-days': '365' },
			});
		}
	});

	it('fails at once when its source gives other bytes, names the file, and leaves nothing of it', async () => {
		desk.sources.giving((fileId) =>
			film(fileId === 'f2' ? 'f9' : fileId, fileId === 'f3' ? SHORT : LONG),
		);
		const id = await aDelivery();

		expect(await work(id)).toBe('failed');
		const failed = await now(id);
		expect(failed).toMatchObject({
			state: 'failed',
			problem: {
				code: 'storage/other-content',
				file: 'f2.mp4',
				why: expect.stringContaining(filmHash('f9', LONG)) as string,
				mend: expect.stringContaining('pass its gates') as string,
			},
		});
		expect(statesOf(failed)).toMatchObject({ 'f2.mp4': 'failed' });
		expect(desk.keys().some((key) => key.includes('f2'))).toBe(false);
		expect(desk.s3.store.state.uploads).toEqual([]);
		expect(await events()).toMatchObject([
			{ topic: 'delivery.failed', payload: { delivery: { problem: { file: 'f2.mp4' } } } },
		]);
	});

	it('does not send again what is there when it is retried', async () => {
		const gone = new MendableError('frameio/gone', 'It is not there.', 'Deleted.', 'Upload it.');
		desk.sources.giving((fileId) => (fileId === 'f3' ? Promise.reject(gone) : film(fileId, LONG)));
		const id = await aDelivery({
			manifest: { files: [longFilm('f1'), longFilm('f2'), aFilm('f3')] },
		});
		// The one that is not there comes when the first two are.
		expect(await work(id)).toBe('failed');
		const before = await now(id);
		expect(before.problem).toMatchObject({ code: 'frameio/gone', file: 'f3.mp4' });
		const there = before.files.filter(({ state }) => state === 'stored').map(({ name }) => name);
		expect(there.length).toBeGreaterThan(0);

		desk.sources.opened.length = 0;
		desk.sources.giving((fileId) => film(fileId, fileId === 'f3' ? SHORT : LONG));
		expect(await retryDelivery(desk.store, id, noon)).toBe(true);
		expect(await work(id)).toBe('stored');
		for (const name of there) expect(desk.sources.opened).not.toContain(name.replace('.mp4', ''));
		expect((await events()).map(({ topic, externalId }) => [topic, externalId])).toEqual([
			['delivery.failed', `${id}/failed/1`],
			['delivery.stored', `${id}/stored/2`],
		]);
	});

	it('goes on by itself after what may pass, and gives up in the end', async () => {
		const busy = new RetryableError('frameio/away', 'It is away.', 'No answer.', 'Wait.', 10);
		desk.sources.giving((fileId) => (fileId === 'f3' ? Promise.reject(busy) : film(fileId, LONG)));
		const id = await aDelivery();

		const results = await workUntilEnd(id);
		expect(results).toEqual([...Array.from({ length: MOST_TRIES - 1 }, () => 'later'), 'failed']);
		expect(await now(id)).toMatchObject({ problem: { code: 'frameio/away', file: 'f3.mp4' } });
		expect(await events()).toHaveLength(1);
		// The others were sent once.
		expect(desk.sources.opened.filter((fileId) => fileId === 'f1')).toEqual(['f1']);
	});

	it('ends what kills its process every time', async () => {
		const id = await aDelivery();
		for (let tries = 0; tries < MOST_TRIES; tries += 1) {
			await takeDelivery(desk.store, { id, token: crypto.randomUUID() }, noon);
		}
		expect(await work(id)).toBe('failed');
		expect(await now(id)).toMatchObject({ problem: { code: 'delivery/gave-up' } });
	});

	it('tells of a bug without its words', async () => {
		desk.sources.giving(() => Promise.reject(new TypeError('secret words')));
		const id = await aDelivery({ manifest: { files: [aFilm('f3')] } });
		expect((await workUntilEnd(id)).at(-1)).toBe('failed');
		expect(JSON.stringify(await now(id))).not.toContain('secret words');
		expect(desk.bugs.length).toBeGreaterThan(0);
	});

	it.each([
		['is cut short', 'frameio/not-downloaded', (bytes: Buffer) => broken(bytes)],
		['ends too early', 'storage/incomplete', (bytes: Buffer) => streamOf(bytes.subarray(0, 250))],
	])('goes on when a film %s', async (_what, code, streaming) => {
		let count = 0;
		desk.sources.giving((fileId) => {
			count += 1;
			if (count > 1) return film(fileId, LONG);
			return { stream: streaming(filmBytes(fileId, LONG)), bytes: LONG };
		});
		const id = await aDelivery({ manifest: { files: [longFilm('f1')] } });

		expect(await work(id)).toBe('later');
		expect(await now(id)).toMatchObject({ state: 'planned', problem: { code, file: 'f1.mp4' } });
		expect(desk.keys()).toEqual([]);
		expect(desk.s3.store.state.uploads).toEqual([]);
		expect(await work(id)).toBe('stored');
	});

	/** Some bytes, and then what Frame.io's adapter throws when it cannot go on. */
	function broken(bytes: Buffer): Readable {
		return Readable.from(
			(async function* () {
				yield bytes.subarray(0, 250);
				await Promise.resolve();
				const error = { code: 'frameio/not-downloaded', what: 'w', why: 'y', mend: 'm' };
				throw new LookUpFailed({ result: 'notSent', status: null, error });
			})(),
		);
	}
});

describe('whatever fails at the storage', () => {
	const calls = [
		{ method: 'HEAD', path: 'f1.mp4' },
		{ method: 'GET', path: 'f1.mp4.*uploads' },
		{ method: 'POST', path: 'f1.mp4.uploads' },
		{ method: 'PUT', path: 'f1.mp4.*partNumber=1&' },
		{ method: 'PUT', path: 'f2.mp4.*partNumber=3&' },
		{ method: 'POST', path: 'f1.mp4.*uploadId' },
		{ method: 'PUT', path: 'f3.mp4' },
	];
	/** Each call fails in one of two ways: done and not told, or cut off before it was done. */
	const faults = calls.map((call, index) =>
		index % 2 === 0
			? ({ ...call, kind: '500', afterWork: true } as const)
			: ({ ...call, kind: 'reset', afterWork: false } as const),
	);

	it.each(faults)('at $method $path ($kind) ends in the same delivery', async (fault) => {
		desk.s3.fault(fault);
		const id = await aDelivery();
		const results = await workUntilEnd(id);

		expect(results).toEqual(['later', 'stored']);
		expect(desk.keys()).toEqual(allKeys);
		expect(desk.s3.store.state.uploads).toEqual([]);
		expect(await events()).toHaveLength(1);
	});

	it('says what is missing where the bucket is not there', async () => {
		desk.s3.store.state.buckets = ['agency-archive'];
		const id = await aDelivery();
		expect(await work(id)).toBe('failed');
		expect(await now(id)).toMatchObject({
			problem: {
				file: expect.any(String) as string,
				mend: expect.stringContaining('Make the bucket') as string,
			},
		});
	});
});

describe('processes that share a ledger', () => {
	/** Sources that give half a film and then wait until they are let go on, or no longer wanted. */
	function halting() {
		let go: () => void = () => undefined;
		const going = new Promise<void>((resolve) => {
			go = resolve;
		});
		let halted = 0;
		desk.sources.giving((fileId, signal) => {
			const bytes = filmBytes(fileId, LONG);
			const wanted = new Promise<void>((resolve) =>
				signal.addEventListener('abort', () => resolve()),
			);
			const stream = Readable.from(
				(async function* () {
					yield bytes.subarray(0, 250);
					halted += 1;
					await Promise.race([going, wanted]);
					yield bytes.subarray(250);
				})(),
			);
			return { stream, bytes: LONG };
		});
		// Not before a part is there, so that there is something to leave behind.
		const isHalted = () =>
			halted > 0 && desk.s3.store.state.uploads.some(({ parts }) => parts.length > 0);
		return { go: () => go(), isHalted };
	}
	const one = { manifest: { files: [longFilm('f1')] } };

	it('take one over from the other, and store it once', async () => {
		const halt = halting();
		const id = await aDelivery(one);
		const first = work(id);
		await until(halt.isHalted);
		desk.sources.giving((fileId) => film(fileId, LONG));
		expect(await work(id)).toBe('stored');
		halt.go();

		expect(await first).toBe('gone');
		expect((await now(id)).state).toBe('stored');
		expect(desk.keys()).toHaveLength(1);
		expect(desk.s3.store.state.uploads).toEqual([]);
		expect(await events()).toHaveLength(1);
	});

	it('let go when they stop, which counts as no try', async () => {
		const halt = halting();
		const id = await aDelivery(one);
		const stopping = new AbortController();
		const first = work(id, stopping.signal);
		await until(halt.isHalted);
		stopping.abort();

		expect(await first).toBe('later');
		expect(await now(id)).toMatchObject({ state: 'planned', tries: 0, problem: null });
		expect(desk.s3.store.state.uploads).toEqual([]);
		desk.sources.giving((fileId) => film(fileId, LONG));
		expect(await work(id)).toBe('stored');
	});

	it('let go of what is withdrawn in the middle, and leave nothing of it', async () => {
		const halt = halting();
		const id = await aDelivery(one);
		const first = work(id);
		await until(halt.isHalted);
		await withdrawDelivery(desk.store, id, withdrawn, noon);

		expect(['gone', 'removed']).toContain(await work(id));
		expect(await first).toBe('gone');
		expect(desk.keys()).toEqual([]);
		expect(desk.s3.store.state.uploads).toEqual([]);
		expect(await events()).toEqual([]);
	});

	it('find what has lost its job', async () => {
		const id = await aDelivery();
		const look = async (minutes: number) =>
			await forgottenDeliveries(
				desk.store,
				{ quietMs: 600_000, limit: 20 },
				new Date(noon.getTime() + minutes * 60_000),
			);
		expect(await look(9)).toEqual([]);
		expect(await look(11)).toEqual([id]);
		expect(await look(12)).toEqual([]);
		await work(id);
		expect(await look(60)).toEqual([]);
		await withdrawDelivery(desk.store, id, withdrawn, noon);
		expect(await look(60)).toEqual([id]);
		expect(await work(id)).toBe('removed');
		expect(await look(120)).toEqual([]);
	});
});

const withdrawn = {
	code: 'delivery/withdrawn',
	what: 'The delivery was withdrawn.',
	why: 'The music was not cleared',
	mend: 'Start another one.',
	file: null,
};

describe('a withdrawn delivery', () => {
	it('leaves the delivery bucket, and stays in the archive', async () => {
		const storagePlan = { targets: ['delivery', 'archive'].map((name) => ({ name, kind: 's3' })) };
		const id = await aDelivery({ storagePlan });
		await work(id);
		await withdrawDelivery(desk.store, id, withdrawn, noon);
		desk.s3.fault({ kind: '500', method: 'DELETE' });

		expect(await work(id)).toBe('later');
		expect(await work(id)).toBe('removed');
		expect(await work(id)).toBe('gone');
		expect(desk.keys().every((key) => key.startsWith('agency-archive'))).toBe(true);
		expect(desk.keys()).toHaveLength(4);
	});
});

describe('an address of a file', () => {
	let at = noon;
	const downloads = () =>
		openDownloads({
			store: desk.store,
			target: desk.storage.targets.delivery ?? null,
			minutes: 15,
			now: () => at,
		});

	beforeEach(() => {
		at = noon;
	});

	it('is given for what is stored, under its name, until the links end', async () => {
		const id = await aDelivery({ linkDays: 1 });
		expect(await downloads().urlFor(id, 'f1.mp4')).toEqual({ refused: 'not-stored' });
		await work(id);
		const given = await downloads().urlFor(id, 'f1.mp4');
		if ('refused' in given) throw new Error(given.refused);

		expect(given.expiresAt).toEqual(new Date('2026-11-26T12:15:00.000Z'));
		const answer = await fetch(given.url);
		expect(Buffer.from(await answer.arrayBuffer())).toEqual(filmBytes('f1', LONG));
		expect(answer.headers.get('content-disposition')).toContain('filename="f1.mp4"');
		expect(answer.headers.get('content-type')).toBe('video/mp4');
		desk.s3.laterBy(9 * 60_000);
		expect((await fetch(given.url)).status).toBe(200);
		desk.s3.laterBy(16 * 60_000);
		expect((await fetch(given.url)).status).toBe(403);

		at = new Date('2026-11-27T11:59:00.000Z');
		expect(await downloads().urlFor(id, 'f1.mp4')).toMatchObject({
			expiresAt: new Date('2026-11-27T12:00:00.000Z'),
		});
		at = new Date('2026-11-27T12:00:00.000Z');
		expect(await downloads().urlFor(id, 'f1.mp4')).toEqual({ refused: 'expired' });
	});

	it('is given for nothing else', async () => {
		const id = await aDelivery({ storagePlan: { targets: [{ name: 'archive', kind: 's3' }] } });
		await work(id);
		expect(await downloads().urlFor(id, 'f1.mp4')).toEqual({ refused: 'unknown' });
		expect(await downloads().urlFor(id, 'f9.mp4')).toEqual({ refused: 'unknown' });
		expect(await downloads().urlFor('dlv_x', 'f1.mp4')).toEqual({ refused: 'unknown' });
		const other = await aDelivery({ occurrence: 2 });
		await work(other);
		await withdrawDelivery(desk.store, other, withdrawn, noon);
		expect(await downloads().urlFor(other, 'f1.mp4')).toEqual({ refused: 'withdrawn' });
	});
});
