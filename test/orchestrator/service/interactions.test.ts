import type { Json } from '../../../orchestrator/src/ledger/json';
import { listEvents, readEvent } from '../../../orchestrator/src/ledger/inboxReading';
import { readClaim } from '../../../orchestrator/src/ledger/leadClaims';
import { openLogger } from '../../../orchestrator/src/service/http';
import type { Interactions } from '../../../orchestrator/src/service/interactions/interactions';
import { reviewLedger } from '../../../orchestrator/src/service/interactions/reviewLedger';
import { openInteractions } from '../../../orchestrator/src/service/interactions/interactions';
import { formFields, leadActions } from '../../../orchestrator/src/texts/leadAnswers';
import { openTexts } from '../../../orchestrator/src/texts/texts';
import type { TestService } from './support/aService';
import { aRequest, aService, done, willing, noDrafts } from './support/aService';

const now = new Date('2026-11-26T09:00:00Z');
const texts = openTexts({ name: 'A', colour: '#fff', hours: [] }, 'utc');
let service: TestService;
let slack: Interactions;
const told: Array<{ url: string; text: string }> = [];
const opened: Array<{ trigger: string; view: Json }> = [];
let opens = true;

beforeAll(async () => {
	service = await aService();
	slack = another();
});
afterAll(async () => await service.close());
beforeEach(() => {
	service.answering(willing);
	told.length = 0;
	opened.length = 0;
	opens = true;
});

/** One more service over the same ledger. */
function another(): Interactions {
	return openInteractions({
		store: service.store,
		texts,
		drafts: noDrafts,
		slack: {
			tellPrivately: async (url, text) => {
				told.push({ url, text });
				return done(null);
			},
			replaceMessage: async () => done(null),
			findPerson: async (id) => done({ id, name: id, email: null }),
			openView: async (trigger, view) => {
				opened.push({ trigger, view });
				if (opens) return done({ id: 'V1' });
				const error = { code: 'slack/expired-trigger-id', what: '', why: '', mend: '' };
				return { result: 'refused', status: 200, error };
			},
		},
		now: () => now,
		moment: () => now,
		assignments: { find: async () => null, answer: async () => 'missing' },
		reviews: reviewLedger({ store: service.store, now: () => now, moment: () => now }),
		moves: { decide: async () => ({ result: 'missing' }) },
		alerts: { answer: async () => 'unknown' },
		wake: () => undefined,
		logger: openLogger(null),
	});
}

let count = 0;

/** A lead that was told of in Slack; with a run, by a trial of somebody. */
async function aLead({ run = null as string | null, number = (count += 1) } = {}) {
	const test = run !== null;
	const keyOf = (effect: string) =>
		`${test ? 'test/' : ''}lead:20261126-${number}/${effect}/x/1${test ? `-${run}` : ''}`;
	for (const [kind, effect] of [
		['hubspot.contact', 'hubspot-contact'],
		['hubspot.deal', 'hubspot-deal'],
		['clickup.task', 'clickup-task'],
		['slack.message', 'slack-message'],
	] as const) {
		const performed = await service.perform(aRequest({ key: keyOf(effect), kind, test }));
		expect(performed.state).toBe('done');
	}
	const subject = `lead:20261126-${number}`;
	return {
		alert: keyOf('slack-message'),
		subject,
		lead: test ? `test/${subject}/${run}` : subject,
		number,
	};
}

type Lead = Awaited<ReturnType<typeof aLead>>;

const press = (
	{ alert }: Pick<Lead, 'alert'>,
	action: keyof typeof leadActions,
	user = 'U0CAMILA01',
) => ({
	type: 'block_actions',
	user: { id: user, username: user.toLowerCase() },
	trigger_id: '1.2.abc',
	response_url: `https://hooks.slack.com/actions/T/1/${user}`,
	container: { type: 'message', channel_id: 'C0SALES', message_ts: '1.2' },
	actions: [
		{
			type: 'button',
			block_id: 'lead_answers',
			action_id: leadActions[action],
			value: JSON.stringify({ v: 1, alert, language: 'en' }),
			action_ts: '1.2',
		},
	],
});

async function pressed(...given: Parameters<typeof press>) {
	const reply = await slack.handle(press(...given));
	await reply?.after?.();
	return reply?.body;
}

/** The form as Slack sends it back, filled in. */
async function submitted(user: string, reason: string | null, note: string | null = null) {
	const view = opened.at(-1)?.view as { private_metadata: string } | undefined;
	const reply = await slack.handle({
		type: 'view_submission',
		user: { id: user, name: 'somebody' },
		view: {
			callback_id: 'lead_not_a_fit',
			private_metadata: view?.private_metadata ?? '',
			state: {
				values: {
					[formFields.reason.block]: {
						[formFields.reason.action]: {
							type: 'static_select',
							selected_option: reason === null ? null : { value: reason },
						},
					},
					[formFields.note.block]: {
						[formFields.note.action]: { type: 'plain_text_input', value: note },
					},
				},
			},
		},
	});
	return reply?.body;
}

/** The events of a lead in the order of its answers; of a trial, that trial's. */
async function eventsOf({ subject, alert }: Lead) {
	const events = await listEvents(service.store, { state: null, subject, limit: 50 });
	const whole = await Promise.all(events.map(async ({ id }) => await readEvent(service.store, id)));
	const answerOf = (event: (typeof whole)[number]) =>
		event?.payload as { occurrence: number; receipts: { message: { key: string } } };
	return whole
		.filter((event) => answerOf(event).receipts.message.key === alert)
		.sort((a, b) => answerOf(a).occurrence - answerOf(b).occurrence);
}

describe('Take it', () => {
	it('goes to exactly one of 200 who press at the same moment, over two services', async () => {
		const lead = await aLead();
		const services = [slack, another()];
		const users = Array.from(
			{ length: 200 },
			(_, index) => `U0PERSON${String(index).padStart(3, '0')}`,
		);
		const replies = await Promise.all(
			users.map(
				async (user, index) => await services[index % 2]?.handle(press(lead, 'take', user)),
			),
		);
		await Promise.all(replies.map(async (reply) => await reply?.after?.()));

		expect(replies.filter((reply) => reply?.after === undefined)).toHaveLength(1);
		const first = await readClaim(service.store, lead.lead);
		const events = await eventsOf(lead);
		expect(events).toHaveLength(1);
		expect(events[0]).toMatchObject({
			topic: 'lead.claimed',
			test: false,
			payload: { person: { slackId: first?.personId }, occurrence: 1 },
		});
		expect(told).toHaveLength(199);
		expect(new Set(told.map(({ text }) => text)).size).toBe(1);
		expect(told[0]?.text).toContain(`<@${first?.personId ?? ''}> was first`);
		expect(told.map(({ url }) => url)).not.toContain(
			`https://hooks.slack.com/actions/T/1/${first?.personId ?? ''}`,
		);
	});

	it('keeps what the flow needs: who, when, and the receipts with their keys', async () => {
		const lead = await aLead();
		expect(await pressed(lead, 'take')).toBeNull();
		const [event] = await eventsOf(lead);
		expect(event?.payload).toMatchObject({
			answer: 'taken',
			at: now.toISOString(),
			lead: { id: lead.subject.slice(5) },
			person: { slackId: 'U0CAMILA01', name: 'u0camila01' },
			language: 'en',
			receipts: {
				contact: { id: '101', key: lead.alert.replace('slack-message', 'hubspot-contact') },
				deal: { id: '202' },
				task: { id: '86a' },
				message: { channel: 'C0SALESHOT', ts: '1.2', key: lead.alert },
			},
		});
	});

	it('is harmless a second time by the same person, who is told so', async () => {
		const lead = await aLead();
		await pressed(lead, 'take');
		await pressed(lead, 'take');
		expect(await eventsOf(lead)).toHaveLength(1);
		expect(told).toMatchObject([
			{ text: expect.stringMatching(/^It is yours, since <!date\^/) as string },
		]);
	});

	it('keeps each trial apart, in the test room', async () => {
		const one = await aLead({ run: 'evt_a' });
		const other = await aLead({ run: 'evt_b', number: one.number });
		const real = await aLead({ number: one.number });
		for (const lead of [one, other, real]) await pressed(lead, 'take', 'U0FREJA001');

		expect(told).toEqual([]);
		for (const { lead, run } of [
			{ lead: one, run: '-evt_a' },
			{ lead: other, run: '-evt_b' },
			{ lead: real, run: '' },
		]) {
			const [event, ...more] = await eventsOf(lead);
			const key = lead.alert.replace('slack-message', 'hubspot-deal');
			expect(key.endsWith(`/1${run}`)).toBe(true);
			expect(event).toMatchObject({ test: run !== '', payload: { receipts: { deal: { key } } } });
			expect(more).toEqual([]);
		}
	});

	it('says so when the ledger knows nothing of the lead', async () => {
		expect(await pressed({ alert: 'lead:none/slack-message/x/1' }, 'take')).toBeNull();
		expect(told[0]?.text).toContain('knows nothing of this lead');
	});
});

describe('Give it back', () => {
	it('frees the lead for the next, by whoever has it and nobody else', async () => {
		const lead = await aLead();
		await pressed(lead, 'take');
		await pressed(lead, 'giveBack', 'U0FREJA001');
		expect(told[0]?.text).toContain('Only whoever has this lead');
		await pressed(lead, 'giveBack');
		await pressed(lead, 'giveBack');
		await pressed(lead, 'take', 'U0FREJA001');

		expect((await eventsOf(lead)).map((event) => event?.topic)).toEqual([
			'lead.claimed',
			'lead.given-back',
			'lead.claimed',
		]);
		expect(told).toHaveLength(1);
		expect(await readClaim(service.store, lead.lead)).toMatchObject({
			personId: 'U0FREJA001',
			occurrence: 3,
		});
	});
});

describe('Not a fit', () => {
	it('asks why at once, and keeps the answer, the event and the outcome together', async () => {
		const lead = await aLead();
		expect(await pressed(lead, 'notAFit')).toBeNull();
		expect(opened).toMatchObject([{ trigger: '1.2.abc', view: { callback_id: 'lead_not_a_fit' } }]);
		expect(await submitted('U0CAMILA01', 'budget', '  500 <!channel> ')).toBeNull();

		const [event] = await eventsOf(lead);
		expect(event).toMatchObject({
			topic: 'lead.not-a-fit',
			payload: { reason: 'budget', note: '500 <!channel>', occurrence: 1 },
		});
		const records = await service.store.query(
			'SELECT type, subject, test, content FROM records WHERE subject = $1',
			[lead.subject],
		);
		expect(records).toMatchObject([
			{ type: 'lead-outcome', test: false, content: { outcome: 'not-a-fit', reason: 'budget' } },
		]);
		await pressed(lead, 'take', 'U0FREJA001');
		await pressed(lead, 'notAFit', 'U0FREJA001');
		expect(told.map(({ text }) => text)).toEqual([
			expect.stringContaining('not a fit'),
			expect.stringContaining('not a fit'),
		]);
	});

	it.each([
		{ who: 'nobody', taker: null, warned: false },
		{ who: 'the same person', taker: 'U0FREJA001', warned: false },
		{ who: 'another', taker: 'U0CAMILA01', warned: true },
	])('says first that another has it, when $who has', async ({ taker, warned }) => {
		const lead = await aLead();
		if (taker !== null) await pressed(lead, 'take', taker);
		await pressed(lead, 'notAFit', 'U0FREJA001');
		expect(JSON.stringify(opened[0]?.view).includes('<@U0CAMILA01>')).toBe(warned);
		expect(await submitted('U0FREJA001', 'other')).toBeNull();
		expect((await eventsOf(lead)).at(-1)?.topic).toBe('lead.not-a-fit');
	});

	it('shows again what has changed while the form was open', async () => {
		const lead = await aLead();
		await pressed(lead, 'notAFit', 'U0FREJA001');
		await pressed(lead, 'take');
		const again = (await submitted('U0FREJA001', 'timing')) as {
			response_action: string;
			view: Json;
		};
		expect(again.response_action).toBe('update');
		expect(JSON.stringify(again.view)).toContain('<@U0CAMILA01>');
		expect(await eventsOf(lead)).toHaveLength(1);

		opened.push({ trigger: '', view: again.view });
		expect(await submitted('U0FREJA001', 'timing')).toBeNull();
		const late = (await submitted('U0FREJA001', 'timing')) as { view: { submit?: Json } };
		expect(late.view.submit).toBeUndefined();
		expect(await eventsOf(lead)).toHaveLength(2);
	});

	it.each([
		{ reason: null, note: null, wrong: ['reason'] },
		{ reason: 'because', note: null, wrong: ['reason'] },
		{ reason: 'budget', note: 'x'.repeat(1_001), wrong: ['note'] },
	])('names the wrong field: $wrong', async ({ reason, note, wrong }) => {
		const lead = await aLead();
		await pressed(lead, 'notAFit');
		const body = (await submitted('U0CAMILA01', reason, note)) as { errors: object };
		expect(body).toMatchObject({ response_action: 'errors' });
		expect(Object.keys(body.errors)).toEqual(wrong);
		expect(await eventsOf(lead)).toEqual([]);
	});

	it('tells the person when the form could not be opened', async () => {
		opens = false;
		await pressed(await aLead(), 'notAFit');
		expect(told[0]?.text).toContain('could not be opened');
	});
});

describe('what is not ours', () => {
	const lead = { alert: 'lead:1/slack-message/x/1' };
	const base = press(lead, 'take');
	const button = base.actions[0];

	it.each([
		{
			what: 'a link of ours',
			payload: { ...base, actions: [{ action_id: 'open_deal', url: 'https://x.y' }] },
		},
	])('is acknowledged and forgotten: $what', async ({ payload }) => {
		expect(await slack.handle(payload)).toEqual({ body: null });
	});

	it.each([
		{
			what: 'another app’s button',
			payload: { ...base, actions: [{ action_id: 'other', value: '1' }] },
		},
		{ what: 'a value that is no JSON', payload: { ...base, actions: [{ ...button, value: 'x' }] } },
		{ what: 'a person whose id is a mention', payload: { ...base, user: { id: '!channel' } } },
		{
			what: 'another form',
			payload: { type: 'view_submission', user: base.user, view: { callback_id: 'x' } },
		},
		{ what: 'an event', payload: { type: 'event_callback' } },
	])('is left to the inbox: $what', async ({ payload }) => {
		expect(await slack.handle(payload as Json)).toBeNull();
	});
});
