import fc from 'fast-check';
import { withDealsWon } from '../../../orchestrator/src/inbox/sources/dealsWon';
import type { JsonObject } from '../../../orchestrator/src/inbox/sources/read';
import { readHubspot } from '../../../orchestrator/src/inbox/sources/vendors';

const wonStages = ['closedwon', '4711'];
const change = (more: JsonObject = {}): JsonObject => ({
	eventId: 1,
	subscriptionType: 'deal.propertyChange',
	objectId: 42,
	propertyName: 'dealstage',
	propertyValue: 'closedwon',
	occurredAt: 1_795_694_400_000,
	...more,
});
const eventsOf = (...changes: JsonObject[]) =>
	withDealsWon(
		readHubspot({
			method: 'POST',
			url: 'https://ops.example/hooks/hubspot',
			headers: {},
			rawBody: Buffer.from(JSON.stringify(changes)),
		}),
		wonStages,
	);
const wonIn = (events: ReturnType<typeof eventsOf>) =>
	events.filter(({ topic }) => topic === 'deal.won');

describe('a deal in a won stage', () => {
	it('is an event of its own beside HubSpot’s', () => {
		expect(eventsOf(change())).toEqual([
			expect.objectContaining({ topic: 'hubspot.deal.property-change' }),
			{
				source: 'hubspot',
				externalId: 'deal-won/42',
				topic: 'deal.won',
				subject: 'deal:42',
				test: false,
				payload: { deal: { id: '42', stage: 'closedwon', wonAt: '2026-11-26T12:00:00.000Z' } },
			},
		]);
	});

	it.each([
		{ when: 'the stage is another won one', more: { propertyValue: '4711' } },
		{
			when: 'HubSpot names objects by number',
			more: { subscriptionType: 'object.propertyChange', objectTypeId: '0-3' },
		},
		{ when: 'the time is missing', more: { occurredAt: undefined } },
		{ when: 'the time is nonsense', more: { occurredAt: 1e300 } },
	])('is one when $when', ({ more }) => {
		expect(wonIn(eventsOf(change(more)))).toMatchObject([{ subject: 'deal:42' }]);
	});

	it.each([
		{ when: 'the stage is open', more: { propertyValue: 'qualifiedtobuy' } },
		{ when: 'the stage is gone', more: { propertyValue: null } },
		{ when: 'something else changed', more: { propertyName: 'amount' } },
		{ when: 'a contact changed', more: { subscriptionType: 'contact.propertyChange' } },
		{
			when: 'a numbered object is no deal',
			more: { subscriptionType: 'object.propertyChange', objectTypeId: '0-1' },
		},
		{ when: 'it was only made', more: { subscriptionType: 'deal.creation' } },
		{ when: 'no deal is named', more: { objectId: undefined } },
	])('is none when $when', ({ more }) => {
		expect(wonIn(eventsOf(change(more)))).toEqual([]);
	});

	it('is once per deal, however often and in whatever order it is told', () => {
		fc.assert(
			fc.property(
				fc.array(fc.record({ objectId: fc.integer({ min: 1, max: 4 }), eventId: fc.nat() }), {
					maxLength: 100,
				}),
				(told) => {
					const won = wonIn(eventsOf(...told.map((one) => change(one))));
					const deals = new Set(told.map(({ objectId }) => `deal-won/${objectId}`));
					expect(won.map(({ externalId }) => externalId).sort()).toEqual([...deals].sort());
				},
			),
			{ numRuns: 50, seed: 20_261_126 },
		);
	});
});
