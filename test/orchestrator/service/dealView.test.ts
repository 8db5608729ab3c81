import { dealViewOf } from '../../../orchestrator/src/service/deals/dealView';

const meaning = { wonStages: ['closedwon'], currency: 'USD' };
const record = (id: string, properties: Record<string, string | null> = {}) => ({
	id,
	url: `https://app.hubspot.com/${id}`,
	properties,
});
const view = (
	deal: Record<string, string | null>,
	contact: Record<string, string | null> | null = null,
) =>
	dealViewOf(
		{
			deal: record('1', deal),
			contact: contact === null ? null : record('2', contact),
			company: null,
			ownerEmail: 'camila@agency.test',
		},
		null,
		meaning,
		new Date('2026-11-26T12:00:00Z'),
	);

describe('a deal', () => {
	it.each([
		{
			says: '1500.5 in USD',
			amount: '1500.5',
			code: 'USD',
			is: { minor: 150_050, currency: 'USD' },
		},
		{
			says: '12000 in DKK',
			amount: '12000',
			code: 'DKK',
			is: { minor: 1_200_000, currency: 'DKK' },
		},
		{
			says: '900 without a currency',
			amount: '900',
			code: null,
			is: { minor: 90_000, currency: 'USD' },
		},
		{
			says: '900000 in CLP, which has no cents',
			amount: '900000',
			code: 'CLP',
			is: { minor: 900_000, currency: 'CLP' },
		},
		{ says: 'nothing', amount: null, code: 'USD', is: null },
		{ says: 'an empty text', amount: ' ', code: 'USD', is: null },
		{ says: 'words', amount: 'a lot', code: 'USD', is: null },
	])('that says $says has the amount $is', ({ amount, code, is }) => {
		expect(view({ amount, deal_currency_code: code }).deal.amount).toEqual(is);
	});

	it.each([
		{ closedate: '2026-11-30T10:00:00Z', is: '2026-11-30T10:00:00.000Z' },
		{ closedate: '2026-11-30', is: '2026-11-30T00:00:00.000Z' },
		{ closedate: '1795694400000', is: '2026-11-26T12:00:00.000Z' },
		{ closedate: 'soon', is: null },
		{ closedate: null, is: null },
	])('that closes at $closedate closes at $is', ({ closedate, is }) => {
		expect(view({ closedate }).deal.closeDate).toBe(is);
	});

	it.each([
		{ dealstage: 'closedwon', is: true },
		{ dealstage: 'qualifiedtobuy', is: false },
		{ dealstage: null, is: false },
	])('in stage $dealstage is won: $is', ({ dealstage, is }) => {
		expect(view({ dealstage }).deal.isWon).toBe(is);
	});

	it('has the id of its lead from itself, else from its contact', () => {
		const onDeal = view({ agency_lead_id: '20261122-aa' }, { agency_lead_id: '20261122-bb' });
		expect(onDeal.deal.leadId).toBe('20261122-aa');
		expect(view({}, { agency_lead_id: '20261122-bb' }).deal.leadId).toBe('20261122-bb');
		expect(view({}).deal.leadId).toBeNull();
	});

	it('has a contact with the language alone, without the region', () => {
		const contact = { firstname: 'Ana', lastname: null, email: 'Ana@X.com', hs_language: 'es-MX' };
		expect(view({}, contact).contact).toMatchObject({
			name: 'Ana',
			email: 'ana@x.com',
			language: 'es',
			country: null,
		});
	});

	it('has a contact with clock and days off of where they are', () => {
		const contact = { country: 'United States', state: 'California' };
		const found = view({}, contact).contact;
		expect(found?.zone).toBe('America/Los_Angeles');
		expect(found?.holidays).toContain('2026-12-25');
		expect(view({}, { country: null }).contact).toMatchObject({ zone: null, holidays: [] });
	});
});
