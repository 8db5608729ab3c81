import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { MendableError, RetryableError } from '../../../../nodes/domain/errors';
import { shippedPacks } from '../../../../nodes/domain/quality/packs';
import type { MediaCheck, NewMediaCheck } from '../../../../orchestrator/src/ledger/mediaChecks';
import {
	addMediaCheck,
	cancelMediaCheck,
	forgottenMediaChecks,
	readMediaCheck,
	retryMediaCheck,
	takeMediaCheck,
} from '../../../../orchestrator/src/ledger/mediaChecks';
import { doCheck, MOST_TRIES } from '../../../../orchestrator/src/service/media/checkJob';
import { aMeasuredFile } from '../../../support/aMeasuredFile';
import type { TestMedia } from '../../media/aMediaService';
import { aMedia, incoming, someBytes, someSha256 } from '../../media/aMediaService';

let media: TestMedia;
let count = 0;
const never = new AbortController().signal;

beforeAll(async () => {
	media = await aMedia();
});
beforeEach(async () => {
	await media.clear();
});
afterEach(() => {
	expect(media.leftovers()).toEqual([]);
});
afterAll(async () => {
	await media.close();
});

async function aCheck(changes: Partial<NewMediaCheck> = {}): Promise<MediaCheck> {
	count += 1;
	const { check } = await addMediaCheck(media.store, {
		id: `chk_${String(count).padStart(26, '0')}`,
		fingerprint: `f${count}`,
		test: false,
		subject: 'file:f1',
		file: { kind: 'frameio', accountId: 'a1', fileId: 'f1', name: 'clip.mp4' },
		packs: shippedPacks.filter(({ id }) => id === 'agency'),
		brand: null,
		context: { project: 'p1' },
		...changes,
	});
	return check;
}

interface Told {
	topic: string;
	subject: string;
	source: string;
	externalId: string;
	test: boolean;
	payload: Record<string, unknown>;
}

async function events(): Promise<Told[]> {
	return await media.store.query<Told>(
		`SELECT topic, subject, source, external_id AS "externalId", test, payload FROM inbox
		ORDER BY received_at, id`,
	);
}

const now = async ({ id }: MediaCheck) => await readMediaCheck(media.store, id);

/** Waits until something holds, for a minute at most. */
async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
	const deadline = Date.now() + 60_000;
	while (!(await holds())) {
		if (Date.now() > deadline) throw new Error('it never came to that');
		await pause(20);
	}
}

describe('a media check', () => {
	it('fetches, measures, judges, and tells of it once', async () => {
		media.measurer.measuring(() => aMeasuredFile({ 'video.freezes': [{ from: 4, to: 9 }] }));
		const check = await aCheck();

		expect(await doCheck(media.tools, check.id, never)).toBe('done');
		expect(await doCheck(media.tools, check.id, never)).toBe('gone');

		const done = await now(check);
		expect(done).toMatchObject({
			state: 'done',
			attempt: 1,
			progress: 1,
			sha256: someSha256,
			measurer: 'test/1',
			report: { verdict: 'needs-review', specs: [{ id: 'agency', version: '2026-11-24' }] },
			pictures: [{ at: 6.5 }],
			figures: { sizeBytes: someBytes.length, mediaSeconds: 20, reused: false },
			error: null,
		});
		expect(done?.figures?.realTimeFactor).toBeGreaterThanOrEqual(0);
		expect(await events()).toMatchObject([
			{
				topic: 'media.checked',
				subject: 'file:f1',
				source: 'agency',
				externalId: `${check.id}/1`,
				test: false,
				payload: {
					checkId: check.id,
					sha256: someSha256,
					verdict: 'needs-review',
					specs: [{ id: 'agency', version: '2026-11-24' }],
					findings: [{ rule: 'freeze', from: 4, to: 9, pack: 'agency/2026-11-24' }],
					file: { fileId: 'f1', name: 'clip.mp4' },
					measured: { audio: { integratedLufs: -16 } },
					reportUrl: `http://service.test/media-reports/${check.id}`,
					context: { project: 'p1' },
				},
			},
		]);
	});

	it('takes the name from the source where nobody gave one', async () => {
		media.source.giving(() => ({ ...incoming(someBytes), name: 'cafe aurora.mp4' }));
		const file = { kind: 'frameio', accountId: 'a1', fileId: 'f1', name: '' } as const;
		const check = await aCheck({ file });
		media.measurer.measuring(() => aMeasuredFile({ 'audio.truePeakDbtp': 0 }));
		await doCheck(media.tools, check.id, never);

		expect((await now(check))?.file).toEqual({ ...file, name: 'cafe aurora.mp4' });
		const [event] = await events();
		expect(event?.payload.file).toMatchObject({ name: 'cafe aurora.mp4' });
		expect(JSON.stringify(event?.payload.findings)).toContain("'cafe aurora.mp4'");
	});

	it('does not measure bytes again that this measurer has measured, whoever asks', async () => {
		const [first, second] = [await aCheck(), await aCheck({ subject: 'file:f2' })];
		await doCheck(media.tools, first.id, never);
		await doCheck(media.tools, second.id, never);

		expect(media.measurer.measured).toHaveLength(1);
		expect((await now(second))?.figures).toMatchObject({ reused: true, realTimeFactor: null });
		expect((await now(second))?.report).toEqual((await now(first))?.report);
	});

	it('measures again what another measurer has measured', async () => {
		const first = await aCheck();
		await doCheck(media.tools, first.id, never);
		const newer = { ...media.measurer, name: 'test/2' };
		const second = await aCheck();
		await doCheck({ ...media.tools, measurer: async () => newer }, second.id, never);

		expect(media.measurer.measured).toHaveLength(2);
		expect((await now(second))?.measurer).toBe('test/2');
	});

	it('fails at once where only a person can help, and tells of it', async () => {
		const error = new MendableError('frameio/gone', 'It is not there.', 'Deleted.', 'Upload it.');
		media.source.giving(() => Promise.reject(error));
		const check = await aCheck({ test: true });

		expect(await doCheck(media.tools, check.id, never)).toBe('failed');

		expect(await now(check)).toMatchObject({ state: 'failed', error: { code: 'frameio/gone' } });
		expect(await events()).toMatchObject([
			{
				topic: 'media.check-failed',
				test: true,
				payload: { error: { code: 'frameio/gone' }, context: { project: 'p1' } },
			},
		]);
	});

	it('begins again after what may pass, and gives up in the end', async () => {
		const busy = new RetryableError('frameio/away', 'It is away.', 'No answer.', 'Wait.', 10);
		media.source.giving(() => Promise.reject(busy));
		const check = await aCheck();

		const results: string[] = [];
		for (let tries = 0; tries < MOST_TRIES; tries += 1) {
			results.push(await doCheck(media.tools, check.id, never));
		}

		expect(results).toEqual([...Array<string>(MOST_TRIES - 1).fill('later'), 'failed']);
		expect(await now(check)).toMatchObject({ state: 'failed', error: { code: 'frameio/away' } });
		expect((await events()).map(({ topic }) => topic)).toEqual(['media.check-failed']);
	});

	it('is given up when it kills every process that takes it', async () => {
		const check = await aCheck();
		for (let tries = 0; tries < MOST_TRIES; tries += 1) {
			// As a process that is killed leaves it.
			await takeMediaCheck(media.store, check.id, `00000000-0000-4000-8000-00000000000${tries}`);
		}

		expect(await doCheck(media.tools, check.id, never)).toBe('failed');
		expect((await now(check))?.error?.code).toBe('media/gave-up');
		expect(media.source.opened).toEqual([]);
	});

	it('is begun again by another when its process stops, and the try does not count', async () => {
		const check = await aCheck();
		const stopping = new AbortController();
		media.measurer.measuring(async ({ signal }) => {
			stopping.abort();
			signal.throwIfAborted();
			return aMeasuredFile();
		});

		expect(await doCheck(media.tools, check.id, stopping.signal)).toBe('later');
		expect(await now(check)).toMatchObject({ state: 'waiting', tries: 0, error: null });

		media.measurer.measuring(() => aMeasuredFile());
		expect(await doCheck(media.tools, check.id, never)).toBe('done');
		expect((await events()).map(({ topic }) => topic)).toEqual(['media.checked']);
	});

	it('has one result when a second process takes it over from one that is only slow', async () => {
		const check = await aCheck();
		let finish: () => void = () => undefined;
		const held = new Promise<void>((resolve) => {
			finish = resolve;
		});
		media.measurer.measuring(async () => {
			await held;
			return aMeasuredFile();
		});
		const slow = doCheck(media.tools, check.id, never);
		await until(() => media.measurer.measured.length === 1);
		const measured = aMeasuredFile();
		const other = { ...media.measurer, measure: async () => ({ sha256: '', measured }) };
		const quick = await doCheck({ ...media.tools, measurer: async () => other }, check.id, never);
		finish();

		expect(quick).toBe('done');
		expect(await slow).toBe('gone');
		expect(await events()).toHaveLength(1);
		expect((await now(check))?.tries).toBe(2);
	});

	it('ends soon after it was cancelled, and tells nobody', async () => {
		const check = await aCheck();
		media.measurer.measuring(
			async ({ signal }) =>
				await new Promise((_resolve, reject) => {
					signal.addEventListener('abort', () => reject(new Error('aborted')));
				}),
		);
		const running = doCheck(media.tools, check.id, never);
		await until(() => media.measurer.measured.length === 1);
		expect(await cancelMediaCheck(media.store, check.id)).toBe(true);

		expect(await running).toBe('gone');
		expect((await now(check))?.state).toBe('cancelled');
		expect(await events()).toEqual([]);
		expect(media.bugs).toEqual([]);
	});

	it('says how far it is while it runs', async () => {
		const check = await aCheck();
		const ended = new AbortController();
		media.measurer.measuring(async ({ onProgress }) => {
			onProgress?.(0.5);
			await new Promise((resolve) => ended.signal.addEventListener('abort', resolve));
			return aMeasuredFile();
		});
		const running = doCheck(media.tools, check.id, never);
		await until(async () => ((await now(check))?.progress ?? 0) > 0.5);
		expect(await now(check)).toMatchObject({ state: 'running', step: 'measuring' });
		expect((await now(check))?.progress).toBeCloseTo(0.6);
		ended.abort();
		await running;
	});

	it('is done again as its next attempt, with an event of its own', async () => {
		const check = await aCheck();
		await doCheck(media.tools, check.id, never);
		expect(await retryMediaCheck(media.store, check.id)).toBe(true);
		expect(await retryMediaCheck(media.store, check.id)).toBe(false);
		await doCheck(media.tools, check.id, never);

		expect((await events()).map(({ externalId }) => externalId)).toEqual([
			`${check.id}/1`,
			`${check.id}/2`,
		]);
	});

	it.each([
		{
			what: 'is larger than allowed, by its own word',
			bytes: () => ({ stream: Readable.from([Buffer.alloc(10)]), sizeBytes: 2_000_000 }),
			code: 'media/too-large',
			state: 'failed',
		},
		{
			what: 'is larger than allowed and does not say so',
			bytes: () => ({ stream: Readable.from(pieces(40)), sizeBytes: null }),
			code: 'media/too-large',
			state: 'failed',
		},
		{
			what: 'comes in part only',
			bytes: () => incoming(someBytes, someBytes.length + 1),
			code: 'media/incomplete',
			state: 'waiting',
		},
	])('does not judge a file that $what', async ({ bytes, code, state }) => {
		media.source.giving(bytes);
		const check = await aCheck();
		await doCheck(media.tools, check.id, never);
		expect(await now(check)).toMatchObject({ state, error: { code }, report: null });
		expect(media.measurer.measured).toEqual([]);
	});

	it('keeps a bug’s own words out of the ledger, and in the log', async () => {
		media.measurer.measuring(() => Promise.reject(new Error('secret path /home/x')));
		const check = await aCheck();
		expect(await doCheck(media.tools, check.id, never)).toBe('later');
		expect(JSON.stringify(await now(check))).not.toContain('secret');
		expect(media.bugs).toHaveLength(1);
	});

	it('bounds what travels with its event', async () => {
		const many = Array.from({ length: 5_000 }, (_, at) => ({ from: at, to: at + 4 }));
		media.measurer.measuring(() =>
			aMeasuredFile({ 'video.freezes': many, 'container.durationSeconds': 9_000 }),
		);
		const check = await aCheck();
		await doCheck(media.tools, check.id, never);

		const [event] = await events();
		expect(JSON.stringify(event?.payload).length).toBeLessThan(150_000);
		expect(event?.payload.moreFindings).toBe(4_899);
		expect((await now(check))?.report?.findings).toHaveLength(4_999);
		expect(media.measurer.pictured[0]).toHaveLength(12);
	});

	it('is found again when its job is lost', async () => {
		const check = await aCheck();
		const quiet = { quietMs: 600_000, limit: 10 };
		expect(await forgottenMediaChecks(media.store, quiet)).toEqual([]);
		await media.store.query(
			`UPDATE media_checks SET updated_at = updated_at - interval '11 minutes' WHERE id = $1`,
			[check.id],
		);
		expect(await forgottenMediaChecks(media.store, quiet)).toEqual([check.id]);
		expect(await forgottenMediaChecks(media.store, quiet)).toEqual([]);
	});

	it('is one check however often it is asked for at once', async () => {
		const wish = { ...(await aCheck()), fingerprint: 'the same' };
		const asked = await Promise.all(
			Array.from({ length: 20 }, async (_, index) =>
				addMediaCheck(media.store, { ...wish, id: `chk_same${index}` }),
			),
		);
		expect(asked.filter(({ isNew }) => isNew)).toHaveLength(1);
		expect(new Set(asked.map(({ check }) => check.id)).size).toBe(1);
	});
});

function* pieces(count: number): Generator<Buffer> {
	for (let index = 0; index < count; index += 1) yield Buffer.alloc(50_000);
}
