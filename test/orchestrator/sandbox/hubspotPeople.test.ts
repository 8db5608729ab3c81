import { HubSpotPeople } from '../../../orchestrator/src/sandbox/hubspot/people';
import { HubSpotStore } from '../../../orchestrator/src/sandbox/hubspot/store';
import { verifyHubspot } from '../../../orchestrator/src/inbox/signatures/verifiers';
import { sandboxHubspotSecret } from '../../../orchestrator/src/sandbox/accounts';
import type { FakeVendor } from '../adapters/fakeVendor';
import { startFakeVendor } from '../adapters/fakeVendor';
import { noon } from './callStandIn';

let service: FakeVendor;

beforeAll(async () => {
	service = await startFakeVendor();
});
afterAll(async () => {
	await service.stop();
});
beforeEach(() => {
	service.requests.length = 0;
	service.answers = { '/hooks/hubspot': { body: { events: [] } } };
});

function aPortal(hookUrl: string | null = `${service.base}/hooks/hubspot`) {
	const store = new HubSpotStore(500);
	const changes: number[] = [];
	const people = new HubSpotPeople(
		store,
		hookUrl,
		() => changes.push(1),
		() => noon,
	);
	const deal = store.create('deals', { dealname: 'A', dealstage: 'qualifiedtobuy' }, noon - 1);
	return { store, people, deal, changes };
}

it('moves the deal and tells of it, signed as HubSpot signs', async () => {
	const { people, deal, changes } = aPortal();

	expect(await people.moveDeal(deal.id, 'closedwon')).toEqual({ status: 200 });
	expect(deal.properties.dealstage).toBe('closedwon');
	expect(changes).toHaveLength(1);
	const [request] = service.requests;
	expect(JSON.parse(request?.body ?? '')).toMatchObject([
		{
			subscriptionType: 'deal.propertyChange',
			objectId: Number(deal.id),
			propertyName: 'dealstage',
			propertyValue: 'closedwon',
			occurredAt: noon,
		},
	]);
	const call = {
		method: 'POST',
		url: `${service.base}/hooks/hubspot`,
		headers: request?.headers ?? {},
		rawBody: Buffer.from(request?.body ?? ''),
	};
	expect(verifyHubspot(call, [sandboxHubspotSecret], new Date(noon))).toBe(true);
	expect(verifyHubspot(call, ['another'], new Date(noon))).toBe(false);
});

it('tells nobody where nobody listens', async () => {
	const { people, deal } = aPortal(null);
	expect(await people.moveDeal(deal.id, 'closedwon')).toEqual({ status: null });
});

it.each([
	{ what: 'a stage of no pipeline', stage: 'nowhere', code: 'sandbox/no-such-stage' },
	{ what: 'a deal that is not there', id: '1', stage: 'closedwon', code: 'sandbox/no-such-deal' },
])('refuses $what and changes nothing', async ({ id, stage, code }) => {
	const { people, deal, changes } = aPortal();
	await expect(people.moveDeal(id ?? deal.id, stage)).rejects.toMatchObject({ code });
	expect(deal.properties.dealstage).toBe('qualifiedtobuy');
	expect(changes).toEqual([]);
	expect(service.requests).toEqual([]);
});

it('says when the service does not answer; the deal has moved all the same', async () => {
	service.answers['/hooks/hubspot'] = 'reset';
	const { people, deal } = aPortal();
	await expect(people.moveDeal(deal.id, 'closedwon')).rejects.toMatchObject({
		code: 'sandbox/hook-unanswered',
	});
	expect(deal.properties.dealstage).toBe('closedwon');
});
