import { triggerPath } from '../../../nodes/domain/inbox/envelope';
import { MendableError, RetryableError } from '../../../nodes/domain/errors';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { takeFreePort } from '../../../orchestrator/src/up/ports';
import { countedPacer, countedStore } from '../../../orchestrator/src/service/metrics/counted';
import { openMetrics } from '../../../orchestrator/src/service/metrics/metrics';
import { openPacer } from '../../../orchestrator/src/service/pacing/pacer';
import { noPaces } from '../../../orchestrator/src/service/pacing/paces';
import { waitFor } from '../../../orchestrator/src/up/waitFor';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import type { FakeVendor } from '../adapters/fakeVendor';
import { startFakeVendor } from '../adapters/fakeVendor';
import { contents, someSettings } from './support/aService';
import { anItem } from './support/anItem';
import { hookSecretsOf } from './support/hookSecrets';
import { anInterface, ownKeys } from './support/anInterface';
import type { Sample } from './support/readMetrics';
import { readMetrics, valueOf } from './support/readMetrics';

const headers = {
	authorization: `Bearer ${ownKeys.ledgerApiKey}`,
	'content-type': 'application/json',
};

async function scrape(url: string): Promise<{ text: string; samples: Sample[] }> {
	const response = await fetch(`${url}/metrics`, { headers });
	expect(response.status).toBe(200);
	expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
	const text = await response.text();
	return { text, samples: readMetrics(text) };
}

describe('the metrics of a service', () => {
	let n8n: FakeVendor;
	let service: Service;

	beforeAll(async () => {
		n8n = await startFakeVendor();
		n8n.answers = {
			[`/webhook/${triggerPath('lead.received')}`]: { body: { executionId: '7' } },
			'/executions/7': { body: { status: 'running' } },
		};
		service = await startService({
			settings: someSettings(),
			secrets: {
				...ownKeys,
				hubspotToken: 'h',
				slackToken: 's',
				clickupToken: 'c',
				smtpUrl: 'smtp://127.0.0.1:1',
			},
			bases: { slack: `http://127.0.0.1:${await takeFreePort()}/api/` },
			patience: { timeoutMs: 60_000, retryTotalMs: 0 },
			resolver: { everyMs: 3_600_000 },
			ledger: await emptyLedgerPlace(),
			port: 0,
			inbox: {
				hookSecrets: hookSecretsOf({}),
				n8n: {
					url: n8n.base,
					triggerSecret: `whsec_${Buffer.from('trigger'.padEnd(32)).toString('base64')}`,
					readApiKey: () => 'n8n-key',
				},
				policy: { pollMs: 20, lookUpEveryMs: 20 },
			},
		});
	});
	afterAll(async () => {
		await service.stop();
		await n8n.stop();
	});

	const post = async (path: string, body: object) =>
		await fetch(`${service.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
	const effect = (key: string, kind: string) => ({
		key,
		kind,
		content: contents[kind],
		data: anItem(),
	});

	it('tell of everything from the start, in seconds and totals', async () => {
		const { text, samples } = await scrape(service.url);
		for (const [name, labels] of [
			['agency_inbox_events', { state: 'received' }],
			['agency_inbox_events', { state: 'dead' }],
			['agency_inbox_oldest_unfinished_age_seconds', {}],
			['agency_inbox_forwards_total', { result: 'refused' }],
			['agency_inbox_look_ups_total', { state: 'crashed' }],
			['agency_effects', { state: 'unknown' }],
			['agency_effects_carried_out_total', { kind: 'mail', state: 'done' }],
			['agency_effect_duration_seconds_count', { kind: 'mail' }],
			['agency_effect_turn_wait_seconds_count', { pace: 'slackChannel', result: 'had' }],
			['agency_ledger_query_failures_total', { reason: 'away' }],
			['agency_promises_total', { promise: 'lead-in-slack', result: 'late' }],
			['agency_trial_leads_total', { result: 'stopped' }],
			['agency_alerts', { level: 'urgent' }],
			['agency_differences', { class: 'missing' }],
		] as const) {
			expect({ name, value: valueOf(samples, name, labels) }).toEqual({ name, value: 0 });
		}
		expect(valueOf(samples, 'agency_ledger_up')).toBe(1);
		// Before the first sweep there is no moment of it, rather than one in 1970.
		expect(valueOf(samples, 'agency_monitor_last_sweep_timestamp_seconds')).toBeNull();
		expect(valueOf(samples, 'process_resident_memory_bytes')).toBeGreaterThan(1_000_000);

		for (const [, name = '', type] of text.matchAll(/^# TYPE (agency_\w+) (\w+)$/gm)) {
			expect(name.endsWith('_total')).toBe(type === 'counter');
			if (type === 'histogram') expect(name).toMatch(/_seconds$/);
		}
	});

	it('are true after known traffic', async () => {
		const before = (await scrape(service.url)).samples;
		await post('/v1/effects', effect('lead:1/record/x/1', 'record'));
		await post('/v1/effects', effect('lead:1/record/x/1', 'record'));
		await post('/v1/effects', effect('lead:2/record/x/1', 'record'));
		await post('/v1/effects', effect('lead:3/slack-message/sales/1', 'slack.message'));
		await post('/v1/effects', { key: 'wrong' });
		for (const externalId of ['a', 'b']) {
			const event = { source: 'forms', externalId, topic: 'lead.received', payload: {} };
			await post('/v1/inbox', { ...event, subject: 'lead-of:ana' });
		}
		const { samples } = await waitFor(
			async () => {
				const scraped = await scrape(service.url);
				const isAtWork =
					valueOf(scraped.samples, 'agency_inbox_look_ups_total', { state: 'running' }) !== 0;
				return isAtWork ? scraped : undefined;
			},
			{ what: 'the first look-up', deadlineMs: 20_000, mend: 'Look at the sweeper.' },
		);
		const since = (name: string, labels: Record<string, string>) =>
			(valueOf(samples, name, labels) ?? 0) - (valueOf(before, name, labels) ?? 0);

		const carriedOut = 'agency_effects_carried_out_total';
		expect(since(carriedOut, { kind: 'record', state: 'done' })).toBe(2);
		// It comes up again while the look-up is waited for, and nobody listens still.
		const unsent = { kind: 'slack.message', state: 'planned' };
		expect(since(carriedOut, unsent)).toBeGreaterThanOrEqual(1);
		expect(since('agency_effect_duration_seconds_count', { kind: 'record' })).toBe(2);
		const effectsIn = (state: string) => valueOf(samples, 'agency_effects', { state }) ?? 0;
		expect(effectsIn('planned') + effectsIn('in_flight')).toBe(1);
		// One at a time of one subject: the second waits for the first.
		expect(since('agency_inbox_forwards_total', { result: 'taken' })).toBe(1);
		expect(valueOf(samples, 'agency_inbox_events', { state: 'forwarded' })).toBe(1);
		expect(valueOf(samples, 'agency_inbox_events', { state: 'received' })).toBe(1);
		expect(valueOf(samples, 'agency_inbox_oldest_unfinished_age_seconds')).toBeGreaterThan(0);
		const http = 'agency_http_request_duration_seconds_count';
		const effects = { method: 'POST', route: '/v1/effects' };
		expect(since(http, { ...effects, status: '200' })).toBe(3);
		expect(since(http, { ...effects, status: '202' })).toBe(1);
		expect(since(http, { ...effects, status: '400' })).toBe(1);
	});

	it('hold words of ours alone, however many ids and addresses are asked for', async () => {
		const visit = async (n: number) => {
			for (const path of [
				`/v1/inbox/evt_${n}`,
				`/v1/effects/${encodeURIComponent(`lead:${n}/ana@cafeaurora.com/x/1`)}`,
				`/ana-${n}@cafeaurora.com`,
				`/hooks/forms?email=ana-${n}`,
			]) {
				await fetch(`${service.url}${path}`, { headers });
			}
			await fetch(`${service.url}/nowhere-${n}`, { method: 'PURGE' });
		};
		await visit(0);
		const before = await scrape(service.url);
		for (let n = 1; n <= 20; n += 1) await visit(n);
		const after = await scrape(service.url);

		// Node's own come and go with what it happens to do, such as collecting garbage.
		const ours = ({ samples }: typeof after) =>
			samples.filter(({ name }) => name.startsWith('agency_')).length;
		expect(ours(after)).toBe(ours(before));
		expect(after.text).not.toMatch(/ana|cafeaurora|evt_\d|lead:/);
	});

	it('are for keys with their scope, on loopback too', async () => {
		const answer = async (key: string) =>
			(await fetch(`${service.url}/metrics`, { headers: { authorization: `Bearer ${key}` } }))
				.status;
		expect(await answer('')).toBe(401);
		expect(await answer(ownKeys.nodesApiKey)).toBe(403);
	});
});

describe('the metrics while the ledger is away', () => {
	it('say so, without old numbers, to who was let in before', async () => {
		const whole = await openLedger(await emptyLedgerPlace());
		let isAway = false;
		const query: Store['query'] = async (sql, values) => {
			if (isAway) throw new RetryableError('ledger/away', 'w', 'w', 'm', 1_000);
			return await whole.query(sql, values);
		};
		const metrics = openMetrics();
		const store = countedStore({ ...whole, query }, metrics);
		const app = await anInterface(store, { metrics });
		const url = await app.listen({ host: '127.0.0.1', port: 0 });
		try {
			expect(valueOf((await scrape(url)).samples, 'agency_ledger_up')).toBe(1);
			isAway = true;
			const { samples } = await scrape(url);
			const again = await scrape(url);

			expect(valueOf(samples, 'agency_ledger_up')).toBe(0);
			const old = samples.filter(({ name }) =>
				/^agency_(inbox_events|inbox_oldest_unfinished_age_seconds|effects)$/.test(name),
			);
			expect(old).toEqual([]);
			const failed = { reason: 'away' };
			expect(valueOf(again.samples, 'agency_ledger_query_failures_total', failed)).toBeGreaterThan(
				0,
			);
		} finally {
			await app.close();
			await whole.close();
		}
	});
});

describe('a counted lane', () => {
	it('tells who waited for a turn, and who left without', async () => {
		const counted: string[] = [];
		const stopping = new AbortController();
		const paces = { ...noPaces, slackChannel: { calls: 1, windowMs: 1_500 } };
		const pacer = countedPacer(openPacer(paces, stopping.signal), {
			waited: (pace, result) => counted.push(`${pace} ${result}`),
		});
		const sales = () => pacer.lane({ pace: 'slackChannel', name: '#sales' });

		expect(await sales().takeNow()).not.toBeNull();
		expect(await sales().takeNow()).toBeNull();
		expect(await sales().next(pacer.place(), 10_000)).not.toBeNull();
		expect(await sales().next(pacer.place(), 0)).toBeNull();
		await pacer.lane({ pace: null, name: 'record' }).next(pacer.place(), 10_000);
		stopping.abort();
		expect(counted).toEqual(['slackChannel had', 'slackChannel left']);
	});
});

describe('a counted store', () => {
	const failing = (error: unknown): Store => ({
		engine: { kind: 'server', url: '' },
		query: async () => await Promise.reject(error as Error),
		run: async () => await Promise.reject(error as Error),
		transaction: async () => await Promise.reject(error as Error),
		close: async () => undefined,
	});

	it.each([
		{ what: 'a lost connection', error: { code: 'ECONNRESET' }, counts: ['away'] },
		{ what: 'a statement that is wrong', error: { code: '42601' }, counts: ['refused'] },
		{ what: 'a row that is there already', error: { code: '23505' }, counts: [] },
		{ what: 'a finding of ours', error: new MendableError('a/b', '', '', ''), counts: [] },
	])('counts $what as $counts and lets it through', async ({ error, counts }) => {
		const counted: string[] = [];
		const store = countedStore(failing(error), { ledgerFailed: (why) => counted.push(why) });
		for (const call of [
			async () => await store.query(''),
			async () => await store.run(''),
			async () => await store.transaction(async () => undefined),
		]) {
			await expect(call()).rejects.toBe(error);
		}
		expect(counted).toEqual([...counts, ...counts, ...counts]);
	});
});
