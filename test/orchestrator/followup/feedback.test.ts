import { enrol } from '../../../orchestrator/src/followup/enrol';
import { advanceDue } from '../../../orchestrator/src/followup/advanceDue';
import { feedbackLinks } from '../../../orchestrator/src/followup/feedback/feedbackLinks';
import { feedbackTokens } from '../../../orchestrator/src/followup/feedback/feedbackTokens';
import { tellEvents } from '../../../orchestrator/src/followup/tellEvents';
import { readFollowUp } from '../../../orchestrator/src/ledger/followUps';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { feedbackPage } from '../../../orchestrator/src/service/feedback/feedbackPage';
import { openLogger } from '../../../orchestrator/src/service/http';
import { readTexts } from '../../../orchestrator/src/texts/library';
import { anEvent } from '../../support/aFollowUp';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { anInterface, ownKeys } from '../service/support/anInterface';

const base = 'https://ops.agency.test';
const tokens = feedbackTokens('whsec_links');
const logged: string[] = [];
let store: Store;
let app: Awaited<ReturnType<typeof anInterface>>;
let url: string;
let now = new Date();
let woken = 0;

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
	const brand = { name: 'IAmazing Content', colour: '#3b2f8f' };
	const parts = { store, now: () => now, moment: () => now, wake: () => (woken += 1) };
	const logger = openLogger({ write: (line: string) => logged.push(line) });
	const page = feedbackPage(brand, 'hola@agency.test', readTexts());
	app = await anInterface(store, {
		now: () => now,
		feedback: { ...parts, logger, tokens, page },
		followUpLinks: {
			feedback: feedbackLinks(base, tokens, { isSandbox: false }),
			portal: async ({ client }) => `${base}/portal/of-${client}`,
		},
	});
	url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
	await app.close();
	await store.close();
});
beforeEach(async () => {
	await store.run(`TRUNCATE feedback_answers, follow_up_touches, follow_up_events, follow_ups,
		follow_up_definitions, inbox_events, inbox`);
	now = new Date('2026-11-20T09:00:00Z');
	woken = 0;
});

interface Asked {
	id: string;
	/** The link's path, by the answer. */
	page(score: number | string): string;
}

/** A client who was asked how it was. */
async function asked({ language = 'da', test = false } = {}): Promise<Asked> {
	const enrolment = {
		client: {
			id: 'nordlys',
			name: 'Mette Kjær',
			email: 'mette@nordlys.example',
			zone: 'Europe/Copenhagen',
			country: 'DK',
			language,
		},
		deliveredAt: '2026-11-17T13:00:00.000Z',
		holdout: false,
	};
	const began = new Date('2026-11-17T13:00:00Z');
	const { followUp } = await enrol(store, { enrolment, test }, began, began);
	await advanceDue(store, { limit: 50, now, moment: now });
	const [link] = feedbackLinks(base, tokens, { isSandbox: false })(
		{ followUp: followUp.id, step: 'feedback-request' },
		now,
	);
	const path = new URL(link?.url ?? '').pathname;
	return { id: followUp.id, page: (score) => `${path}?score=${score}` };
}

/** An answer of the service, read. */
async function call(path: string, init: RequestInit = {}) {
	const answer = await fetch(`${url}${path}`, init);
	const headers = Object.fromEntries(answer.headers);
	return { statusCode: answer.status, headers, body: await answer.text() };
}

async function open(path: string, method: 'GET' | 'HEAD' = 'GET') {
	return await call(path, { method });
}

/** What the page would send, with changes. */
async function send(page: string, changes: Record<string, string | undefined> = {}) {
	const { body } = await open(page);
	const form = /name="form" value="([^"]+)"/.exec(body)?.[1];
	const score = /value="(\d+)" required\s+checked/.exec(body)?.[1];
	const fields = Object.entries({ form, score, comment: '', ...changes }).filter(
		(field): field is [string, string] => field[1] !== undefined,
	);
	return await call(page, { method: 'POST', body: new URLSearchParams(fields) });
}

async function answers() {
	return await store.query<{ score: number; comment: string | null; changes: number }>(
		'SELECT score, comment, changes FROM feedback_answers',
	);
}

async function told() {
	return await store.query<{ payload: Record<string, unknown>; test: boolean }>(
		`SELECT payload, test FROM inbox WHERE topic = 'feedback.given' ORDER BY received_at, id`,
	);
}

async function feedbackOf(id: string) {
	return (await readFollowUp(store, id))?.enrolment.progress.facts.feedback ?? null;
}

describe('opening a link of the question', () => {
	it('shows it in the language of the client with the answer chosen, and one button', async () => {
		const { page } = await asked();
		const { statusCode, body, headers } = await open(page(9));
		expect(statusCode).toBe(200);
		expect(body).toContain('lang="da"');
		expect(body.match(/type="radio"/g)).toHaveLength(11);
		expect(/value="(\d+)" required\s+checked/.exec(body)?.[1]).toBe('9');
		expect(body.match(/\schecked\s/g)).toHaveLength(1);
		expect(body.match(/<button/g)).toHaveLength(1);
		expect(body).not.toMatch(/<script|mette|nordlys|Mette/i);
		expect(headers['content-security-policy']).toContain("default-src 'none'");
		expect(headers).toMatchObject({
			'cache-control': 'no-store',
			'referrer-policy': 'no-referrer',
		});
	});

	it('answers nothing, however often a scanner opens every link, by GET or HEAD', async () => {
		const { id, page } = await asked();
		for (const score of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
			expect((await open(page(score))).statusCode).toBe(200);
			expect((await open(page(score), 'HEAD')).statusCode).toBe(200);
		}
		expect([await answers(), await told(), await feedbackOf(id), woken]).toEqual([[], [], null, 0]);
	});

	it.each([['11'], ['-1'], ['9.5'], ['<script>'], ['']])(
		'shows it without an answer chosen where the link says "%s"',
		async (score) => {
			const { page } = await asked();
			const { statusCode, body } = await open(page(encodeURIComponent(score)));
			expect([statusCode, /\schecked\s/.test(body), body.includes('<script')]).toEqual([
				200,
				false,
				false,
			]);
		},
	);

	it('tells nobody whether there is such a client', async () => {
		const { page } = await asked();
		const path = page(9).replace(/\?.*/, '');
		now = new Date(now.getTime() + 61 * 86_400_000);
		const over = await open(path);
		const wrong = await open(`${path}x`);
		const gone = await open(
			`/feedback/${tokens.link({ followUp: 'flw_0', step: 'x' }, new Date('2027-09-01'))}`,
		);
		expect([over, wrong, gone].map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
		expect(new Set([over.body, wrong.body, gone.body]).size).toBe(1);
	});
});

describe('an answer', () => {
	it('counts once it is sent from the page, and is told to the enrolment and the inbox', async () => {
		const { id, page } = await asked();
		const { statusCode, body } = await send(page(9), { comment: ' Hurtigt og <b>flot</b> ' });
		expect([statusCode, body.includes('9')]).toEqual([200, true]);
		expect(await answers()).toEqual([{ score: 9, comment: 'Hurtigt og <b>flot</b>', changes: 0 }]);
		expect(await feedbackOf(id)).toEqual({ score: 9, at: now.toISOString() });
		expect(await told()).toMatchObject([
			{
				test: false,
				payload: {
					followUp: id,
					score: 9,
					group: 'promoter',
					comment: 'Hurtigt og <b>flot</b>',
					counts: true,
					previous: null,
					client: { id: 'nordlys' },
				},
			},
		]);
		expect((await readFollowUp(store, id))?.step).toBe('review-request');
		expect(woken).toBe(1);
	});

	it('counts once, however often the button is pressed, and by however many at once', async () => {
		const { page } = await asked();
		const sent = await Promise.all(Array.from({ length: 6 }, async () => await send(page(8))));
		expect(sent.map(({ statusCode }) => statusCode)).toEqual(Array(6).fill(200));
		expect([await answers(), (await told()).length]).toEqual([
			[{ score: 8, comment: null, changes: 0 }],
			1,
		]);
	});

	it.each([
		['without what the page carries', { form: undefined }],
		['with the form of nobody', { form: 'flw_0.feedback-request.zzz.AAAA' }],
		['with the link in place of the form', { form: 'link' }],
		['without a number', { score: undefined }],
		['with a number beyond 10', { score: '11' }],
	])('does not count when it is sent %s', async (_how, changes) => {
		const { id, page } = await asked();
		const link = page(9).replace(/.*feedback\/|\?.*/g, '');
		const form = 'form' in changes && changes.form === 'link' ? { form: link } : changes;
		const { statusCode, body } = await send(page(9), { comment: 'words kept', ...form });
		expect([statusCode, body.includes('words kept'), body.includes('<button')]).toEqual([
			400,
			true,
			true,
		]);
		expect([await answers(), await feedbackOf(id)]).toEqual([[], null]);
	});

	it('does not count from a page that was opened days ago', async () => {
		const { page } = await asked();
		const form = /name="form" value="([^"]+)"/.exec((await open(page(9))).body)?.[1];
		now = new Date(now.getTime() + 2 * 86_400_000);
		expect((await send(page(9), { form })).statusCode).toBe(400);
		expect((await send(page(9))).statusCode).toBe(200);
	});

	it('may be changed for a week: the enrolment goes on by the new one', async () => {
		const { id, page } = await asked();
		await send(page(9), { comment: 'Fint' });
		now = new Date(now.getTime() + 6.9 * 86_400_000);
		await send(page(3));
		expect(await answers()).toEqual([{ score: 3, comment: 'Fint', changes: 1 }]);
		expect((await feedbackOf(id))?.score).toBe(3);
		expect((await readFollowUp(store, id))?.exitReason).toBe('detractor');
		expect(await told()).toMatchObject([
			{ payload: { score: 9, previous: null } },
			{ payload: { score: 3, previous: 9, group: 'detractor', counts: true } },
		]);
	});

	it('is a remark after that: people read it, and nothing changes', async () => {
		const { id, page } = await asked();
		await send(page(9));
		now = new Date(now.getTime() + 7 * 86_400_000 + 1);
		const late = [await send(page(2)), await send(page(2))];
		expect(late.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
		expect(await answers()).toMatchObject([{ score: 9, changes: 0 }]);
		expect((await feedbackOf(id))?.score).toBe(9);
		expect(await told()).toMatchObject([
			{ payload: { counts: true } },
			{ payload: { score: 2, previous: 9, counts: false } },
		]);
	});

	it('is kept where the enrolment has ended, which does not go on by it', async () => {
		const { id, page } = await asked();
		const reply = anEvent('replied', now.toISOString(), { from: 'mette@nordlys.example' });
		await store.transaction(
			async (queries) => await tellEvents(queries, { id }, [reply], now, now),
		);
		await send(page(10));
		expect(await answers()).toMatchObject([{ score: 10 }]);
		expect(await told()).toMatchObject([{ payload: { score: 10 } }]);
		expect(await readFollowUp(store, id)).toMatchObject({ state: 'exited', exitReason: 'replied' });
	});

	it('of somebody who tries it is told as a test', async () => {
		const { page } = await asked({ test: true });
		await send(page(9));
		expect(await told()).toMatchObject([{ test: true }]);
	});

	it('leaves no word of it in the log', async () => {
		const { page } = await asked();
		logged.length = 0;
		await send(page(1), { comment: 'secret words' });
		expect(logged.join('')).toMatch(/feedback given/);
		expect(logged.join('')).not.toMatch(/secret words|mette|nordlys/i);
	});
});

describe('a claim', () => {
	it('brings the links that the message may lead to, the same each time', async () => {
		const { id, page } = await asked();
		const claim = async () => {
			const headers = {
				authorization: `Bearer ${ownKeys.ledgerApiKey}`,
				'content-type': 'application/json',
			};
			const body = JSON.stringify({ step: 'feedback-request', attempt: 1 });
			const answer = await call(`/v1/follow-ups/${id}/claim`, { method: 'POST', headers, body });
			return JSON.parse(answer.body) as { links: { feedback: Array<{ url: string }> } };
		};
		expect(await claim()).toMatchObject({ result: 'send', repeated: false });
		const first = await claim();
		expect(first).toMatchObject({
			result: 'send',
			repeated: true,
			links: { portal: `${base}/portal/of-nordlys` },
		});
		expect(first.links.feedback.map(({ url }) => url)[9]).toBe(`${base}${page(9)}`);
		expect(await claim()).toEqual(first);
	});
});
