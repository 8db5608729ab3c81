import { HubSpotStandIn } from '../../../orchestrator/src/sandbox/hubspot/standIn';
import { callStandIn, noon, type CallOptions } from './callStandIn';

const objects = '/crm/v3/objects';

function aPortal() {
	const standIn = new HubSpotStandIn('off');
	return {
		standIn,
		call: (method: string, url: string, body?: unknown, options?: CallOptions) =>
			callStandIn(standIn, method, url, body, options),
	};
}

const upsert = (id: string, properties: Record<string, string> = {}) => ({
	inputs: [{ id, idProperty: 'email', properties }],
});

const toContact = (id: unknown) => ({
	to: { id },
	types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 3 }],
});

describe('contacts in the HubSpot stand-in', () => {
	it('are created once by an upsert and changed by the next one', () => {
		const { call, standIn } = aPortal();
		const first = call('POST', `${objects}/contacts/batch/upsert`, upsert('ana@x.com'));
		const second = call(
			'POST',
			`${objects}/contacts/batch/upsert`,
			upsert('Ana@X.com', { firstname: 'Ana' }),
		);
		expect(first.body).toMatchObject({ results: [{ new: true }] });
		expect(second.body).toMatchObject({
			results: [{ new: false, properties: { firstname: 'Ana' } }],
		});
		expect(standIn.state().contacts).toHaveLength(1);
	});

	it('are refused a second time with the id of the first', () => {
		const { call } = aPortal();
		const first = call('POST', `${objects}/contacts`, { properties: { email: 'ana@x.com' } });
		const second = call('POST', `${objects}/contacts`, { properties: { email: 'ANA@x.com' } });
		expect(second).toMatchObject({
			status: 409,
			body: {
				category: 'CONFLICT',
				message: `Contact already exists. Existing ID: ${first.body.id}`,
			},
		});
	});

	it('are read by e-mail address with the properties asked for', () => {
		const { call } = aPortal();
		call('POST', `${objects}/contacts/batch/upsert`, upsert('ana@x.com', { city: 'Lima' }));
		const found = call(
			'GET',
			`${objects}/contacts/ana@x.com?idProperty=email&properties=city,phone`,
		);
		expect(found.body.properties).toMatchObject({ city: 'Lima', phone: null });
	});

	it('lose a property that is set to nothing', () => {
		const { call } = aPortal();
		const { body } = call('POST', `${objects}/contacts`, {
			properties: { email: 'a@x.com', city: 'Lima' },
		});
		call('PATCH', `${objects}/contacts/${body.id}`, { properties: { city: '' } });
		const found = call('GET', `${objects}/contacts/${body.id}?properties=city`);
		expect(found.body.properties).toMatchObject({ city: null });
	});

	it('are gone once archived, and the address is free again', () => {
		const { call } = aPortal();
		const { body } = call('POST', `${objects}/contacts`, { properties: { email: 'a@x.com' } });
		expect(call('DELETE', `${objects}/contacts/${body.id}`).status).toBe(204);
		expect(call('GET', `${objects}/contacts/${body.id}`).status).toBe(404);
		expect(call('POST', `${objects}/contacts`, { properties: { email: 'a@x.com' } }).status).toBe(
			201,
		);
	});

	it.each([
		{ error: 'PROPERTY_DOESNT_EXIST', properties: { email: 'a@x.com', agency_lead_tier: 'hot' } },
		{ error: 'INVALID_EMAIL', properties: { email: 'not an address' } },
		{ error: 'INVALID_OPTION', properties: { email: 'a@x.com', lifecyclestage: 'unheard' } },
		{ error: 'READ_ONLY_VALUE', properties: { email: 'a@x.com', createdate: '2026-01-01' } },
	])('are refused with $error and not written', ({ error, properties }) => {
		const { call, standIn } = aPortal();
		const answer = call('POST', `${objects}/contacts`, { properties });
		expect(answer).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR' } });
		expect(answer.body.errors).toMatchObject([{ code: error }]);
		expect(standIn.state().contacts).toEqual([]);
	});

	it('page through a list to its end', () => {
		const { call } = aPortal();
		const inputs = ['a', 'b', 'c'].map((name) => ({ properties: { email: `${name}@x.com` } }));
		call('POST', `${objects}/contacts/batch/create`, { inputs });
		const first = call('GET', `${objects}/contacts?limit=2`);
		expect(first.body).toMatchObject({ paging: { next: { after: '2' } } });
		const last = call('GET', `${objects}/contacts?limit=2&after=2`);
		expect(last.body.results).toHaveLength(1);
		expect(last.body.paging).toBeUndefined();
	});

	it('that are missing are named by a batch read with 207', () => {
		const { call } = aPortal();
		const { body } = call('POST', `${objects}/contacts`, { properties: { email: 'a@x.com' } });
		const answer = call('POST', `${objects}/contacts/batch/read`, {
			properties: ['email'],
			inputs: [{ id: body.id }, { id: '404' }],
		});
		expect(answer).toMatchObject({
			status: 207,
			body: { errors: [{ context: { ids: ['404'] } }] },
		});
		expect(answer.body.results).toHaveLength(1);
	});
});

describe('deals in the HubSpot stand-in', () => {
	it('are associated with their contact in both directions', () => {
		const { call } = aPortal();
		const contact = call('POST', `${objects}/contacts`, { properties: { email: 'a@x.com' } });
		const deal = call('POST', `${objects}/deals`, {
			properties: { dealname: 'Video', dealstage: 'qualifiedtobuy', amount: '1500.00' },
			associations: [toContact(contact.body.id)],
		});
		expect(deal).toMatchObject({ status: 201, body: { properties: { pipeline: 'default' } } });
		const back = call('GET', `/crm/v4/objects/contacts/${contact.body.id}/associations/deals`);
		expect(back.body.results).toMatchObject([
			{ toObjectId: deal.body.id, associationTypes: [{ typeId: 4 }] },
		]);
		const read = call('GET', `${objects}/deals/${deal.body.id}?associations=contacts`);
		expect(read.body.associations).toMatchObject({
			contacts: { results: [{ id: contact.body.id, type: 'deal_to_contact' }] },
		});
	});

	it.each([
		{ what: 'an unknown stage', properties: { dealname: 'D', dealstage: 'nowhere' } },
		{
			what: 'an unknown pipeline',
			properties: { dealname: 'D', dealstage: 'x', pipeline: 'none' },
		},
		{ what: 'no stage', properties: { dealname: 'D' } },
		{ what: 'an amount that is no number', properties: { dealstage: 'closedwon', amount: '$5' } },
	])('are refused with $what', ({ properties }) => {
		const { call, standIn } = aPortal();
		expect(call('POST', `${objects}/deals`, { properties }).status).toBe(400);
		expect(standIn.state().deals).toEqual([]);
	});

	it('are not written when the contact is not there', () => {
		const { call, standIn } = aPortal();
		const answer = call('POST', `${objects}/deals`, {
			properties: { dealname: 'D', dealstage: 'closedwon' },
			associations: [toContact('99')],
		});
		expect(answer.status).toBe(400);
		expect(standIn.state().deals).toEqual([]);
	});

	it('are found by our own unique property, which no second deal may have', () => {
		const { call } = aPortal();
		call('POST', '/crm/v3/properties/deals/groups', { name: 'agency_ops', label: 'Agency Ops' });
		call('POST', '/crm/v3/properties/deals', {
			name: 'agency_ops_key',
			label: 'Key',
			type: 'string',
			fieldType: 'text',
			groupName: 'agency_ops',
			hasUniqueValue: true,
		});
		const properties = { dealname: 'D', dealstage: 'closedwon', agency_ops_key: 'lead:1/deal' };
		const { body } = call('POST', `${objects}/deals`, { properties });
		const found = call('GET', `${objects}/deals/lead%3A1%2Fdeal?idProperty=agency_ops_key`);
		expect(found.body.id).toBe(body.id);
		const second = call('POST', `${objects}/deals`, { properties });
		expect(second.body.errors).toMatchObject([{ code: 'CONFLICTING_UNIQUE_VALUE' }]);
	});
});

describe('the search of the HubSpot stand-in', () => {
	const { call } = aPortal();
	const names = ['Ana Pérez', 'Bo Lund', 'Carla Díaz'];
	call('POST', `${objects}/contacts/batch/create`, {
		inputs: names.map((name, index) => ({
			properties: {
				email: `${name.charAt(0).toLowerCase()}@studio.example`,
				firstname: name.split(' ')[0],
				...(index === 1 ? {} : { city: 'Lima' }),
			},
		})),
	});
	const search = (body: object) => {
		const answer = call('POST', `${objects}/contacts/search`, body);
		const results = answer.body.results as unknown as Array<{ properties: { firstname: string } }>;
		return results.map(({ properties }) => properties.firstname).join(' ');
	};
	const filter = (propertyName: string, operator: string, more: object = {}) => ({
		filterGroups: [{ filters: [{ propertyName, operator, ...more }] }],
	});

	it.each([
		{ finds: 'Ana', by: filter('firstname', 'EQ', { value: 'ana' }) },
		{ finds: 'Bo Carla', by: filter('firstname', 'NEQ', { value: 'Ana' }) },
		{ finds: 'Ana Carla', by: filter('firstname', 'IN', { values: ['ana', 'carla'] }) },
		{ finds: 'Bo', by: filter('firstname', 'NOT_IN', { values: ['ana', 'carla'] }) },
		{ finds: 'Ana Carla', by: filter('city', 'HAS_PROPERTY') },
		{ finds: 'Bo', by: filter('city', 'NOT_HAS_PROPERTY') },
		{ finds: 'Ana Bo Carla', by: filter('email', 'CONTAINS_TOKEN', { value: '*@studio.example' }) },
		{ finds: '', by: filter('email', 'NOT_CONTAINS_TOKEN', { value: 'studio' }) },
		{ finds: 'Ana Bo Carla', by: filter('createdate', 'GTE', { value: String(noon) }) },
		{ finds: '', by: filter('createdate', 'LT', { value: String(noon) }) },
		{
			finds: 'Ana Bo Carla',
			by: filter('createdate', 'BETWEEN', { value: String(noon), highValue: String(noon + 1) }),
		},
		{ finds: 'Carla', by: { query: 'carl' } },
		{ finds: 'Carla Bo Ana', by: { sorts: ['-firstname'] } },
		{
			finds: 'Carla Bo Ana',
			by: { sorts: [{ propertyName: 'hs_object_id', direction: 'DESCENDING' }] },
		},
	])('finds "$finds" by $by', ({ finds, by }) => {
		expect(search({ properties: ['firstname'], ...by })).toBe(finds);
	});

	it('joins groups by OR and filters by AND', () => {
		const filterGroups = [
			{
				filters: [
					{ propertyName: 'city', operator: 'EQ', value: 'Lima' },
					{ propertyName: 'firstname', operator: 'EQ', value: 'Ana' },
				],
			},
			{ filters: [{ propertyName: 'firstname', operator: 'EQ', value: 'Bo' }] },
		];
		expect(search({ properties: ['firstname'], filterGroups })).toBe('Ana Bo');
	});

	it('pages with after and counts all', () => {
		const first = call('POST', `${objects}/contacts/search`, { limit: 2 });
		expect(first.body).toMatchObject({ total: 3, paging: { next: { after: '2' } } });
		const last = call('POST', `${objects}/contacts/search`, { limit: 2, after: '2' });
		expect(last.body.results).toHaveLength(1);
	});

	it.each([
		{ what: 'an unknown property', body: filter('nothing', 'EQ', { value: 'x' }) },
		{ what: 'an unknown operator', body: filter('email', 'LIKE', { value: 'x' }) },
		{ what: 'a missing value', body: filter('email', 'EQ') },
		{ what: 'a page that is too long', body: { limit: 201 } },
		{ what: 'six groups', body: { filterGroups: Array(6).fill({ filters: [] }) } },
	])('refuses $what', ({ body }) => {
		expect(call('POST', `${objects}/contacts/search`, body).status).toBe(400);
	});
});

describe('the HubSpot stand-in', () => {
	it('refuses a property, a group and a pipeline that are there already', () => {
		const { call } = aPortal();
		const group = { name: 'g', label: 'G' };
		const property = { name: 'p', label: 'P', type: 'string', fieldType: 'text', groupName: 'g' };
		expect(call('POST', '/crm/v3/properties/contacts/groups', group).status).toBe(201);
		expect(call('POST', '/crm/v3/properties/contacts/groups', group).status).toBe(409);
		expect(call('POST', '/crm/v3/properties/contacts', property).status).toBe(201);
		expect(call('POST', '/crm/v3/properties/contacts', property).status).toBe(409);
		const pipeline = { label: 'Sales Pipeline', displayOrder: 1, stages: [] };
		expect(call('POST', '/crm/v3/pipelines/deals', pipeline).status).toBe(409);
	});

	it('makes pipelines and stages under the ids it is given, once, and takes them away', () => {
		const { call } = aPortal();
		const at = '/crm/v3/pipelines/deals';
		const metadata = { probability: '0.4' };
		const stage = { stageId: 'hot', label: 'Hot', displayOrder: 0, metadata };
		const pipeline = { pipelineId: 'agency', label: 'Agency', displayOrder: 1, stages: [stage] };
		expect(call('POST', at, pipeline)).toMatchObject({ status: 201, body: { id: 'agency' } });
		expect(call('POST', at, { ...pipeline, label: 'Other' }).status).toBe(409);
		const again = { ...stage, label: 'Other' };
		expect(call('POST', `${at}/agency/stages`, again).status).toBe(409);
		const unnamed = { label: 'Warm', displayOrder: 1, metadata };
		const warm = call('POST', `${at}/agency/stages`, unnamed);
		expect(warm.body.id).toMatch(/^\d+$/);

		expect(call('DELETE', `${at}/agency/stages/hot`).status).toBe(204);
		expect(call('GET', `${at}/agency/stages`).body.results).toMatchObject([{ label: 'Warm' }]);
		const dealstage = String(warm.body.id);
		const properties = { dealname: 'D', pipeline: 'agency', dealstage };
		const deal = call('POST', `${objects}/deals`, { properties, associations: [] });
		const guarded = `${at}/agency?validateReferencesBeforeDelete=true`;
		expect(call('DELETE', guarded).status).toBe(400);
		call('DELETE', `${objects}/deals/${String(deal.body.id)}`);
		expect(call('DELETE', guarded).status).toBe(204);
		expect(call('GET', `${at}/agency`).status).toBe(404);
	});

	it.each<{ status: number; when: string; headers: Record<string, string> }>([
		{ status: 401, when: 'the token is wrong', headers: { authorization: 'Bearer other' } },
		{ status: 401, when: 'there is no token', headers: { authorization: '' } },
		{ status: 200, when: 'the token is right', headers: {} },
	])('answers $status when $when', ({ status, headers }) => {
		const { call } = aPortal();
		expect(call('GET', '/crm/v3/owners', undefined, { headers }).status).toBe(status);
	});

	it('tells an unknown path from a method that is not allowed', () => {
		const { call } = aPortal();
		expect(call('GET', '/crm/v9/none').status).toBe(404);
		expect(call('PUT', `${objects}/contacts`).status).toBe(405);
	});

	it('takes up where a saved state ended', () => {
		const before = aPortal();
		before.call('POST', `${objects}/contacts/batch/upsert`, upsert('a@x.com'));
		const after = aPortal();
		after.standIn.restore(structuredClone(before.standIn.state()));
		const answer = after.call('POST', `${objects}/contacts/batch/upsert`, upsert('a@x.com'));
		expect(answer.body).toMatchObject({ results: [{ new: false }] });
	});

	it('refuses the 191st call within ten seconds and opens again after them', () => {
		const standIn = new HubSpotStandIn('published');
		const ownersAt = (at: number) =>
			callStandIn(standIn, 'GET', '/crm/v3/owners', undefined, { at }).status;
		const statuses = Array.from({ length: 191 }, () => ownersAt(noon));
		expect(statuses.filter((status) => status === 429)).toHaveLength(1);
		expect(ownersAt(noon + 9_999)).toBe(429);
		expect(ownersAt(noon + 10_000)).toBe(200);
	});

	it('limits the search to five a second', () => {
		const standIn = new HubSpotStandIn('published');
		const search = () => callStandIn(standIn, 'POST', `${objects}/deals/search`, {}).status;
		expect(Array.from({ length: 6 }, search)).toEqual([200, 200, 200, 200, 200, 429]);
	});
});
