import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Service } from '../../../../orchestrator/src/service';
import { startService } from '../../../../orchestrator/src/service';
import { emptyLedgerPlace } from '../../../support/ledgerPlace';
import { describeWithFfmpeg } from '../../../support/media/ffmpegHere';
import { makeMedia, pictures, tone } from '../../../support/media/makeMedia';
import { someSettings } from '../support/aService';

const apiKey = 'the-key-of-this-test';

describeWithFfmpeg('a media check of a file at Frame.io', () => {
	let folder = '';
	let film = Buffer.alloc(0);
	let vendor: Server;
	let service: Service;

	beforeAll(async () => {
		folder = mkdtempSync(path.join(tmpdir(), 'through-frameio-'));
		const file = makeMedia(path.join(folder, 'film.mp4'), [
			...pictures(6, '320x180'),
			...tone(6),
			...['-vf', "drawbox=enable='between(t,2,4.5)':c=black:t=fill"],
			...[
				'-c:v',
				'libx264',
				'-preset',
				'ultrafast',
				'-pix_fmt',
				'yuv420p',
				'-c:a',
				'aac',
				'-ac',
				'2',
			],
		]);
		film = readFileSync(file);
		vendor = createServer(({ url = '' }, response) => {
			if (url.startsWith('/bytes')) {
				response.writeHead(200, { 'content-length': film.length }).end(film);
				return;
			}
			const place = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
			const data = {
				id: 'f1',
				name: 'café <v1>.mp4',
				media_type: 'video/mp4',
				project_id: 'p1',
				parent_id: null,
				file_size: film.length,
				view_url: 'https://next.frame.io/project/p1/view/f1',
				media_links: { original: { download_url: `${place}/bytes?signed=1` } },
			};
			const isSignIn = url.startsWith('/ims');
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(isSignIn ? { access_token: 't', expires_in: 3_600 } : { data }));
		});
		await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
		const base = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
		service = await startService({
			settings: {
				...someSettings(),
				media: { folder, maxGigabytes: 1, atATime: 1, reportDays: 1 },
			},
			secrets: {
				...{ hubspotToken: '', slackToken: '', clickupToken: '', ledgerApiKey: apiKey },
				smtpUrl: 'smtp://127.0.0.1:1',
				frameio: { clientId: 'id', clientSecret: 'secret' },
				reportSecret: 'whsec_reports',
			},
			bases: { frameio: base, ims: base },
			ledger: await emptyLedgerPlace(),
			port: 0,
		});
	}, 240_000);
	afterAll(async () => {
		await service.stop();
		vendor.closeAllConnections();
		await new Promise((resolve) => vendor.close(resolve));
		rmSync(folder, { recursive: true, force: true });
	});

	const ask = async (where: string, body?: object): Promise<unknown> => {
		const answer = await fetch(`${service.url}${where}`, {
			...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
			headers: {
				authorization: `Bearer ${apiKey}`,
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
		});
		return await answer.json();
	};

	it('ends with findings of those very bytes, and a report that shows the frame', async () => {
		const file = { kind: 'frameio', accountId: 'acc', fileId: 'f1' };
		const request = { file, specs: ['agency'], subject: 'file:f1' };
		const { checkId } = (await ask('/v1/media-checks', request)) as { checkId: string };
		const read = async () =>
			((await ask(`/v1/media-checks/${checkId}`)) as { check: Record<string, unknown> }).check;
		const deadline = Date.now() + 200_000;
		while ((await read()).state !== 'done') {
			const { state, error } = await read();
			if (state === 'failed' || Date.now() > deadline)
				throw new Error(JSON.stringify({ state, error }));
			await pause(200);
		}
		const check = await read();
		expect(check).toMatchObject({
			sha256: createHash('sha256').update(film).digest('hex'),
			file: { name: 'café <v1>.mp4' },
			figures: { sizeBytes: film.length, reused: false },
		});
		const { findings } = check.report as {
			findings: Array<{ rule: string; timecode: { from: string } | null; fix: string }>;
		};
		const black = findings.find(({ rule }) => rule === 'black');
		expect(black?.timecode?.from).toBe('00:00:02:00');
		const page = await (
			await fetch(String(check.reportUrl).replace(/^https?:\/\/[^/]+/, service.url))
		).text();
		expect(page.match(/data:image\/jpeg;base64,/g)?.length).toBeGreaterThan(0);
		expect(page).toContain('café &lt;v1&gt;.mp4');
	}, 240_000);
});
