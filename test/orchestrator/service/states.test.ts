import { answerOf } from '../../../orchestrator/src/service/effects/answer';
import type { TestService, VendorAnswer } from './support/aService';
import { aRequest, aService, contents, done, willing } from './support/aService';
import { failures } from './support/failures';

let service: TestService;

beforeAll(async () => {
	service = await aService();
});
afterAll(async () => {
	await service.close();
});
beforeEach(() => service.answering(willing));

/** Answers the first calls as told, then as the last of them. */
function inTurn(...answers: Array<ReturnType<VendorAnswer> | 'receipt'>): VendorAnswer {
	let turn = 0;
	return (call) => {
		const answer = answers[Math.min(turn, answers.length - 1)];
		turn += 1;
		return answer === 'receipt' || answer === undefined ? willing(call) : answer;
	};
}

const vendors = [
	'hubspot.contact',
	'hubspot.deal',
	'slack.message',
	'clickup.task',
	'clickup.folder',
	'clickup.list',
	'frameio.project',
	'frameio.comment',
	'frameio.status',
	'frameio.share',
	'stripe.invoice',
	'mail',
];
const repeatable = ['hubspot.contact', 'frameio.status', 'stripe.invoice'];
const once = vendors.filter((kind) => !repeatable.includes(kind));

async function ask(request: ReturnType<typeof aRequest>) {
	const performed = await service.perform(request);
	return { ...performed, ...answerOf(request, performed), calls: service.calls.length };
}

describe.each([...vendors, 'record'])('an effect of kind %s', (kind) => {
	it('is done with its receipt, and the receipt comes again without a second call', async () => {
		const request = aRequest({ kind });

		const first = await ask(request);
		const again = await ask(request);

		expect(first).toMatchObject({ state: 'done', status: 200, repeated: false });
		expect(again).toMatchObject({ state: 'done', status: 200, repeated: true });
		expect(again.receipt).toEqual(first.receipt);
		expect(service.calls).toHaveLength(kind === 'record' ? 0 : 1);
	});
});

describe.each(vendors)('a vendor of %s', (kind) => {
	it.each([
		{
			says: 'no for good',
			answer: inTurn(failures.refused),
			state: 'failed',
			status: 422,
			calls: 1,
		},
		{
			says: 'later, then yes',
			answer: inTurn(failures.rateLimited, 'receipt'),
			state: 'done',
			status: 200,
			calls: 2,
		},
		{
			says: 'much later',
			answer: inTurn(failures.rateLimitedForLong),
			state: 'planned',
			status: 202,
			calls: 1,
		},
		{
			says: 'nothing, since nothing was sent, then yes',
			answer: inTurn(failures.notSent, 'receipt'),
			state: 'done',
			status: 200,
			calls: 2,
		},
		{
			says: 'yes without a receipt',
			answer: () => done({}),
			state: 'unknown',
			status: 202,
			calls: repeatable.includes(kind) ? 2 : 1,
		},
	])('that says $says leaves it $state', async ({ answer, state, status, calls }) => {
		service.answering(answer);

		expect(await ask(aRequest({ kind }))).toMatchObject({ state, status, calls });
	});
});

describe.each(once)('an unknown outcome of %s', (kind) => {
	it('is never sent again, neither by itself nor by a repeated call', async () => {
		const request = aRequest({ kind });
		service.answering(inTurn(failures.unknown, 'receipt'));

		expect(await ask(request)).toMatchObject({ state: 'unknown', status: 202, calls: 1 });
		expect(await ask(request)).toMatchObject({ state: 'unknown', repeated: true, calls: 1 });
		expect(await ask({ ...request, retry: true })).toMatchObject({ state: 'unknown', calls: 1 });
	});
});

describe.each(repeatable)('an unknown outcome of %s', (kind) => {
	it('is cleared by repeating, since twice is the same as once', async () => {
		service.answering(inTurn(failures.unknown, 'receipt'));

		expect(await ask(aRequest({ kind }))).toMatchObject({
			state: 'done',
			calls: 2,
		});
	});

	it('is cleared by a later call', async () => {
		const request = aRequest({ kind });
		service.answering(inTurn(failures.unknown));
		expect(await ask(request)).toMatchObject({ state: 'unknown', status: 202 });

		service.answering(willing);
		expect(await ask(request)).toMatchObject({ state: 'done', repeated: false, calls: 1 });
	});
});

describe('a planned effect', () => {
	it('is done by the next call for it', async () => {
		const request = aRequest();
		service.answering(inTurn(failures.rateLimitedForLong));
		const planned = await ask(request);
		expect(planned.body).toMatchObject({ state: 'planned', retryAfterMs: 60_000 });

		service.answering(willing);
		expect(await ask(request)).toMatchObject({ state: 'done', repeated: false });
	});

	it('is done with the content that was asked for first, when the first is kept', async () => {
		const request = aRequest({ content: { channel: 'sales', text: 'first' } });
		service.answering(inTurn(failures.rateLimitedForLong));
		await ask(request);

		service.answering(willing);
		const second = { ...request, content: { channel: 'sales', text: 'second' } };
		expect(await ask({ ...second, onConflict: 'keepFirst' })).toMatchObject({
			state: 'done',
			conflict: true,
		});
		expect(service.calls[0]?.input).toMatchObject({ text: 'first' });
	});
});

describe('a failed effect', () => {
	it('stays failed with the same error', async () => {
		const request = aRequest();
		service.answering(inTurn(failures.refused, 'receipt'));

		const first = await ask(request);
		const again = await ask(request);

		expect(again).toMatchObject({ state: 'failed', status: 422, repeated: true, calls: 1 });
		expect(again.error).toEqual(first.error);
		expect(again.body).toMatchObject({ serviceStatus: 400, error: { code: 'vendor/word' } });
	});

	it('is tried again on request, with the content of that request', async () => {
		const request = aRequest({ content: { channel: 'sales', text: 'wrong' } });
		service.answering(inTurn(failures.refused, 'receipt'));
		await ask(request);

		const mended = { ...request, content: { channel: 'sales', text: 'right' }, retry: true };
		expect(await ask(mended)).toMatchObject({ state: 'done', repeated: false, calls: 2 });
		expect(service.calls[1]?.input).toMatchObject({ text: 'right' });
	});
});

describe('the same key with other content', () => {
	const other = { channel: 'sales', text: 'something else' };

	it('is a conflict that does nothing and is counted', async () => {
		const request = aRequest();
		await ask(request);

		expect(await ask({ ...request, content: other })).toMatchObject({
			status: 409,
			conflict: true,
			calls: 1,
		});
		const [{ conflicts }] = await service.store.query<{ conflicts: number }>(
			'SELECT conflicts FROM effects WHERE key = $1',
			[request.key],
		);
		expect(conflicts).toBe(1);
	});

	it('answers the first receipt where the first is kept', async () => {
		const request = aRequest();
		const first = await ask(request);

		const second = await ask({ ...request, content: other, onConflict: 'keepFirst' });

		expect(second).toMatchObject({ status: 200, conflict: true, repeated: true, calls: 1 });
		expect(second.receipt).toEqual(first.receipt);
	});

	it('is a conflict in any case when it is another kind', async () => {
		const request = aRequest();
		await ask(request);

		const record = { ...request, kind: 'record', content: contents.record ?? {} };
		expect(await ask({ ...record, onConflict: 'keepFirst' })).toMatchObject({ status: 409 });
	});

	it('is the same wish when only the closer on duty, the mention or the mail layout differ', async () => {
		const request = aRequest();
		await ask(request);

		const mentioned = { ...request, content: { ...request.content, mention: 'closer' } };
		expect(await ask(mentioned)).toMatchObject({ status: 200, repeated: true, conflict: false });
	});
});

describe('wrong content', () => {
	it.each([
		{ wrong: 'an unknown kind', changes: { kind: 'fax' }, code: 'effect/unknown-kind' },
		{
			wrong: 'an unknown placeholder',
			changes: { content: { channel: 'sales', text: '{{ lead.nmae }}' } },
			code: 'text/unknown-placeholder',
		},
		{
			wrong: 'an unknown channel',
			changes: { content: { channel: 'slaes', text: 'x' } },
			code: 'effect/unknown-destination',
		},
		{
			wrong: 'an unknown template',
			changes: { content: { channel: 'sales', template: 'lead-alarm' } },
			code: 'text/unknown',
		},
		{
			wrong: 'neither template nor text',
			changes: { content: { channel: 'sales' } },
			code: 'request/invalid',
		},
	])('$wrong is refused before the key is taken', async ({ changes, code }) => {
		const request = aRequest(changes);

		await expect(service.perform(request)).rejects.toMatchObject({ code });
		const rows = await service.store.query('SELECT 1 FROM effects WHERE key = $1', [request.key]);
		expect(rows).toEqual([]);
	});
});

describe('a bug while sending', () => {
	it('is an unknown outcome, told to the log and not to the caller', async () => {
		service.answering(() => {
			throw new TypeError('secret detail');
		});

		const answer = await ask(aRequest());

		expect(answer).toMatchObject({ state: 'unknown', status: 202 });
		expect(JSON.stringify(answer.body)).not.toContain('secret detail');
		expect(service.bugs).toHaveLength(1);
	});
});

describe('a test run', () => {
	it.each([
		{ kind: 'slack.message', input: { channel: '#agency-test' } },
		{ kind: 'clickup.task', input: { list: '901100000009', name: '[TEST] Call Ana Pérez' } },
		{
			kind: 'clickup.task',
			content: { list: '901200000009', name: 'x' },
			input: { list: '901200000009', name: '[TEST] x' },
		},
		{
			kind: 'clickup.folder',
			input: {
				space: 'Test',
				name: expect.stringMatching(/^\[TEST\] Café Aurora \([0-9a-f]{6}\)$/),
			},
		},
		{
			kind: 'frameio.project',
			input: { test: true, name: expect.stringMatching(/^\[TEST\] Café Aurora \([0-9a-f]{6}\)$/) },
		},
		{
			kind: 'frameio.comment',
			input: {
				fileId: 'f1',
				text: expect.stringMatching(/^\[TEST\] For Ana Pérez\n\[#[0-9a-f]{12}\]$/),
			},
		},
		{
			kind: 'frameio.share',
			input: { name: expect.stringMatching(/^\[TEST\] Café Aurora \([0-9a-f]{6}\)$/) },
		},
		{ kind: 'clickup.list', input: { onlyIn: 'Test', name: '[TEST] Production' } },
		{ kind: 'mail', input: { to: 'prueba@agency.test' } },
		{ kind: 'hubspot.deal', input: { properties: { dealname: '[TEST] Café Aurora' } } },
		{ kind: 'hubspot.contact', input: ['ana+test@cafeaurora.com', { firstname: 'Ana' }] },
	])('of $kind goes to the test destination', async ({ kind, input, content = contents[kind] }) => {
		expect(await ask(aRequest({ kind, content, test: true }))).toMatchObject({ status: 200 });
		expect(service.calls).toMatchObject([{ vendor: kind, input }]);
	});
});
