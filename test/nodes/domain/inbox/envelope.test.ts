import {
	envelopeSchema,
	itemOf,
	originOf,
	triggerPath,
} from '../../../../nodes/domain/inbox/envelope';
import type { Envelope } from '../../../../nodes/domain/inbox/envelope';

function anEnvelope(changes: Partial<Envelope> = {}): Envelope {
	return envelopeSchema.parse({
		id: 'evt_1',
		source: 'forms',
		topic: 'lead.received',
		subject: 'lead-of:1f3a9c0b7d2e',
		attempt: 2,
		receivedAt: '2026-11-22T15:00:00.000Z',
		payload: { name: 'Ana', email: 'ana@cafes.example' },
		...changes,
	});
}

describe('itemOf', () => {
	it('gives the payload with where it came from beside it', () => {
		expect(itemOf(anEnvelope())).toEqual({
			name: 'Ana',
			email: 'ana@cafes.example',
			inbox: {
				id: 'evt_1',
				source: 'forms',
				topic: 'lead.received',
				attempt: 2,
				receivedAt: '2026-11-22T15:00:00.000Z',
				retry: false,
			},
			test: false,
			receivedAt: '2026-11-22T15:00:00.000Z',
		});
	});

	it('does not let a payload pass for another event', () => {
		const payload = { inbox: { id: 'evt_9', retry: true }, name: 'Eva' };
		expect(itemOf(anEnvelope({ payload })).inbox).toMatchObject({ id: 'evt_1', retry: false });
	});

	it.each([
		{ of: 'the payload’s own', payload: { receivedAt: '2026-11-20T09:00:00Z' } },
		{ of: 'the inbox’s where it is empty', payload: { receivedAt: '' } },
		{ of: 'the inbox’s where it is no text', payload: { receivedAt: 4 } },
	])('takes for the arrival $of', ({ payload }) => {
		const own = payload.receivedAt === '2026-11-20T09:00:00Z';
		expect(itemOf(anEnvelope({ payload })).receivedAt).toBe(
			own ? payload.receivedAt : '2026-11-22T15:00:00.000Z',
		);
	});

	it.each([
		{ test: true, when: 'the inbox says so', changes: { test: true } },
		{ test: true, when: 'the payload says so', changes: { payload: { test: true } } },
		{ test: false, when: 'the payload only names it', changes: { payload: { test: 'no' } } },
		{ test: false, when: 'nobody says so', changes: {} },
	])('is a test: $test, when $when', ({ test, changes }) => {
		expect(itemOf(anEnvelope(changes)).test).toBe(test);
	});

	it.each([[[1, 2]], ['text'], [null]])('keeps a payload that is no object: %j', (payload) => {
		expect(itemOf(anEnvelope({ payload }))).toMatchObject({ payload, inbox: { id: 'evt_1' } });
	});
});

describe('originOf', () => {
	it('knows the event that an item came from', () => {
		expect(originOf(itemOf(anEnvelope({ retry: true })))).toEqual({
			id: 'evt_1',
			retry: true,
			receivedAt: new Date('2026-11-22T15:00:00.000Z'),
		});
	});

	it.each([
		{ of: 'an item from elsewhere', item: {} },
		{ of: 'a form that has such a field', item: { inbox: 'full' } },
		{ of: 'an empty id', item: { inbox: { id: '' } } },
	])('knows none of $of', ({ item }) => {
		expect(originOf(item)).toBeNull();
	});

	it.each(['', 'yesterday', null, 4])('takes no time from %j', (receivedAt) => {
		expect(originOf({ inbox: { id: 'evt_1', receivedAt } })?.receivedAt).toBeNull();
	});
});

describe('triggerPath', () => {
	it('has the topic in it', () => {
		expect(triggerPath('lead.received')).toBe('agency-ledger-lead.received');
	});
});
