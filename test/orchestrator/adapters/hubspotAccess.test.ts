import type { HubspotSetup } from '../../../orchestrator/src/adapters/hubspot/properties';
import { hubspotSetup } from '../../../orchestrator/src/adapters/hubspot/properties';
import { fakeVendorOfFile } from './fakeVendor';

const vendor = fakeVendorOfFile();
const { connections } = vendor;
let hubspot: HubspotSetup;

beforeAll(() => {
	const token = 'pat-eu1-very-secret';
	hubspot = hubspotSetup({ token, tokenEnv: 'HUBSPOT_TOKEN', connections, base: vendor.base });
});

describe('what HubSpot’s token may do', () => {
	it('is asked with the token in the body', async () => {
		vendor.answers['/access-token-info'] = {
			body: { hubId: 1, scopes: ['crm.objects.deals.read'] },
		};
		expect(await hubspot.scopes()).toEqual(['crm.objects.deals.read']);
		expect(vendor.requests.map(({ method, body }) => `${method} ${body}`)).toEqual([
			'POST {"tokenKey":"pat-eu1-very-secret"}',
		]);
	});

	it.each([{ status: 400 }, { status: 404 }, { status: 403 }])(
		'is not known where HubSpot answers $status',
		async ({ status }) => {
			vendor.answers['/access-token-info'] = { status, body: { message: 'no' } };
			expect(await hubspot.scopes()).toBeNull();
		},
	);

	it('is not known by another answer, and an error never shows the token', async () => {
		vendor.answers['/access-token-info'] = { body: { scope: 'all' } };
		expect(await hubspot.scopes()).toBeNull();
		vendor.answers['/access-token-info'] = { status: 503, body: { message: 'later' } };
		const error: unknown = await hubspot.scopes().catch((each: unknown) => each);
		expect(error).toMatchObject({ code: 'hubspot/failed' });
		expect(JSON.stringify(error)).not.toContain('very-secret');
		expect(String((error as Error).stack)).not.toContain('very-secret');
	});
});

describe('the newest deal', () => {
	it.each([
		{ results: [], at: null },
		{
			results: [{ id: '1', properties: { createdate: '2026-11-26T10:00:00.000Z' } }],
			at: new Date('2026-11-26T10:00:00.000Z'),
		},
	])('was made at $at', async ({ results, at }) => {
		vendor.answers['/deals/search'] = { body: { total: results.length, results } };
		expect(await hubspot.newestDealAt()).toEqual(at);
		expect(JSON.parse(vendor.requests[0]?.body ?? '')).toMatchObject({
			sorts: ['-createdate'],
			limit: 1,
		});
	});
});
