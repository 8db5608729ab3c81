import type { Json } from '../../../orchestrator/src/ledger/json';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import { readReview } from '../../../orchestrator/src/ledger/qualityReviews';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { tellDueReviews } from '../../../orchestrator/src/quality/dueReviews';
import { openLogger } from '../../../orchestrator/src/service/http';
import type {
	Interactions,
	Reply,
} from '../../../orchestrator/src/service/interactions/interactions';
import { openInteractions } from '../../../orchestrator/src/service/interactions/interactions';
import { reviewLedger } from '../../../orchestrator/src/service/interactions/reviewLedger';
import type { reviewActions, reviewForms } from '../../../orchestrator/src/texts/reviewAnswers';
import { openTexts } from '../../../orchestrator/src/texts/texts';
import { aFinding } from '../../support/aFile';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { aDesk, aPlace, studio } from '../quality/aGate';
import type { Desk } from '../quality/aGate';
import { pushRoster } from '../reservations/aReservation';
import { done, noDrafts } from './support/aService';

const texts = openTexts({ name: 'A', colour: '#fff', hours: [] }, 'utc');
const monday = new Date('2026-11-23T14:00:00.000Z');

let store: Store;
let slack: Interactions;
let now = monday;
let count = 0;
const told: string[] = [];
const views: Json[] = [];

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
	await pushRoster(store, studio);
	slack = openInteractions({
		store,
		texts,
		drafts: noDrafts,
		slack: {
			replaceMessage: async () => done(null),
			tellPrivately: async (_url, text) => {
				told.push(text);
				return done(null);
			},
			// U0DIEGO is diego@agency.test; whoever has no e-mail address is U0NOMAIL.
			findPerson: async (id) => {
				const name = id.slice(2).toLowerCase();
				const email = name === 'nomail' ? null : `${name}@agency.test`;
				return done({ id, name, email });
			},
			openView: async (_trigger, view) => {
				views.push(view);
				return done({ id: 'V1' });
			},
		},
		now: () => now,
		moment: () => now,
		assignments: { find: async () => null, answer: async () => 'missing' },
		moves: { decide: async () => ({ result: 'missing' }) },
		alerts: { answer: async () => 'unknown' },
		reviews: reviewLedger({ store, now: () => now, moment: () => now }),
		wake: () => undefined,
		logger: openLogger(null),
	});
});
afterAll(async () => await store.close());
beforeEach(() => {
	now = monday;
	told.length = 0;
	views.length = 0;
});

/** Does what comes after Slack has its answer, too. */
async function handle(payload: Json): Promise<Json | undefined> {
	const reply: Reply | null = await slack.handle(payload);
	await reply?.after?.();
	return reply?.body;
}

async function press(action: keyof typeof reviewActions, user: string, value: object) {
	return await handle({
		type: 'block_actions',
		user: { id: user, username: user },
		trigger_id: '1.2.abc',
		response_url: 'https://hooks.slack.com/actions/T/1/x',
		actions: [{ action_id: `review_${action}`, value: JSON.stringify({ v: 1, ...value }) }],
	});
}

async function send(
	form: keyof typeof reviewForms,
	user: string,
	value: object,
	filled: Record<string, string | { chosen: string }>,
) {
	const values = Object.entries(filled).map(([name, given]) => [
		name,
		{
			[name]:
				typeof given === 'string' ? { value: given } : { selected_option: { value: given.chosen } },
		},
	]);
	return await handle({
		type: 'view_submission',
		user: { id: user, name: user },
		view: {
			callback_id: `review_${form}`,
			private_metadata: JSON.stringify({
				value: { v: 1, ...value },
				responseUrl: 'https://hooks.slack.com/actions/T/1/x',
			}),
			state: { values: Object.fromEntries(values) as Json },
		},
	});
}

/** A film of its own for each test, measured, with a review asked of somebody. */
async function aReview(
	changes: { findings?: ReturnType<typeof aFinding>[]; project?: string } = {},
) {
	count += 1;
	const sha256 = count.toString(16).padStart(64, 'b');
	const subject = `file:talk${count}`;
	const desk: Desk = aDesk(store, sha256);
	const { findings = [aFinding({ severity: 'note' })], project = null } = changes;
	const place = aPlace({ fileId: `talk${count}`, versionStackId: null });
	await desk.measure({ subject, findings }, monday, { place, project });
	const asked = await desk.ask('peer', monday);
	const review = asked.result === 'asked' ? asked.review : null;
	const content = { sha256, subject, test: false };
	return {
		desk,
		place,
		content,
		id: review?.id ?? '',
		reviewer: review?.reviewer.id ?? '',
		user: `U0${(review?.reviewer.id ?? '').toUpperCase()}`,
		dueAt: review?.dueAt ?? '',
		value: { review: review?.id, language: 'en' },
	};
}

async function eventsOf(topic: string, subject: string): Promise<number> {
	const rows = await store.query<{ count: number }>(
		'SELECT count(*)::integer AS count FROM inbox WHERE topic = $1 AND subject = $2',
		[topic, subject],
	);
	return rows[0]?.count ?? 0;
}

const errorsIn = (body: Json | undefined) =>
	(body as { errors?: Record<string, string> } | null)?.errors ?? null;

describe('Approve', () => {
	it('keeps the approval of whoever was asked, with its event', async () => {
		const { id, user, value, reviewer, content } = await aReview();
		expect(await press('approve', user, value)).toBeNull();
		expect(await readReview(store, id)).toMatchObject({ state: 'approved', answeredBy: reviewer });
		expect(await eventsOf('review.answered', content.subject)).toBe(1);
		expect(told).toEqual([]);
	});

	it('makes one answer of two hundred presses at the same time', async () => {
		const { id, user, value, content } = await aReview();
		await Promise.all(Array.from({ length: 200 }, async () => await press('approve', user, value)));
		expect(await readReview(store, id)).toMatchObject({ state: 'approved' });
		expect(await eventsOf('review.answered', content.subject)).toBe(1);
	});

	it.each([
		['the author', 'U0LUIS', 'was asked to look at this, and only they can answer'],
		['somebody whose address nobody sees', 'U0NOMAIL', 'does not show your e-mail address'],
	])('tells %s why they cannot', async (_who, user, said) => {
		const { id, value } = await aReview();
		await press('approve', user, value);
		expect(told).toEqual([expect.stringContaining(said)]);
		expect(await readReview(store, id)).toMatchObject({ state: 'open' });
	});

	it('tells that it is over, or that nobody knows it', async () => {
		const { user, value } = await aReview();
		await press('approve', user, value);
		await press('approve', user, value);
		await press('approve', user, { review: 'rev_0', language: 'en' });
		expect(told).toEqual([
			expect.stringContaining('This review is over'),
			expect.stringContaining('knows nothing of this'),
		]);
	});

	it('asks a senior how content the client will be, and what else they could need', async () => {
		const { user, value, desk, reviewer, content, place } = await aReview();
		await press('approve', user, value);
		const answer = { gate: 'peer' as const, reviewer: { id: reviewer, skills: {} } };
		await desk.judge({ ...answer, subject: content.subject }, monday, { place });
		const asked = await desk.ask('senior', monday);
		if (asked.result !== 'asked') throw new Error(JSON.stringify(asked));
		const { id, reviewer: senior } = asked.review;
		const [who, about] = [`U0${senior.id.toUpperCase()}`, { review: id, language: 'es' }];

		await press('approve', who, about);
		expect(views).toMatchObject([{ callback_id: 'review_approve' }]);
		expect(await readReview(store, id)).toMatchObject({ state: 'open' });
		const filled = { satisfaction: { chosen: '9' }, opportunity: ' Subtitles ' };
		expect(await send('approve', who, about, filled)).toBeNull();
		expect(await readReview(store, id)).toMatchObject({
			state: 'approved',
			answeredBy: senior.id,
			satisfaction: 9,
			opportunity: 'Subtitles',
		});
	});

	it('lets the lead answer once it is overdue, and not before', async () => {
		const { id, value, dueAt, content } = await aReview();
		now = new Date(dueAt);
		while ((await tellDueReviews(store, 50, now, now)) > 0);
		const { lead } = (await readReview(store, id)) ?? {};
		expect(lead).toBeTruthy();
		await press('approve', `U0${(lead ?? '').toUpperCase()}`, value);
		expect(await readReview(store, id)).toMatchObject({ state: 'approved', answeredBy: lead });
		expect(await eventsOf('review.answered', content.subject)).toBe(1);
	});
});

describe('Ask for changes', () => {
	it('opens a form, and keeps what it says', async () => {
		const { id, user, value } = await aReview();
		await press('changes', user, value);
		expect(views).toMatchObject([{ callback_id: 'review_changes' }]);
		expect(await send('changes', user, value, { note: ' The logo is old ' })).toBeNull();
		expect(await readReview(store, id)).toMatchObject({
			state: 'changes',
			note: 'The logo is old',
		});
	});

	it.each([
		['says nothing', {}],
		['says too much', { note: 'x'.repeat(1_001) }],
	])('is told in the form when it %s', async (_what, filled) => {
		const { id, user, value } = await aReview();
		const errors = errorsIn(await send('changes', user, value, filled));
		expect(errors?.note).toContain('1,000 characters');
		expect(await readReview(store, id)).toMatchObject({ state: 'open' });
	});

	it('is told in the form when somebody else sends it', async () => {
		const { value } = await aReview();
		const errors = errorsIn(await send('changes', 'U0LUIS', value, { note: 'x' }));
		expect(errors?.note).toContain('only they can answer');
	});
});

describe('Waive a finding', () => {
	const filled = {
		finding: { chosen: 'loudness' },
		scope: { chosen: 'file' },
		until: { chosen: 'month' },
		reason: 'The client wants it loud',
	};
	const failed = { findings: [aFinding(), aFinding({ rule: 'black' })], project: 'p-1' };

	it('opens a form with what was found, from the report of a file that failed', async () => {
		const { content } = await aReview(failed);
		await press('waive', 'U0CAMILA', { content, language: 'en' });
		const form = JSON.stringify(views);
		expect(form).toContain('review_waive');
		for (const option of ['"loudness"', '"black"', '"project"', '"forever"']) {
			expect(form).toContain(option);
		}
	});

	it('keeps the waiver with its end, has gate 1 judged again, and says so', async () => {
		const { content } = await aReview(failed);
		const value = { content, language: 'en' };
		expect(await send('waive', 'U0CAMILA', value, filled)).toBeNull();
		expect(await eventsOf('waiver.given', content.subject)).toBe(1);
		const [waiver] = await store.query<{ by: string; expiresAt: Date }>(
			'SELECT person AS by, expires_at AS "expiresAt" FROM quality_waivers WHERE sha256 = $1',
			[content.sha256],
		);
		expect(waiver).toEqual({ by: 'camila', expiresAt: new Date('2026-12-23T14:00:00.000Z') });
		await send('waive', 'U0FREJA', value, filled);
		expect(told).toEqual([
			'Waived. The measurements are judged again now.',
			'This was waived before, for as long or longer.',
		]);
		expect(await eventsOf('waiver.given', content.subject)).toBe(1);
	});

	it.each([
		['has no reason', 'U0CAMILA', { reason: '' }, 'reason', 'Say why'],
		['has no finding', 'U0CAMILA', { finding: '' }, 'finding', 'Choose one'],
		[
			'holds for a project for good',
			'U0CAMILA',
			{ scope: { chosen: 'project' }, until: { chosen: 'forever' } },
			'until',
			'ends one day',
		],
		[
			'names a time that there is not',
			'U0CAMILA',
			{ until: { chosen: 'constructor' } },
			'until',
			'',
		],
		['names what was not found', 'U0CAMILA', { finding: { chosen: 'x' } }, 'finding', 'nothing'],
		['comes from the author', 'U0LUIS', {}, 'finding', 'too low a level'],
		['comes from nobody of the roster', 'U0SOMEBODY', {}, 'finding', 'in the roster'],
	])('is told in the form when it %s', async (_what, user, changes, field, said) => {
		const { content } = await aReview(failed);
		const value = { content, language: 'en' };
		const errors = errorsIn(await send('waive', user, value, { ...filled, ...changes }));
		expect(Object.keys(errors ?? {})).toEqual([field]);
		expect(errors?.[field]).toContain(said);
		expect(await eventsOf('waiver.given', content.subject)).toBe(0);
	});

	it('opens no form where nothing was found, or nobody knows the file', async () => {
		const { content } = await aReview({ findings: [] });
		await press('waive', 'U0CAMILA', { content, language: 'en' });
		await press('waive', 'U0CAMILA', {
			content: { ...content, subject: 'file:other' },
			language: 'en',
		});
		expect(views).toEqual([]);
		expect(told).toEqual([
			expect.stringContaining('nothing that could be waived'),
			expect.stringContaining('knows nothing of this'),
		]);
	});
});

it('takes nothing that is not of ours', async () => {
	expect(await slack.handle({ type: 'block_actions', actions: [] })).toBeNull();
	const { user } = await aReview();
	expect(await press('approve', user, {})).toBeUndefined();
});
