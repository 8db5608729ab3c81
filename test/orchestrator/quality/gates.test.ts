import { judgeMeasurements } from '../../../nodes/domain/quality/gates/judgeMeasurements';
import { defaultGateRules } from '../../../nodes/domain/quality/gates/rules';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import { readContents, readLineage } from '../../../orchestrator/src/ledger/qualityFiles';
import { readReviewsOf } from '../../../orchestrator/src/ledger/qualityReviews';
import type { Store } from '../../../orchestrator/src/ledger/store';
import type { AskedReview } from '../../../orchestrator/src/quality/askReview';
import { tellDueReviews } from '../../../orchestrator/src/quality/dueReviews';
import type { GivenWaiver } from '../../../orchestrator/src/quality/giveWaiver';
import { giveWaiver } from '../../../orchestrator/src/quality/giveWaiver';
import { aCheck, aFinding } from '../../support/aFile';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { pushRoster } from '../reservations/aReservation';
import { aDesk, aPlace, studio } from './aGate';
import type { Desk } from './aGate';

/** A Monday, 10:00 in Caracas and Lima +1 h, 15:00 in Copenhagen. */
const monday = new Date('2026-11-23T14:00:00.000Z');
const later = (minutes: number) => new Date(monday.getTime() + minutes * 60_000);

let store: Store;
let count = 0;

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
	await pushRoster(store, studio);
});
afterAll(async () => {
	await store.close();
});

/** A file of its own for each test, so that none leans on what another left. */
function aFilm(): {
	desk: Desk;
	sha: string;
	place: ReturnType<typeof aPlace>;
	next: () => string;
} {
	count += 1;
	const name = `film${count}`;
	const sha = (version: number) =>
		`${count.toString(16).padStart(8, '0')}${version}`.padEnd(64, 'a');
	const desk = aDesk(store, sha(1));
	const place = aPlace({ fileId: name, versionStackId: `stack-${name}` });
	let version = 1;
	return {
		desk: {
			...desk,
			measure: async (check, now, about) =>
				await desk.measure({ subject: `file:${name}`, ...check }, now, { place, ...about }),
			judge: async (answer, now, about) =>
				await desk.judge({ subject: `file:${name}`, ...answer }, now, { place, ...about }),
			keep: async (decision, now, about) => await desk.keep(decision, now, { place, ...about }),
		},
		sha: sha(1),
		place,
		next: () => sha((version += 1)),
	};
}

/** The review that was asked for; fails where nobody was. */
function askedOf(asked: AskedReview) {
	if (asked.result !== 'asked') throw new Error(JSON.stringify(asked));
	return asked.review;
}

/** Events of a topic about a subject, in order. */
async function events(topic: string, subject: string): Promise<Array<Record<string, unknown>>> {
	const rows = await store.query<{ payload: Record<string, unknown> }>(
		'SELECT payload FROM inbox WHERE topic = $1 AND subject = $2 ORDER BY received_at, id',
		[topic, subject],
	);
	return rows.map(({ payload }) => payload);
}

/** Brings a film to the senior's desk: measured, asked, approved by a peer. */
async function untilSenior(film: ReturnType<typeof aFilm>) {
	const { desk } = film;
	await desk.measure({}, monday);
	const { id, reviewer } = askedOf(await desk.ask('peer', later(1)));
	await desk.answer(id, { by: reviewer.id }, later(2));
	await desk.judge({ gate: 'peer', reviewer: { id: reviewer.id, skills: {} } }, later(3));
	return { peer: reviewer.id };
}

describe('the three gates in the ledger', () => {
	it('let a file through when it was measured, and a peer and a senior approved it', async () => {
		const film = aFilm();
		const { desk, sha, place } = film;
		const { peer } = await untilSenior(film);
		const { id, reviewer } = askedOf(await desk.ask('senior', later(4)));
		expect(reviewer.id).not.toBe(peer);
		await desk.answer(id, { by: reviewer.id, satisfaction: 9, opportunity: 'Subtitles' }, later(5));
		const last = await desk.judge(
			{
				gate: 'senior',
				reviewer: { id: reviewer.id, skills: {} },
				satisfaction: 9,
				opportunity: 'Subtitles',
			},
			later(6),
		);
		expect(last).toMatchObject({ result: 'recorded', isApproved: true });
		expect(await events('file.approved', `delivery:stack-${place.fileId}`)).toEqual([
			expect.objectContaining({
				sha256: sha,
				subject: `file:${place.fileId}`,
				cycles: 0,
				version: 1,
				satisfaction: 9,
				opportunity: 'Subtitles',
				gates: [
					expect.objectContaining({ gate: 'machine', passed: true, by: null }),
					expect.objectContaining({ gate: 'peer', passed: true, by: peer }),
					expect.objectContaining({ gate: 'senior', passed: true, by: reviewer.id }),
				],
			}),
		]);
		// Asked again, nobody is disturbed.
		expect(await desk.ask('senior', later(7))).toEqual({ result: 'passed' });
	});

	it('keep the same decision once', async () => {
		const { desk } = aFilm();
		const first = await desk.measure({}, monday);
		if (first.result !== 'recorded') throw new Error(first.because);
		expect(first.repeated).toBe(false);
		const again = await desk.measure({}, monday);
		expect(again).toMatchObject({ result: 'recorded', id: first.id, repeated: true });
	});

	it.each([
		['by whoever made the file', 'by-author', { reviewer: { id: 'luis', skills: {} } }],
		['of nobody who was asked', 'no-answer', { reviewer: { id: 'camila', skills: {} } }],
	])('keep no approval %s', async (_whose, because, answer) => {
		const { desk, sha } = aFilm();
		await desk.measure({}, monday);
		const decision = {
			...(await decisionOf(desk, sha)),
			gate: 'peer' as const,
			outcome: 'pass' as const,
			by: answer.reviewer.id,
		};
		expect(await desk.keep(decision, later(1))).toEqual({ result: 'refused', because });
	});

	it('keep no approval of the senior by the peer, whatever the flow says', async () => {
		const film = aFilm();
		const { peer } = await untilSenior(film);
		const decision = {
			...(await decisionOf(film.desk, film.sha)),
			gate: 'senior' as const,
			outcome: 'pass' as const,
			by: peer,
		};
		expect(await film.desk.keep(decision, later(9))).toEqual({
			result: 'refused',
			because: 'same-person',
		});
	});

	it('keep no approval of a person before the machine', async () => {
		const { desk, sha } = aFilm();
		await desk.measure({ findings: [aFinding()] }, monday);
		expect(await desk.ask('peer', later(1))).toEqual({ result: 'refused', because: 'failed' });
		expect(await desk.ask('senior', later(1))).toEqual({ result: 'refused', because: 'failed' });
		expect(sha).toHaveLength(64);
	});

	it('begin anew for a changed file, and nobody looks at the old one any more', async () => {
		const film = aFilm();
		const { desk, sha, next, place } = film;
		await untilSenior(film);
		askedOf(await desk.ask('senior', later(4)));
		const second = next();
		await desk.measure({ sha256: second, subject: `file:${place.fileId}-2` }, later(5));

		expect(await desk.ask('senior', later(6))).toEqual({
			result: 'refused',
			because: 'superseded',
		});
		expect(await desk.ask('senior', later(6), { sha256: second })).toEqual({
			result: 'refused',
			because: 'no-verdict',
		});
		const [old] = await readContents(store, sha, false);
		const reviews = await readReviewsOf(store, old?.id ?? 0);
		expect(reviews.map(({ gate, state }) => [gate, state])).toEqual([
			['peer', 'approved'],
			['senior', 'withdrawn'],
		]);
		const versions = await readLineage(store, [`stack:stack-${place.fileId}`], false);
		expect(versions.map(({ version, sha256 }) => [version, sha256])).toEqual([
			[1, sha],
			[2, second],
		]);
	});

	it('count the versions that were sent back', async () => {
		const { desk, next, sha } = aFilm();
		await desk.measure({ findings: [aFinding()] }, monday);
		const second = next();
		await desk.measure({ sha256: second, findings: [aFinding()] }, later(10));
		const third = next();
		await desk.measure({ sha256: third }, later(20));
		expect((await desk.known(sha, later(30))).cycles).toBe(0);
		expect((await desk.known(third, later(30))).cycles).toBe(2);
	});

	it('join versions that were seen one by one, in the order that Frame.io has them', async () => {
		const { desk, next, sha, place } = aFilm();
		const [first, second, third] = ['v1', 'v2', 'v3'].map((version) => `${place.fileId}${version}`);
		const alone = { ...place, fileId: first ?? '', versionStackId: null };
		await desk.measure({ findings: [aFinding()] }, monday, { place: alone });
		const stacked = (fileId = '') => ({
			...place,
			fileId,
			versionIds: [first ?? '', second ?? '', third ?? ''],
		});
		// The third is small and measured before the second.
		const newest = next();
		await desk.measure({ sha256: newest }, later(1), { place: stacked(third) });
		const between = next();
		const late = await desk.measure({ sha256: between }, later(2), { place: stacked(second) });

		const versions = await readLineage(store, [`stack:stack-${place.fileId}`], false);
		expect(versions.map(({ version, sha256 }) => [version, sha256])).toEqual([
			[1, sha],
			[2, between],
			[3, newest],
		]);
		expect(late).toMatchObject({ content: { standing: { isCurrent: false, passed: false } } });
		expect((await desk.known(newest, later(3))).current).toBe(newest);
		expect((await desk.known(newest, later(3))).cycles).toBe(1);
	});

	it('know of an old version that it is one, also when it is checked again', async () => {
		const { desk, next, sha } = aFilm();
		await desk.measure({}, monday);
		const second = next();
		await desk.measure({ sha256: second }, later(1));
		await desk.measure({}, later(2));
		expect((await desk.known(sha, later(3))).current).toBe(second);
	});
});

/** A decision that the machine made, to be bent by a test. */
async function decisionOf(desk: Desk, sha: string) {
	return judgeMeasurements(aCheck({ sha256: sha }), await desk.known(sha, monday), {
		rules: defaultGateRules,
		language: 'en',
		now: later(8),
	});
}

describe('a review', () => {
	it('goes to somebody with the level who did not make the file, within their working hours', async () => {
		const { desk, place } = aFilm();
		await desk.measure({}, monday);
		const review = askedOf(await desk.ask('peer', monday));
		expect(['diego', 'freja', 'camila']).toContain(review.reviewer.id);
		expect(review).toMatchObject({ state: 'open', gate: 'peer', subject: `file:${place.fileId}` });
		expect(Date.parse(review.remindAt)).toBeLessThan(Date.parse(review.dueAt));
	});

	it('is the same while it is open', async () => {
		const { desk } = aFilm();
		await desk.measure({}, monday);
		const first = askedOf(await desk.ask('peer', monday));
		const again = await desk.ask('peer', later(30));
		expect(again).toMatchObject({ result: 'asked', repeated: true, review: { id: first.id } });
	});

	it('is not asked for while nobody knows who made the file', async () => {
		const { desk } = aFilm();
		await desk.measure({}, monday, { authors: [] });
		expect(await desk.ask('peer', monday)).toEqual({
			result: 'refused',
			because: 'author-unknown',
		});
	});

	it('is not asked for where nobody has the level', async () => {
		const { desk } = aFilm();
		await desk.measure({}, monday);
		const wanted = { skill: 'review-of-opera', level: 1 };
		expect(await desk.ask('peer', monday, { wanted })).toEqual({
			result: 'refused',
			because: 'nobody',
		});
	});

	it('of a content that no gate has seen is not asked for', async () => {
		const { desk } = aFilm();
		expect(await desk.ask('peer', monday)).toEqual({ result: 'refused', because: 'unknown-file' });
	});

	it('takes one answer of two hundred at the same time, and tells of it once', async () => {
		const { desk, place } = aFilm();
		await desk.measure({}, monday);
		const { id, reviewer } = askedOf(await desk.ask('peer', monday));
		const answers = await Promise.all(
			Array.from(
				{ length: 200 },
				async (_, index) =>
					await desk.answer(
						id,
						{ by: reviewer.id, answer: index % 2 === 0 ? 'approve' : 'changes', note: 'x' },
						later(1),
					),
			),
		);
		expect(answers.filter(({ result }) => result === 'answered')).toHaveLength(1);
		expect(await events('review.answered', `file:${place.fileId}`)).toHaveLength(1);
	});

	it.each([
		['somebody else', 'not-asked', 'luis'],
		['somebody whom nobody knows', 'not-asked', 'nobody'],
	])('takes no answer of %s', async (_who, because, by) => {
		const { desk } = aFilm();
		await desk.measure({}, monday);
		const { id } = askedOf(await desk.ask('peer', monday));
		expect(await desk.answer(id, { by }, later(1))).toEqual({ result: 'refused', because });
	});

	it('takes no second answer, but the same again is the same', async () => {
		const { desk } = aFilm();
		await desk.measure({}, monday);
		const { id, reviewer } = askedOf(await desk.ask('peer', monday));
		const by = reviewer.id;
		await desk.answer(id, { by }, later(1));
		expect(await desk.answer(id, { by }, later(2))).toMatchObject({ result: 'same' });
		expect(await desk.answer(id, { by, answer: 'changes', note: 'x' }, later(2))).toEqual({
			result: 'refused',
			because: 'over',
		});
	});

	it('takes no answer about a version that is an old one', async () => {
		const { desk, next } = aFilm();
		await desk.measure({}, monday);
		const { id, reviewer } = askedOf(await desk.ask('peer', monday));
		await desk.measure({ sha256: next() }, later(1));
		expect(await desk.answer(id, { by: reviewer.id }, later(2))).toMatchObject({
			result: 'refused',
		});
	});

	it('is reminded of at half its time, handed to the lead at its end, who may then answer', async () => {
		const { desk, place } = aFilm();
		await desk.measure({}, monday);
		const { id, reviewer, remindAt, dueAt } = askedOf(await desk.ask('peer', monday));
		const subject = `file:${place.fileId}`;
		const look = async (at: string, by = 0) => {
			const moment = new Date(Date.parse(at) + by);
			// Other tests leave reviews of theirs open: rounds go on until nobody is due.
			while ((await tellDueReviews(store, 50, moment, moment)) > 0);
		};
		await look(remindAt, -1);
		expect(await events('review.reminder-due', subject)).toEqual([]);
		await look(remindAt);
		await look(remindAt, 60_000);
		expect(await events('review.reminder-due', subject)).toHaveLength(1);
		await look(dueAt, -1);
		expect(await events('review.overdue', subject)).toEqual([]);
		await look(dueAt);
		await look(dueAt, 3_600_000);
		const [overdue, ...more] = await events('review.overdue', subject);
		expect(more).toEqual([]);
		const lead = overdue?.lead as { id: string; email: string };
		expect(lead.id).not.toBe(reviewer.id);
		expect(lead.email).toMatch(/@agency\.test$/);
		expect(await desk.answer(id, { by: lead.id }, new Date(Date.parse(dueAt) + 1))).toMatchObject({
			result: 'answered',
			review: { answeredBy: lead.id },
		});
	});
});

describe('a waiver', () => {
	const waive = async (sha256: string, changes: Partial<GivenWaiver> = {}, now = later(1)) =>
		await giveWaiver(
			store,
			{
				sha256,
				subject: null,
				rule: 'loudness',
				scope: 'file',
				reason: 'The client wants it loud',
				by: 'camila',
				expiresAt: null,
				test: false,
				...changes,
			},
			now,
			now,
		);

	it('lets the file be judged again, with what was measured before', async () => {
		const { desk, sha, place } = aFilm();
		await desk.measure({ findings: [aFinding()], verdict: 'fail' }, monday);
		expect(await waive(sha)).toMatchObject({ result: 'given', waiver: { by: 'camila' } });
		const [event] = await events('waiver.given', `file:${place.fileId}`);
		expect(event).toMatchObject({
			sha256: sha,
			specs: [{ id: 'youtube' }],
			findings: [{ rule: 'loudness' }],
			verdict: 'fail',
			waiver: { rule: 'loudness', sha256: sha },
			file: { fileId: place.fileId, versionStackId: `stack-${place.fileId}` },
		});
		const again = await desk.measure({ findings: [aFinding()], verdict: 'fail' }, later(2));
		expect(again).toMatchObject({ content: { standing: { next: 'peer' } } });
	});

	it('is given once, however often it is asked for', async () => {
		const { desk, sha, place } = aFilm();
		await desk.measure({ findings: [aFinding()] }, monday);
		const given = await Promise.all(Array.from({ length: 50 }, async () => await waive(sha)));
		expect(given.filter(({ result }) => result === 'given')).toHaveLength(1);
		expect(given.filter(({ result }) => result === 'same')).toHaveLength(49);
		expect(await events('waiver.given', `file:${place.fileId}`)).toHaveLength(1);
	});

	it.each<[string, string, Partial<GivenWaiver>]>([
		['by somebody below the level', 'below-level', { by: 'luis' }],
		['by somebody whom nobody knows', 'unknown-person', { by: 'nobody' }],
		['for what was not found', 'unknown-rule', { rule: 'black' }],
		['for a project that nobody knows', 'no-project', { scope: 'project' }],
	])('is not given %s (%s)', async (_how, because, changes) => {
		const { desk, sha } = aFilm();
		await desk.measure({ findings: [aFinding()] }, monday);
		expect(await waive(sha, changes)).toEqual({ result: 'refused', because });
	});

	it('is not given by a reviewer for a file of their own', async () => {
		const { desk, sha } = aFilm();
		await desk.measure({ findings: [aFinding()] }, monday, { authors: ['camila'] });
		expect(await waive(sha)).toEqual({ result: 'refused', because: 'by-author' });
	});

	it('of a project ends within the longest time, and holds for its next version', async () => {
		const { desk, sha, next } = aFilm();
		const about = { project: `p-${sha.slice(0, 8)}` };
		await desk.measure({ findings: [aFinding()] }, monday, about);
		const inDays = (days: number) => later(days * 1_440);
		const project = { scope: 'project' as const };
		const refused = { result: 'refused', because: 'too-long' };
		expect(await waive(sha, project)).toEqual(refused);
		expect(await waive(sha, { ...project, expiresAt: inDays(91) })).toEqual(refused);
		expect(await waive(sha, { ...project, expiresAt: inDays(30) })).toMatchObject({
			result: 'given',
		});
		const second = next();
		await desk.measure({ sha256: second, findings: [aFinding()] }, later(9), about);
		expect((await desk.known(second, later(9))).waivers).toMatchObject([
			{ project: about.project },
		]);
	});

	it('of what could not be measured is for one file only', async () => {
		const { desk, sha } = aFilm();
		await desk.measure({ unmeasured: ['video.flashes'] }, monday, { project: 'p-dark' });
		const rule = 'unmeasured/video.flashes';
		const refused = { result: 'refused', because: 'one-file-only' };
		expect(await waive(sha, { rule, scope: 'project', expiresAt: later(60) })).toEqual(refused);
		expect(await waive(sha, { rule })).toMatchObject({ result: 'given' });
	});
});
