import type { HubspotSetup } from '../../../orchestrator/src/adapters/hubspot/properties';
import { hubspotSetup } from '../../../orchestrator/src/adapters/hubspot/properties';
import { fakeVendorOfFile } from './fakeVendor';

const at = '2026-11-22T10:00:00.000Z';
const times = { createdAt: at, updatedAt: at };
const stage = (id: string, displayOrder: number, archived = false) => {
	return { id, label: `Stage ${id}`, displayOrder, archived, metadata: {}, ...times };
};
const hot = { id: 'agency_hot', label: 'Hot', probability: '0.4' };

const vendor = fakeVendorOfFile();
const { connections } = vendor;
let hubspot: HubspotSetup;

beforeAll(() => {
	const token = 'the-token';
	hubspot = hubspotSetup({ token, tokenEnv: 'HUBSPOT_TOKEN', connections, base: vendor.base });
});

const asked = () =>
	vendor.requests.map(({ method, path, body }) => ({
		call: `${method} ${path}`,
		body: body === '' ? null : (JSON.parse(body) as unknown),
	}));

describe('pipelines of deals', () => {
	it('come with their stages in order, without those taken away', async () => {
		const stages = [stage('b', 1), stage('gone', 2, true), stage('a', 0)];
		const pipeline = { id: 'default', label: 'Sales', displayOrder: 0, archived: false };
		vendor.answers['/pipelines/deals'] = { body: { results: [{ ...pipeline, stages, ...times }] } };
		expect(await hubspot.listPipelines()).toEqual([
			{
				id: 'default',
				label: 'Sales',
				stages: [
					{ id: 'a', label: 'Stage a' },
					{ id: 'b', label: 'Stage b' },
				],
			},
		]);
	});

	it('and stages are made under the ids that the configuration gives them', async () => {
		const body = { id: 'agency', ...times };
		vendor.answers['/pipelines/deals'] = { status: 201, body };
		vendor.answers['/stages'] = { status: 201, body: { ...body, id: 'agency_hot' } };
		await hubspot.createPipeline({ id: 'agency', label: 'Agency', stages: [hot] });
		await hubspot.createStage('agency', hot, 3);

		const sent = { stageId: 'agency_hot', label: 'Hot', metadata: { probability: '0.4' } };
		expect(asked()).toEqual([
			{
				call: 'POST /crm/v3/pipelines/deals',
				body: {
					pipelineId: 'agency',
					label: 'Agency',
					displayOrder: 1,
					stages: [{ ...sent, displayOrder: 0 }],
				},
			},
			{
				call: 'POST /crm/v3/pipelines/deals/agency/stages',
				body: { ...sent, displayOrder: 3 },
			},
		]);
		expect(vendor.requests[1]?.headers.authorization).toBe('Bearer the-token');
	});

	it.each([
		{ status: 201, body: { id: '815' }, code: 'hubspot/own-id', says: '815' },
		{ status: 400, body: { message: 'No such thing' }, code: 'hubspot/failed', says: 'No such' },
		{ status: 403, body: { message: 'Scopes' }, code: 'hubspot/refused', says: 'Scopes' },
		{ status: 429, body: { message: 'Slow' }, code: 'hubspot/rate-limited', says: 'Slow' },
		{ status: 502, body: { message: 'Gateway' }, code: 'hubspot/failed', says: 'Gateway' },
	])('tell $code of an answer $status', async ({ status, body, code, says }) => {
		vendor.answers['/stages'] = { status, body };
		const error: unknown = await hubspot.createStage('agency', hot, 0).catch((each) => each);
		expect(error).toMatchObject({ code, why: expect.stringContaining(says) });
	});

	it.each([
		{ total: 0, stage: 'hot', filters: ['pipeline', 'dealstage'], has: false },
		{ total: 3, stage: null, filters: ['pipeline'], has: true },
	])('hold deals: $has where HubSpot counts $total', async ({ total, stage, filters, has }) => {
		vendor.answers['/deals/search'] = { body: { total, results: [] } };
		expect(await hubspot.hasDeals('agency', stage)).toBe(has);
		const [{ body } = { body: null }] = asked();
		expect(body).toMatchObject({
			filterGroups: [{ filters: filters.map((propertyName) => ({ propertyName })) }],
		});
	});

	it('are taken away by HubSpot only while no deal stands in them', async () => {
		vendor.answers['/pipelines/deals/agency'] = { status: 204, body: '' };
		vendor.answers['/stages/hot'] = { status: 204, body: '' };
		await hubspot.archivePipeline('agency');
		await hubspot.archiveStage('agency', 'hot');
		expect(asked().map(({ call }) => call)).toEqual([
			'DELETE /crm/v3/pipelines/deals/agency?validateReferencesBeforeDelete=true&validateDealStageUsagesBeforeDelete=true',
			'DELETE /crm/v3/pipelines/deals/agency/stages/hot',
		]);
	});
});
