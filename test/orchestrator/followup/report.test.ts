import { afterDelivery } from '../../../nodes/domain/followUp/defaultSequences';
import { enrol } from '../../../orchestrator/src/followup/enrol';
import { reportFollowUps } from '../../../orchestrator/src/followup/report';
import { tellEvents } from '../../../orchestrator/src/followup/tellEvents';
import { tellReport } from '../../../orchestrator/src/followup/tellReport';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { anEvent } from '../../support/aFollowUp';
import { emptyLedgerPlace } from '../../support/ledgerPlace';

let store: Store;
beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
	await store.query('INSERT INTO follow_up_definitions VALUES ($1, 1, $2::jsonb, $3)', [
		'after-delivery',
		JSON.stringify(afterDelivery),
		began,
	]);
});
afterAll(async () => await store.close());
beforeEach(async () => {
	await store.run(`TRUNCATE feedback_answers, follow_up_touches, follow_up_events, follow_ups,
		deliveries, delivery_files, inbox_events, inbox`);
});

const began = new Date('2026-01-10T10:00:00.000Z');
const dayMs = 86_400_000;
const now = new Date('2026-06-01T00:00:00.000Z');
const after = (days: number, from = began) => new Date(from.getTime() + days * dayMs);

interface Put {
	client: string;
	holdout?: boolean;
	at?: Date;
	test?: boolean;
	/** Days after which they won a deal, and how it was told. */
	wonAfter?: number;
	event?: string;
	score?: number;
	offer?: string;
	deal?: string;
}

/** Puts an ended enrolment into the ledger as months of work would have left it. */
async function put({ client, holdout = false, at = began, test = false, ...more }: Put) {
	const deal = more.deal ?? '1';
	const id = `flw_${client}${deal}${test ? 't' : ''}`;
	const touches = more.offer === undefined ? [] : [{ step: 'upsell-offer', offer: more.offer }];
	await store.query(
		`INSERT INTO follow_ups (id, client, sequence, version, occurrence, test, priority, state, enrolment,
			sends_next, exit_reason, created_at, updated_at)
		VALUES ($1, $2, 'after-delivery', 1, $3, $4, 50, 'exited', $5::jsonb, false, 'completed', $6, $6)`,
		[id, client, `deal/${deal}`, test, JSON.stringify({ holdout, progress: { touches } }), at],
	);
	const touch = async (step: string, state: string, purpose: string) =>
		await store.query(
			`INSERT INTO follow_up_touches (follow_up, step, client, test, sequence, priority, purpose, state,
				before, at, updated_at)
			VALUES ($1, $2, $3, $4, 'after-delivery', 50, $5, $6, '{}', $7, $7)`,
			[id, step, client, test, purpose, state, at],
		);
	await touch('feedback-request', 'claimed', 'transactional');
	if (more.offer !== undefined) await touch('upsell-offer', 'claimed', 'marketing');
	if (more.score !== undefined) {
		await store.query(
			`INSERT INTO feedback_answers (follow_up, step, client, test, score, first_at, at)
			VALUES ($1, 'feedback-request', $2, $3, $4, $5, $5)`,
			[id, client, test, more.score, at],
		);
	}
	if (more.wonAfter !== undefined) {
		await store.query(
			`INSERT INTO follow_up_events (follow_up, event, type, happened_at, detail, at)
			VALUES ($1, $2, 'deal_created', $3, '{}', $3)`,
			[id, more.event ?? `deal/9${client}/won`, after(more.wonAfter, at)],
		);
	}
	return id;
}

const report = async (changes: object = {}) =>
	await reportFollowUps(store, {
		since: after(-1),
		until: after(100),
		sequence: null,
		days: 60,
		now,
		...changes,
	});
const only = async (changes: object = {}) => (await report(changes)).sequences[0]!;

describe('the report of follow-ups', () => {
	it('counts what went out, what was answered, what was offered, and who ordered again', async () => {
		for (let each = 0; each < 40; each++) {
			await put({
				client: `a${each}`,
				score: each < 20 ? 9 : each < 30 ? 7 : 3,
				...(each < 15 ? { offer: each < 10 ? 'content-subscription' : 'express-pack' } : {}),
				...(each < 16 ? { wonAfter: 1 + each } : {}),
			});
		}
		for (let each = 0; each < 20; each++) {
			await put({ client: `h${each}`, holdout: true, ...(each < 2 ? { wonAfter: 60 } : {}) });
		}
		const found = await only();
		expect(found).toMatchObject({
			sequence: 'after-delivery',
			enrolled: 60,
			messages: [
				{ step: 'feedback-request', sent: 60, withheld: 0 },
				{ step: 'upsell-offer', sent: 15, withheld: 0 },
			],
			feedback: {
				answers: 40,
				mean: 7,
				nps: 25,
				promoters: 20,
				passives: 10,
				detractors: 10,
			},
			offers: [
				{ offer: 'content-subscription', sent: 10 },
				{ offer: 'express-pack', sent: 5 },
			],
			offered: { enrolled: 40, clients: 40, ordered: 16, open: 0 },
			heldOut: { enrolled: 20, clients: 20, ordered: 2, open: 0 },
			verdict: 'more',
		});
		// By hand: 16 of 40 less 2 of 20; Wilson gives 26.3-55.4% and 2.8-30.1%.
		expect(found.offered.rate?.low).toBeCloseTo(0.2635, 3);
		expect(found.heldOut.rate?.high).toBeCloseTo(0.301, 3);
		expect(found.lift?.value).toBeCloseTo(0.3, 9);
		expect(found.lift?.low).toBeCloseTo(0.0572, 3);
		expect(tellReport(await report()).join('\n')).toMatch(/Offers bring orders: .* 5\.7 and 47/);
	});

	it('takes each client once, by the first enrolment of the period', async () => {
		await put({ client: 'a', wonAfter: 30 });
		await put({ client: 'a', deal: '2', at: after(30), wonAfter: 5, event: 'deal/x/won' });
		expect(await only()).toMatchObject({ enrolled: 2, offered: { clients: 1, ordered: 1 } });
	});

	it.each([
		['in the last moment of its days', { wonAfter: 60 }, 1],
		['after its days', { wonAfter: 60.001 }, 0],
		['before it began', { wonAfter: -1 }, 0],
		['that was only opened', { wonAfter: 5, event: 'deal/9/created' }, 0],
		['that somebody told by hand', { wonAfter: 5, event: 'order-7' }, 1],
	])('counts an order %s: %j, %d', async (_which, won, ordered) => {
		await put({ client: 'a', ...won });
		expect((await only()).offered.ordered).toBe(ordered);
	});

	it('counts another deal that is handed over, and not its own once more', async () => {
		await put({ client: 'a' });
		await put({ client: 'b' });
		const deliver = async (client: string, deal: string) =>
			await store.query(
				`INSERT INTO deliveries (id, fingerprint, test, deal, client, recipient, project, version, kind,
					state, manifest, plan, facts, link_days, created_at, updated_at)
				VALUES ($1, $1, false, $2, $3, '{}', 'p', 1, 'full', 'planned', '{}', '{}', '{}', 30, $4, $4)`,
				[`dlv_${client}${deal}`, deal, client, after(20)],
			);
		await deliver('a', '1');
		await deliver('b', '77');
		expect((await only()).offered.ordered).toBe(1);
	});

	it('leaves out test runs, other times and other sequences, and says whose days are not over', async () => {
		await put({ client: 'a', test: true });
		await put({ client: 'b', at: after(-2) });
		await put({ client: 'c', at: after(100) });
		await put({ client: 'd', at: after(90) });
		expect(await only()).toMatchObject({
			enrolled: 1,
			offered: { clients: 0, ordered: 0, open: 1, rate: null },
			lift: null,
			verdict: 'too-few',
		});
		expect((await report({ sequence: 'renewal' })).sequences).toEqual([]);
	});

	it('says in plain words that there are too few, and shows no lift that may be none', async () => {
		for (let each = 0; each < 25; each++) {
			const won = each < 5 ? { wonAfter: 3 } : {};
			await put({ client: `a${each}`, ...won });
			if (each < 19) await put({ client: `h${each}`, holdout: true });
		}
		const said = async () => tellReport(await report()).join('\n');
		expect(await said()).toContain(
			'Too few to tell what offers bring: the smaller group has 19 clients, and 20 are needed.',
		);
		await put({ client: 'h19', holdout: true, wonAfter: 3 });
		expect((await only()).verdict).toBe('no-difference-shown');
		expect(await said()).toMatch(/No difference is shown: .* between −\d/);
	});
});

describe('a deal that comes long after a follow-up ended', () => {
	it('is kept with it, so that the report counts it, and changes nothing', async () => {
		const enrolment = {
			client: { id: 'nordlys', email: 'mette@nordlys.example', zone: 'Europe/Copenhagen' },
			occurrence: 'deal/1',
			deliveredAt: began.toISOString(),
		};
		const { followUp } = await enrol(store, { enrolment, test: false }, began, began);
		const target = { client: 'nordlys', test: false };
		const tell = async (type: 'replied' | 'deal_created', when: Date, id: string) =>
			await store.transaction(
				async (queries) =>
					await tellEvents(
						queries,
						target,
						[{ ...anEvent(type, when.toISOString()), id }],
						when,
						when,
					),
			);
		await tell('replied', after(1), 'mail-1');
		await tell('deal_created', after(40), 'deal/2/won');
		await tell('deal_created', after(40), 'deal/2/won');
		expect(await only()).toMatchObject({ enrolled: 1 });
		const { offered, heldOut } = await only();
		expect(offered.ordered + heldOut.ordered).toBe(1);
		const [kept] = await store.query<{ reason: string }>(
			'SELECT exit_reason AS reason FROM follow_ups WHERE id = $1',
			[followUp.id],
		);
		expect(kept?.reason).toBe('replied');
	});
});
