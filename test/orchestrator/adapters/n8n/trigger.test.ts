import { verifyCall } from '../../../../nodes/domain/inbox/signature';
import { triggerPath } from '../../../../nodes/domain/inbox/envelope';
import { readExecutionStatus } from '../../../../orchestrator/src/adapters/n8n/executions';
import { n8nTrigger } from '../../../../orchestrator/src/adapters/n8n/trigger';
import type { FakeAnswer, FakeVendor } from '../fakeVendor';
import { PATIENCE_MS, patienceWith, startFakeVendor } from '../fakeVendor';

const secret = `whsec_${Buffer.from('a secret of thirty-two bytes ok!').toString('base64')}`;
const now = new Date('2026-11-23T15:00:00Z');
const place = `/webhook/${triggerPath('lead.received')}`;
const envelope = {
	id: 'evt_1',
	source: 'forms',
	topic: 'lead.received',
	subject: 'lead-of:ana',
	attempt: 2,
	receivedAt: now.toISOString(),
	retry: false,
	test: false,
	payload: { name: 'Ñandú' },
};

let n8n: FakeVendor;

beforeAll(async () => {
	n8n = await startFakeVendor();
});
afterAll(async () => {
	await n8n.stop();
});

const send = n8nTriggerAt(() => n8n.base);

function n8nTriggerAt(url: () => string) {
	return async (answer?: FakeAnswer) => {
		if (answer !== undefined) n8n.answers[place] = answer;
		const timeoutMs = answer === undefined ? PATIENCE_MS : patienceWith(answer);
		return await n8nTrigger({ url: url(), secret, timeoutMs, now: () => now })(envelope);
	};
}

describe('n8nTrigger', () => {
	it('hands the event over with a signature that the trigger takes', async () => {
		const body = { executionId: '41' };
		expect(await send({ body })).toEqual({ taken: true, executionId: '41' });
		const { headers = {}, body: rawBody = '', method, path } = n8n.requests.at(-1) ?? {};

		expect([method, path]).toEqual(['POST', place]);
		expect(JSON.parse(rawBody)).toEqual(envelope);
		expect(verifyCall({ headers, rawBody }, [secret], now)).toEqual({
			isGenuine: true,
			id: 'evt_1',
		});
	});

	it.each<{ answer: FakeAnswer; executionId: string | null }>([
		{ answer: { body: { executionId: 41 } }, executionId: '41' },
		{ answer: { body: { message: 'Workflow was started' } }, executionId: null },
		{ answer: { body: { executionId: 'a b' } }, executionId: null },
	])('reads $executionId out of $answer.body', async ({ answer, executionId }) => {
		expect(await send(answer)).toEqual({ taken: true, executionId });
	});

	it.each<{ answer: FakeAnswer; isAway: boolean; status: number | null; why: string }>([
		{ answer: { status: 404, body: {} }, isAway: false, status: 404, why: 'no published workflow' },
		{ answer: { status: 401, body: {} }, isAway: false, status: 401, why: 'signature' },
		{ answer: { status: 500, body: {} }, isAway: false, status: 500, why: '500' },
		{ answer: { status: 503, body: '' }, isAway: true, status: 503, why: '503' },
		{
			answer: { status: 302, headers: { location: '/x' }, body: '' },
			isAway: true,
			status: null,
			why: '',
		},
		{
			answer: { status: 200, body: 'n8n is starting up. Please wait' },
			isAway: true,
			status: 200,
			why: 'still starting',
		},
		{ answer: { status: 200, body: '' }, isAway: true, status: 200, why: 'started nothing' },
		{ answer: 'reset', isAway: true, status: null, why: 'did not answer' },
		{ answer: 'silence', isAway: true, status: null, why: 'did not answer' },
	])('is not taken by $answer', async ({ answer, isAway, status, why }) => {
		expect(await send(answer)).toMatchObject({
			taken: false,
			isAway,
			isUnwanted: status === 404,
			status,
			why: expect.stringContaining(why) as string,
		});
	});

	it('says that n8n is away when nobody listens', async () => {
		expect(await n8nTriggerAt(() => 'http://127.0.0.1:1')()).toMatchObject({ isAway: true });
	});
});

describe('readExecutionStatus', () => {
	it.each([
		{ answer: { body: { id: 7, status: 'crashed' } }, status: 'crashed' },
		{ answer: { status: 404, body: { message: 'Not Found' } }, status: null },
	])('answers $status', async ({ answer, status }) => {
		n8n.answers['/api/v1/executions/7'] = answer;
		expect(await readExecutionStatus(n8n.base, 'key', '7')).toBe(status);
	});
});
