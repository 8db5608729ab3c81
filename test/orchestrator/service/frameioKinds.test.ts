import { LookUpFailed } from '../../../orchestrator/src/adapters/harmless';
import { failures } from './support/failures';
import type { TestService } from './support/aService';
import { aRequest, aService, contents, done, willing } from './support/aService';

let service: TestService;

beforeAll(async () => {
	service = await aService();
});
afterAll(async () => await service.close());
beforeEach(() => service.answering(willing));

const finding = {
	rule: 'loudness',
	title: 'Integrated loudness',
	severity: 'error',
	from: 1.5,
	to: 4,
	timecode: { from: '00:00:01:12', to: '00:00:04:00' },
	expected: '−14 LUFS ± 1',
	actual: '−9.2 LUFS',
	fix: 'ffmpeg -i cut.mp4 -af volume=-4.8dB cut.fixed.mp4',
	pack: 'youtube/2026-11-24',
};

const inputOf = async (kind: string, content: object, more: object = {}) => {
	const request = aRequest({ kind, content: { ...contents[kind], ...content }, ...more });
	await service.perform(request);
	return service.calls[0]?.input as Record<string, unknown>;
};

describe('a comment', () => {
	const bare = { timestampSeconds: null };

	it.each([
		{
			at: 'the very frame, by the frame rate',
			content: { timestampSeconds: 1.5, frameRate: 25 },
			timestamp: 37,
		},
		{
			at: 'the frame a rounded second means',
			content: { timestampSeconds: 1.001, frameRate: 30_000 / 1_001 },
			timestamp: 30,
		},
		{
			at: 'the whole second without one',
			content: { timestampSeconds: 3_661.9 },
			timestamp: '01:01:01:00',
		},
		{ at: 'the beginning', content: { timestampSeconds: 0, frameRate: 25 }, timestamp: 0 },
		{ at: 'the frame itself', content: { ...bare, frame: 7 }, timestamp: 7 },
		{ at: 'the whole file', content: bare, timestamp: null },
	])('is at $at', async ({ content, timestamp }) => {
		expect(await inputOf('frameio.comment', content)).toMatchObject({ timestamp });
	});

	it.each([
		{ frames: 63, content: { timestampSeconds: 1.5, durationSeconds: 2.5, frameRate: 25 } },
		{ frames: null, content: { timestampSeconds: 1.5, durationSeconds: 2.5 } },
		{ frames: null, content: { timestampSeconds: 1.5, durationSeconds: 0, frameRate: 25 } },
	])('is about $frames frames', async ({ content, frames }) => {
		expect(await inputOf('frameio.comment', content)).toMatchObject({ durationFrames: frames });
	});

	it('ends with a mark of its key, which a text that is too long does not push out', async () => {
		const { text } = await inputOf('frameio.comment', { text: 'x'.repeat(50_000) });

		expect(text).toHaveLength(40_000);
		expect(text).toMatch(/x…\n\[#[0-9a-f]{12}\]$/);
	});

	it.each([
		{ language: 'en', word: 'Must be mended', how: 'How: ffmpeg' },
		{ language: 'es', word: 'Hay que corregirlo', how: 'Cómo: ffmpeg' },
		{ language: 'da', word: 'Skal rettes', how: 'Sådan: ffmpeg' },
	])('says of a finding what is wrong and what mends it, in $language', async (row) => {
		const { language, word, how } = row;
		const content = { text: '', template: 'quality-finding', language };
		const { text } = await inputOf('frameio.comment', content, { data: { finding } });
		const lines = String(text).split('\n');

		expect(lines[0]).toContain(word);
		expect(lines[0]).toContain('Integrated loudness');
		expect(lines[0]).toMatch(/−9\.2 LUFS.*−14 LUFS ± 1/);
		expect(lines[1]).toBe(`${how} -i cut.mp4 -af volume=-4.8dB cut.fixed.mp4`);
		expect(lines[2]).toContain('youtube/2026-11-24');
		expect(lines).toHaveLength(4);
	});

	it.each([
		{ wrong: 'no words', content: { text: '' }, code: 'request/invalid' },
		{ wrong: 'a frame and seconds', content: { frame: 1 }, code: 'request/invalid' },
		{
			wrong: 'a moment before the start',
			content: { timestampSeconds: -1 },
			code: 'request/invalid',
		},
		{ wrong: 'page 0', content: { page: 0 }, code: 'request/invalid' },
		{
			wrong: 'a template without its finding',
			content: { text: '', template: 'quality-finding' },
			code: 'text/no-finding',
		},
		{
			wrong: 'a template that is for Slack',
			content: { text: '', template: 'lead-alert' },
			code: 'text/unknown',
		},
	])('with $wrong is refused before the key is taken', async ({ content, code }) => {
		await expect(inputOf('frameio.comment', content)).rejects.toMatchObject({ code });
		expect(service.calls).toEqual([]);
	});
});

describe('a test run', () => {
	const elsewhere = { isForTests: async () => false };
	const unheard = {
		isForTests: async () => await Promise.reject(new LookUpFailed(failures.notSent)),
	};

	it.each(['frameio.comment', 'frameio.status', 'frameio.share'])(
		'leaves alone what is not in the test workspace (%s)',
		async (kind) => {
			const perform = service.another({}, { frameio: { ...service.frameio, ...elsewhere } });

			expect(await perform(aRequest({ kind, test: true }))).toMatchObject({
				state: 'done',
				receipt: { note: expect.stringContaining('test workspace') as string },
			});
			expect(service.calls).toEqual([]);
		},
	);

	it.each(['frameio.comment', 'frameio.status', 'frameio.share'])(
		'writes nothing while nobody can say where it is (%s)',
		async (kind) => {
			const perform = service.another({}, { frameio: { ...service.frameio, ...unheard } });

			expect(await perform(aRequest({ kind, test: true }))).toMatchObject({ state: 'planned' });
			expect(service.calls).toEqual([]);
		},
	);

	it.each(['frameio.comment', 'frameio.status', 'frameio.share'])(
		'is asked for only of a test run (%s)',
		async (kind) => {
			const perform = service.another({}, { frameio: { ...service.frameio, ...unheard } });

			expect(await perform(aRequest({ kind }))).toMatchObject({ state: 'done' });
			expect(service.calls).toHaveLength(1);
		},
	);
});

describe('a status', () => {
	it('is that of the item, and says whether it was another before', async () => {
		service.answering(() =>
			done({ fileId: 'f1', field: 'Status', value: 'Approved', changed: false }),
		);
		const request = aRequest({
			kind: 'frameio.status',
			content: { fileId: 'f1', value: '{{ verdict }}' },
			data: { verdict: 'Approved' },
		});

		expect(await service.perform(request)).toMatchObject({
			state: 'done',
			receipt: { changed: false, note: null },
		});
		expect(service.calls[0]?.input).toMatchObject({
			accountId: null,
			field: 'Status',
			value: 'Approved',
		});
	});
});
