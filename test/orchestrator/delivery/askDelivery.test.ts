import { dealFiles } from '../../../orchestrator/src/delivery/dealFiles';
import { deliveryRequestSchema } from '../../../orchestrator/src/delivery/requestSchema';
import {
	readDeliveriesOf,
	readDelivery,
	retryDelivery,
} from '../../../orchestrator/src/ledger/deliveries';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { aFilm, aRequest, ask, filmHash, noon, seeFilm, someCaptions } from './aDelivery';

let store: Store;

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
	await seeFilm(store, { fileId: 'f1', measured: true });
	await seeFilm(store, { fileId: 'f2', passed: ['machine', 'peer'] });
	await seeFilm(store, { fileId: 'old', stack: 's1' });
	await seeFilm(store, { fileId: 'new', stack: 's1', passed: [] });
	await seeFilm(store, { fileId: 'f3', project: 'else' });
	await seeFilm(store, { fileId: 'waived', project: 'else', heldUntil: noon });
});
afterAll(async () => await store.close());

const files = (...list: object[]) => ({ manifest: { files: list } });

describe('asking for a delivery', () => {
	it('keeps it once, whatever facts come with it, and numbers the deliveries of a deal', async () => {
		const deal = 'numbered';
		const first = await ask(store, aRequest({ deal }));
		const again = await ask(store, aRequest({ deal, facts: { hub: 'lima' } }));
		const other = await ask(store, aRequest({ deal, occurrence: 2 }));
		const elsewhere = await ask(store, aRequest({ deal: 'another' }));

		expect(again).toMatchObject({ isNew: false, delivery: { id: first.delivery.id } });
		expect([first, other, elsewhere].map(({ delivery: { version } }) => version)).toEqual([
			1, 2, 1,
		]);
		expect(first.delivery.id).toMatch(/^dlv_[0-9a-z]{26}$/);
		expect(await readDelivery(store, first.delivery.id)).toMatchObject({
			client: '101',
			clientEmail: 'mette@nordlys.test',
			project: deal,
			kind: 'full',
			state: 'planned',
			manifest: { convention: 'house/1' },
			facts: { hub: 'copenhagen' },
			linkDays: 30,
			files: [
				{
					name: 'f1.mp4',
					target: 'delivery',
					storageKey: 'nordlys/deal-numbered-v1/f1.mp4',
					state: 'waiting',
				},
				{ name: 'f1.srt', bytes: 3, storageKey: 'nordlys/deal-numbered-v1/f1.srt' },
			],
		});
	});

	it('takes none that was planned before another was begun, and keeps what was asked for before', async () => {
		const deal = 'planned';
		const first = { deal, expectedVersion: 1 };
		expect(await ask(store, aRequest(first))).toMatchObject({ isNew: true });
		expect(await ask(store, aRequest(first))).toMatchObject({ isNew: false });
		const late = ask(store, aRequest({ ...first, occurrence: 2 }));
		await expect(late).rejects.toMatchObject({ code: 'delivery/out-of-date' });
		expect(await readDeliveriesOf(store, { deal, test: false })).toHaveLength(1);
		const anew = { deal, expectedVersion: 2, occurrence: 2 };
		expect(await ask(store, aRequest(anew))).toMatchObject({ delivery: { version: 2 } });
	});

	it('lets one of several that were planned at once through', async () => {
		const deal = 'at-once';
		const asked = [1, 2, 3].map((occurrence) =>
			ask(store, aRequest({ deal, expectedVersion: 1, occurrence })),
		);
		const results = await Promise.allSettled(asked);
		expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(await readDeliveriesOf(store, { deal, test: false })).toHaveLength(1);
	});

	it('begins none again that failed once a later one took its place', async () => {
		const deal = 'replaced';
		const { delivery: first } = await ask(store, aRequest({ deal }));
		const { delivery: second } = await ask(store, aRequest({ deal, occurrence: 2 }));
		const setState = async (id: string, state: string) => {
			await store.query(`UPDATE deliveries SET state = $2, problem = '{}'::jsonb WHERE id = $1`, [
				id,
				state,
			]);
		};
		await setState(first.id, 'failed');
		expect(await retryDelivery(store, first.id, noon)).toBe(false);
		await setState(second.id, 'withdrawn');
		expect(await retryDelivery(store, first.id, noon)).toBe(true);
	});

	it('gives versions of their own to deliveries that are asked for at once', async () => {
		const all = await Promise.all(
			[1, 2, 3, 4, 5].map(
				async (occurrence) => await ask(store, aRequest({ deal: 'at-once', occurrence })),
			),
		);

		expect(all.map(({ delivery: { version } }) => version).sort()).toEqual([1, 2, 3, 4, 5]);
	});

	it('keeps trials apart, and in a place of their own', async () => {
		await seeFilm(store, { fileId: 'f1', test: true });
		const trial = { test: true, deal: 'tried' };
		const [real, first, second] = [
			await ask(store, aRequest({ deal: 'tried' })),
			await ask(store, aRequest(trial)),
			await ask(store, aRequest({ ...trial, testRun: 'r2' })),
		];

		expect([real, first, second].map(({ delivery: { version } }) => version)).toEqual([1, 1, 2]);
		const [file] = (await readDelivery(store, first.delivery.id))?.files ?? [];
		expect(file?.storageKey).toBe('test/nordlys/deal-tried-v1/f1.mp4');
	});

	it('sends to each target what its roles say', async () => {
		const targets = [
			{ name: 'delivery', kind: 's3' },
			{ name: 'archive', kind: 's3', roles: ['deliverable'] },
		];
		const { delivery } = await ask(store, aRequest({ deal: 'roles', storagePlan: { targets } }));
		const { files: found = [] } = (await readDelivery(store, delivery.id)) ?? {};

		expect(found.map(({ target, storageKey }) => `${target}: ${storageKey}`).sort()).toEqual([
			'archive: vault/deal-roles-v1/f1.mp4',
			'delivery: deal-roles-v1/f1.mp4',
			'delivery: deal-roles-v1/f1.srt',
		]);
	});

	it.each([
		[
			'has not passed its last gate',
			files(aFilm('f2')),
			'"f2.mp4" has not passed the gate "senior"',
		],
		[
			'was never checked',
			files(aFilm('f9')),
			'gate "machine": this content of this file has never',
		],
		[
			'is other bytes than those that were approved',
			files(aFilm('f1', { sha256: filmHash('f9') })),
			'has never been checked',
		],
		[
			'borrows the approval of another file',
			files(aFilm('f2', { sha256: filmHash('f1') })),
			'has never been checked',
		],
		['has a newer version', files(aFilm('old')), '"old.mp4" is not the newest of its file'],
		[
			'leans on a waiver that has ended',
			files(aFilm('waived')),
			'the waiver that it leans on has ended',
		],
		[
			'is approved for real and sent as a trial',
			{ ...files(aFilm('f3')), test: true },
			'never been checked',
		],
	])('refuses a file that %s', async (_when, changes, why) => {
		await expect(ask(store, aRequest({ deal: 'refused', ...changes }))).rejects.toMatchObject({
			code: 'delivery/not-approved',
			why: expect.stringContaining(why) as string,
		});
	});

	it('answers for what it took before, though the file has a newer version since', async () => {
		await seeFilm(store, { fileId: 'early', stack: 's2' });
		const request = aRequest({ deal: 'kept', ...files(aFilm('early')) });
		const { delivery } = await ask(store, request);
		await seeFilm(store, { fileId: 'late', stack: 's2' });

		expect(await ask(store, request)).toMatchObject({
			isNew: false,
			delivery: { id: delivery.id },
		});
		await expect(ask(store, { ...request, occurrence: 2 })).rejects.toMatchObject({
			code: 'delivery/not-approved',
		});
	});

	it.each([
		['drive', 'delivery', 'delivery/kind-without-adapter'],
		['s3', 'archive', 'storage/not-configured'],
	])('refuses a target of the kind %s that nothing here can store at', async (kind, name, code) => {
		const storagePlan = { targets: [{ name, kind }] };
		const targets = { delivery: { kind: 's3', prefix: '' } };
		await expect(
			ask(store, aRequest({ deal: 'refused', storagePlan }), { targets }),
		).rejects.toMatchObject({ code });
	});
});

describe('the request', () => {
	const wrong = (changes: object) => {
		const read = deliveryRequestSchema.safeParse(aRequest(changes));
		return read.success ? [] : read.error.issues.map(({ path }) => path.join('.'));
	};

	it.each([
		'../f1.mp4',
		'a/b.mp4',
		'a\\b.mp4',
		'.hidden',
		'f1.mp4 ',
		'f1.',
		'a\r\nb.mp4',
		'gpj.\u202e4pm.exe',
		'x'.repeat(201),
		'',
	])('takes no name like %j', (name) => {
		expect(new Set(wrong(files(aFilm('f1', { name }))))).toEqual(
			new Set(['manifest.files.0.name']),
		);
	});

	it.each([
		[
			'two names that are one on some file systems',
			files(aFilm('f1'), aFilm('f2', { name: 'F1.MP4' })),
			'manifest.files.1.name',
		],
		[
			'a text of another hash',
			files({ ...someCaptions(), sha256: 'a'.repeat(64) }),
			'manifest.files.0.sha256',
		],
		[
			'a film as a text',
			files({ ...someCaptions(), role: 'deliverable' }),
			'manifest.files.0.source',
		],
		['no file', files(), 'manifest.files'],
		[
			'a target twice',
			{
				storagePlan: {
					targets: [
						{ name: 'delivery', kind: 's3' },
						{ name: 'delivery', kind: 's3' },
					],
				},
			},
			'storagePlan.targets',
		],
		[
			'a prefix out of the bucket',
			{ storagePlan: { targets: [{ name: 'delivery', kind: 's3', prefix: 'a/../b' }] } },
			'storagePlan.targets.0.prefix',
		],
		['two ends of its links', { linkDays: 3, expiresAt: '2026-12-01T00:00:00Z' }, 'expiresAt'],
		['a field that nobody knows', { expires: 3 }, ''],
	])('takes not %s', (_what, changes, path) => {
		expect(wrong(changes)).toEqual([path]);
	});
});

describe('what a delivery may be made from', () => {
	it('is the newest content of every file of the project, with how it stands', async () => {
		const found = await dealFiles(store, { project: '9001', test: false }, noon);
		const told = found.map(({ file, passed, next, approved, approvedAt, bytes }) => ({
			id: file.fileId,
			passed,
			next,
			approved: approved?.version ?? null,
			isTimed: approvedAt !== null,
			bytes,
		}));

		expect(told).toEqual(
			expect.arrayContaining([
				{
					id: 'f1',
					passed: true,
					next: null,
					approved: 1,
					isTimed: true,
					bytes: expect.any(Number) as number,
				},
				{ id: 'f2', passed: false, next: 'senior', approved: null, isTimed: false, bytes: null },
				{ id: 'new', passed: false, next: 'machine', approved: 1, isTimed: false, bytes: null },
			]),
		);
		expect(told.some(({ id }) => id === 'old' || id === 'waived')).toBe(false);
		expect(found.find(({ file }) => file.fileId === 'f1')).toMatchObject({
			approvedAt: '2026-11-26T11:52:00.000Z',
			media: { width: expect.any(Number) as number, format: 'mp4' },
		});
	});

	it('is nothing where the ledger knows no file of the project', async () => {
		expect(await dealFiles(store, { project: 'nothing', test: false }, noon)).toEqual([]);
	});
});
