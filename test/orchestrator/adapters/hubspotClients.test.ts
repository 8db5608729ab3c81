import { LookUpFailed } from '../../../orchestrator/src/adapters/harmless';
import { hubspotClients } from '../../../orchestrator/src/adapters/hubspot/clientDeals';
import { openClientReader } from '../../../orchestrator/src/service/portal/clientReader';
import { fakeVendorOfFile } from './fakeVendor';

/** A busy machine answers within it; only those that stay silent take all of it. */
const PATIENCE_MS = 20_000;

const vendor = fakeVendorOfFile();
const { connections } = vendor;
let turns = 0;

beforeEach(() => {
	turns = 0;
});

const clients = () =>
	hubspotClients(
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
	);
const wanted = { contact: ['firstname'], deals: ['dealname'] };
const read = async () => await clients().read('5012', wanted);

const times = { createdAt: '2026-11-22T10:00:00Z', updatedAt: '2026-11-22T10:00:00Z' };
const contact = (ids: readonly string[]) => ({
	body: {
		id: '5012',
		...times,
		properties: { firstname: 'Mette' },
		...(ids.length === 0
			? {}
			: {
					associations: { deals: { results: ids.map((id) => ({ id, type: 'contact_to_deal' })) } },
				}),
	},
});
const batch = (ids: readonly string[]) => ({
	body: {
		status: 'COMPLETE',
		startedAt: times.createdAt,
		completedAt: times.createdAt,
		results: ids.map((id) => ({ id, ...times, properties: { dealname: `Deal ${id}` } })),
	},
});
const [place, deals] = ['/crm/v3/objects/contacts/5012', '/crm/v3/objects/deals/batch/read'];

describe('reading a client', () => {
	it('brings the deals of the contact in two calls, each in its turn', async () => {
		vendor.answers = { [place]: contact(['9', '10', '9']), [deals]: batch(['10', '9']) };
		expect(await read()).toMatchObject({
			contact: { id: '5012', properties: { firstname: 'Mette' } },
			deals: [
				{ id: '10', properties: { dealname: 'Deal 10' } },
				{ id: '9', properties: { dealname: 'Deal 9' } },
			],
		});
		expect(turns).toBe(2);
		expect(vendor.requests[0]?.path).toContain('associations=deals');
		expect(JSON.parse(vendor.requests[1]?.body ?? '')).toMatchObject({
			inputs: [{ id: '10' }, { id: '9' }],
			properties: ['dealname'],
		});
	});

	it('asks for the newest hundred deals at most, and for none where there are none', async () => {
		const ids = Array.from({ length: 130 }, (_each, index) => String(index + 1));
		vendor.answers = { [place]: contact(ids), [deals]: batch([]) };
		await read();
		const { inputs } = JSON.parse(vendor.requests[1]?.body ?? '') as { inputs: unknown[] };
		expect([inputs.length, inputs[0], inputs[99]]).toEqual([100, { id: '130' }, { id: '31' }]);

		vendor.requests.length = 0;
		vendor.answers = { [place]: contact([]) };
		expect(await read()).toMatchObject({ deals: [] });
		expect(vendor.requests).toHaveLength(1);
	});

	it('says that there is none, and that it cannot be known', async () => {
		vendor.answers = { [place]: { status: 404, body: { message: 'not found' } } };
		expect(await read()).toBeNull();
		vendor.answers = { [place]: { status: 502, body: {} } };
		await expect(read()).rejects.toBeInstanceOf(LookUpFailed);
	});
});

describe('the portal’s look at HubSpot', () => {
	it('is kept for a while, and asks for nobody whom HubSpot cannot have', async () => {
		vendor.answers = { [place]: contact([]) };
		const look = openClientReader(clients());
		expect(await look('5012')).toMatchObject({ deals: [] });
		expect(await look('5012')).toMatchObject({ deals: [] });
		expect(vendor.requests).toHaveLength(1);
		expect(await look('sample')).toBeNull();
		expect(await look('../5012')).toBeNull();
		expect(vendor.requests).toHaveLength(1);
	});

	it('finds HubSpot away when it fails or stays silent, and takes what comes later', async () => {
		vendor.answers = { [place]: { status: 502, body: {} } };
		expect(await openClientReader(clients())('5012')).toBe('away');

		let answer: () => void = () => undefined;
		const late = new Promise<void>((resolve) => {
			answer = resolve;
		});
		let asked = 0;
		const slow = openClientReader(
			{
				read: async () => {
					asked += 1;
					await late;
					return { contact: { id: '5012', properties: {} }, deals: [] };
				},
			},
			1,
		);
		expect(await slow('5012')).toBe('away');
		answer();
		const deadline = Date.now() + 60_000;
		let found = await slow('5012');
		while (found === 'away' && Date.now() < deadline) found = await slow('5012');
		expect(found).toMatchObject({ deals: [] });
		expect(asked).toBe(1);
	});
});
