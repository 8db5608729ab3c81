import type { FileFamily } from '../../../../orchestrator/src/adapters/frameio/family';
import { eventId } from '../../../../orchestrator/src/inbox/eventId';
import { recordEvents } from '../../../../orchestrator/src/ledger/inbox';
import type { FrameioReader } from '../../../../orchestrator/src/service/monitor/compare/frameio';
import { seeFilm } from '../../delivery/aDelivery';
import type { TestService, VendorCall } from '../support/aService';
import { aRequest, aService, willing } from '../support/aService';
import type { SweptLedger } from './aSweep';
import { aSweep, emptyReaders, patient } from './aSweep';

const HOUR = 3_600_000;

let service: TestService;
let swept: SweptLedger;
let at: number;
/** What Frame.io answers; a test changes it by hand. */
let frameio: FrameioReader;

const now = () => new Date(at);

beforeAll(async () => {
	service = await aService();
});
afterAll(async () => await service.close());
beforeEach(async () => {
	await service.store.run(
		'TRUNCATE effects, inbox, quality_lineages, quality_files, monitor_findings, monitor_cursors CASCADE',
	);
	at = Date.UTC(2026, 10, 26, 12);
	service.answering(asIs);
	frameio = { ...emptyReaders.frameio };
	swept = aSweep(service, now, {
		readers: {
			frameio: {
				findProject: async (asked) => await frameio.findProject(asked),
				findShare: async (asked) => await frameio.findShare(asked),
				readShare: async (asked) => await frameio.readShare(asked),
				family: async (asked) => await frameio.family(asked),
				heldAgainst: async (asked) => await frameio.heldAgainst(asked),
			},
		},
	});
});

/** Each status is set as it is asked for. */
function asIs(call: VendorCall) {
	if (call.vendor !== 'frameio.status') return willing(call);
	const { fileId, field, value } = call.input as Record<string, string>;
	return { result: 'done', receipt: { fileId, field, value, changed: true } as never } as const;
}

async function perform(kind: string, changes: object = {}): Promise<string> {
	const request = aRequest({ kind, ...changes });
	expect((await service.another({ moment: now, patience: patient })(request)).state).toBe('done');
	at += 60_000;
	return request.key;
}
const namesAfter = async () => (await swept.sweep()).open.map(({ name }) => name);

describe('a project', () => {
	const found = { id: 'p1', name: 'N', rootFolderId: 'f', url: 'https://next.frame.io/project/p1' };
	it.each([
		{ finds: [], answer: { result: 'found', receipt: found } },
		{ finds: ['missing'], answer: { result: 'absent' } },
		{
			finds: ['doubled'],
			answer: { result: 'failed', why: '', retryAfterMs: null, several: ['p1', 'p2'] },
		},
		{ finds: [], answer: { result: 'failed', why: '', retryAfterMs: null } },
	] as const)('differs as $finds where Frame.io answers $answer.result', async (row) => {
		const key = await perform('frameio.project');
		frameio.findProject = async () => await Promise.resolve(row.answer);
		expect(await namesAfter()).toEqual(row.finds.map((sort) => `${sort}/frameio/${key}`));
		expect(await namesAfter()).toHaveLength(row.finds.length);
	});
});

describe('a share', () => {
	const end = '2026-12-26T12:00:00.000Z';
	const share = { id: 's1', name: 'For N', url: 'https://f.io/abc' };
	it.each([
		{ when: 'it is as it was made', is: { isDownloadable: true, expiresAt: end }, differs: false },
		{
			when: 'its end is written otherwise',
			is: { isDownloadable: true, expiresAt: '2026-12-26T13:00:00+01:00' },
			differs: false,
		},
		{
			when: 'nobody can fetch from it any more',
			is: { isDownloadable: false, expiresAt: end },
			differs: true,
		},
		{ when: 'it ends no more', is: { isDownloadable: true, expiresAt: null }, differs: true },
		{
			when: 'it ends another day',
			is: { isDownloadable: true, expiresAt: '2026-12-01T12:00:00Z' },
			differs: true,
		},
	])('differs: $differs, when $when', async ({ is, differs }) => {
		const content = { projectId: 'p1', name: 'N', assetIds: ['f1'], isDownloadable: true };
		const key = await perform('frameio.share', { content: { ...content, expiresAt: end } });
		frameio.findShare = async () => await Promise.resolve({ result: 'found', receipt: share });
		frameio.readShare = async () => {
			return await Promise.resolve({ ...share, access: 'public', isOn: true, ...is } as const);
		};
		expect(await namesAfter()).toEqual(differs ? [`changed/frameio/${key}`] : []);
	});
});

describe('a file', () => {
	const family = (ids: string[], hoursAgo: number): FileFamily => ({
		...{ creatorEmail: null, versionStackId: 'v1', versionIds: ids },
		newestAt: new Date(at - hoursAgo * HOUR),
	});
	beforeEach(async () => {
		await seeFilm(service.store, { fileId: 'f1', stack: 'v1' });
	});

	it.each([
		{ when: 'its newest version is known', ids: ['f0', 'f1'], hoursAgo: 9, differs: [] },
		{ when: 'a newer one is on its way', ids: ['f1', 'f2'], hoursAgo: 6, differs: [] },
		{
			when: 'nothing was told of a newer one',
			ids: ['f1', 'f2'],
			hoursAgo: 7,
			differs: ['late/frameio/stack:v1'],
		},
	])('differs as $differs when $when', async ({ ids, hoursAgo, differs }) => {
		const answer = family(ids, hoursAgo);
		frameio.family = async () => await Promise.resolve(answer);
		expect(await namesAfter()).toEqual(differs);
		expect(await namesAfter()).toEqual(differs);
	});

	it('is no finding any more once an event tells of its newest version', async () => {
		const answer = family(['f1', 'f2'], 7);
		frameio.family = async () => await Promise.resolve(answer);
		expect(await namesAfter()).toHaveLength(1);
		const event = { source: 'frameio', externalId: '1', topic: 'file.ready', subject: 'file:f2' };
		const told = { ...event, id: eventId(now()), test: false, payload: {} };
		await recordEvents(service.store, [told], now());
		expect(await namesAfter()).toEqual([]);
	});

	it('whose status a person changed shows both sides, against what a flow set last', async () => {
		const set = async (value: string) =>
			await perform('frameio.status', { content: { fileId: 'f1', field: 'Status', value } });
		await set('In Review');
		const key = await set('Approved');
		let value = 'Approved';
		frameio.heldAgainst = async (wanted) =>
			await Promise.resolve({ isSame: wanted.value === value, value });
		expect(await namesAfter()).toEqual([]);
		value = 'Needs Work';
		const { open, report } = await swept.sweep();
		expect(open).toMatchObject([
			{ name: `changed/frameio/${key}`, theirs: { says: '"Needs Work"' }, offers: ['leave'] },
		]);
		expect(open[0]?.ours.says).toContain('"Approved"');
		expect(report.repaired).toEqual([]);
	});
});
