import type { IDataObject } from 'n8n-workflow';

import { loadSettings } from '../../orchestrator/src/config';
import { aDueItem, claimedLinks } from '../support/aDueMessage';
import { golden } from '../support/goldenFile';
import { servedFlow } from './servedFlow';

/** Friday, ten in Copenhagen. */
const now = new Date('2026-11-20T09:00:00.000Z');

const deal = { id: '77', name: 'Nordlys Bageri: film', leadId: '20261005-1f3a9c0b7d2e' };
const contact = {
	id: '5',
	name: 'Søren Kjær',
	email: 'soren@nordlysbageri.dk',
	language: 'da',
	country: 'DK',
	zone: 'Europe/Copenhagen',
};

const triggers = {
	'delivery.delivered': 'When a delivery is out',
	'follow-up.due': 'When a message is due',
	'follow-up.task': 'When somebody is to act',
	'feedback.given': 'When a client has answered',
	'client.deal': 'When a client has a deal',
} as const;

/** What the service prepares effects with, beside its texts. */
const serviceTools = {
	settings: {
		...loadSettings({ env: {}, file: null }),
		hooks: { publicUrl: 'https://ops.agency.test' },
	},
	unsubscribeLink: () => 'https://ops.agency.test/unsubscribe/x',
	onDuty: () => null,
};

describe('Follow-up v1', () => {
	let claim: object;
	let known: object | null;
	let enrolled: object;

	const {
		calls,
		tell: start,
		prepared,
	} = servedFlow({
		file: 'follow-up/v1/workflow.json',
		now,
		reply: ({ key, kind }, { path }) => {
			const ok = (body: object) => ({ status: 200, body: body as Record<string, unknown> });
			if (path.startsWith('/v1/hubspot/deals/')) {
				return ok({ deal, contact: known, company: null, lead: null });
			}
			if (path === '/v1/follow-ups') return ok(enrolled);
			if (path === '/v1/follow-ups/events') return ok({ told: [], notes: [] });
			if (path.endsWith('/claim')) return ok(claim);
			if (path !== '/v1/effects') return ok({ state: 'ended' });
			const receipts: Record<string, object> = {
				mail: { messageId: '<1@agency.test>', accepted: ['soren@nordlysbageri.dk'] },
				'clickup.task': { id: '86a', url: 'https://app.clickup.com/t/86a' },
			};
			const receipt = receipts[String(kind)] ?? { channel: 'C0OPS', ts: '1.2', url: null };
			return ok({ key, kind, state: 'done', receipt, repeated: false, conflict: false });
		},
		tools: serviceTools,
	});
	beforeEach(() => {
		claim = { result: 'send', repeated: false, links: claimedLinks };
		enrolled = { followUp: { id: 'flw_1', state: 'active' }, repeated: false, notes: [] };
		known = contact;
	});

	const tell = async (topic: keyof typeof triggers, payload: object) =>
		await start(triggers[topic], {
			source: 'ledger',
			topic,
			subject: 'client:nordlys',
			payload: payload as IDataObject,
		});

	/** What is due as the event tells it: the claim comes later. */
	const dueEvent = (step: string, changes: Record<string, unknown> = {}) =>
		aDueItem(step, { ...changes, claim: undefined });

	const asked = () => calls().map(({ method, path }) => `${method} ${path}`);

	it('enrols the client of a delivery by what HubSpot and the ledger know', async () => {
		const delivery = { id: 'dlv_1', deal: '77', client: '5', kind: 'full', version: 1 };
		const told = await tell('delivery.delivered', { delivery, facts: {} });
		expect(told).toEqual(golden('follow-up.v1/enrolled.json', told));
		const [, enrol] = calls();
		expect(enrol?.body).toEqual({
			delivery: 'dlv_1',
			facts: { deal, contact },
			sequence: 'after-delivery',
			test: false,
		});
	});

	it('says why nobody is enrolled', async () => {
		enrolled = { followUp: null, repeated: false, notes: [], because: 'Only a part.' };
		const delivery = { id: 'dlv_1', deal: '77', client: '5', kind: 'partial', version: 1 };
		const told = await tell('delivery.delivered', { delivery, facts: {} });
		expect(told).toEqual(golden('follow-up.v1/not-enrolled.json', told));
	});

	it('claims a question before it is written, sends it once and tells ops', async () => {
		const told = await tell('follow-up.due', dueEvent('feedback-request'));
		expect(told).toEqual(golden('follow-up.v1/question.json', told));

		const [mail, note] = prepared();
		expect(mail).toMatchObject({
			key: 'follow-up:flw_01JD0000000000000000000000/mail/feedback-request/1',
			prepared: { to: 'soren@nordlysbageri.dk', language: 'da' },
		});
		expect(mail?.prepared).not.toHaveProperty('purpose');
		expect(mail?.prepared.text).toContain(claimedLinks.feedback[9]?.url);
		expect(mail?.prepared.html).not.toContain('unsubscribe');
		expect(note?.key).toBe(
			'follow-up:flw_01JD0000000000000000000000/slack-message/ops#feedback-request/1',
		);
		expect(asked().indexOf('POST /v1/effects')).toBeGreaterThan(0);
		expect(asked()[0]).toMatch(/claim$/);
	});

	it('sends an offer as marketing, with its way off the list', async () => {
		await tell('follow-up.due', dueEvent('upsell-offer'));
		const [mail] = prepared();
		expect(mail?.prepared).toMatchObject({ purpose: 'marketing' });
		expect(mail?.prepared.html).toContain('unsubscribe.invalid');
		expect(mail?.prepared.text).toContain('Abonnement på indhold');
	});

	it.each(['later', 'withheld'])('sends nothing where the claim says %s', async (result) => {
		claim = { result, rule: 'exited', because: 'It ended: replied.' };
		const told = await tell('follow-up.due', dueEvent('review-request'));
		if (result === 'withheld') expect(told).toEqual(golden('follow-up.v1/withheld.json', told));
		expect(prepared()).toEqual([]);
		expect(asked().at(-1)).toMatch(/\/end$/);
	});

	it('lets a person call who is unhappy', async () => {
		const payload = dueEvent('client-success', { feedback: { score: 3, at: now.toISOString() } });
		const told = await tell('follow-up.task', payload);
		expect(told).toEqual(golden('follow-up.v1/task.json', told));
		const [task, message] = prepared();
		expect(task).toMatchObject({
			kind: 'clickup.task',
			prepared: { name: 'Call Søren Kjær: answered 3 of 10', priority: 1 },
		});
		expect(JSON.stringify(message?.prepared)).toContain('Lyden var for lav');
	});

	it('tells ops what is missing, and the client nothing', async () => {
		claim = { result: 'send', repeated: false, links: { feedback: [], portal: null } };
		const told = await tell('follow-up.due', dueEvent('feedback-request'));
		expect(told).toEqual(golden('follow-up.v1/refused.json', told));
		const effects = prepared();
		expect(effects.map(({ kind }) => kind)).toEqual(['slack.message']);
		expect(JSON.stringify(effects[0]?.prepared)).toMatch(/was not sent to Søren Kjær/);
	});

	it.each([
		['a client who orders again', '5', ['deal_created']],
		['nobody, where the deal has no contact', null, []],
	])('tells the follow-ups of %s', async (_whose, id, told) => {
		known = id === null ? null : contact;
		const happened = { id: 'deal/78/created', type: 'deal_created', at: now.toISOString() };
		await tell('client.deal', { deal: { id: '78' }, what: 'created', happened });
		const handedOn = calls().filter(({ path }) => path === '/v1/follow-ups/events');
		expect(handedOn.map(({ body }) => body)).toEqual(
			told.map((type) => ({ client: id, events: [{ ...happened, type }], test: false })),
		);
		expect(asked().at(-1)).toMatch(/\/end$/);
	});

	it.each([
		[3, null, true, ':rotating_light: Søren Kjær answered *3* of 10'],
		[9, 3, true, ':star: Søren Kjær answered *9* of 10 after Nordlys (before: 3).'],
		[2, 9, false, 'It came too late to count.'],
	])('tells ops an answer of %s', async (score, previous, counts, words) => {
		await tell('feedback.given', {
			answer: 'feedback/flw_1/feedback-request/0',
			followUp: 'flw_1',
			client: { id: 'nordlys', name: 'Søren Kjær', email: 'soren@nordlysbageri.dk' },
			project: { name: previous === null ? null : 'Nordlys' },
			step: 'feedback-request',
			score,
			previous,
			counts,
			group: score > 8 ? 'promoter' : 'detractor',
			comment: 'Godt <!channel>',
		});
		const [message] = prepared();
		const said = JSON.stringify(message?.prepared);
		expect(said).toContain(words);
		expect(said).not.toContain('<!channel>');
	});
});
