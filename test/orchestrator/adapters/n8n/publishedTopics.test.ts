import { readPublishedTopics } from '../../../../orchestrator/src/adapters/n8n/publishedTopics';
import type { FakeVendor } from '../fakeVendor';
import { startFakeVendor } from '../fakeVendor';

let n8n: FakeVendor;

beforeAll(async () => {
	n8n = await startFakeVendor();
});
afterAll(async () => {
	await n8n.stop();
});
beforeEach(() => {
	n8n.answers = {};
});

const trigger = (topic?: string, more: object = {}) => ({
	type: 'n8n-nodes-agency-ops.agencyLedgerTrigger',
	parameters: topic === undefined ? {} : { topic },
	...more,
});
const published = (...nodes: object[]) => ({ activeVersionId: 'v1', nodes });

describe('readPublishedTopics', () => {
	it('reads what runs, from every page: never a draft, nor what is disabled or archived', async () => {
		const first = [
			published(trigger('deal.won'), { type: 'n8n-nodes-base.webhook', parameters: {} }),
			{
				...published(trigger('of.the.draft')),
				activeVersion: { nodes: [trigger('file.approved')] },
			},
			{ ...published(trigger('not.published')), activeVersionId: null },
		];
		const second = [
			published(trigger(), trigger('deal.won'), trigger('off', { disabled: true })),
			{ ...published(trigger('archived')), isArchived: true },
		];
		const query = 'active=true&excludePinnedData=true&limit=100';
		n8n.answers[`/api/v1/workflows?${query}`] = { body: { data: first, nextCursor: 'two' } };
		n8n.answers[`/api/v1/workflows?${query}&cursor=two`] = { body: { data: second } };

		expect(await readPublishedTopics(n8n.base, 'key')).toEqual([
			'deal.won',
			'file.approved',
			'lead.received',
		]);
		expect(n8n.requests.map(({ headers }) => headers['x-n8n-api-key'])).toEqual(['key', 'key']);
	});

	it.each([401, 404, 503])('rejects where n8n answers %d: nobody can say', async (status) => {
		n8n.answers['/api/v1/workflows'] = { status, body: { message: 'no' } };

		await expect(readPublishedTopics(n8n.base, 'key')).rejects.toThrow();
	});
});
