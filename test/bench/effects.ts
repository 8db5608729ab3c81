import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@hubspot/api-client';
import { LogLevel, WebClient } from '@slack/web-api';
import { contents } from '../orchestrator/service/support/aService';
import { anItem } from '../orchestrator/service/support/anItem';
import { postgresPrograms, startPostgres } from '../support/postgres';
import { startBenchProcess } from './benchProcess';
import type { EffectServerOptions, EffectServerReady } from './effectServer';
import type { Poster, Round } from './load';
import { openPoster, quantile, timeCalls } from './load';
import type { BenchTable } from './table';
import { median } from './table';

const ROUNDS = 5;
const CALLS = 300;
const CONNECTIONS = 10;
const apiKey = 'the-key-of-the-bench';

type Kind = 'slack.message' | 'hubspot.contact';
const kinds: readonly Kind[] = ['slack.message', 'hubspot.contact'];

/**
 * What an effect costs in the service (checked, kept, done once, receipt kept) beside the vendor's bare
 * SDK, both against one stand-in that answers at once: one call at a time, and ten.
 */
export async function benchEffects(): Promise<BenchTable[]> {
	const folder = mkdtempSync(path.join(tmpdir(), 'agency-bench-'));
	try {
		const tables = [await tableOf('PGlite', path.join(folder, 'ledger'))];
		if (postgresPrograms === null) {
			console.error('  no postgresql-15: the server is left out');
			return tables;
		}
		const server = await startPostgres();
		try {
			tables.push(await tableOf('a Postgres 15 server', await server.createDatabase()));
		} finally {
			await server.stop();
		}
		return tables;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

const start = async (options: EffectServerOptions) =>
	await startBenchProcess<EffectServerReady>(path.join(__dirname, 'effectServer.ts'), options);

async function tableOf(store: string, ledger: string): Promise<BenchTable> {
	const vendor = await start({ part: 'vendor' });
	const service = await start({ part: 'service', vendor: vendor.ready.url, ledger, apiKey });
	const poster = openPoster(CONNECTIONS);
	const bare = bareCalls(vendor.ready.url);
	const rows: BenchTable['rows'] = [];
	try {
		for (const kind of kinds) {
			const calls = {
				bare: bare.calls[kind],
				service: effectCalls(kind, service.ready.url, poster),
			};
			const single = await inTurn(calls, 1, `${store} ${kind}`);
			const many = await inTurn(calls, CONNECTIONS, `${store} ${kind}`);
			for (const way of ['bare', 'service'] as const) {
				const latencies = single[way].flatMap((round) => round.latencies);
				const speeds = many[way].map(({ perSecond }) => perSecond);
				rows.push({
					effect: kind,
					way: way === 'bare' ? 'bare SDK' : 'POST /v1/effects',
					'p50 ms, one at a time': quantile(latencies, 0.5).toFixed(2),
					'p99 ms': quantile(latencies, 0.99).toFixed(1),
					'effects/s, ten at a time (median)': median(speeds).toFixed(0),
					'÷ bare (median of rounds)': median(
						speeds.map((speed, round) => speed / (many.bare[round]?.perSecond ?? Number.NaN)),
					).toFixed(2),
				});
			}
		}
	} finally {
		poster.close();
		bare.close();
		await service.stop();
		await vendor.stop();
	}
	return {
		name: `An effect beside the bare SDK, on ${store}`,
		note: `${CALLS} calls a round, ${ROUNDS} rounds in turn; stand-in, service and load each a process of their own. The bare SDK keeps nothing: called again, it acts again.`,
		rows,
	};
}

type Way = 'bare' | 'service';

async function inTurn(
	calls: Record<Way, () => Promise<void>>,
	connections: number,
	name: string,
): Promise<Record<Way, Round[]>> {
	const rounds: Record<Way, Round[]> = { bare: [], service: [] };
	for (let round = -1; round < ROUNDS; round += 1) {
		for (const way of ['bare', 'service'] as const) {
			const timed = await timeCalls(CALLS, connections, calls[way]);
			const speed = timed.perSecond.toFixed(0);
			console.error(`  ${name} ${connections} at a time, round ${round} ${way} ${speed}/s`);
			if (round >= 0) rounds[way].push(timed); // the first round warms up
		}
	}
	return rounds;
}

function bareCalls(vendor: string): { calls: Record<Kind, () => Promise<void>>; close(): void } {
	const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
	const slack = new WebClient('s', {
		slackApiUrl: `${vendor}/api/`,
		allowAbsoluteUrls: false,
		retryConfig: { retries: 0 },
		logLevel: LogLevel.ERROR,
	});
	const hubspot = new Client({
		accessToken: 'h',
		basePath: vendor,
		numberOfApiCallRetries: 0,
		httpAgent: agent,
	});
	return {
		calls: {
			'slack.message': async () => {
				await slack.chat.postMessage({ channel: '#sales-hot', text: 'A lead of the bench' });
			},
			'hubspot.contact': async () => {
				const properties = { firstname: 'Ana', email: 'ana@cafeaurora.com' };
				const id = properties.email;
				const inputs = [{ idProperty: 'email', id, properties }];
				const { results } = await hubspot.crm.contacts.batchApi.upsert({ inputs });
				if (results.length !== 1) throw new Error('The stand-in kept no contact.');
			},
		},
		close: () => agent.destroy(),
	};
}

function effectCalls(kind: Kind, service: string, { post }: Poster): () => Promise<void> {
	const data = anItem();
	return async () => {
		const key = `lead:${randomUUID()}/effect/bench/1`;
		const body = JSON.stringify({ key, kind, content: contents[kind], data });
		const headers = { authorization: `Bearer ${apiKey}` };
		const status = await post(`${service}/v1/effects`, body, headers);
		if (status !== 200) throw new Error(`POST /v1/effects answered ${status}`);
	};
}
