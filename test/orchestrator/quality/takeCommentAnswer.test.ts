import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import { readReview } from '../../../orchestrator/src/ledger/qualityReviews';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { takeCommentAnswer } from '../../../orchestrator/src/quality/takeCommentAnswer';
import { aFinding } from '../../support/aFile';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { pushRoster } from '../reservations/aReservation';
import { aDesk, aPlace, studio } from './aGate';

const monday = new Date('2026-11-23T14:00:00.000Z');
const author = 'luis@agency.test';

let store: Store;
let count = 0;

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
	await pushRoster(store, studio);
});
afterAll(async () => await store.close());

/** A film of its own for each test, with a review asked of a peer. */
async function aReview() {
	count += 1;
	const fileId = `said${count}`;
	const subject = `file:${fileId}`;
	const desk = aDesk(store, count.toString(16).padStart(64, 'c'));
	const place = aPlace({ fileId, versionStackId: null });
	const findings = [aFinding({ severity: 'note' })];
	await desk.measure({ subject, findings }, monday, { place });
	const asked = await desk.ask('peer', monday);
	if (asked.result !== 'asked') throw new Error('Nobody was asked.');
	const { id, reviewer } = asked.review;
	const say = async (text: string, authorEmail: string | null = reviewer.email) =>
		await takeCommentAnswer(store, { fileId, text, authorEmail }, monday, monday);
	const others = studio.filter(({ email }) => email !== reviewer.email && email !== author);
	return { id, subject, rule: findings[0]!.rule, reviewer: reviewer.id, say, others };
}

async function eventsOf(topic: string, subject: string): Promise<number> {
	const rows = await store.query<{ count: number }>(
		'SELECT count(*)::integer AS count FROM inbox WHERE topic = $1 AND subject = $2',
		[topic, subject],
	);
	return rows[0]?.count ?? 0;
}

describe('a comment in Frame.io that answers a review', () => {
	it('keeps the approval of whoever was asked once, with its event', async () => {
		const { id, subject, reviewer, say } = await aReview();
		expect(await say('#approve well done')).toEqual({ result: 'kept', answer: 'approve' });
		expect(await say('#approve well done')).toEqual({ result: 'kept', answer: 'approve' });
		expect(await readReview(store, id)).toMatchObject({
			state: 'approved',
			answeredBy: reviewer,
			note: 'well done',
		});
		expect(await eventsOf('review.answered', subject)).toBe(1);
	});

	it('makes one answer of many at the same time', async () => {
		const { id, subject, say } = await aReview();
		await Promise.all(Array.from({ length: 50 }, async () => await say('#approve')));
		expect(await readReview(store, id)).toMatchObject({ state: 'approved' });
		expect(await eventsOf('review.answered', subject)).toBe(1);
	});

	it('asks for changes only with words', async () => {
		const { id, say } = await aReview();
		expect(await say('#changes')).toMatchObject({ result: 'refused', because: 'no-note' });
		expect(await readReview(store, id)).toMatchObject({ state: 'open' });
		expect(await say('#changes The logo is cut')).toEqual({ result: 'kept', answer: 'changes' });
		expect(await readReview(store, id)).toMatchObject({
			state: 'changes',
			note: 'The logo is cut',
		});
	});

	it('waives a finding of the last check, with a reason', async () => {
		const { subject, rule, say, others } = await aReview();
		const senior = others.find(({ kind }) => kind !== 'partner')?.email ?? null;
		expect(await say(`#waive ${rule}`, senior)).toMatchObject({ because: 'no-reason' });
		expect(await say('#waive no-such-rule 30d so', senior)).toMatchObject({
			because: 'unknown-rule',
		});
		expect(await say(`#waive ${rule} 30d as agreed`, senior)).toEqual({
			result: 'kept',
			answer: 'waive',
		});
		expect(await eventsOf('waiver.given', subject)).toBe(1);
	});

	it('does not count from anybody else', async () => {
		const { id, say, others } = await aReview();
		const other = others.find(({ kind }) => kind !== 'partner')?.email ?? null;
		expect(await say('#approve', other)).toMatchObject({ because: 'not-asked' });
		expect(await say('#approve', author)).toMatchObject({ because: 'not-asked' });
		expect(await say('#approve', 'nobody@agency.test')).toMatchObject({
			because: 'unknown-person',
		});
		expect(await say('#approve', null)).toMatchObject({ because: 'unknown-person' });
		expect(await readReview(store, id)).toMatchObject({ state: 'open' });
	});

	it('is left alone where it is talk, or of a file that nobody reviews', async () => {
		const { say } = await aReview();
		expect(await say('I approve of the colours')).toEqual({ result: 'ignored' });
		const elsewhere = { fileId: 'elsewhere', text: '#approve', authorEmail: author };
		expect(await takeCommentAnswer(store, elsewhere, monday, monday)).toEqual({
			result: 'ignored',
		});
	});
});
