import { defaultRules } from '../../../nodes/domain/lead/defaultRules';
import { readLead } from '../../../nodes/domain/lead/intake';
import { personOf } from '../../../nodes/domain/inbox/event';
import { sandboxHubspotSecret } from '../../../orchestrator/src/sandbox/accounts';
import { HubSpotPeople } from '../../../orchestrator/src/sandbox/hubspot/people';
import { HubSpotStore } from '../../../orchestrator/src/sandbox/hubspot/store';
import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { takeFreePort } from '../../../orchestrator/src/up/ports';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import type { FakeAnswer, FakeVendor } from '../adapters/fakeVendor';
import { startFakeVendor } from '../adapters/fakeVendor';
import { someSettings } from './support/aService';
import { hookSecretsOf } from './support/hookSecrets';

const apiKey = 'the-key-of-this-test';
const lines: string[] = [];
let hubspot: FakeVendor;
let service: Service;

beforeAll(async () => {
	hubspot = await startFakeVendor();
	const port = await takeFreePort();
	const secret = `whsec_${Buffer.alloc(32, 's').toString('base64')}`;
	service = await startService({
		settings: { ...someSettings(), service: { url: `http://127.0.0.1:${port}`, port } },
		secrets: {
			ledgerApiKey: apiKey,
			hubspotToken: 'very-secret',
			slackToken: 's',
			clickupToken: 'c',
			smtpUrl: 'smtp://127.0.0.1:1',
		},
		ledger: await emptyLedgerPlace(),
		bases: { hubspot: hubspot.base },
		inbox: {
			hookSecrets: hookSecretsOf({ hubspot: [sandboxHubspotSecret] }),
			n8n: { url: hubspot.base, triggerSecret: secret, readApiKey: () => null },
		},
		log: { write: (line: string) => void lines.push(line) },
	});
});
afterAll(async () => {
	await service.stop();
	await hubspot.stop();
});
beforeEach(() => {
	hubspot.requests.length = 0;
	hubspot.answers = {};
});

async function call(path: string, body?: unknown, key = apiKey) {
	const response = await fetch(`${service.url}${path}`, {
		...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
		headers: {
			authorization: `Bearer ${key}`,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
	});
	return { status: response.status, body: (await response.json()) as never, response };
}

const times = { createdAt: '2026-11-22T10:00:00Z', updatedAt: '2026-11-22T10:00:00Z' };
const asked = () => hubspot.requests.filter(({ path }) => path.startsWith('/crm/'));

function answerWith(id: string, properties: Record<string, string>): void {
	hubspot.answers[`/crm/v3/objects/deals/${id}`] = { body: { id, ...times, properties } };
}

describe('a deal that is moved in HubSpot', () => {
	it('is told by a signed webhook, and won once however often it is told', async () => {
		const store = new HubSpotStore(500);
		const hook = `${service.url}/hooks/hubspot`;
		const people = new HubSpotPeople(store, hook, () => undefined, Date.now, 60_000);
		const { id } = store.create('deals', { dealname: 'Nordlys', pipeline: 'default' }, Date.now());

		for (const stage of ['closedwon', 'qualifiedtobuy', 'closedwon']) {
			expect(await people.moveDeal(id, stage)).toEqual({ status: 200 });
		}

		const { body } = await call(`/v1/inbox?subject=deal:${id}`);
		expect(body).toMatchObject({ events: [{ topic: 'deal.won', source: 'hubspot', repeats: 1 }] });
		const raw = await call(`/v1/inbox?subject=hubspot-deal:${id}`);
		expect((raw.body as { events: unknown[] }).events).toHaveLength(3);
		const told = await call(`/v1/inbox?subject=milestones:${id}`);
		expect(told.body).toMatchObject({
			events: [{ topic: 'milestone.reached', source: 'ledger', repeats: 1 }],
		});
		const [event] = (body as { events: Array<{ id: string }> }).events;
		const story = await call(`/v1/inbox/${event?.id ?? ''}`);
		expect(story.body).toMatchObject({
			event: { payload: { deal: { id, stage: 'closedwon', wonAt: expect.any(String) } } },
		});
	});

	it('is not believed when the signature is another’s', async () => {
		const answer = await fetch(`${service.url}/hooks/hubspot`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'x-hubspot-request-timestamp': String(Date.now()),
				'x-hubspot-signature-v3': 'x',
			},
			body: '[]',
		});
		expect(answer.status).toBe(401);
	});
});

describe('GET /v1/hubspot/deals/:id', () => {
	it('gives the deal with what the ledger knows of its lead, and asks HubSpot once', async () => {
		const payload = {
			name: 'Mette Holm',
			email: 'mette@nordlys.example',
			service: 'Explainer video',
			industry: 'SaaS',
			timeline: '14 days',
		};
		const now = new Date();
		await call('/v1/inbox', {
			source: 'lead-intake',
			externalId: 'form-1',
			topic: 'lead.received',
			subject: personOf(payload, now),
			payload,
		});
		const scored = readLead(payload, { now, rules: defaultRules });
		expect(scored.service).not.toBeNull();
		answerWith('71', {
			dealname: 'Nordlys',
			amount: '12000',
			deal_currency_code: 'DKK',
			dealstage: 'closedwon',
			agency_lead_id: scored.id,
		});

		const { status, body } = await call('/v1/hubspot/deals/71');
		await call('/v1/hubspot/deals/71');

		expect(status).toBe(200);
		expect(body).toMatchObject({
			deal: {
				id: '71',
				name: 'Nordlys',
				amount: { minor: 1_200_000, currency: 'DKK' },
				isWon: true,
				leadId: scored.id,
			},
			contact: null,
			lead: { id: scored.id, service: scored.service, vertical: scored.vertical },
		});
		expect(asked()).toHaveLength(1);
	});

	it('gives the texts that people pushed for a milestone, and those of no other', async () => {
		answerWith('77', { dealname: 'Nordlys' });
		const read = async (query: string) => await call(`/v1/hubspot/deals/77${query}`);
		expect((await read('')).body).not.toHaveProperty('milestoneTexts');
		expect((await read('?texts=approved')).body).toMatchObject({ milestoneTexts: null });

		const shipped = (await call('/v1/data/milestones')).body as { source: string };
		const source = shipped.source.replace('Approved: {project}', 'Signed off: {project}');
		const pushed = await fetch(`${service.url}/v1/data/milestones`, {
			method: 'PUT',
			body: JSON.stringify({ source, expectedVersion: 0, by: 'olivia', reason: 'our words' }),
			headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
		});
		expect(pushed.status).toBe(200);

		const { milestoneTexts } = (await read('?texts=approved')).body as {
			milestoneTexts: { version: string; languages: Record<string, { milestones: object }> };
		};
		expect(milestoneTexts.version).toBe('milestones/1');
		expect(Object.keys(milestoneTexts.languages)).toEqual(['en', 'es', 'da']);
		for (const { milestones } of Object.values(milestoneTexts.languages)) {
			expect(Object.keys(milestones)).toEqual(['approved']);
		}
		expect(JSON.stringify(milestoneTexts)).toContain('Signed off: {project}');
		expect(await read('?texts=party')).toMatchObject({
			status: 400,
			body: { error: { code: 'request/invalid' } },
		});
	});

	it('gives no lead for an id the ledger does not know', async () => {
		answerWith('72', { dealname: 'By hand', agency_lead_id: '20261122-00000000beef' });

		expect((await call('/v1/hubspot/deals/72')).body).toMatchObject({ lead: null });
	});

	it.each<{ when: string; id: string; answer?: FakeAnswer; status: number; code: string }>([
		{ when: 'there is none', id: '73', status: 404, code: 'hubspot/deal-not-found' },
		{ when: 'it is no number', id: 'abc', status: 400, code: 'request/invalid' },
		{
			when: 'HubSpot refuses our token',
			id: '74',
			answer: { status: 401, body: { message: 'no', category: 'INVALID_AUTHENTICATION' } },
			status: 502,
			code: 'hubspot/invalid-authentication',
		},
		{
			when: 'HubSpot is asked too often',
			id: '75',
			answer: { status: 429, headers: { 'retry-after': '3' }, body: { message: 'slow' } },
			status: 503,
			code: 'hubspot/rate-limited',
		},
		{
			when: 'HubSpot does not answer',
			id: '76',
			answer: 'reset',
			status: 502,
			code: 'hubspot/not-sent',
		},
	])('says so when $when', async ({ id, answer, status, code }) => {
		if (answer !== undefined) hubspot.answers[`/crm/v3/objects/deals/${id}`] = answer;

		const told = await call(`/v1/hubspot/deals/${id}`);

		expect(told).toMatchObject({ status, body: { error: { code } } });
		expect(JSON.stringify(told.body) + lines.join('')).not.toContain('very-secret');
	});

	it('lets nobody in without the key', async () => {
		expect(await call('/v1/hubspot/deals/71', undefined, 'another')).toMatchObject({ status: 401 });
	});
});
