import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { RouteOptions } from 'fastify';
import { OpenAPISchemaValidator } from 'express-openapi-validator/dist/framework/openapi.schema.validator';
import { signatureHeaders } from '../../../nodes/domain/inbox/signature';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { aMeasurer, aSource } from '../media/aMediaService';
import { contents, someSettings } from './support/aService';
import { anInterface, ownKeys } from './support/anInterface';
import { anItem } from './support/anItem';
import { hookSecretsOf } from './support/hookSecrets';
import type { OpenapiDocument, Operation } from './support/openapiTruth';
import { faultsOf } from './support/openapiTruth';

/** The part of a check that is looked at here. */
interface CheckView {
	state: string;
	reportUrl: string | null;
}

const formSecret = `whsec_${Buffer.from('forms'.padEnd(32)).toString('base64')}`;
let service: Service;
let document: OpenapiDocument;

beforeAll(async () => {
	service = await startService({
		// Links into the portal are made where clients can follow them alone.
		settings: { ...someSettings(), hooks: { publicUrl: 'https://ops.agency.test' } },
		secrets: {
			...ownKeys,
			hubspotToken: 'h',
			slackToken: 's',
			clickupToken: 'c',
			smtpUrl: 'smtp://127.0.0.1:1',
			reportSecret: 'whsec_reports',
			portalSecret: 'whsec_portal',
		},
		mediaSource: aSource(),
		openMeasurer: async () => aMeasurer(),
		// Nobody listens there: what goes to Slack is not sent.
		bases: { slack: 'http://127.0.0.1:1/api/' },
		patience: { timeoutMs: 60_000, retryTotalMs: 0 },
		resolver: { everyMs: 3_600_000 },
		ledger: await emptyLedgerPlace(),
		port: 0,
		inbox: {
			hookSecrets: hookSecretsOf({
				forms: [formSecret],
				clickup: ['clickup-secret'],
				slack: ['slack-secret'],
			}),
			n8n: { url: 'http://127.0.0.1:1', triggerSecret: formSecret, readApiKey: () => null },
		},
	});
	document = (await (await fetch(`${service.url}/openapi.json`)).json()) as OpenapiDocument;
});
afterAll(async () => {
	await service.stop();
});

function operations(): Array<{ place: string; path: string; operation: Operation }> {
	return Object.entries(document.paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => ({
			place: `${method.toUpperCase()} ${path}`,
			path,
			operation,
		})),
	);
}

describe('the description', () => {
	it('is an OpenAPI 3.0 document, served without a key', () => {
		const validator = new OpenAPISchemaValidator({
			version: document.openapi,
			validateApiSpec: true,
		});
		expect(validator.validate(document as never).errors).toEqual([]);
	});

	it('has every route of the service, and none that is not there', async () => {
		const store: Store = await openLedger(await emptyLedgerPlace());
		const routes: string[] = [];
		const note = ({ method, url }: RouteOptions) => {
			const isPage = url.startsWith('/docs');
			if (!isPage && method !== 'HEAD') {
				routes.push(`${String(method)} ${url.replace(/:(\w+)/g, '{$1}')}`);
			}
		};
		const app = await anInterface(store, {}, note);
		await app.close();
		await store.close();

		expect(routes.length).toBeGreaterThan(20);
		expect(
			operations()
				.map(({ place }) => place)
				.sort(),
		).toEqual(routes.sort());
	});

	it('says of each what it is for, who may call it, and what else it may answer', () => {
		for (const { place, path, operation } of operations()) {
			const { summary, description, tags, security, responses } = operation;
			expect({ place, said: [summary, tags?.[0]].every((word) => (word ?? '') !== '') }).toEqual({
				place,
				said: true,
			});
			const statuses = Object.keys(responses);
			expect({ place, statuses }).toEqual({
				place,
				statuses: expect.arrayContaining(['503']) as string[],
			});
			if (!path.startsWith('/v1/') && path !== '/metrics') continue;
			expect(security).toEqual([{ key: [] }]);
			expect(description).toMatch(/scope `(metrics|effects|inbox|operate|keys)`/);
			expect({ place, statuses }).toEqual({
				place,
				statuses: expect.arrayContaining(['401', '403', '429']) as string[],
			});
		}
	});

	it('has examples that are right by their own shapes, and about nobody', () => {
		let count = 0;
		for (const { place, operation } of operations()) {
			const bodies = Object.values(operation.requestBody?.content ?? {});
			const answers = Object.values(operation.responses).flatMap(({ content = {} }) =>
				Object.values(content),
			);
			for (const { schema } of [...bodies, ...answers]) {
				if (schema.example === undefined) continue;
				count += 1;
				expect({ place, faults: faultsOf(schema, schema.example) }).toEqual({ place, faults: [] });
				expect(JSON.stringify(schema.example)).not.toMatch(/@(?!example\.com)/);
			}
		}
		expect(count).toBeGreaterThan(15);
	});
});

/** What a call answers. */
async function ask(path: string, body?: object): Promise<unknown> {
	const response = await fetch(`${service.url}${path}`, {
		...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
		headers: {
			authorization: `Bearer ${ownKeys.ledgerApiKey}`,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
	});
	return await response.json();
}

/** A call and what the description says of it. */
async function truthOf(
	method: 'GET' | 'POST' | 'PUT',
	path: string,
	route: string,
	body?: unknown,
	headers: Record<string, string> = {},
) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const response = await fetch(`${service.url}${path}`, {
		method,
		headers: {
			authorization: `Bearer ${ownKeys.ledgerApiKey}`,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
			...headers,
		},
		...(body === undefined ? {} : { body: text }),
	});
	const { status } = response;
	const answered = await response.text();
	const operation = document.paths[route]?.[method.toLowerCase()];
	if (operation === undefined) throw new Error(`${method} ${route} is not described`);
	const faults: string[] = [];
	if (operation.responses[status] === undefined) faults.push(`answers ${status}`);
	const content = operation.responses[status]?.content ?? {};
	const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
	const { schema: shape } = content[type] ?? {};
	if (answered !== '') {
		if (shape === undefined) faults.push(`answers ${status} as ${type}`);
		else {
			const value: unknown = type === 'application/json' ? JSON.parse(answered) : answered;
			faults.push(...faultsOf(shape, value).map((fault) => `answer: ${fault}`));
		}
	}
	const asked = operation.requestBody?.content['application/json']?.schema;
	if (status < 300 && asked !== undefined && typeof body !== 'string') {
		faults.push(...faultsOf(asked, body).map((fault) => `body: ${fault}`));
	}
	const json = type === 'application/json' && answered !== '' ? JSON.parse(answered) : null;
	return { status, faults, json: json as Record<string, never> | null };
}

const effectOf = (key: string, kind: string, more: object = {}) => ({
	key,
	kind,
	content: contents[kind],
	data: anItem(),
	...more,
});
const encoded = encodeURIComponent;
const recordKey = 'lead:1/record/x/1';
const slackKey = 'lead:2/slack-message/sales/1';
const keyRoute = '/v1/effects/{key}';

describe('what really happens', () => {
	it('is what the description says of effects', async () => {
		const post = async (body: unknown) => await truthOf('POST', '/v1/effects', '/v1/effects', body);
		const seen = [
			await post(effectOf(recordKey, 'record')),
			await post(effectOf(slackKey, 'slack.message')),
			await post(effectOf(recordKey, 'record', { content: { type: 'other', text: 'x' } })),
			await post(effectOf('lead:3/record/x/1', 'fax')),
			await post('{'),
			await post({ key: 'x'.repeat(300_000) }),
			await truthOf('GET', '/v1/effects?subject=lead:1', '/v1/effects'),
			await truthOf('GET', '/v1/effects?state=planned', '/v1/effects'),
			await truthOf('GET', '/v1/effects', '/v1/effects'),
			await truthOf('GET', `/v1/effects/${encoded(recordKey)}`, keyRoute),
			await truthOf('GET', `/v1/effects/${encoded(slackKey)}`, keyRoute),
			await truthOf('GET', '/v1/effects/nothing', keyRoute),
			...(await resolutions()),
		];
		expect(seen.flatMap(({ faults }) => faults)).toEqual([]);
		expect(seen.map(({ status }) => status)).toEqual([
			200, 202, 409, 400, 400, 413, 200, 200, 400, 200, 200, 404, 200, 409, 400, 404,
		]);
	});

	async function resolutions() {
		const resolve = async (key: string, body: object) =>
			await truthOf(
				'POST',
				`/v1/effects/${encoded(key)}/resolve`,
				'/v1/effects/{key}/resolve',
				body,
			);
		return [
			await resolve(slackKey, { as: 'done', reason: 'seen' }),
			await resolve(slackKey, { as: 'not-done', reason: 'oh' }),
			await resolve(slackKey, { as: 'perhaps' }),
			await resolve('nothing', { as: 'done', reason: 'seen' }),
		];
	}

	it('is what the description says of the inbox', async () => {
		const event = {
			source: 'lead-intake',
			externalId: '1',
			topic: 'lead.received',
			subject: 'lead-of:ana',
			payload: { email: 'ana@cafeaurora.com' },
		};
		const recorded = await truthOf('POST', '/v1/inbox', '/v1/inbox', event);
		const { id = '' } = recorded.json as unknown as { id?: string };
		const at = async (action: string, body: object) =>
			await truthOf('POST', `/v1/inbox/${id}/${action}`, `/v1/inbox/{id}/${action}`, body);
		const seen = [
			recorded,
			await truthOf('POST', '/v1/inbox', '/v1/inbox', { topic: 'x' }),
			await at('end', { outcome: 'failed', executionId: 7, reason: 'HubSpot refused' }),
			await truthOf('GET', `/v1/inbox/${id}`, '/v1/inbox/{id}'),
			await truthOf('GET', '/v1/inbox/evt_none', '/v1/inbox/{id}'),
			await truthOf('GET', '/v1/inbox?limit=5', '/v1/inbox'),
			await at('replay', { reason: 'mended' }),
			await at('discard', { reason: 'a trial' }),
			await at('discard', { reason: 'once more' }),
			await at('discard', {}),
			await truthOf('GET', '/v1/status', '/v1/status'),
			await truthOf('GET', '/v1/outcomes', '/v1/outcomes'),
		];
		expect(seen.flatMap(({ faults }) => faults)).toEqual([]);
		expect(seen.map(({ status }) => status)).toEqual([
			202, 400, 200, 200, 404, 200, 200, 200, 409, 400, 200, 200,
		]);
	});

	it('is what the description says of keys and the service itself', async () => {
		const shop = { name: 'shop', scopes: ['inbox'], expiresIn: 'P90D' };
		const seen = [
			await truthOf('POST', '/v1/keys', '/v1/keys', shop),
			await truthOf('POST', '/v1/keys', '/v1/keys', shop),
			await truthOf('POST', '/v1/keys', '/v1/keys', {}),
			await truthOf('POST', '/v1/keys/shop/rotate', '/v1/keys/{key}/rotate', { overlap: 'PT1H' }),
			await truthOf('POST', '/v1/keys/shop/revoke', '/v1/keys/{key}/revoke', {}),
			await truthOf('POST', '/v1/keys/nobody/revoke', '/v1/keys/{key}/revoke', {}),
			await truthOf('GET', '/v1/keys', '/v1/keys'),
			await truthOf('GET', '/v1/keys', '/v1/keys', undefined, { authorization: 'Bearer x' }),
			await truthOf('GET', '/v1/keys', '/v1/keys', undefined, {
				authorization: `Bearer ${ownKeys.nodesApiKey}`,
			}),
			await truthOf('GET', '/v1/texts', '/v1/texts'),
			await truthOf('GET', '/v1/hubspot/deals/x', '/v1/hubspot/deals/{id}'),
			await truthOf('GET', '/metrics', '/metrics'),
			await truthOf('GET', '/healthz', '/healthz'),
			await truthOf('GET', '/readyz', '/readyz'),
			await truthOf('GET', '/openapi.json', '/openapi.json').then((truth) => ({
				...truth,
				// The document has more fields than the one its own description names.
				faults: truth.faults.filter((fault) => !fault.includes('additional properties')),
			})),
		];
		expect(seen.flatMap(({ faults }) => faults)).toEqual([]);
		expect(seen.map(({ status }) => status)).toEqual([
			201, 409, 400, 201, 200, 404, 200, 401, 403, 200, 400, 200, 200, 200, 200,
		]);
	});

	it('is what the description says of follow-ups', async () => {
		const enrolment = {
			client: { id: 'nordlys', email: 'mette@example.com', zone: 'Europe/Copenhagen' },
			project: 'p-17',
			// Long after whenever this runs: nothing comes due meanwhile.
			deliveredAt: '2100-01-04T13:00:00Z',
		};
		const base = '/v1/follow-ups';
		const post = async (path: string, body: object, route = path) =>
			await truthOf('POST', `${base}${path}`, `${base}${route}`, body);
		const enrolled = await post('', { enrolment });
		const { id } = (enrolled.json as unknown as { followUp: { id: string } }).followUp;
		const claim = { step: 'feedback-request', attempt: 1 };
		const replied = [{ id: 'r-1', type: 'replied', at: '2026-11-18T09:00:00Z' }];
		const move = { reason: 'so', by: 'olivia' };
		const change = { word: 'pause', client: 'nordlys', reason: 'a call', by: 'olivia' };
		const seen = [
			enrolled,
			await post('', { enrolment }),
			await post('', { enrolment: {} }),
			await post('', { delivery: 'dlv_none' }),
			await truthOf('GET', `${base}?client=nordlys`, base),
			await truthOf('GET', `${base}?limit=0`, base),
			await post('/change', change),
			await post('/change', { ...change, word: 'resume', client: undefined, all: true }),
			await post('/change', { word: 'pause' }),
			await post(`/${id}/claim`, claim, '/{id}/claim'),
			await post('/flw_none/claim', claim, '/{id}/claim'),
			await post(`/${id}/migrate`, { ...move, version: 1 }, '/{id}/migrate'),
			await post(`/${id}/migrate`, { ...move, version: 9 }, '/{id}/migrate'),
			await post('/flw_none/migrate', { ...move, version: 1 }, '/{id}/migrate'),
			await post('/events', { client: 'nordlys', events: replied }),
			await post('/events', { client: 'nordlys', id, events: replied }),
			await post('/stop', { client: 'nordlys', reason: 'enough' }),
			await post('/stop', { reason: 'enough' }),
			await truthOf('GET', `${base}/${id}`, `${base}/{id}`),
			await truthOf('GET', `${base}/flw_none`, `${base}/{id}`),
			await truthOf('GET', `${base}/report?days=30`, `${base}/report`),
			await truthOf('GET', `${base}/report?days=0`, `${base}/report`),
		];
		expect(seen.flatMap(({ faults }) => faults)).toEqual([]);
		expect(seen.map(({ status }) => status)).toEqual([
			200, 200, 400, 400, 200, 400, 200, 200, 400, 404, 404, 200, 400, 404, 200, 400, 200, 400, 200,
			404, 200, 400,
		]);
	});

	it('is what the description says of data', async () => {
		const [place, path] = ['/v1/data/roster', '/v1/data/{kind}'];
		const source = 'version: roster/0\npeople: []\n';
		const push = { source, expectedVersion: 0, by: 'olivia', reason: 'nobody is left' };
		const put = async (body: object) => await truthOf('PUT', place, path, body);
		const seen = [
			await truthOf('GET', place, path),
			await put(push),
			await put(push),
			await put({ ...push, source: 'version: roster/0' }),
			await truthOf('GET', place, path),
			await truthOf('GET', `${place}?version=7`, path),
			await truthOf('GET', `${place}/versions`, `${path}/versions`),
			await truthOf('GET', '/v1/data/rooster', path),
		];
		expect(seen.flatMap(({ faults }) => faults)).toEqual([]);
		expect(seen.map(({ status }) => status)).toEqual([200, 200, 409, 400, 200, 404, 200, 400]);
	});

	it('is what the description says of applies', async () => {
		const [all, one] = ['/v1/applies', '/v1/applies/{id}'];
		const [place, bases] = [`${all}/app_1`, '/v1/applied/{target}'];
		const apply = { id: 'app_1', target: 'local', kind: 'seed', undoes: null };
		const begun = { ...apply, source: 'agency-ops 1.0.0', by: 'olivia', holder: 'h' };
		const target = { service: 'Slack', kind: 'channel', key: '#sales', name: '#sales' };
		const step = { number: 1, target, kind: 'update', because: 'b', error: null, before: null };
		const base = { kind: 'workflow', key: 'w1', value: { localId: 'w1', fingerprint: 'f' } };
		const steps = async (holder: string, state: string) =>
			await truthOf('PUT', `${place}/steps`, `${one}/steps`, {
				holder,
				steps: [{ ...step, state }],
				bases: [base],
			});
		const end = { holder: 'me', state: 'done' };
		const seen = [
			await truthOf('POST', all, all, begun),
			await truthOf('POST', all, all, { ...begun, id: 'app_2' }),
			await truthOf('POST', all, all, apply),
			await truthOf('POST', `${place}/take-over`, `${one}/take-over`, { from: 'h', to: 'me' }),
			await steps('me', 'started'),
			await steps('h', 'done'),
			await steps('me', 'half done'),
			await truthOf('POST', `${place}/end`, `${one}/end`, end),
			await truthOf('POST', `${place}/end`, `${one}/end`, end),
			await truthOf('POST', `${place}/undone`, `${one}/undone`, {}),
			await truthOf('GET', place, one),
			await truthOf('GET', `${all}/app_9`, one),
			await truthOf('GET', `${all}?target=local`, all),
			await truthOf('GET', all, all),
			await truthOf('PUT', '/v1/applied/local', bases, { bases: [base] }),
			await truthOf('GET', '/v1/applied/local', bases),
		];
		expect(seen.flatMap(({ faults }) => faults)).toEqual([]);
		expect(seen.map(({ status }) => status)).toEqual([
			...[200, 409, 400, 200, 200, 409, 400, 200],
			...[409, 200, 200, 404, 200, 400, 200, 200],
		]);
	});

	it('is what the description says of invoices', async () => {
		const all = '/v1/invoices';
		const one = `${all}/{id}`;
		const seen = [
			await truthOf('GET', `${all}?deal=901&state=open`, all),
			await truthOf('GET', `${all}?state=lost`, all),
			await truthOf('GET', `${all}/in_none`, one),
			await truthOf('POST', `${all}/in_none/claim`, `${one}/claim`, { attempt: 1 }),
			await truthOf('POST', `${all}/in_none/claim`, `${one}/claim`, { attempt: 0 }),
		];
		expect(seen.flatMap(({ faults }) => faults)).toEqual([]);
		expect(seen.map(({ status }) => status)).toEqual([200, 400, 404, 404, 400]);
	});

	it('is what the description says of reservations', async () => {
		const inputs = await truthOf('GET', '/v1/routing-inputs', '/v1/routing-inputs');
		const { rosterVersion } = (await ask('/v1/routing-inputs')) as { rosterVersion: string };
		const expectedVersion = Number(rosterVersion.split('/')[1]);
		const source = `version: ${rosterVersion}\npeople: [{ id: ana, hub: lima, zone: UTC, rate: null }]\n`;
		const push = { source, expectedVersion, by: 'olivia', reason: 'ana is back' };
		await truthOf('PUT', '/v1/data/roster', '/v1/data/{kind}', push);
		const place = '/v1/reservations';
		const days = [{ day: '2027-03-02', hours: 5 }];
		const request = {
			key: 'project:p/reservation/edit/1',
			project: 'p',
			pieces: [{ piece: 'edit', person: 'ana', days }],
			rosterVersion: `roster/${expectedVersion + 1}`,
		};
		const { reservations } = (await ask(place, request)) as { reservations: Array<{ id: string }> };
		const id = reservations[0]?.id ?? '';
		const at = async (word: string, body: object) =>
			await truthOf('POST', `${place}/${id}/${word}`, `${place}/{id}/${word}`, body);
		const move = { days: [{ day: '2027-03-03', hours: 5 }], rosterVersion: request.rosterVersion };
		const seen = [
			inputs,
			await truthOf('POST', place, place, request),
			await truthOf('POST', place, place, { ...request, key: 'project:p/reservation/edit/2' }),
			await truthOf('POST', place, place, {}),
			await truthOf('GET', `${place}?project=p`, place),
			await truthOf('GET', `${place}/${id}`, `${place}/{id}`),
			await truthOf('GET', `${place}/res_0`, `${place}/{id}`),
			await at('accept', {}),
			await at('move', move),
			await at('start', {}),
			await at('decline', { reason: 'no' }),
			await at('release', { reason: 'cancelled' }),
			await truthOf('GET', '/v1/routing-inputs', '/v1/routing-inputs'),
			await truthOf('GET', '/v1/capacity', '/v1/capacity'),
			await truthOf('GET', '/v1/capacity?from=x', '/v1/capacity'),
			await truthOf('GET', '/v1/capacity/digest?hub=x', '/v1/capacity/digest'),
			await truthOf('GET', '/v1/capacity/digest?hub=lima', '/v1/capacity/digest'),
		];
		expect(seen.flatMap(({ faults }) => faults)).toEqual([]);
		expect(seen.map(({ status }) => status)).toEqual([
			200, 200, 409, 400, 200, 200, 404, 200, 200, 200, 409, 200, 200, 200, 400, 400, 200,
		]);
	});

	it('is what the description says of quality', async () => {
		const { rosterVersion } = (await ask('/v1/routing-inputs')) as { rosterVersion: string };
		const people = ['luis: 1', 'diego: 3', 'freja: 4', 'camila: 5'].map((each) => {
			const [id, review] = each.split(': ');
			return `{ id: ${id}, zone: UTC, rate: null, skills: { review: ${review} } }`;
		});
		await truthOf('PUT', '/v1/data/roster', '/v1/data/{kind}', {
			source: `version: ${rosterVersion}\npeople: [${people.join(', ')}]\n`,
			expectedVersion: Number(rosterVersion.split('/')[1]),
			by: 'olivia',
			reason: 'people who look at files',
		});
		const sha256 = 'c'.repeat(64);
		const decision = {
			gate: 'machine',
			outcome: 'pass',
			subject: 'file:f1',
			sha256,
			by: null,
			specs: [{ id: 'youtube', version: '1' }],
			heldUntil: null,
			decidedAt: '2026-11-26T10:00:00.000Z',
			inputHash: `sha256:${'d'.repeat(64)}`,
		};
		const file = { fileId: 'f1', name: 'film.mp4' };
		const findings = [{ rule: 'black', severity: 'warning' }];
		const check = { specs: decision.specs, findings, verdict: 'needs-review' };
		const post = async (path: string, body: object, route = path) =>
			await truthOf('POST', path, route, body);
		const [gatesPath, gatesRoute] = [`/v1/files/${sha256}/gates`, '/v1/files/{sha256}/gates'];
		const [authorsPath, authorsRoute] = [gatesPath, gatesRoute].map((each) =>
			each.replace('gates', 'authors'),
		) as [string, string];
		const waiver = { sha256, rule: 'black', reason: 'It is meant', by: 'camila' };
		const unseen = await truthOf('GET', gatesPath, gatesRoute);
		const kept = await post('/v1/verdicts', { decision, file, check });
		const nobody = await post('/v1/reviews', { sha256, gate: 'peer' });
		const named = await post(authorsPath, { authors: ['luis'] }, authorsRoute);
		const asked = await post('/v1/reviews', { sha256, gate: 'peer' });
		const { review } = asked.json as unknown as {
			review: { id: string; reviewer: { id: string } };
		};
		const [path, route] = [`/v1/reviews/${review.id}`, '/v1/reviews/{id}'];
		const yes = { answer: 'approve', by: review.reviewer.id };
		const seen = [
			unseen,
			kept,
			nobody,
			named,
			asked,
			await truthOf('GET', gatesPath, gatesRoute),
			await truthOf('GET', `${gatesPath}?shape=round`, gatesRoute),
			await truthOf('GET', path, route),
			await truthOf('GET', '/v1/reviews/rev_0', route),
			await post(`${path}/answer`, { answer: 'changes', by: 'x' }, `${route}/answer`),
			await post(`${path}/answer`, { ...yes, by: 'luis' }, `${route}/answer`),
			await post(`${path}/answer`, yes, `${route}/answer`),
			await post('/v1/reviews/rev_0/answer', yes, `${route}/answer`),
			await post('/v1/waivers', waiver),
			await post('/v1/waivers', { ...waiver, rule: 'blue' }),
			await post('/v1/waivers', { ...waiver, by: 'nobody' }),
			await post('/v1/verdicts', { decision: { ...decision, gate: 'peer', by: 'luis' }, file }),
			await post('/v1/reviews', { sha256: 'e'.repeat(64), gate: 'peer' }),
			await post(authorsPath, { authors: ['nobody'] }, authorsRoute),
			await truthOf('GET', '/v1/quality?days=30', '/v1/quality'),
			await truthOf('GET', '/v1/quality?days=none', '/v1/quality'),
			await truthOf('GET', '/v1/quality/file?word=film.mp4', '/v1/quality/file'),
			await truthOf('GET', '/v1/quality/file?word=nothing', '/v1/quality/file'),
		];
		expect(seen.flatMap(({ faults }) => faults)).toEqual([]);
		expect(seen.map(({ status }) => status)).toEqual([
			200, 200, 409, 200, 200, 200, 400, 200, 404, 400, 409, 200, 404, 200, 409, 404, 409, 404, 404,
			200, 400, 200, 404,
		]);
	});

	it('is what the description says of moves', async () => {
		const { rosterVersion } = (await ask('/v1/routing-inputs')) as { rosterVersion: string };
		const expectedVersion = Number(rosterVersion.split('/')[1]);
		const people = ['mia', 'noa'].map((id) => `{ id: ${id}, zone: UTC, rate: null }`).join(', ');
		const source = `version: ${rosterVersion}\npeople: [${people}]\n`;
		const push = { source, expectedVersion, by: 'olivia', reason: 'mia and noa' };
		await truthOf('PUT', '/v1/data/roster', '/v1/data/{kind}', push);
		const version = `roster/${expectedVersion + 1}`;
		const was = [{ day: '2027-03-02', hours: 5 }];
		const held = (await ask('/v1/reservations', {
			key: 'project:moved/reservation/edit/1',
			project: 'moved',
			pieces: [{ piece: 'edit', person: 'mia', days: was }],
			rosterVersion: version,
		})) as { reservations: Array<{ id: string }> };
		const move = { reservation: held.reservations[0]?.id, from: 'mia', to: 'noa', was, days: was };
		const body = { moves: [move], reason: 'mia is ill', rosterVersion: version };
		const place = '/v1/moves';
		const propose = async (changes: object) =>
			await truthOf('POST', place, place, { ...body, ...changes });
		const first = await propose({});
		const { proposals } = (await ask(place)) as { proposals: Array<{ id: string }> };
		const id = proposals[0]?.id ?? '';
		const at = async (word: string, answer: object) =>
			await truthOf('POST', `${place}/${id}/${word}`, `${place}/{id}/${word}`, answer);
		const seen = [
			first,
			await propose({ rosterVersion }),
			await propose({ moves: [] }),
			await truthOf('GET', `${place}?state=proposed`, place),
			await truthOf('GET', `${place}/${id}`, `${place}/{id}`),
			await truthOf('GET', `${place}/mov_0`, `${place}/{id}`),
			await at('approve', {}),
			await at('approve', { by: 'olivia' }),
			await at('approve', { by: 'olivia' }),
			await at('refuse', { by: 'olivia' }),
			await propose({ moves: [{ ...move, from: 'noa', to: 'mia' }], how: 'at-once', by: 'olivia' }),
		];
		expect(seen.flatMap(({ faults }) => faults)).toEqual([]);
		expect(seen.map(({ status }) => status)).toEqual([
			200, 409, 400, 200, 200, 404, 400, 200, 200, 409, 200,
		]);
		expect(await ask('/v1/reservations?project=moved')).toMatchObject({
			reservations: [{ person: 'mia', revision: 3, state: 'held' }],
		});
	});

	it('is what the description says of mails that wait for a yes', async () => {
		const place = '/v1/milestone-drafts';
		const draft = {
			...{ deal: '7', milestone: 'delay', occurrence: 1 },
			mail: { to: 'a@b.pe', language: 'es', subject: 'S', words: 'W' },
			details: { dueAt: '2026-12-01T22:00:00Z', expectedAt: '2026-12-04T12:00:00Z' },
		};
		const keep = async (changes: object) =>
			await truthOf('POST', place, place, { ...draft, ...changes });
		const first = await keep({});
		const { drafts } = (await ask(`${place}?deal=7`)) as { drafts: Array<{ id: string }> };
		const at = async (id: string, word: string, answer: object) =>
			await truthOf('POST', `${place}/${id}/${word}`, `${place}/{id}/${word}`, answer);
		const id = drafts[0]?.id ?? '';
		const seen = [
			first,
			await keep({ occurrence: 0 }),
			await truthOf('GET', `${place}?state=asked&deal=7`, place),
			await at(id, 'send', {}),
			await at(id, 'send', { by: 'olivia', words: 'Own', expectedOn: '2026-12-07' }),
			await at(id, 'send', { by: 'olivia' }),
			await at(id, 'refuse', { by: 'olivia' }),
			await at('dft_0', 'refuse', { by: 'olivia' }),
		];
		expect(seen.flatMap(({ faults }) => faults)).toEqual([]);
		expect(seen.map(({ status }) => status)).toEqual([200, 400, 200, 400, 200, 200, 409, 404]);
	});

	it('is what the description says of mail', async () => {
		const place = '/v1/mail/suppressions';
		const address = 'ana@cafeaurora.com';
		const lift = { address, reason: 'asked for it', by: 'ops' };
		const seen = [
			await truthOf('POST', place, place, { address, scope: 'marketing', reason: 'by phone' }),
			await truthOf('GET', `${place}?limit=5`, place),
			await truthOf('POST', `${place}/lift`, `${place}/lift`, lift),
			await truthOf('POST', `${place}/lift`, `${place}/lift`, lift),
			await truthOf('GET', '/unsubscribe/x', '/unsubscribe/{token}'),
			await truthOf('GET', '/feedback/x', '/feedback/{token}'),
			await truthOf('POST', '/feedback/x', '/feedback/{token}', 'score=9'),
		];
		expect(seen.flatMap(({ faults }) => faults)).toEqual([]);
		expect(seen.map(({ status }) => status)).toEqual([200, 200, 200, 404, 404, 404, 404]);
	});

	it('is what the description says of links into the portal', async () => {
		const [place, page] = ['/v1/portal-links', '/portal/{token}'];
		const wish = { client: '5012', email: 'mette@example.com' };
		const revoke = async (body: object) =>
			await truthOf('POST', `${place}/revoke`, `${place}/revoke`, body);
		const seen = [
			await truthOf('POST', place, place, wish),
			await truthOf('POST', place, place, { ...wish, name: null, delivery: 'dlv_1' }),
			await truthOf('POST', place, place, { client: '5012' }),
			await truthOf('GET', `${place}?client=5012&limit=5`, place),
			await truthOf('GET', `${place}?limit=0`, place),
			await revoke({ client: '5012', by: 'olivia' }),
			await revoke({ client: '5012', by: 'olivia' }),
			await revoke({ by: 'olivia' }),
			await truthOf('GET', '/portal/none', page),
			await truthOf('GET', '/portal/none/deliveries/d', `${page}/deliveries/{id}`),
			await truthOf(
				'GET',
				'/portal/none/deliveries/d/files/f',
				`${page}/deliveries/{id}/files/{name}`,
			),
		];
		expect(seen.flatMap(({ faults }) => faults)).toEqual([]);
		expect(seen.map(({ status }) => status)).toEqual([
			200, 200, 400, 200, 400, 200, 404, 400, 404, 404, 404,
		]);
	});

	it('is what the description says of media', async () => {
		const place = '/v1/media-checks';
		const file = { kind: 'frameio', accountId: 'a', fileId: 'f', name: 'clip.mp4' };
		const request = { file, specs: ['agency'], subject: 'file:f' };
		const asked = await truthOf('POST', place, place, request);
		const { checkId } = asked.json as unknown as { checkId: string };
		const read = async () => await truthOf('GET', `${place}/${checkId}`, `${place}/{id}`);
		const one = async () => ((await read()).json as unknown as { check: CheckView }).check;
		const deadline = Date.now() + 60_000;
		while ((await one()).state !== 'done' && Date.now() < deadline) await pause(50);
		const { reportUrl } = await one();
		const link = new URL(reportUrl ?? 'http://nothing.test').pathname;
		const page = '/media-reports/{token}';
		const at = async (id: string, word: string) =>
			await truthOf('POST', `${place}/${id}/${word}`, `${place}/{id}/${word}`);
		const seen = [
			asked,
			await truthOf('POST', place, place, request),
			await truthOf('POST', place, place, { ...request, specs: ['agenci'] }),
			await truthOf('POST', place, place, {}),
			await read(),
			await truthOf('GET', `${place}/chk_0`, `${place}/{id}`),
			await truthOf('GET', `${place}?subject=file:f`, place),
			await truthOf('GET', `${place}?state=x`, place),
			await truthOf('GET', `${place}/${checkId}/report`, `${place}/{id}/report`),
			await truthOf('GET', `${place}/chk_0/report`, `${place}/{id}/report`),
			await truthOf('GET', link, page),
			await truthOf('GET', `${link}x`, page),
			await at(checkId, 'retry'),
			await at(checkId, 'cancel'),
			await at('chk_0', 'cancel'),
			await at('chk_0', 'retry'),
		];
		expect(seen.flatMap(({ faults }) => faults)).toEqual([]);
		expect(seen.map(({ status }) => status)).toEqual([
			202, 202, 400, 400, 200, 404, 200, 400, 200, 404, 200, 404, 200, 200, 404, 404,
		]);
	});

	it('is what the description says of hooks', async () => {
		const hook = async (source: string, body: string, headers: Record<string, string>) =>
			await truthOf('POST', `/hooks/${source}`, `/hooks/${source}`, body, headers);
		const timestamp = Math.floor(Date.now() / 1_000);
		const form = '{"email":"ana@cafeaurora.com"}';
		const task = '{"event":"taskDeleted"}';
		const question = '{"type":"url_verification","challenge":"abc"}';
		const hex = (secret: string, text: string) =>
			createHmac('sha256', secret).update(text).digest('hex');
		const seen = [
			await hook('forms', form, {
				...signatureHeaders({ id: 'm1', timestamp, body: form }, formSecret),
			}),
			await hook('clickup', task, { 'x-signature': hex('clickup-secret', task) }),
			await hook('clickup', 'no', { 'x-signature': hex('clickup-secret', 'no') }),
			await hook('slack', question, {
				'x-slack-request-timestamp': String(timestamp),
				'x-slack-signature': `v0=${hex('slack-secret', `v0:${timestamp}:${question}`)}`,
			}),
			await hook('stripe', '{}', {}),
			await hook('hubspot', 'x'.repeat(300_000), {}),
		];
		expect(seen.flatMap(({ faults }) => faults)).toEqual([]);
		expect(seen.map(({ status }) => status)).toEqual([202, 200, 400, 200, 401, 413]);
	});
});

describe('the page for people', () => {
	it('comes from the service alone, without a key', async () => {
		const page = await fetch(`${service.url}/docs/`);
		const html = await page.text();
		const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, place = '']) => place);

		expect(page.status).toBe(200);
		expect(parts.length).toBeGreaterThan(3);
		for (const part of parts) {
			const url = new URL(part, `${service.url}/docs/`);
			expect(url.origin).toBe(service.url);
			const answer = await fetch(url);
			expect(answer.status).toBe(200);
			// Read to its end: the service stops when nobody takes a part of it any more.
			expect((await answer.text()).length).toBeGreaterThan(0);
		}
	});
});
