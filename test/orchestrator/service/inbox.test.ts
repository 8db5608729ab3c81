import { createHmac } from 'node:crypto';
import { triggerPath } from '../../../nodes/domain/inbox/envelope';
import { signatureHeaders } from '../../../nodes/domain/inbox/signature';
import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { waitFor } from '../../../orchestrator/src/up/waitFor';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import type { FakeVendor } from '../adapters/fakeVendor';
import { startFakeVendor } from '../adapters/fakeVendor';
import { contents, someSettings } from './support/aService';
import { anItem } from './support/anItem';
import { hookSecretsOf } from './support/hookSecrets';

const apiKey = 'the-key-of-this-test';
const secretOf = (word: string) => `whsec_${Buffer.from(word.padEnd(32)).toString('base64')}`;
const formSecret = secretOf('forms');
const lines: string[] = [];
let n8n: FakeVendor;
let service: Service;

beforeAll(async () => {
	n8n = await startFakeVendor();
	service = await startService({
		settings: someSettings(),
		secrets: {
			ledgerApiKey: apiKey,
			hubspotToken: 'h',
			slackToken: 's',
			clickupToken: 'c',
			smtpUrl: 'smtp://127.0.0.1:1',
		},
		ledger: await emptyLedgerPlace(),
		port: 0,
		inbox: {
			hookSecrets: hookSecretsOf({
				forms: [formSecret],
				clickup: ['clickup-secret'],
				slack: ['slack-secret'],
			}),
			n8n: { url: n8n.base, triggerSecret: secretOf('trigger'), readApiKey: () => 'n8n-key' },
			policy: { pollMs: 20, lookUpEveryMs: 20, backoff: { firstMs: 10, longestMs: 10 } },
		},
		log: { write: (line: string) => lines.push(line) },
	});
});
afterAll(async () => {
	await service.stop();
	await n8n.stop();
});
beforeEach(() => {
	n8n.answers = {
		[`/webhook/${triggerPath('lead.received')}`]: { body: { executionId: '7' } },
		'/executions/7': { body: { status: 'running' } },
	};
	n8n.requests.length = 0;
});

async function call(path: string, body?: unknown, headers: Record<string, string> = {}) {
	const response = await fetch(`${service.url}${path}`, {
		...(body === undefined
			? {}
			: { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
		headers: {
			authorization: `Bearer ${apiKey}`,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
			...headers,
		},
	});
	const text = await response.text();
	return {
		status: response.status,
		body: (text === '' ? null : JSON.parse(text)) as Record<string, never> | null,
	};
}

let count = 0;

function anEvent(changes: Record<string, unknown> = {}) {
	count += 1;
	return {
		source: 'lead-intake',
		externalId: `form-${count}`,
		topic: 'lead.received',
		subject: `lead-of:${String(count).padStart(12, '0')}`,
		payload: { email: 'ana@cafeaurora.com' },
		...changes,
	};
}

async function stateOf(id: string, state: string): Promise<Record<string, never>> {
	return await waitFor(
		async () => {
			const { body } = await call(`/v1/inbox/${id}`);
			return (body as { event?: { state: string } } | null)?.event?.state === state
				? (body ?? undefined)
				: undefined;
		},
		{ what: `${id} to be ${state}`, deadlineMs: 10_000, mend: 'Look at the log of this test.' },
	);
}

/** The events that n8n was handed, beside what it was asked. */
const posted = () => n8n.requests.filter(({ method }) => method === 'POST');

describe('an event by the service’s own interface', () => {
	it('is kept, handed to n8n at once with our signature, ended, and told as a story', async () => {
		const event = anEvent();
		const { status, body } = await call('/v1/inbox', event);
		const { id = '' } = body as unknown as { id?: string };
		expect(status).toBe(202);
		await stateOf(id, 'forwarded');

		const [sent] = posted();
		expect(sent).toMatchObject({ method: 'POST', headers: { 'webhook-id': id } });
		expect(JSON.parse(sent?.body ?? '')).toMatchObject({ id, payload: event.payload });
		expect(await call('/v1/inbox', event)).toEqual({ status: 202, body: { id, repeated: true } });

		await call('/v1/effects', {
			key: `lead:${new Date().toISOString().slice(0, 10).replaceAll('-', '')}-${event.subject.slice(8)}/record/x/1`,
			kind: 'record',
			content: contents.record,
			data: anItem(),
		});
		const end = { outcome: 'done', executionId: '7' };
		expect(await call(`/v1/inbox/${id}/end`, end)).toMatchObject({ body: { state: 'ended' } });
		expect(await call(`/v1/inbox/${id}/end`, end)).toMatchObject({ body: { state: 'ended' } });
		expect(await call(`/v1/inbox/${id}`)).toMatchObject({
			status: 200,
			body: {
				event: { state: 'ended', outcome: 'done', executionId: '7', repeats: 1 },
				story: [{ state: 'received' }, { state: 'forwarded' }, { state: 'ended' }],
				effects: [{ kind: 'record', state: 'done' }],
			},
		});
	});

	it('is fired again when n8n says that its execution crashed', async () => {
		n8n.answers['/executions/7'] = { body: { status: 'crashed' } };
		const { body } = await call('/v1/inbox', anEvent());
		const { id = '' } = body as unknown as { id?: string };
		await waitFor(async () => (posted().length > 1 ? true : undefined), {
			what: 'a second try',
			deadlineMs: 10_000,
			mend: 'Look at the log of this test.',
		});
		await call(`/v1/inbox/${id}/end`, { outcome: 'done', executionId: '8' });

		expect((await stateOf(id, 'ended')).story).toContainEqual(
			expect.objectContaining({ detail: expect.objectContaining({ what: 'brokenOff' }) as object }),
		);
	});

	it.each([
		{ body: anEvent({ topic: 'No Topic' }), field: 'topic' },
		{ body: anEvent({ payload: [1] }), field: 'payload' },
		{ body: anEvent({ extra: 1 }), field: 'extra' },
		{ body: anEvent({ externalId: '' }), field: 'externalId' },
	])('is refused with a wrong $field', async ({ body, field }) => {
		const answer = await call('/v1/inbox', body);
		expect(answer.status).toBe(400);
		expect(JSON.stringify(answer.body)).toContain(field);
	});

	it.each([
		['/v1/inbox/evt_none', undefined],
		['/v1/inbox/evt_none/end', { outcome: 'done' }],
		['/v1/inbox/evt_none/replay', { reason: 'why' }],
	])('is not found at %s', async (path, body) => {
		expect(await call(path, body)).toMatchObject({
			status: 404,
			body: { error: { code: 'inbox/not-found' } },
		});
	});

	it('is listed by state, replayed and discarded with a reason only', async () => {
		const { body } = await call('/v1/inbox', anEvent());
		const { id = '' } = body as unknown as { id?: string };
		await stateOf(id, 'forwarded');
		expect(await call(`/v1/inbox/${id}/replay`, { reason: 'once more' })).toMatchObject({
			status: 409,
			body: { error: { code: 'inbox/at-work' } },
		});
		await call(`/v1/inbox/${id}/end`, { outcome: 'failed', executionId: '9' });
		const failed = await call('/v1/inbox?state=ended&limit=1');
		expect(failed.body?.events).toMatchObject([{ id, outcome: 'failed' }]);
		expect(JSON.stringify(failed.body)).not.toContain('cafeaurora');
		expect(await call(`/v1/inbox/${id}/discard`, { reason: ' ' })).toMatchObject({ status: 400 });
		expect(await call(`/v1/inbox/${id}/discard`, { reason: 'spam' })).toEqual({
			status: 200,
			body: { id, state: 'discarded' },
		});
	});

	it('counts in the status', async () => {
		expect(await call('/v1/status')).toMatchObject({
			status: 200,
			body: {
				inbox: { dead: 0, oldestUnfinishedSeconds: expect.any(Number) as number },
				effects: { planned: 0, in_flight: 0, unknown: [], failed: [] },
			},
		});
	});

	it('is for those with the key', async () => {
		for (const path of ['/v1/inbox', '/v1/status', '/v1/inbox/evt_1']) {
			expect(await call(path, undefined, { authorization: 'Bearer x' })).toMatchObject({
				status: 401,
			});
		}
	});
});

async function idsOf(): Promise<string[]> {
	const { body } = await call('/v1/inbox');
	const { events } = body as unknown as { events: Array<{ id: string }> };
	return events.map(({ id }) => id);
}

describe('a hook', () => {
	const form = { name: 'Ana Pérez', email: 'ana@cafeaurora.com', message: 'Hola' };

	function signed(body: string, id = 'msg_1') {
		const timestamp = Math.floor(Date.now() / 1_000);
		return { ...signatureHeaders({ id, timestamp, body }, formSecret) };
	}

	it('takes a form of ours, once, and forwards it as a lead', async () => {
		const body = JSON.stringify(form);
		const first = await call('/hooks/forms', body, signed(body));
		const { id = '' } = first.body as unknown as { id?: string };
		expect(first).toEqual({ status: 202, body: { id, repeated: false } });
		expect(await call('/hooks/forms', body, signed(body))).toMatchObject({
			body: { id, repeated: true },
		});
		await stateOf(id, 'forwarded');
		expect(JSON.parse(posted()[0]?.body ?? '')).toMatchObject({
			source: 'forms',
			topic: 'lead.received',
			payload: form,
		});
	});

	it('answers Slack’s question whether the address is ours, and takes its events with an empty answer', async () => {
		const send = async (body: string) => {
			const at = String(Math.floor(Date.now() / 1_000));
			const mac = createHmac('sha256', 'slack-secret').update(`v0:${at}:${body}`).digest('hex');
			return await call('/hooks/slack', body, {
				'x-slack-request-timestamp': at,
				'x-slack-signature': `v0=${mac}`,
			});
		};
		expect(await send('{"type":"url_verification","challenge":"abc"}')).toEqual({
			status: 200,
			body: { challenge: 'abc' },
		});
		expect(await send('{"type":"event_callback","event_id":"Ev1","event":{"type":"x"}}')).toEqual({
			status: 200,
			body: null,
		});
		expect((await call('/v1/inbox?source=nobody')).body?.events).toEqual([]);
		expect(
			(await call('/v1/inbox?source=slack&subject=slack-workspace:all')).body?.events,
		).toMatchObject([{ topic: 'slack.x', externalId: 'Ev1' }]);
	});

	it.each(['forms', 'hubspot', 'clickup', 'slack', 'frameio', 'stripe', 'mail'])(
		'lets nobody in at /hooks/%s without a right signature',
		async (source) => {
			const before = await idsOf();
			const refused = await call(`/hooks/${source}`, '{"id":"evt_1"}', {
				'x-signature': 'no',
				'stripe-signature': 't=1,v1=no',
			});
			expect(refused).toMatchObject({ status: 401, body: { error: { code: 'hook/not-genuine' } } });
			expect(await idsOf()).toEqual(before);
		},
	);

	it('answers 400 to a genuine call without an event, and takes any content type', async () => {
		const mac = (body: string) => createHmac('sha256', 'clickup-secret').update(body).digest('hex');
		const send = async (body: string, type: string) =>
			await call('/hooks/clickup', body, { 'x-signature': mac(body), 'content-type': type });

		expect(await send('no json', 'text/plain')).toMatchObject({
			status: 400,
			body: { error: { code: 'hook/unreadable' } },
		});
		expect(await send('{"event":"taskDeleted"}', 'application/octet-stream')).toMatchObject({
			status: 200,
		});
	});

	it('logs neither people nor secrets', async () => {
		const log = lines.join('');
		expect(log).toContain('"source":"forms"');
		for (const word of ['Ana', 'cafeaurora', apiKey, formSecret, 'slack-secret', 'n8n-key']) {
			expect(log).not.toContain(word);
		}
	});
});
