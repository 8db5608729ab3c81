import { effectKindOf } from '../../../orchestrator/src/service/effects/kinds';
import { markedName } from '../../../orchestrator/src/service/effects/mark';
import { failures } from './support/failures';
import type { TestService } from './support/aService';
import { aRequest, aService, contents, impatient, someSettings, willing } from './support/aService';

let service: TestService;

beforeAll(async () => {
	service = await aService();
});
afterAll(async () => {
	await service.close();
});
beforeEach(() => service.answering(() => failures.refused));

const inputOf = async (kind: string, content: object, test = false) => {
	await service.perform(aRequest({ kind, test, content: { ...contents[kind], ...content } }));
	return service.calls[0]?.input;
};

describe('a planned task', () => {
	it('goes to the list whose number it is given, with times, hours, people and parent', async () => {
		const plan = {
			list: '901200000042',
			startAt: '2026-12-01T09:00:00-05:00',
			dueAt: '2026-12-03T18:00:00Z',
			estimateHours: 2.5,
			assigneeEmails: ['Camila@agency.test ', '', 'freja@agency.test'],
			parentId: '86b',
		};

		expect(await inputOf('clickup.task', plan)).toMatchObject({
			list: '901200000042',
			startAt: new Date('2026-12-01T14:00:00Z'),
			dueAt: new Date('2026-12-03T18:00:00Z'),
			estimateMs: 9_000_000,
			assigneeEmails: ['camila@agency.test', 'freja@agency.test'],
			parentId: '86b',
		});
	});

	it.each([
		{ list: '901200000042', outside: null, goes: '901200000042', where: 'the test space' },
		{ list: '901100000001', outside: failures.refused, goes: '901100000009', where: 'another' },
		{ list: 'leads', outside: null, goes: '901100000009', where: 'the configuration' },
	])('of a test run goes to $goes for $list of $where', async ({ list, outside, goes }) => {
		const clickupPlaces = { ...service.clickupPlaces, outsideOf: async () => outside };
		const perform = service.another({}, { clickupPlaces });

		await perform(aRequest({ kind: 'clickup.task', test: true, content: { list, name: 'x' } }));

		expect(service.calls[0]?.input).toMatchObject({ list: goes });
	});

	it.each([
		{ test: false, goes: 'number of Agency / Leads' },
		{ test: true, goes: 'number of Test / Tasks' },
	])('goes to the list of the place that is configured (test: $test)', async ({ test, goes }) => {
		const lists = { leads: 'Agency / Leads', test: 'Test / Tasks' };
		const settings = someSettings();
		const perform = service.another(
			{},
			{
				settings: { ...settings, clickup: { ...settings.clickup, lists } },
				clickupPlaces: {
					...service.clickupPlaces,
					listNumber: async (key) => ({ id: `number of ${key}` }),
				},
			},
		);
		const content = { list: 'leads', name: 'x' };

		await perform(aRequest({ kind: 'clickup.task', test, content }));

		expect(service.calls[0]?.input).toMatchObject({ list: goes });
	});

	it('waits for a person where the place that is configured is not there', async () => {
		const listNumber = async () => failures.refused;
		const clickupPlaces = { ...service.clickupPlaces, listNumber };
		const perform = service.another({}, { clickupPlaces });

		const content = { list: 'leads', name: 'x' };
		expect(await perform(aRequest({ kind: 'clickup.task', content }))).toMatchObject({
			state: 'failed',
		});
		expect(service.calls).toEqual([]);
	});

	it('of a test run goes nowhere while nobody can say where its list is', async () => {
		const outsideOf = async () => failures.notSent;
		const perform = service.another({}, { clickupPlaces: { ...service.clickupPlaces, outsideOf } });
		const content = { list: '901200000042', name: 'x' };

		const performed = await perform(aRequest({ kind: 'clickup.task', test: true, content }));

		expect(performed).toMatchObject({ state: 'planned' });
		expect(service.calls).toEqual([]);
	});

	it('is the same wish as before where nothing is planned', async () => {
		const input = await inputOf('clickup.task', {});

		expect(Object.keys(input as object)).not.toContain('startAt');
		expect(Object.keys(input as object)).not.toContain('assigneeEmails');
	});

	it.each([
		{ wrong: 'a day without a time', content: { dueAt: '2026-12-03' }, field: 'dueAt' },
		{ wrong: 'no hours', content: { estimateHours: 0 }, field: 'estimateHours' },
		{ wrong: 'too many hours', content: { estimateHours: 597 }, field: 'estimateHours' },
		{
			wrong: 'a moment and days',
			content: { dueAt: '2026-12-03T18:00:00Z', dueInDays: 1, dueFrom: '2026-12-03T18:00:00Z' },
			field: 'dueAt',
		},
	])('with $wrong is refused with its field', async ({ content, field }) => {
		await expect(inputOf('clickup.task', content)).rejects.toMatchObject({
			code: 'request/invalid',
			why: expect.stringContaining(`"content.${field}"`),
		});
	});
});

describe('a folder', () => {
	it('has a name that only its key gives, and is asked for under the same', async () => {
		const request = aRequest({ kind: 'clickup.folder' });
		await service.perform(request);
		const name = markedName('Café Aurora', request.key, 120);
		expect(service.calls[0]?.input).toMatchObject({ space: 'Projects', name });

		const { lookUp } = effectKindOf('clickup.folder');
		const { tools } = service.aResolver();
		const { key, test } = request;
		const asked = { key, subject: 'lead:1', test, since: new Date() };
		await lookUp?.ask({ space: 'projects', name }, asked, tools);
		expect(service.lookUps[0]?.input).toMatchObject({ space: 'Projects', name });
	});

	it('is refused for a space nobody knows', async () => {
		await expect(inputOf('clickup.folder', { space: 'films' })).rejects.toMatchObject({
			code: 'effect/unknown-destination',
			mend: expect.stringContaining('clickup.spaces'),
		});
	});
});

describe('simultaneous calls over two services', () => {
	// Owners that are not thought dead while the machine is busy.
	const patience = { ...impatient, timeoutMs: 10_000, retryTotalMs: 10_000 };

	it.each([
		'clickup.folder',
		'clickup.list',
		'frameio.project',
		'frameio.comment',
		'frameio.share',
	])('make one %s', async (kind) => {
		service.answering(willing);
		const services = [service.another({ patience }), service.another({ patience })] as const;
		const request = aRequest({ kind });

		const performed = await Promise.all(
			Array.from(
				{ length: 20 },
				async (_, index) => await (services[index % 2] ?? services[0])(request),
			),
		);

		expect(service.calls).toHaveLength(1);
		expect(performed.map(({ state }) => state)).toEqual(Array(20).fill('done'));
	});
});

describe('markedName', () => {
	it('keeps the whole mark of a name that is too long, and none is longer than the limit', () => {
		const name = markedName('x'.repeat(300), 'deal:1/clickup-folder/projects/1', 120);

		expect(name).toHaveLength(120);
		expect(name).toMatch(/x… \([0-9a-f]{6}\)$/);
	});

	it('differs with the key and is the same for the same', () => {
		const [one, other] = ['deal:1/x/y/1', 'deal:2/x/y/1'].map((key) => markedName('A', key, 50));

		expect(one).not.toBe(other);
		expect(one).toBe(markedName('A', 'deal:1/x/y/1', 50));
	});
});
