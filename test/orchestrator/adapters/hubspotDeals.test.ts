import { LookUpFailed } from '../../../orchestrator/src/adapters/harmless';
import { hubspotDeals } from '../../../orchestrator/src/adapters/hubspot/deals';
import { wantedValues } from '../../../orchestrator/src/service/deals/dealView';
import type { FakeAnswer } from './fakeVendor';
import { fakeVendorOfFile } from './fakeVendor';

/** A busy machine answers within it; only those that stay silent take all of it. */
const PATIENCE_MS = 2_000;

const vendor = fakeVendorOfFile();
const { connections } = vendor;
let turns = 0;

beforeEach(() => {
	turns = 0;
});

const times = { createdAt: '2026-11-22T10:00:00Z', updatedAt: '2026-11-22T10:00:00Z' };
const read = async () =>
	await hubspotDeals(
		{
			token: 'very-secret',
			portalId: '42',
			connections,
			timeoutMs: PATIENCE_MS,
			base: vendor.base,
		},
		async () => {
			turns += 1;
			return await Promise.resolve();
		},
	).read('7', wantedValues);

const deal = {
	id: '7',
	...times,
	properties: { dealname: 'Nordlys', hubspot_owner_id: '41000001', amount: null },
	associations: { contacts: { results: [{ id: '8', type: 'deal_to_contact' }] } },
};
const whole = {
	'/crm/v3/objects/deals/7': { body: deal },
	'/crm/v3/objects/contacts/8': { body: { id: '8', ...times, properties: { email: 'a@x.com' } } },
	'/crm/v3/owners/41000001': {
		body: { id: '41000001', email: 'Camila@agency.test', ...times, archived: false },
	},
};

describe('reading a deal', () => {
	it('brings its contact and its owner, each call in its turn', async () => {
		vendor.answers = { ...whole };

		expect(await read()).toEqual({
			deal: {
				id: '7',
				url: 'https://app.hubspot.com/contacts/42/record/0-3/7',
				properties: deal.properties,
			},
			contact: {
				id: '8',
				url: 'https://app.hubspot.com/contacts/42/record/0-1/8',
				properties: { email: 'a@x.com' },
			},
			company: null,
			ownerEmail: 'camila@agency.test',
		});
		expect(turns).toBe(3);
		expect(vendor.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
		expect(vendor.requests[0]?.path).toContain('associations=contacts');
	});

	it('goes without a contact or an owner that is gone', async () => {
		vendor.answers = { '/crm/v3/objects/deals/7': { body: deal } };

		expect(await read()).toMatchObject({ contact: null, ownerEmail: null });
	});

	it('says that there is none', async () => {
		expect(await read()).toBeNull();
	});

	it.each<{ says: string; answer: FakeAnswer; failure: object }>([
		{
			says: '401',
			answer: { status: 401, body: { message: 'no', category: 'INVALID_AUTHENTICATION' } },
			failure: {
				result: 'refused',
				status: 401,
				error: { mend: expect.stringContaining('token') },
			},
		},
		{
			says: '429',
			answer: { status: 429, headers: { 'retry-after': '3' }, body: { message: 'slow' } },
			failure: { result: 'rateLimited', retryAfterMs: 3_000 },
		},
		{ says: '500', answer: { status: 500, body: {} }, failure: { result: 'notSent' } },
		{ says: 'nothing', answer: 'reset', failure: { result: 'notSent' } },
		{ says: 'nothing, for too long', answer: 'silence', failure: { result: 'notSent' } },
	])('fails when HubSpot says $says', async ({ answer, failure }) => {
		vendor.answers = { ...whole, '/crm/v3/objects/contacts/8': answer };

		const found = await read().catch((error: unknown) => error);

		expect(found).toBeInstanceOf(LookUpFailed);
		expect(found).toMatchObject({ failure });
		expect(JSON.stringify(found)).not.toContain('very-secret');
	});
});
