import { withClientDeals } from '../../../orchestrator/src/inbox/sources/clientDeals';
import { withDealsWon } from '../../../orchestrator/src/inbox/sources/dealsWon';
import type { JsonObject } from '../../../orchestrator/src/inbox/sources/read';
import { readHubspot } from '../../../orchestrator/src/inbox/sources/vendors';

const at = 1_795_694_400_000;
const dealsIn = (...changes: JsonObject[]) => {
	const rawBody = Buffer.from(JSON.stringify(changes));
	const call = { method: 'POST', url: 'https://ops.example/hooks/hubspot', headers: {}, rawBody };
	const events = withClientDeals(withDealsWon(readHubspot(call), ['closedwon']));
	return events.filter(({ topic }) => topic === 'client.deal');
};
const created = { eventId: 1, subscriptionType: 'deal.creation', objectId: 42, occurredAt: at };
const won = {
	eventId: 2,
	subscriptionType: 'deal.propertyChange',
	objectId: 42,
	propertyName: 'dealstage',
	propertyValue: 'closedwon',
	occurredAt: at,
};

describe('a deal of a client', () => {
	it('is told when it is opened, as follow-ups are told', () => {
		expect(dealsIn(created)).toEqual([
			{
				source: 'hubspot',
				externalId: 'client-deal/42/created',
				topic: 'client.deal',
				subject: 'client-deals:42',
				test: false,
				payload: {
					deal: { id: '42' },
					what: 'created',
					happened: {
						id: 'deal/42/created',
						type: 'deal_created',
						at: '2026-11-26T12:00:00.000Z',
					},
				},
			},
		]);
	});

	it('is told when it is won, whatever else HubSpot says of it', () => {
		expect(dealsIn(won).map(({ externalId }) => externalId)).toEqual(['client-deal/42/won']);
		expect(dealsIn({ ...won, propertyName: 'amount' })).toEqual([]);
		expect(dealsIn({ ...created, subscriptionType: 'contact.creation' })).toEqual([]);
	});

	it('is known also where HubSpot names objects by number', () => {
		const byNumber = { ...created, subscriptionType: 'object.creation', objectTypeId: '0-3' };
		expect(dealsIn(byNumber)).toHaveLength(1);
		expect(dealsIn({ ...byNumber, objectTypeId: '0-1' })).toEqual([]);
	});
});
