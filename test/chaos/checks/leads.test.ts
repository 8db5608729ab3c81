import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { scoreLead } from '../../../nodes/domain/lead/scoreLead';
import { wantedOf } from '../acts';
import { bodyOf, drawDeliveries, drawLeads, everybody, markersIn, textOf } from '../leads';

const now = new Date('2026-11-22T10:00:00.000Z');
const HOUR_MS = 3_600_000;

interface Node {
	type: string;
	parameters: { jsCode?: string };
}

/** Runs the code of the plain workflow's only Code node, which scores. */
function tierOfPeer(body: unknown): string {
	const file = path.resolve(__dirname, '../../bench/peer/lead-qualification.workflow.json');
	const { nodes } = JSON.parse(readFileSync(file, 'utf8')) as { nodes: Node[] };
	const code = nodes.find(({ type }) => type === 'n8n-nodes-base.code')?.parameters.jsCode ?? '';
	const input = { all: () => [{ json: body }] };
	const run = new Function('$input', code) as (given: unknown) => Array<{ json: { tier: string } }>;
	return run(input)[0].json.tier;
}

describe('the leads of a storm', () => {
	it.each(everybody.map(({ tier, person }) => ({ tier, who: person.name, person })))(
		'are $tier like $who, today and tomorrow, for this bundle and for the plain workflow',
		({ tier, person }) => {
			const body = bodyOf(person, 'zq00000001', now);
			for (const hours of [0, 3, 24]) {
				const later = new Date(now.getTime() + hours * HOUR_MS);
				expect(scoreLead(body, { now: later }).decision.tier).toBe(tier);
			}
			expect(tierOfPeer(body)).toBe(tier);
		},
	);

	it('are of every tier and in three languages', () => {
		const leads = drawLeads(200, 1, now);
		expect(new Set(leads.map(({ tier }) => tier)).size).toBe(4);
		expect(new Set(leads.map(({ body }) => body.language))).toEqual(new Set(['es', 'da', 'en']));
	});

	it('follow from the seed alone, and each stands for itself', () => {
		fc.assert(
			fc.property(fc.nat({ max: 2 ** 31 - 1 }), fc.integer({ min: 10, max: 60 }), (seed, count) => {
				const leads = drawLeads(count, seed, now);
				expect(drawLeads(count, seed, now)).toEqual(leads);
				expect(drawDeliveries(count, seed)).toEqual(drawDeliveries(count, seed));
				expect(new Set(leads.map(({ marker }) => marker)).size).toBe(count);
				const subjects = leads.map((lead) => wantedOf(lead, now).subject);
				expect(new Set(subjects).size).toBe(count);
			}),
			{ numRuns: 20 },
		);
	});

	it('carry their marker where people read it', () => {
		const [lead] = drawLeads(1, 5, now);
		const read = scoreLead(lead.body, { now }).lead;
		expect(markersIn(`${read.name} ${read.email}`.toUpperCase())).toEqual([lead.marker]);
	});
});

describe('the deliveries of a storm', () => {
	const deliveries = drawDeliveries(300, 3);

	it('bring every lead at least once, and a third again', () => {
		const seen = new Set(deliveries.map(({ lead }) => lead));
		expect(seen.size).toBe(300);
		expect(deliveries.length).toBeGreaterThan(400);
	});

	it('use both doors, repeat the same event, and send one lead by both', () => {
		expect(new Set(deliveries.map(({ door }) => door)).size).toBe(2);
		const events = new Map<string, number>();
		for (const { eventId, door } of deliveries) {
			const name = `${door}/${eventId}`;
			events.set(name, (events.get(name) ?? 0) + 1);
		}
		expect([...events.values()].some((count) => count > 1)).toBe(true);
		const doors = deliveries.filter(({ lead, door, eventId }) =>
			deliveries.some(
				(other) => other.lead === lead && other.door !== door && other.eventId !== eventId,
			),
		);
		expect(doors.length).toBeGreaterThan(0);
	});

	it('are not in the order of the leads', () => {
		const order = deliveries.map(({ lead }) => lead);
		expect(order).not.toEqual([...order].sort((a, b) => a - b));
	});

	it('say the same in another order of names', () => {
		const [lead] = drawLeads(1, 9, now);
		const [first] = deliveries;
		const plain = textOf(lead, { ...first, isReordered: false });
		const reordered = textOf(lead, { ...first, isReordered: true });
		expect(reordered).not.toBe(plain);
		expect(JSON.parse(reordered)).toEqual(JSON.parse(plain));
	});
});
