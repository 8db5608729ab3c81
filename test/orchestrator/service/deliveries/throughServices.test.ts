import { mkdtempSync, rmSync } from 'node:fs';
import type { Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DeliveryView } from '../../../../orchestrator/src/delivery/view';
import { openLedger } from '../../../../orchestrator/src/ledger/openLedger';
import { sandboxStorage } from '../../../../orchestrator/src/sandbox/accounts';
import type { Service } from '../../../../orchestrator/src/service';
import { startService } from '../../../../orchestrator/src/service';
import { defaultStorage } from '../../../../orchestrator/src/service/settings';
import { emptyDatabase, layEmptyLedger } from '../../../support/ledgerPlace';
import {
	aFilm,
	aRequest,
	filmBytes,
	filmHash,
	seeFilm,
	someCaptions,
} from '../../delivery/aDelivery';
import type { TestStorage } from '../../storage/aStorage';
import { aStorage } from '../../storage/aStorage';
import { someSettings } from '../support/aService';

const apiKey = 'the-key-of-this-test';
/** More than one part of the smallest size that a configuration takes. */
const SIZE = 12_000_000;
const film = filmBytes('f1', SIZE);

let folder = '';
let frameio: Server;
let s3: TestStorage;
let ledger = '';
/** How Frame.io gives bytes from now on. */
let give: (response: ServerResponse, from: number) => void = () => undefined;
const asked: number[] = [];
const running: Service[] = [];

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'deliveries-'));
	s3 = await aStorage();
	frameio = createServer(({ url = '', headers }, response) => {
		if (url.startsWith('/bytes')) {
			const from = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
			asked.push(from);
			const range = { 'content-range': `bytes ${from}-${SIZE - 1}/${SIZE}` };
			response.writeHead(from === 0 ? 200 : 206, {
				etag: '"film"',
				'content-length': SIZE - from,
				...(from === 0 ? {} : range),
			});
			give(response, from);
			return;
		}
		const data = {
			id: 'f1',
			name: 'film.mp4',
			media_type: 'video/mp4',
			project_id: 'p1',
			parent_id: null,
			file_size: SIZE,
			view_url: 'https://next.frame.io/project/p1/view/f1',
			media_links: { original: { download_url: `${baseOf(frameio)}/bytes?signed=1` } },
		};
		response.setHeader('content-type', 'application/json');
		const isSignIn = url.startsWith('/ims');
		response.end(JSON.stringify(isSignIn ? { access_token: 't', expires_in: 3_600 } : { data }));
	});
	await new Promise<void>((resolve) => frameio.listen(0, '127.0.0.1', resolve));
	ledger = (await emptyDatabase()) ?? (await layEmptyLedger(path.join(folder, 'ledger')));
	const store = await openLedger(ledger);
	await seeFilm(store, { fileId: 'f1', sha256: filmHash('f1', SIZE) });
	await store.close();
});
afterAll(async () => {
	for (const service of running) await service.stop();
	frameio.closeAllConnections();
	await new Promise((resolve) => frameio.close(resolve));
	await s3.stop();
	rmSync(folder, { recursive: true, force: true });
});

const baseOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function aReplica(): Promise<Service> {
	const service = await startService({
		settings: {
			...someSettings(),
			storage: {
				...defaultStorage,
				endpoint: s3.url,
				region: sandboxStorage.region,
				pathStyle: true,
				delivery: { bucket: 'agency-delivery', prefix: '' },
				partMegabytes: 5.3,
			},
		},
		secrets: {
			...{ hubspotToken: '', slackToken: '', clickupToken: '', ledgerApiKey: apiKey },
			smtpUrl: 'smtp://127.0.0.1:1',
			frameio: { clientId: 'id', clientSecret: 'secret' },
			storage: { ...sandboxStorage.keys },
		},
		bases: { frameio: baseOf(frameio), ims: baseOf(frameio) },
		ledger,
		port: 0,
	});
	running.push(service);
	return service;
}

async function ask<Body>(service: Service, where: string, body?: object): Promise<Body> {
	const answer = await fetch(`${service.url}${where}`, {
		...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
		headers: {
			authorization: `Bearer ${apiKey}`,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
	});
	return (await answer.json()) as Body;
}

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
	const deadline = Date.now() + 90_000;
	while (!(await holds())) {
		if (Date.now() > deadline) throw new Error('it never came to that');
		await pause(50);
	}
}

it('a delivery whose service stops in the middle is stored by the next one, whole and told of once', async () => {
	// Some of it, and then nothing: the service stops while it waits.
	give = (response) => void response.write(film.subarray(0, 11_000_000));
	const first = await aReplica();
	const request = aRequest({
		manifest: {
			files: [aFilm('f1', { sha256: filmHash('f1', SIZE), bytes: SIZE }), someCaptions()],
		},
	});
	const { id } = await ask<{ id: string }>(first, '/v1/deliveries', request);
	await until(() => s3.store.state.uploads.some(({ parts }) => parts.length > 0));
	await first.stop();
	expect(s3.store.state.uploads).toEqual([]);

	asked.length = 0;
	// The connection breaks once more, and is taken up again where it broke.
	give = (response, from) => {
		if (from > 0) return void response.end(film.subarray(from));
		response.write(film.subarray(0, 7_000_000), () => response.destroy());
	};
	const second = await aReplica();
	const read = async () =>
		(await ask<{ delivery: DeliveryView }>(second, `/v1/deliveries/${id}`)).delivery;
	await until(async () => (await read()).state === 'stored');

	expect(asked[0]).toBe(0);
	expect(asked.slice(1).every((from) => from > 0 && from <= 7_000_000)).toBe(true);
	const { files, attempt } = await read();
	expect({ attempt, files }).toMatchObject({
		attempt: 1,
		files: [
			{ name: 'f1.mp4', bytes: SIZE, checksum: expect.stringMatching(/-3$/) as string },
			{ name: 'f1.srt', bytes: 3 },
		],
	});
	const [object] = s3.store.state.objects.filter(({ key }) => key.endsWith('mp4'));
	expect(object).toMatchObject({ size: SIZE, key: 'nordlys/deal-9001-v1/f1.mp4' });
	const { events } = await ask<{ events: Array<{ topic: string; subject: string }> }>(
		second,
		'/v1/inbox?limit=50',
	);
	expect(events.map(({ topic, subject }) => [topic, subject])).toEqual([
		['delivery.stored', 'delivery:9001'],
	]);
	const metrics = await fetch(`${second.url}/metrics`, {
		headers: { authorization: `Bearer ${apiKey}` },
	});
	const told = await metrics.text();
	expect(told).toContain('agency_deliveries_total{result="stored"} 1');
	expect(told).toContain(`agency_delivery_bytes_total ${SIZE + 3}`);
}, 240_000);
