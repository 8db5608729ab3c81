import type { ReadShare } from '../../../orchestrator/src/adapters/frameio/shares';
import type { SourceEvent } from '../../../orchestrator/src/inbox/sources/read';
import type { Job } from '../../../orchestrator/src/ledger/jobs';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { openLogger } from '../../../orchestrator/src/service/http';
import { openShareNotes } from '../../../orchestrator/src/service/milestones/openShareNotes';
import { openPacer } from '../../../orchestrator/src/service/pacing/pacer';
import { noPaces } from '../../../orchestrator/src/service/pacing/paces';
import { emptyLedgerPlace } from '../../support/ledgerPlace';

const now = new Date('2026-11-23T13:00:00Z');
let store: Store;
beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
	await store.run(
		`INSERT INTO effects (key, kind, subject, test, fingerprint, content, state, token, attempts, receipt)
		VALUES ('place', 'frameio.project', 'deal:77', false, 'f', '{}', 'done', gen_random_uuid(), 1,
			'{"id": "prj"}')`,
	);
});
afterAll(async () => await store.close());

const event = (topic: string, payload: unknown): SourceEvent =>
	({ source: 'frameio', topic, payload }) as SourceEvent;
const made = (share: string) => ({
	resource: { id: share, type: 'share' },
	project: { id: 'prj' },
	account: { id: 'acc' },
});

it('looks once at each share that Frame.io tells of, and tells the inbox of previews', async () => {
	const sent: Array<{ data: object; key: string | undefined }> = [];
	const shares = new Map<string, ReadShare | null>([
		['gone', null],
		[
			'preview',
			{
				id: 'preview',
				name: '#preview',
				url: 'https://f.io/p',
				isDownloadable: false,
				expiresAt: null,
				access: 'public',
				isOn: true,
			},
		],
	]);
	let work: ((job: Job) => Promise<void>) | null = null;
	let woken = 0;
	const notes = openShareNotes({
		inbox: { store, now: () => now, moment: () => now, wake: () => void (woken += 1) },
		frameio: {
			readShare: async ({ accountId, shareId }) =>
				accountId === 'acc' ? (shares.get(shareId) ?? null) : null,
		},
		pacer: openPacer(noPaces, new AbortController().signal, null),
		jobs: {
			send: async (_queue, data, options) => {
				sent.push({ data, key: options?.key });
				return null;
			},
			work: async (_queue, handler) => void (work = handler),
			stop: async () => undefined,
		},
		logger: openLogger(null),
	});
	await notes.note([
		event('share.created', made('preview')),
		event('share.created', made('gone')),
		event('share.updated', made('preview')),
		event('share.created', { resource: { id: 'x' } }),
		event('comment.created', made('x')),
	]);
	expect(sent.map(({ key }) => key)).toEqual(['preview', 'gone']);

	await notes.start();
	const signal = new AbortController().signal;
	for (const { data } of [...sent, ...sent]) {
		await work!({ id: 'j', data, attempt: 1, signal } as Job);
	}
	expect(woken).toBe(1);
	const told = await store.query(`SELECT payload->>'link' AS link FROM inbox`);
	expect(told).toEqual([{ link: 'https://f.io/p' }]);
});
