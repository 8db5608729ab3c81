import type { NewMessage } from '../../../orchestrator/src/adapters/slack/slack';
import { dutyAt } from '../../../orchestrator/src/service/duty';
import type { TestService } from './support/aService';
import { aRequest, aService, someSettings, willing } from './support/aService';

const content = { channel: 'sales-hot', template: 'lead-alert', language: 'en', mention: 'closer' };
let service: TestService;

beforeAll(async () => {
	service = await aService();
});
afterAll(async () => {
	await service.close();
});
beforeEach(() => service.answering(willing));

const monday = new Date('2026-11-23T15:00:00Z');
const sunday = new Date('2026-11-22T15:00:00Z');

async function post(
	changes: Record<string, unknown> = {},
	{ user = 'U0CAMILA' as string | null, at = monday } = {},
): Promise<NewMessage> {
	const { closers } = someSettings().duty;
	const perform = service.another(
		{},
		{
			slack: { ...service.slack, findUser: async () => user },
			onDuty: () => dutyAt(closers, at),
		},
	);
	await perform(aRequest({ content: { ...content, ...changes } }));
	return service.calls[0]?.input as NewMessage;
}

describe('a message that mentions the closer', () => {
	it('calls who is on duty by name, under the headline and in the notification', async () => {
		const { text, blocks } = await post();

		expect(text).toMatch(/^<@U0CAMILA> 🔥 Hot lead/);
		expect(blocks?.[1]).toMatchObject({
			text: { text: '<@U0CAMILA> this one is for you, you are on duty.' },
		});
	});

	it('goes out without a mention, and says so, when nobody is found', async () => {
		const { text, blocks } = await post({}, { user: null });

		expect(text).toMatch(/^🔥 Hot lead/);
		expect(JSON.stringify(blocks?.at(-1))).toContain('nobody is mentioned');
	});

	it('calls who starts next when nobody is on duty', async () => {
		const { blocks } = await post({}, { at: sunday });

		expect(JSON.stringify(blocks?.[1])).toContain('you are next on duty');
	});

	it('names the closer of a test run without disturbing anybody', async () => {
		const { closers } = someSettings().duty;
		const perform = service.another({}, { onDuty: () => dutyAt(closers, monday) });
		await perform(aRequest({ content, test: true }));

		const message = JSON.stringify(service.calls[0]?.input);
		expect(message).toContain('camila@agency.test this one is for you');
		expect(message).not.toContain('<@');
	});

	it('mentions before an own text, which may hold markup of its own', async () => {
		const own = { template: undefined, text: '*Look*: {{ lead.name }}' };

		expect(await post(own)).toMatchObject({
			text: '<@U0CAMILA> *Look*: Ana Pérez',
			blocks: null,
			channel: someSettings().slack.channels['sales-hot'],
		});
	});
});
