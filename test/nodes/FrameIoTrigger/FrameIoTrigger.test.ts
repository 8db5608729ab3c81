import { createHmac } from 'node:crypto';

import fc from 'fast-check';
import type {
	IDataObject,
	IHookFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	IWebhookFunctions,
} from 'n8n-workflow';

import { webhookEvents } from '../../../nodes/domain/frameio/events';
import { rememberCall, verifyFrameIoCall } from '../../../nodes/domain/frameio/signature';
import { FrameIoTrigger } from '../../../nodes/FrameIoTrigger/FrameIoTrigger.node';
import { fakeNode } from '../../support/fakeExecute';

const secret = 'told once by Frame.io';
const event = { type: 'file.versioned', resource: { id: 'f1', type: 'file' } };
const url = 'https://n8n.example/webhook/1/webhook';

function signed(body: unknown, at = new Date(), by = secret) {
	const rawBody = typeof body === 'string' ? body : JSON.stringify(body);
	const timestamp = String(Math.floor(at.getTime() / 1_000));
	const digest = createHmac('sha256', by).update(`v0:${timestamp}:${rawBody}`).digest('hex');
	return {
		rawBody,
		headers: {
			'x-frameio-request-timestamp': timestamp,
			'x-frameio-signature': `v0=${digest}`,
		} as Record<string, string>,
	};
}

async function call(
	{ rawBody, headers }: { rawBody: string; headers: Record<string, string> },
	data: IDataObject = { hook: { id: 'h1', secret } },
) {
	let status = 200;
	const answer: { body: unknown } = { body: null };
	const context = {
		getWorkflowStaticData: () => data,
		getRequestObject: () => ({ headers, rawBody: Buffer.from(rawBody), body: parsed(rawBody) }),
		getResponseObject: () => ({
			status: (code: number) => {
				status = code;
				return { json: (body: unknown) => (answer.body = body) };
			},
		}),
	} as unknown as IWebhookFunctions;
	const { workflowData } = await new FrameIoTrigger().webhook.call(context);
	const items: INodeExecutionData[] | null = workflowData?.[0] ?? null;
	return { status, items, answer: JSON.stringify(answer.body), data };
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined; // n8n answers such a call itself
	}
}

describe('a call of Frame.io', () => {
	it('starts the flow with the event', async () => {
		expect(await call(signed(event))).toMatchObject({ status: 200, items: [{ json: event }] });
	});

	it.each([
		{ when: 'it is not signed', made: { rawBody: JSON.stringify(event), headers: {} } },
		{ when: 'another signed it', made: signed(event, new Date(), 'somebody else') },
		{ when: 'its body was changed', made: { ...signed(event), rawBody: '{"type":"x"}' } },
		{ when: 'it is older than five minutes', made: signed(event, new Date(Date.now() - 302_000)) },
		{ when: 'it is from the future', made: signed(event, new Date(Date.now() + 310_000)) },
		{ when: 'no webhook is registered', made: signed(event), data: {} },
		{ when: 'it is signed with nothing', made: signed(event, new Date(), ''), data: {} },
	])('starts nothing when $when', async ({ made, data }) => {
		const outcome = await call(made, data);
		expect(outcome).toMatchObject({ status: 401, items: null });
		expect(outcome.answer).not.toContain(secret);
	});

	it('starts nothing a second time, and each new try of Frame.io starts it', async () => {
		const first = signed(event, new Date(Date.now() - 2_000));
		const { data } = await call(first);

		expect(await call(first, data)).toMatchObject({ status: 409, items: null });
		expect(await call(signed(event), data)).toMatchObject({ status: 200 });
	});

	it('is refused where it holds no event', async () => {
		expect(await call(signed('[1]'))).toMatchObject({ status: 400, items: null });
	});
});

describe('rememberCall', () => {
	const now = new Date('2026-11-26T12:00:00Z');
	const seconds = now.getTime() / 1_000;

	it('knows whatever is still fresh, and stays bounded', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.record({
						signature: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 1 }),
						age: fc.nat(600),
					}),
					{
						maxLength: 60,
					},
				),
				(calls) => {
					let taken: Record<string, number> = {};
					for (const { signature, age } of calls) {
						taken = rememberCall(taken, { signature, sentAt: seconds - age }, now) ?? taken;
					}
					for (const { signature, age } of calls) {
						const isKnown = rememberCall(taken, { signature, sentAt: seconds - age }, now) === null;
						const isOld = calls.some((one) => one.signature === signature && one.age > 300);
						expect(isKnown || isOld).toBe(true);
					}
				},
			),
			{ seed: 7 },
		);
		let taken: Record<string, number> = {};
		for (let index = 0; index < 1_500; index += 1) {
			taken = rememberCall(taken, { signature: `s${index}`, sentAt: seconds }, now) ?? taken;
		}
		expect(Object.keys(taken)).toHaveLength(1_000);
	});

	it('takes nothing for genuine without a secret', () => {
		const { rawBody, headers } = signed(event, now, '');
		expect(verifyFrameIoCall({ rawBody, headers }, '', now)).toMatchObject({ isGenuine: false });
	});
});

/** Publishing, with Frame.io's webhooks in memory. */
function aPublisher(webhooks: Array<IDataObject & { id: string }> = []) {
	const world = { webhooks, data: {} as IDataObject, calls: [] as string[], status: 200 };
	const parameters: Record<string, unknown> = {
		authentication: 'serverToServer',
		account: 'acc',
		workspace: 'w1',
		events: ['file.versioned', 'comment.created'],
	};
	const answer = ({ method, url: to, body }: IHttpRequestOptions) => {
		const path = to.replace('https://api.frame.io/v4/accounts/acc', '');
		world.calls.push(`${method} ${path}`);
		if (world.status >= 400) {
			return { statusCode: world.status, headers: {}, body: { errors: [{ detail: 'No.' }] } };
		}
		if (method === 'POST') {
			const { data } = body as { data: IDataObject };
			const made = { ...data, id: `h${world.webhooks.length + 1}`, active: true };
			world.webhooks.push(made);
			return { statusCode: 201, headers: {}, body: { data: { ...made, secret } } };
		}
		if (method === 'DELETE') {
			const id = path.split('/').pop() ?? '';
			const isThere = world.webhooks.some((one) => one.id === id);
			world.webhooks = world.webhooks.filter((one) => one.id !== id);
			const gone = { errors: [{ detail: 'Webhook not found' }] };
			return { statusCode: isThere ? 204 : 404, headers: {}, body: isThere ? '' : gone };
		}
		return { statusCode: 200, headers: {}, body: { data: world.webhooks, links: { next: null } } };
	};
	const context = {
		getNode: () => fakeNode,
		getWorkflow: () => ({ name: 'Check new versions' }),
		getWorkflowStaticData: () => world.data,
		getNodeWebhookUrl: () => url,
		getNodeParameter: (name: string) => parameters[name],
		helpers: {
			httpRequestWithAuthentication: async (_type: string, request: IHttpRequestOptions) =>
				await Promise.resolve(answer(request)),
		},
	} as unknown as IHookFunctions;
	const { checkExists, create, delete: remove } = new FrameIoTrigger().webhookMethods.default;
	return {
		world,
		parameters,
		checkExists: async () => await checkExists.call(context),
		create: async () => await create.call(context),
		remove: async () => await remove.call(context),
	};
}

describe('publishing', () => {
	it('registers the webhook once and keeps its secret', async () => {
		const { world, checkExists, create } = aPublisher();
		expect(await checkExists()).toBe(false);
		expect(await create()).toBe(true);

		expect(world.webhooks).toMatchObject([
			{ name: 'n8n: Check new versions', url, events: ['file.versioned', 'comment.created'] },
		]);
		expect(world.data).toMatchObject({ hook: { id: 'h1', secret } });
		expect(await checkExists()).toBe(true);
	});

	it.each([
		{ when: 'the events are others', change: { events: ['file.ready', 'comment.created'] } },
		{ when: 'somebody switched it off', change: { active: false } },
		{ when: 'the address is another', change: { url: 'https://old.example/' } },
		{ when: 'somebody deleted it', change: { id: 'another' } },
	])('registers it anew when $when', async ({ change }) => {
		const { world, checkExists, create } = aPublisher();
		await create();
		Object.assign(world.webhooks[0] ?? {}, change);

		expect(await checkExists()).toBe(false);
		await create();
		const ours = world.webhooks.filter(({ url: to, active }) => to === url && active !== false);
		expect(ours).toHaveLength('id' in change ? 2 : 1);
		expect(await checkExists()).toBe(true);
	});

	it('takes the webhook away, also one that is gone already', async () => {
		const { world, create, remove } = aPublisher();
		await create();
		expect(await remove()).toBe(true);
		expect(world.webhooks).toEqual([]);
		expect(world.data).toEqual({});

		await create();
		world.webhooks = [];
		expect(await remove()).toBe(true);
	});

	it('says what to do where Frame.io refuses', async () => {
		const { world, create } = aPublisher();
		world.status = 403;
		await expect(create()).rejects.toMatchObject({
			message: 'Frame.io does not allow it.',
			description: expect.stringContaining('Give the user or service account') as string,
		});
		expect(world.data).toEqual({});
	});

	it('offers every event that Frame.io has', () => {
		const field = new FrameIoTrigger().description.properties.find(({ name }) => name === 'events');
		const values = (field?.options ?? []).map((option) => ('value' in option ? option.value : ''));
		expect(values.sort()).toEqual([...webhookEvents].sort());
	});
});
