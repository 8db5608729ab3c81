import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { takeFreePort } from '../../../orchestrator/src/up/ports';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { contents, someSettings } from './support/aService';
import { anItem } from './support/anItem';

const apiKey = 'the-key-of-this-test';
const lines: string[] = [];
let service: Service;

beforeAll(async () => {
	service = await startService({
		settings: someSettings(),
		secrets: {
			ledgerApiKey: apiKey,
			hubspotToken: 'hubspot-secret',
			slackToken: 'slack-secret',
			clickupToken: 'clickup-secret',
			smtpUrl: 'smtp://127.0.0.1:1',
		},
		ledger: await emptyLedgerPlace(),
		port: 0,
		// Nobody listens there: what reaches a vendor is not sent, what is wrong is refused before.
		bases: { slack: `http://127.0.0.1:${await takeFreePort()}/api/` },
		patience: { timeoutMs: 60_000, retryTotalMs: 0 },
		log: { write: (line: string) => lines.push(line) },
	});
});
afterAll(async () => {
	await service.stop();
});

async function call(path: string, body?: unknown, key: string | null = apiKey) {
	const response = await fetch(`${service.url}${path}`, {
		...(body === undefined
			? {}
			: { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
		headers: {
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
			...(key === null ? {} : { authorization: `Bearer ${key}` }),
		},
	});
	return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function anEffect(changes: Record<string, unknown> = {}) {
	return {
		key: 'lead:7/record/disqualified-lead/1',
		kind: 'record',
		content: contents.record,
		data: anItem(),
		...changes,
	};
}

describe('a second service on the same port', () => {
	it('says so', async () => {
		const secrets = { hubspotToken: '', slackToken: '', clickupToken: '' };
		const options = { settings: someSettings(), port: Number(new URL(service.url).port) };

		await expect(
			startService({
				...options,
				secrets: { ...secrets, ledgerApiKey: apiKey, smtpUrl: 'smtp://127.0.0.1:1' },
			}),
		).rejects.toMatchObject({ code: 'service/port-taken' });
	});
});

describe('the service', () => {
	it('answers an effect, its repeat, its list, its history', async () => {
		const first = await call('/v1/effects', anEffect());
		const again = await call('/v1/effects', anEffect());
		const list = await call('/v1/effects?subject=lead:7');
		const one = await call(
			`/v1/effects/${encodeURIComponent('lead:7/record/disqualified-lead/1')}`,
		);

		expect(first).toMatchObject({
			status: 200,
			body: { state: 'done', repeated: false, conflict: false },
		});
		expect(again.body).toEqual({ ...first.body, repeated: true });
		expect(list.body.effects).toMatchObject([
			{ key: 'lead:7/record/disqualified-lead/1', state: 'done', attempts: 1, error: null },
		]);
		expect(one.body).toMatchObject({ conflicts: 0, events: [{ attempt: 1, state: 'done' }] });
	});

	it('keeps a key of 400 characters and finds it again', async () => {
		const key = `lead:${'%20'.repeat(120)}/record/x/1`;
		expect(await call('/v1/effects', anEffect({ key }))).toMatchObject({ status: 200 });
		expect(await call(`/v1/effects/${encodeURIComponent(key)}`)).toMatchObject({ body: { key } });
	});

	it.each([null, 'another-key', '', `${apiKey} `])(
		'lets nobody in with the key %j',
		async (key) => {
			const refused = await call('/v1/effects', anEffect(), key);
			expect(refused).toMatchObject({
				status: key === `${apiKey} ` ? 200 : 401,
			});
		},
	);

	it.each(['/healthz', '/readyz'])('answers %s to everybody', async (path) => {
		expect(await call(path, undefined, null)).toMatchObject({ status: 200 });
	});

	it('names every wrong field at once', async () => {
		const wrong = { key: 'no key', kind: '', onConflict: 'maybe', content: [], extra: 1 };
		const { status, body } = await call('/v1/effects', wrong);

		expect(status).toBe(400);
		const { why } = body.error as { why: string };
		for (const field of ['key', 'kind', 'onConflict', 'content', 'extra'])
			expect(why).toContain(field);
	});

	it.each([
		{ body: '{"key":', status: 400, code: 'request/unreadable' },
		{ body: '', status: 400, code: 'request/unreadable' },
		{
			body: anEffect({ data: { x: 'x'.repeat(300_000) } }),
			status: 413,
			code: 'request/too-large',
		},
		{ body: anEffect({ kind: 'fax' }), status: 400, code: 'effect/unknown-kind' },
		{ body: anEffect({ test: true }), status: 400, code: 'request/invalid' },
	])('answers $status $code to a call it cannot use', async ({ body, status, code }) => {
		expect(await call('/v1/effects', body)).toMatchObject({ status, body: { error: { code } } });
	});

	it.each([
		{ path: '/v1/nothing', code: 'service/no-such-address' },
		{ path: '/v1/effects/lead%3A0%2Fa%2Fb%2F1', code: 'effect/not-found' },
	])('answers 404 at $path', async ({ path, code }) => {
		expect(await call(path)).toMatchObject({ status: 404, body: { error: { code } } });
	});

	it('lists the texts with their languages', async () => {
		const { body } = await call('/v1/texts');
		expect(body.texts).toContainEqual(
			expect.objectContaining({
				name: 'lead-alert',
				version: 1,
				channel: 'slack',
				languages: ['en', 'es', 'da'],
			}),
		);
	});

	it('lists effects by their state, and keeps what a person found out with the reason', async () => {
		const key = 'lead:9/slack-message/sales/1';
		const place = `/v1/effects/${encodeURIComponent(key)}`;
		const message = { key, kind: 'slack.message', content: contents['slack.message'] };
		await call('/v1/effects', anEffect(message));

		const planned = await call('/v1/effects?state=planned');
		expect(planned.body.effects).toContainEqual(expect.objectContaining({ key }));
		expect(await call('/v1/effects?state=lost')).toMatchObject({ status: 400 });

		const wrong = { as: 'done', reason: 'seen', receipt: { ts: 1 } };
		expect(await call(`${place}/resolve`, wrong)).toMatchObject({
			status: 400,
			body: { error: { code: 'request/invalid', why: expect.stringContaining('receipt.ts') } },
		});
		expect(await call(`${place}/resolve`, { as: 'done' })).toMatchObject({ status: 400 });
		const seen = { as: 'done', reason: 'told them by phone' };
		expect(await call(`${place}/resolve`, seen)).toMatchObject({
			status: 200,
			body: { key, state: 'done' },
		});
		expect(await call(`${place}/resolve`, { as: 'not-done', reason: 'oh' })).toMatchObject({
			status: 409,
			body: { error: { code: 'effect/not-resolvable' } },
		});
		const { body } = await call(place);
		expect((body.events as unknown[]).at(-1)).toMatchObject({
			state: 'done',
			detail: { by: 'person', as: 'done', reason: 'told them by phone' },
		});
	});

	it('plans what could not be sent, and logs neither people nor keys', async () => {
		const message = anEffect({
			key: 'lead:8/slack-message/sales/1',
			kind: 'slack.message',
			content: contents['slack.message'],
		});

		expect(await call('/v1/effects', message)).toMatchObject({
			status: 202,
			body: { state: 'planned', error: { code: 'slack/not-sent' } },
		});
		const log = lines.join('');
		expect(log).toContain('"kind":"slack.message"');
		for (const secret of ['Ana', 'cafeaurora', 'lead:8', apiKey, 'slack-secret']) {
			expect(log).not.toContain(secret);
		}
	});
});
