import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Service } from '../../../../orchestrator/src/service';
import { startService } from '../../../../orchestrator/src/service';
import { aMeasuredFile } from '../../../support/aMeasuredFile';
import { emptyDatabase, layEmptyLedger } from '../../../support/ledgerPlace';
import type { FakeMeasurer } from '../../media/aMediaService';
import { aMeasurer, aSource } from '../../media/aMediaService';
import { someSettings } from '../support/aService';

const apiKey = 'the-key-of-this-test';
const running: Service[] = [];
let folder = '';
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'media-restart-'));
});
afterAll(async () => {
	for (const service of running) await service.stop();
	rmSync(folder, { recursive: true, force: true });
});

async function aReplica(ledger: string, measurer: FakeMeasurer): Promise<Service> {
	const vendors = { hubspotToken: '', slackToken: '', clickupToken: '' };
	const service = await startService({
		settings: someSettings(),
		secrets: { ...vendors, ledgerApiKey: apiKey, smtpUrl: 'smtp://127.0.0.1:1' },
		mediaSource: aSource(),
		openMeasurer: async () => measurer,
		ledger,
		port: 0,
	});
	running.push(service);
	return service;
}

async function ask(service: Service, where: string, body?: object): Promise<unknown> {
	const answer = await fetch(`${service.url}${where}`, {
		...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
		headers: {
			authorization: `Bearer ${apiKey}`,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
	});
	return await answer.json();
}

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
	const deadline = Date.now() + 90_000;
	while (!(await holds())) {
		if (Date.now() > deadline) throw new Error('it never came to that');
		await pause(50);
	}
}

describe('a media check whose process stops', () => {
	it('is done by the next process, once', async () => {
		const server = await emptyDatabase();
		const ledger = server ?? (await layEmptyLedger(path.join(folder, 'ledger')));
		const [slow, quick] = [aMeasurer(), aMeasurer()];
		slow.measuring(
			async ({ signal }) =>
				await new Promise((_resolve, reject) => {
					signal.addEventListener('abort', () => reject(new Error('aborted')));
				}),
		);
		quick.measuring(() => aMeasuredFile());
		const first = await aReplica(ledger, slow);
		const file = { kind: 'frameio', accountId: 'a', fileId: 'f', name: 'f.mp4' };
		const request = { file, specs: ['agency'], subject: 'file:f' };
		const { checkId } = (await ask(first, '/v1/media-checks', request)) as { checkId: string };
		await until(() => slow.measured.length === 1);
		// A server lets the second come while the first is still there, as in an update without a pause.
		const other = server === null ? null : await aReplica(ledger, quick);
		await first.stop();
		const second = other ?? (await aReplica(ledger, quick));

		const read = async () =>
			(
				(await ask(second, `/v1/media-checks/${checkId}`)) as {
					check: { state: string; attempt: number };
				}
			).check;
		await until(async () => (await read()).state === 'done');
		expect((await read()).attempt).toBe(1);
		expect(quick.measured).toHaveLength(1);
		const { events } = (await ask(second, '/v1/inbox?limit=50')) as {
			events: Array<{ topic: string }>;
		};
		expect(events.map(({ topic }) => topic)).toEqual(['media.checked']);
	}, 240_000);
});
