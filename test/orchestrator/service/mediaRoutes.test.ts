import { setTimeout as pause } from 'node:timers/promises';
import { shippedPacks } from '../../../nodes/domain/quality/packs';
import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { reportTokens } from '../../../orchestrator/src/media/reportToken';
import { aMeasuredFile } from '../../support/aMeasuredFile';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { aMeasurer, aSource, incoming, someBytes, someSha256 } from '../media/aMediaService';
import { someSettings } from './support/aService';

const [apiKey, nodesKey] = ['the-key-of-this-test', 'the-key-of-the-nodes'];
const reportSecret = 'whsec_reports-of-this-test';
const [measurer, source] = [aMeasurer(), aSource()];
let service: Service;
const lines: string[] = [];

beforeAll(async () => {
	const vendors = { hubspotToken: '', slackToken: '', clickupToken: '' };
	service = await startService({
		settings: someSettings(),
		secrets: {
			...vendors,
			ledgerApiKey: apiKey,
			nodesApiKey: nodesKey,
			smtpUrl: 'smtp://127.0.0.1:1',
			reportSecret,
		},
		mediaSource: source,
		openMeasurer: async () => measurer,
		ledger: await emptyLedgerPlace(),
		port: 0,
		log: { write: (line: string) => void lines.push(line) },
	});
});
afterAll(async () => await service.stop(), 60_000);
beforeEach(() => {
	measurer.measuring(() => aMeasuredFile());
	source.giving(() => incoming(someBytes));
});

interface Answer {
	status: number;
	body: Record<string, never>;
}

async function ask(path: string, body?: object, key = apiKey): Promise<Answer> {
	const answer = await fetch(`${service.url}${path}`, {
		...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
		headers: {
			authorization: `Bearer ${key}`,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
	});
	return { status: answer.status, body: (await answer.json()) as Record<string, never> };
}

const aRequest = (fileId: string, more: object = {}) => ({
	file: { kind: 'frameio', accountId: 'a1', fileId, name: `${fileId}.mp4` },
	specs: ['instagram-reels', 'agency'],
	subject: `file:${fileId}`,
	context: { project: 'p1' },
	...more,
});

interface CheckView {
	state: string;
	attempt: number;
	progress: number;
	sha256: string | null;
	specs: string[];
	reportUrl: string | null;
	report: { verdict: string; findings: Array<{ rule: string }> } | null;
	error: { code: string } | null;
}

async function checkOf(id: string): Promise<CheckView> {
	const { body } = await ask(`/v1/media-checks/${id}`);
	return (body as unknown as { check: CheckView }).check;
}

/** Asks, and waits until the check is in a state. */
async function until(id: string, state: string): Promise<CheckView> {
	const deadline = Date.now() + 60_000;
	for (;;) {
		const check = await checkOf(id);
		if (check.state === state) return check;
		if (Date.now() > deadline) throw new Error(`it is ${check.state}, not ${state}`);
		await pause(50);
	}
}

async function asked(request: object): Promise<string> {
	const { status, body } = await ask('/v1/media-checks', request, nodesKey);
	expect(status).toBe(202);
	return (body as unknown as { checkId: string }).checkId;
}

async function push(source: string, expectedVersion: number): Promise<Response> {
	return await fetch(`${service.url}/v1/data/media`, {
		method: 'PUT',
		body: JSON.stringify({ source, expectedVersion, by: 'olivia', reason: 'a test' }),
		headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
	});
}

describe('POST /v1/media-checks', () => {
	it('is done in the background and tells of it in the inbox', async () => {
		const id = await asked(aRequest('f1'));
		const check = await until(id, 'done');

		expect(check).toMatchObject({
			attempt: 1,
			sha256: someSha256,
			specs: ['instagram-reels/2026-11-24', 'agency/2026-11-24'],
			report: { verdict: 'pass', findings: [] },
		});
		const { body } = await ask('/v1/inbox?limit=50');
		const events = (body as unknown as { events: Array<{ topic: string; externalId: string }> })
			.events;
		expect(events.filter(({ externalId }) => externalId === `${id}/1`)).toMatchObject([
			{ topic: 'media.checked', subject: 'file:f1' },
		]);
		expect(lines.join('')).not.toContain('f1.mp4');
	});

	it('is the same check when it is asked for again, and another for other packs', async () => {
		const first = await asked(aRequest('f2'));
		const again = await asked(aRequest('f2'));
		const other = await asked(aRequest('f2', { specs: ['agency'] }));
		const trial = await asked(aRequest('f2', { test: true }));

		expect(again).toBe(first);
		expect(new Set([first, other, trial]).size).toBe(3);
	});

	it.each([
		{
			what: 'a pack that is written wrongly',
			change: { specs: ['youtub'] },
			says: /mean "youtube"/,
		},
		{
			what: 'a version that is not there',
			change: { specs: ['agency/2020-01-01'] },
			says: /2026-11-24/,
		},
		{ what: 'no packs', change: { specs: [] }, says: /at least one spec pack/ },
		{ what: 'a subject without a kind', change: { subject: 'f1' }, says: /kind and an id/ },
		{
			what: 'an address in place of a file',
			change: { file: { kind: 'url', url: 'http://x' } },
			says: /file.kind/,
		},
		{
			what: 'an id that is a path',
			change: { file: { ...aRequest('f').file, fileId: '../me' } },
			says: /id of Frame.io/,
		},
	])('refuses $what', async ({ change, says }) => {
		const { status, body } = await ask('/v1/media-checks', aRequest('f3', change));
		const { error } = body as unknown as { error: { why: string } };
		expect(status).toBe(400);
		expect(error.why).toMatch(says);
	});

	it('takes packs that were pushed as data, in place of those that ship', async () => {
		const agency = shippedPacks.find(({ id }) => id === 'agency');
		const limit = agency?.limits.find(({ rule }) => rule === 'loudness');
		const pack = {
			...agency,
			version: '2026-12-01',
			limits: [{ ...limit, expect: { is: 'between', min: -12 }, severity: 'error' }],
		};
		const yaml = `version: media/0\npacks: ${JSON.stringify([pack])}\n`;
		const pushed = await push(yaml, 0);
		expect(pushed.status).toBe(200);
		const newest = await until(await asked(aRequest('f4', { specs: ['agency'] })), 'done');
		const named = aRequest('f4', { specs: ['agency/2026-11-24'] });
		const older = await until(await asked(named), 'done');

		expect(newest.specs).toEqual(['agency/2026-12-01']);
		expect(newest.report).toMatchObject({ verdict: 'fail', findings: [{ rule: 'loudness' }] });
		expect(older.report?.verdict).toBe('pass');
	});
});

describe('a brand', () => {
	it('is looked at beside the packs, once somebody has pushed it', async () => {
		const brand = {
			id: 'aurora',
			version: '2026-11-24',
			title: 'Aurora',
			aspect: { oneOf: ['1:1'] },
		};
		const newest = (await ask('/v1/data/media')).body as unknown as { version: number };
		const wrong = { ...brand, endCard: { image: '/etc/passwd' } };
		const refused = await push(
			`version: media/${newest.version}\nbrands: ${JSON.stringify([wrong])}\n`,
			newest.version,
		);
		expect(refused.status).toBe(400);
		expect(await refused.text()).toContain('data:image/png;base64');
		const pushed = await push(
			`version: media/${newest.version}\nbrands: ${JSON.stringify([brand])}\n`,
			newest.version,
		);
		expect(pushed.status).toBe(200);

		const request = aRequest('f8', { specs: ['tiktok'], brand: 'aurora' });
		const check = await until(await asked(request), 'done');
		expect(check).toMatchObject({
			brand: 'aurora/2026-11-24',
			report: { verdict: 'fail', findings: [{ rule: 'aspect' }] },
		});
		const unknown = await ask('/v1/media-checks', { ...request, brand: 'auroro' });
		expect(unknown.status).toBe(400);
		expect(JSON.stringify(unknown.body)).toContain('Did you mean');
	});
});

describe('a check', () => {
	it('is cancelled while it runs, and done again by a retry', async () => {
		measurer.measuring(
			async ({ signal }) =>
				await new Promise((_resolve, reject) => {
					signal.addEventListener('abort', () => reject(new Error('aborted')));
				}),
		);
		// Bytes that were measured before would not be measured now.
		source.giving(() => incoming(Buffer.from('other bytes than before')));
		const id = await asked(aRequest('f5', { specs: ['tiktok'] }));
		await until(id, 'running');
		const cancelled = await ask(`/v1/media-checks/${id}/cancel`, {});
		expect(cancelled.body).toMatchObject({ changed: true, check: { state: 'cancelled' } });
		const again = await ask(`/v1/media-checks/${id}/cancel`, {});
		expect(again.body).toMatchObject({ changed: false });

		measurer.measuring(() => aMeasuredFile());
		const retried = await ask(`/v1/media-checks/${id}/retry`, {});
		expect(retried.body).toMatchObject({ changed: true, check: { attempt: 2 } });
		expect(await until(id, 'done')).toMatchObject({ attempt: 2 });
	});

	it('may be cancelled and retried by whoever operates, not by the nodes', async () => {
		const id = await asked(aRequest('f6'));
		expect((await ask(`/v1/media-checks/${id}/cancel`, {}, nodesKey)).status).toBe(403);
		expect((await ask(`/v1/media-checks/${id}`, undefined, nodesKey)).status).toBe(200);
	});

	it('has a report, by key and by a link that ends', async () => {
		measurer.measuring(() => aMeasuredFile({ 'video.freezes': [{ from: 4, to: 9 }] }));
		source.giving(() => incoming(Buffer.from('a film that stands still')));
		const id = await asked(
			aRequest('f7', {
				specs: ['agency/2026-11-24'],
				file: { ...aRequest('f7').file, name: '<b>x</b>.mp4' },
			}),
		);
		const { reportUrl } = await until(id, 'done');
		const path = new URL(reportUrl ?? '').pathname;

		const open = await fetch(`${service.url}${path}`);
		const html = await open.text();
		expect(open.status).toBe(200);
		expect(open.headers.get('content-security-policy')).toContain("default-src 'none'");
		expect(open.headers.get('cache-control')).toBe('no-store');
		expect(html).toContain('&lt;b&gt;x&lt;/b&gt;.mp4');
		expect(html).not.toContain('<b>x');
		expect(html).toContain('00:00:04:00');
		const keyed = await fetch(`${service.url}/v1/media-checks/${id}/report`, {
			headers: { authorization: `Bearer ${nodesKey}` },
		});
		expect(await keyed.text()).toBe(html);

		const over = reportTokens(reportSecret).make(id, new Date(Date.now() - 1_000));
		const foreign = reportTokens('another').make(id, new Date(Date.now() + 60_000));
		for (const token of [over, foreign, 'x', `${path.split('/').at(-1) ?? ''}x`]) {
			expect((await fetch(`${service.url}/media-reports/${token}`)).status).toBe(404);
		}
	});

	it('is counted, with how fast it was', async () => {
		source.giving(() => incoming(Buffer.from('a film to be counted')));
		await until(await asked(aRequest('f9', { specs: ['tiktok'] })), 'done');
		const numbers = await fetch(`${service.url}/metrics`, {
			headers: { authorization: `Bearer ${apiKey}` },
		});
		const text = await numbers.text();
		expect(text).toMatch(/agency_media_checks_total\{result="pass"\} [1-9]/);
		expect(text).toMatch(/agency_media_measured_film_seconds_total [1-9]/);
	});
});
