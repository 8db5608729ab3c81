import type { HubspotAdapter } from '../../../orchestrator/src/adapters/hubspot/hubspot';
import { hubspotAdapter } from '../../../orchestrator/src/adapters/hubspot/hubspot';
import type { FakeAnswer } from './fakeVendor';
import { fakeVendorOfFile, PATIENCE_MS, patienceWith, startFakeVendor } from './fakeVendor';

const UPSERT = '/contacts/batch/upsert';
const at = '2026-11-22T10:00:00.000Z';
const contact = { id: '101', new: true, properties: {}, createdAt: at, updatedAt: at };
const batch = { status: 'COMPLETE', startedAt: at, completedAt: at, results: [contact] };

const vendor = fakeVendorOfFile();
const { connections } = vendor;
let hubspot: HubspotAdapter;

beforeAll(() => {
	hubspot = adapterWith(PATIENCE_MS);
});

const adapterWith = (timeoutMs: number) =>
	hubspotAdapter({ token: 'the-token', portalId: '42', connections, timeoutMs, base: vendor.base });

beforeEach(() => {
	vendor.answers = { [UPSERT]: { body: batch }, '/objects/deals': { status: 201, body: contact } };
});

describe('upsertContact', () => {
	it('asks for one upsert by e-mail and gives the receipt', async () => {
		const outcome = await hubspot.upsertContact('ana@cafe.com', { firstname: 'Ana' });

		expect(outcome).toEqual({
			result: 'done',
			receipt: {
				id: '101',
				url: 'https://app.hubspot.com/contacts/42/record/0-1/101',
				created: true,
			},
		});
		expect(vendor.requests).toHaveLength(1);
		expect(vendor.requests[0]?.headers.authorization).toBe('Bearer the-token');
		expect(JSON.parse(vendor.requests[0]?.body ?? '')).toEqual({
			inputs: [
				{
					idProperty: 'email',
					id: 'ana@cafe.com',
					properties: { firstname: 'Ana', email: 'ana@cafe.com' },
				},
			],
		});
	});

	it.each<{ answer: FakeAnswer; result: string; more?: object; says: string }>([
		{
			says: '207 with an error for the contact',
			answer: {
				status: 207,
				body: { ...batch, results: [], numErrors: 1, errors: [{ message: 'bad e-mail' }] },
			},
			result: 'refused',
			more: { error: { code: 'hubspot/batch-item', why: expect.stringContaining('bad e-mail') } },
		},
		{
			says: '200 without a contact',
			answer: { body: { ...batch, results: [] } },
			result: 'unknown',
		},
		{
			says: '400 with a category',
			answer: {
				status: 400,
				body: { message: 'Property "x" does not exist', category: 'VALIDATION_ERROR' },
			},
			result: 'refused',
			more: {
				status: 400,
				error: {
					code: 'hubspot/validation-error',
					mend: expect.stringContaining('agency-ops seed'),
				},
			},
		},
		{
			says: '401',
			answer: { status: 401, body: { message: 'expired', category: 'INVALID_AUTHENTICATION' } },
			result: 'refused',
			more: { error: { mend: expect.stringContaining('token') } },
		},
		{
			says: '429 with Retry-After',
			answer: { status: 429, headers: { 'retry-after': '3' }, body: { message: 'slow' } },
			result: 'rateLimited',
			more: { retryAfterMs: 3_000 },
		},
		{
			says: '429 of the rolling window',
			answer: { status: 429, body: { message: 'slow', policyName: 'TEN_SECONDLY_ROLLING' } },
			result: 'rateLimited',
			more: { retryAfterMs: 10_000 },
		},
		{
			says: '423, the record is locked',
			answer: { status: 423, body: { message: 'locked' } },
			result: 'rateLimited',
			more: { retryAfterMs: 2_000, error: { code: 'hubspot/not-now' } },
		},
		{
			says: '477 with Retry-After, the account is being moved',
			answer: { status: 477, headers: { 'retry-after': '60' }, body: { message: 'migrating' } },
			result: 'rateLimited',
			more: { retryAfterMs: 60_000 },
		},
		{ says: '500', answer: { status: 500, body: { message: 'oops' } }, result: 'unknown' },
		{ says: '502 in HTML', answer: { status: 502, body: '<html>' }, result: 'unknown' },
		{ says: 'nothing, the connection is cut', answer: 'reset', result: 'unknown' },
		{ says: 'nothing, for too long', answer: 'silence', result: 'unknown' },
	])('is $result when HubSpot says $says', async ({ answer, result, more = {} }) => {
		vendor.answers[UPSERT] = answer;

		const outcome = await adapterWith(patienceWith(answer)).upsertContact('ana@cafe.com', {});

		expect(outcome).toMatchObject({ result, ...more });
		expect(vendor.requests).toHaveLength(1);
		expect(JSON.stringify(outcome)).not.toContain('the-token');
	});
});

describe('createDeal', () => {
	it('ties the deal to its contact', async () => {
		const outcome = await hubspot.createDeal({ contactId: '101', properties: { dealname: 'x' } });

		expect(outcome).toEqual({
			result: 'done',
			receipt: { id: '101', url: 'https://app.hubspot.com/contacts/42/record/0-3/101' },
		});
		expect(JSON.parse(vendor.requests[0]?.body ?? '')).toEqual({
			properties: { dealname: 'x' },
			associations: [
				{
					to: { id: '101' },
					types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 3 }],
				},
			],
		});
	});
});

describe('an address where nobody listens', () => {
	it('is not sent', async () => {
		const gone = await startFakeVendor();
		await gone.stop();
		const nobody = hubspotAdapter({
			token: 't',
			portalId: '42',
			connections,
			timeoutMs: PATIENCE_MS,
			base: gone.base,
		});

		expect(await nobody.upsertContact('a@b.co', {})).toMatchObject({ result: 'notSent' });
	});
});
