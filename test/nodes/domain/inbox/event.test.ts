import fc from 'fast-check';

import { eventOf, personOf } from '../../../../nodes/domain/inbox/event';
import type { EventOptions } from '../../../../nodes/domain/inbox/event';
import { readLead } from '../../../../nodes/domain/lead/intake';
import { defaultRules as rules } from '../../../../nodes/domain/lead/defaultRules';
import { isRecord } from '../../../../nodes/domain/webhookItem';
import { seeded, submissions } from '../../../support/arbitraries';

const now = new Date('2026-11-22T15:00:00.000Z');
const options: EventOptions = {
	source: 'lead-intake',
	topic: 'lead.received',
	externalIdPath: '',
	emailPath: '',
	payloadPath: '',
	byHand: false,
	run: '4711',
	now,
};
const ana = { name: 'Ana', email: ' Ana@Cafes.example ', budget: 'USD 1.500' };
const idOf = (item: Record<string, unknown>, changes: Partial<EventOptions> = {}) =>
	eventOf(item, { ...options, ...changes }).externalId;

/** An item of n8n's Webhook node. */
const posted = (body: unknown, more: Record<string, unknown> = {}) => ({
	headers: { 'x-agency-secret': 's3cret', 'idempotency-key': 'k-1' },
	params: {},
	query: {},
	body,
	webhookUrl: 'http://n8n.test/webhook/lead-intake',
	executionMode: 'production',
	...more,
});

describe('eventOf', () => {
	it('keeps a form as it came, with whom it is about', () => {
		expect(eventOf(ana, options)).toEqual({
			source: 'lead-intake',
			externalId: expect.stringMatching(/^2026-11-22-[0-9a-f]{32}$/),
			topic: 'lead.received',
			subject: personOf({ email: 'ana@cafes.example' }, now),
			test: false,
			payload: ana,
		});
	});

	it('keeps the body of a webhook, and never its headers', () => {
		const event = eventOf(posted(ana), options);
		expect(event.payload).toEqual(ana);
		expect(JSON.stringify(event)).not.toContain('s3cret');
	});

	it.each([
		{ body: '{"email":"ana@cafes.example"}', is: { email: 'ana@cafes.example' }, of: 'JSON text' },
		{ body: 'Call ana@cafes.example', is: { message: 'Call ana@cafes.example' }, of: 'plain text' },
		{ body: [{ name: 'Ana' }], is: { name: 'Ana' }, of: 'a list of one' },
		{
			body: [{ label: 'Name', value: 'Ana' }],
			is: { answers: [{ label: 'Name', value: 'Ana' }] },
			of: 'a list of answers',
		},
		{ body: {}, is: {}, of: 'nothing' },
	])('keeps $of of a webhook', ({ body, is }) => {
		expect(eventOf(posted(body), options).payload).toEqual(is);
	});

	it('keeps the query of a webhook without a body', () => {
		const item = posted({}, { query: { email: 'ana@cafes.example' } });
		expect(eventOf(item, options).payload).toEqual({ email: 'ana@cafes.example' });
	});

	it('refuses several things in one call, which would be kept as one', () => {
		expect(() => eventOf(posted([ana, { name: 'Eva' }]), options)).toThrow(/A list of 2 came/);
	});

	describe('the id', () => {
		it('is the same for the same content on the same day, whatever the order of its fields', () => {
			const later = new Date('2026-11-22T23:59:59.999Z');
			const turned = Object.fromEntries(Object.entries(ana).reverse());
			expect(idOf(turned, { now: later })).toBe(idOf(ana));
		});

		it.each([
			{ when: 'the content differs', other: { ...ana, budget: 'USD 1.501' }, changes: {} },
			{ when: 'it is another day', other: ana, changes: { now: new Date('2026-11-23T00:00:00Z') } },
		])('is another one when $when', ({ other, changes }) => {
			expect(idOf(other, changes)).not.toBe(idOf(ana));
		});

		it.each([
			{ id: 'k-1', is: 'k-1' },
			{ id: ' k-1 ', is: 'k-1' },
			{ id: 4711, is: '4711' },
		])('is the sender’s own where there is one: $id', ({ id, is }) => {
			const item = posted(ana, { headers: { 'idempotency-key': id } });
			expect(idOf(item, { externalIdPath: 'headers.idempotency-key' })).toBe(is);
		});

		it.each([{ id: '' }, { id: undefined }, { id: {} }])(
			'is the content’s where the sender’s is $id',
			({ id }) => {
				const item = posted(ana, { headers: { 'idempotency-key': id } });
				expect(idOf(item, { externalIdPath: 'headers.idempotency-key' })).toBe(idOf(ana));
			},
		);

		it('is never longer than an index can bear', () => {
			const item = { ...ana, id: 'x'.repeat(5_000) };
			expect(idOf(item, { externalIdPath: 'id' })).toMatch(/^[0-9a-f]{64}$/);
		});

		it.each([
			{ when: 'a person runs it by hand', item: ana, byHand: true },
			{
				when: 'the webhook’s test address was called',
				item: posted(ana, { executionMode: 'test' }),
			},
			{ when: 'the form’s test address was called', item: { ...ana, formMode: 'test' } },
			{ when: 'the sender says so', item: posted({ ...ana, test: true }) },
			{ when: 'the item says so', item: { ...ana, test: true } },
		])('is each run’s own when $when', ({ item, byHand = false }) => {
			const first = eventOf(item, { ...options, byHand });
			const second = eventOf(item, { ...options, byHand, run: '4712' });
			expect([first.test, second.test]).toEqual([true, true]);
			expect(first.externalId).toMatch(/^test\/4711\//);
			expect(second.externalId).not.toBe(first.externalId);
		});
	});

	it('keeps what stands at a path', () => {
		const item = { order: { email: 'ana@cafes.example' } };
		expect(eventOf(item, { ...options, payloadPath: 'order' }).payload).toEqual(item.order);
	});

	it.each([
		{ because: 'the payload path leads to nothing', changes: { payloadPath: 'order' } },
		{ because: 'the payload is a text', changes: { payloadPath: 'name' } },
		{ because: 'the source is empty', changes: { source: '' } },
		{ because: 'the topic is empty', changes: { topic: '' } },
		{ because: 'the topic would leave its path', changes: { topic: 'lead/../x' } },
		{ because: 'the topic is written large', changes: { topic: 'Lead' } },
	])('refuses when $because', ({ changes }) => {
		expect(() => eventOf(ana, { ...options, ...changes })).toThrow(/cannot be recorded/);
	});
});

describe('personOf', () => {
	it.each([
		{ payload: { correo: 'ana@cafes.example' }, from: 'a Spanish field' },
		{ payload: { 'E-mailadresse': 'ANA@cafes.example' }, from: 'a Danish label' },
		{ payload: { message: 'Escríbeme a ana@cafes.example' }, from: 'the message' },
		{ payload: { answers: [{ label: 'Email', value: 'ana@cafes.example' }] }, from: 'answers' },
	])('finds the address in $from', ({ payload }) => {
		expect(personOf(payload, now)).toBe(personOf({ email: 'ana@cafes.example' }, now));
	});

	it('is the person whose lead the same data make', () => {
		fc.assert(
			fc.property(submissions, (raw) => {
				const payload = isRecord(raw) ? raw : { raw };
				const lead = readLead(payload, { now, rules });
				expect(personOf(payload, now)).toBe(`lead-of:${lead.id.slice('20261122-'.length)}`);
			}),
			seeded,
		);
	});

	it('takes the address at a path before any other', () => {
		const payload = { email: 'office@cafes.example', buyer: { address: 'ana@cafes.example' } };
		expect(personOf(payload, now, 'buyer.address')).toBe(
			personOf({ email: 'ana@cafes.example' }, now),
		);
		expect(personOf(payload, now, 'buyer.nothing')).toBe(
			personOf({ email: 'office@cafes.example' }, now),
		);
	});

	it('lets an event without an address stand for itself', () => {
		expect(personOf({ name: 'Ana' }, now)).not.toBe(personOf({ name: 'Eva' }, now));
		expect(personOf({ name: 'Ana' }, now)).toMatch(/^lead-of:[0-9a-f]{12}$/);
	});

	it('ends like the lead’s id, whatever a form sends', () => {
		fc.assert(
			fc.property(submissions, (raw) => {
				if (!isRecord(raw)) return;
				const { id } = readLead(raw, { now, rules });
				expect(personOf(raw, now)).toBe(`lead-of:${id.slice(9)}`);
			}),
			seeded,
		);
	});
});
