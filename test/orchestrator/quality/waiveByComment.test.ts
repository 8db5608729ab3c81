import type { Job } from '../../../orchestrator/src/ledger/jobs';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { openLogger } from '../../../orchestrator/src/service/http';
import { openPacer } from '../../../orchestrator/src/service/pacing/pacer';
import { noPaces } from '../../../orchestrator/src/service/pacing/paces';
import { openCommentAnswers } from '../../../orchestrator/src/service/quality/commentAnswers';
import { openTexts } from '../../../orchestrator/src/texts/texts';
import { aFinding } from '../../support/aFile';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { pushRoster } from '../reservations/aReservation';
import { aDesk, aPlace, studio } from './aGate';

const monday = new Date('2026-11-23T14:00:00.000Z');
let store: Store;

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
	await pushRoster(store, studio);
});
afterAll(async () => await store.close());

describe('a waiver by comment', () => {
	it('counts for a file that failed, where nobody is asked for a review yet', async () => {
		const finding = aFinding({ severity: 'error' });
		const place = aPlace({ fileId: 'failed', versionStackId: null });
		const desk = aDesk(store, 'd'.repeat(64));
		await desk.measure({ subject: 'file:failed', findings: [finding] }, monday, { place });
		let work: ((job: Job) => Promise<void>) | null = null;
		const answers = openCommentAnswers({
			inbox: { store, now: () => monday, moment: () => monday, wake: () => undefined },
			frameio: {
				readComment: async () => ({
					fileId: 'failed',
					text: `#waive ${finding.rule} 30d as agreed`,
					authorEmail: 'camila@agency.test',
				}),
			},
			contactOf: async () => null,
			texts: openTexts({ name: 'A', colour: '#fff', hours: [] }, 'utc'),
			perform: async () => await Promise.reject(new Error('nothing is to be answered')),
			pacer: openPacer(noPaces, new AbortController().signal, null),
			jobs: {
				send: async () => null,
				work: async (_queue, handler) => void (work = handler),
				stop: async () => undefined,
			},
			logger: openLogger(null),
		});
		await answers.start();
		const signal = new AbortController().signal;
		await work!({ id: 'j', data: { comment: 'c1', accountId: 'a1' }, attempt: 1, signal });
		const [told] = await store.query<{ count: number }>(
			`SELECT count(*)::integer AS count FROM inbox WHERE topic = 'waiver.given' AND subject = 'file:failed'`,
		);
		expect(told?.count).toBe(1);
	});
});
