import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sandboxStorage } from '../../../../orchestrator/src/sandbox/accounts';
import type { Service } from '../../../../orchestrator/src/service';
import { startService } from '../../../../orchestrator/src/service';
import { defaultStorage } from '../../../../orchestrator/src/service/settings';
import { emptyLedgerPlace } from '../../../support/ledgerPlace';
import type { FakeVendor } from '../../adapters/fakeVendor';
import { startFakeVendor } from '../../adapters/fakeVendor';
import type { TestStorage } from '../../storage/aStorage';
import { aStorage } from '../../storage/aStorage';
import { someSettings } from '../support/aService';

const apiKey = 'the-key-of-this-test';
const publicUrl = 'https://ops.agency.test';
const captions = '1\n00:00:01,000 --> 00:00:02,000\nHej\n';
const lines: string[] = [];
let hubspot: FakeVendor;
let s3: TestStorage;
let service: Service;

beforeAll(async () => {
	[hubspot, s3] = await Promise.all([startFakeVendor(), aStorage()]);
	service = await startService({
		settings: {
			...someSettings(),
			hooks: { publicUrl },
			storage: {
				...defaultStorage,
				endpoint: s3.url,
				region: sandboxStorage.region,
				pathStyle: true,
				delivery: { bucket: 'agency-delivery', prefix: '' },
			},
		},
		secrets: {
			ledgerApiKey: apiKey,
			hubspotToken: 'h',
			slackToken: 's',
			clickupToken: 'c',
			smtpUrl: 'smtp://127.0.0.1:1',
			portalSecret: 'whsec_portal',
			storage: { ...sandboxStorage.keys },
		},
		bases: { hubspot: hubspot.base },
		ledger: await emptyLedgerPlace(),
		port: 0,
		log: { write: (line: string) => void lines.push(line) },
	});
});
afterAll(async () => {
	await service.stop();
	await Promise.all([hubspot.stop(), s3.stop()]);
});

async function api(path: string, body?: object) {
	const answer = await fetch(`${service.url}${path}`, {
		...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
		headers: {
			authorization: `Bearer ${apiKey}`,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
	});
	return (await answer.json()) as Record<string, unknown>;
}

const times = { createdAt: '2026-11-22T10:00:00Z', updatedAt: '2026-11-22T10:00:00Z' };

it('takes a client from their link to the bytes that were approved, until these are taken back', async () => {
	hubspot.answers = {
		'/crm/v3/objects/contacts/5012': {
			body: {
				id: '5012',
				...times,
				properties: { firstname: 'Mette', country: 'Denmark' },
				associations: { deals: { results: [{ id: '77', type: 'contact_to_deal' }] } },
			},
		},
		'/crm/v3/objects/deals/batch/read': {
			body: {
				status: 'COMPLETE',
				startedAt: times.createdAt,
				completedAt: times.createdAt,
				results: [
					{ id: '77', ...times, properties: { dealname: 'Nordlys', dealstage: 'closedwon' } },
				],
			},
		},
	};
	const name = 'undertekster año #1.srt';
	const { id } = (await api('/v1/deliveries', {
		deal: '77',
		client: { id: '5012', email: 'mette@nordlys.test' },
		manifest: {
			files: [
				{
					name,
					sha256: createHash('sha256').update(captions).digest('hex'),
					mediaType: 'application/x-subrip',
					role: 'captions',
					source: { kind: 'text', text: captions },
				},
			],
		},
		storagePlan: { targets: [{ name: 'delivery', kind: 's3' }] },
	})) as { id: string };
	const deadline = Date.now() + 60_000;
	const stateOf = async () =>
		((await api(`/v1/deliveries/${id}`)) as { delivery: { state: string } }).delivery.state;
	while ((await stateOf()) !== 'stored' && Date.now() < deadline) await pause(50);
	expect(await stateOf()).toBe('stored');

	const wish = { client: '5012', email: 'mette@nordlys.test', language: 'da', delivery: id };
	const { url, deliveryUrl } = (await api('/v1/portal-links', wish)) as Record<string, string>;
	const at = (address = '') => address.replace(publicUrl, service.url);
	const overview = await (await fetch(at(url))).text();
	expect(overview).toContain('<h1>Hej Mette</h1>');
	expect(overview).toContain('>Nordlys</h2>');
	const page = await (await fetch(at(deliveryUrl))).text();
	const [, file = ''] = /href="(\/portal\/[^"]+\/files\/[^"]+)"/.exec(page) ?? [];

	const given = await fetch(`${service.url}${file}`);
	expect(given.status).toBe(200);
	expect(given.redirected).toBe(true);
	expect(await given.text()).toBe(captions);
	expect(given.headers.get('content-disposition')).toMatch(
		/^attachment; .*filename\*=UTF-8''undertekster%20a%C3%B1o%20%231\.srt$/,
	);

	await api(`/v1/deliveries/${id}/withdraw`, { reason: 'the wrong film' });
	expect((await fetch(`${service.url}${file}`)).status).toBe(404);
	expect((await fetch(at(deliveryUrl))).status).toBe(404);

	// Whoever reads the log, or the numbers, gets in nowhere.
	const token = (url ?? '').slice(-43);
	const metrics = await fetch(`${service.url}/metrics`, {
		headers: { authorization: `Bearer ${apiKey}` },
	});
	const numbers = await metrics.text();
	expect(numbers).toContain('route="/portal/:token"');
	expect(lines.join('') + numbers).not.toContain(token);
});
