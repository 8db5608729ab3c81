import { fastify } from 'fastify';
import { scoreLead } from '../../../nodes/domain/lead/scoreLead';
import { eventId } from '../../../orchestrator/src/inbox/eventId';
import { recordEvents } from '../../../orchestrator/src/ledger/inbox';
import type { Json } from '../../../orchestrator/src/ledger/json';
import { keepRecord } from '../../../orchestrator/src/ledger/records';
import type { OutcomeRow } from '../../../orchestrator/src/scoring/outcomes';
import { outcomePageSchema } from '../../../orchestrator/src/scoring/outcomes';
import { addOutcomeRoutes } from '../../../orchestrator/src/service/outcomeRoutes';
import type { TestService } from './support/aService';
import { aRequest, aService, done, willing } from './support/aService';

let service: TestService;
let url: string;
const app = fastify();

beforeAll(async () => {
	service = await aService();
	const stages = { won: 'closedwon', lost: 'closedlost', delivered: 'delivered', paid: '4711' };
	addOutcomeRoutes(app, { store: service.store, stages });
	url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
	await app.close();
	await service.close();
});

let count = 0;
let at = Date.UTC(2026, 10, 26, 9);

async function keep(topic: string, subject: string, payload: Json, test = false): Promise<void> {
	count += 1;
	at += 60_000;
	const event = { source: 'x', externalId: `e-${count}`, topic, subject, test, payload };
	await recordEvents(service.store, [{ ...event, id: eventId(new Date(at)) }], new Date(at));
}

/** A lead that came in, and what became of it, in order: stages of its deal, or words of sales. */
async function aLead(told: string[], { test = false } = {}): Promise<string> {
	const email = `lead-${count}@agency.test`;
	await keep('lead.received', 'lead-of:x', { email, name: 'Ana', budget: 'USD 1500' }, test);
	const { lead } = scoreLead({ email }, { now: new Date(at) });
	const subject = `lead:${lead.id}`;
	const deal = String(900 + count);
	service.answering((call) =>
		call.vendor === 'hubspot.deal' ? done({ id: deal, url: 'https://x.test' }) : willing(call),
	);
	await service.perform(
		aRequest({ key: `${subject}/hubspot-deal/default/1`, kind: 'hubspot.deal' }),
	);
	for (const word of told) {
		if (word === 'not-a-fit') {
			const kept = {
				id: crypto.randomUUID(),
				key: `${subject}/outcome/${count}`,
				type: 'lead-outcome',
				subject,
				test: false,
				text: '',
				content: { outcome: word },
			};
			await keepRecord(service.store, kept);
		} else {
			await keep('hubspot.deal.property-change', `hubspot-deal:${deal}`, {
				objectId: Number(deal),
				propertyName: 'dealstage',
				propertyValue: word,
			});
		}
	}
	return lead.id;
}

async function read(): Promise<OutcomeRow[]> {
	const rows: OutcomeRow[] = [];
	for (let after: string | null = ''; after !== null; ) {
		const answer = await fetch(`${url}/v1/outcomes?after=${after}`);
		const page = outcomePageSchema.parse(await answer.json());
		rows.push(...page.rows);
		after = page.next;
	}
	return rows;
}

describe('GET /v1/outcomes', () => {
	it.each([
		{ told: [], won: null },
		{ told: ['closedwon'], won: 1 },
		{ told: ['closedlost'], won: 0 },
		{ told: ['not-a-fit'], won: 0 },
		{ told: ['qualifiedtobuy'], won: null },
		{ told: ['closedlost', 'closedwon'], won: 1 },
		{ told: ['closedwon', 'delivered', '4711'], won: 1 },
		{ told: ['closedwon', 'delivered', 'closedlost'], won: 0 },
		{ told: ['closedwon', 'appointmentscheduled'], won: null },
	])('says $won of a lead with $told', async ({ told, won }) => {
		const lead = await aLead(told);
		const row = (await read()).find((one) => one.lead === lead);
		expect(row).toMatchObject({ won, levels: { budget: expect.any(String) as string } });
		expect(Number.isNaN(Date.parse(row?.receivedAt ?? ''))).toBe(false);
	});

	it('leaves trials out, and says nothing of who a lead is', async () => {
		const trial = await aLead([], { test: true });
		const rows = await read();
		expect(rows.map(({ lead }) => lead)).not.toContain(trial);
		expect(JSON.stringify(rows)).not.toMatch(/agency\.test|Ana/);
	});

	it('gives every lead once, over its pages', async () => {
		const before = (await read()).length;
		const many = Array.from({ length: 230 }, (_, index) => index);
		for (const index of many) {
			await keep('lead.received', 'lead-of:x', { email: `page-${index}@agency.test` });
		}
		const rows = await read();
		expect(rows).toHaveLength(before + 230);
		expect(new Set(rows.map(({ lead }) => lead)).size).toBe(rows.length);
	});

	it('refuses what it does not know', async () => {
		const { status } = await fetch(`${url}/v1/outcomes?limit=5`);
		expect(status).toBeGreaterThanOrEqual(400);
	});
});
