import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { signatureHeaders } from '../../nodes/domain/inbox/signature';
import { readFirstLead } from '../../orchestrator/src/up/firstLead';
import { postgresPrograms, startPostgres } from '../support/postgres';
import { startBenchProcess } from './benchProcess';
import type { InboxServerOptions, InboxServerReady } from './inboxServer';
import type { Poster } from './load';
import { openPoster, quantile, timeCalls } from './load';
import type { BenchTable } from './table';
import { median } from './table';

const ROUNDS = 31;
const EVENTS = 300;
const CONNECTIONS = 10;

const apiKey = 'the-key-of-the-bench';
const formSecret = `whsec_${Buffer.from('what forms sign with'.padEnd(32)).toString('base64')}`;

const firstLead = readFirstLead(new Date());

type Way = 'bare' | 'interface' | 'hook';

const names: Record<Way, string> = {
	bare: 'bare Fastify route, one insert',
	interface: 'POST /v1/inbox',
	hook: 'POST /hooks/forms, signed',
};

/**
 * Acknowledgements of the inbox beside a bare route with one insert: the same process, the same store,
 * in turn. The load comes from another process; nothing is forwarded meanwhile.
 */
export async function benchInbox(): Promise<BenchTable[]> {
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

async function tableOf(store: string, ledger: string): Promise<BenchTable> {
	const options: InboxServerOptions = { ledger, apiKey, formSecret };
	const file = path.join(__dirname, 'inboxServer.ts');
	const server = await startBenchProcess<InboxServerReady>(file, options);
	const poster = openPoster(CONNECTIONS);
	const ways = Object.keys(names) as Way[];
	const speeds: Record<Way, number[]> = { bare: [], interface: [], hook: [] };
	const latencies: Record<Way, number[]> = { bare: [], interface: [], hook: [] };
	const processor: Record<Way, number[]> = { bare: [], interface: [], hook: [] };
	try {
		for (let round = -1; round < ROUNDS; round += 1) {
			for (const way of ways) {
				const call = callOf(way, server.ready, poster);
				const before = await processorOf(server.ready);
				const timed = await timeCalls(EVENTS, CONNECTIONS, call);
				const used = ((await processorOf(server.ready)) - before) / EVENTS;
				console.error(`  ${store} round ${round} ${way} ${timed.perSecond.toFixed(0)}/s`);
				if (round < 0) continue; // the first round warms up
				speeds[way].push(timed.perSecond);
				latencies[way].push(...timed.latencies);
				processor[way].push(used);
			}
		}
	} finally {
		poster.close();
		await server.stop();
	}
	return {
		name: `Acknowledgements of the inbox on ${store}`,
		note: `${EVENTS} events a round, each new, ${CONNECTIONS} connections, ${ROUNDS} rounds in turn.`,
		rows: ways.map((way) => ({
			what: names[way],
			'events/s (median)': median(speeds[way]).toFixed(0),
			'p50 ms': quantile(latencies[way], 0.5).toFixed(1),
			'p99 ms': quantile(latencies[way], 0.99).toFixed(1),
			'µs of processor an event': median(processor[way]).toFixed(0),
			'÷ bare (median of rounds)': median(
				speeds[way].map((speed, round) => speed / (speeds.bare[round] ?? Number.NaN)),
			).toFixed(2),
		})),
	};
}

/** Microseconds of processor that the process under test has used: other work on the machine does not count. */
async function processorOf({ bare }: InboxServerReady): Promise<number> {
	const answer = await fetch(`${bare}/processor`);
	return ((await answer.json()) as { microseconds: number }).microseconds;
}

function callOf(way: Way, { service, bare }: InboxServerReady, { post }: Poster) {
	return async () => {
		const id = randomUUID();
		const lead = { ...firstLead, email: `${id}@cafe-aurora.pe` };
		const event = {
			source: 'bench',
			externalId: id,
			topic: 'lead.received',
			subject: `lead-of:${id.slice(-12)}`,
			payload: lead,
		};
		const status = await {
			bare: async () => await post(bare, JSON.stringify(event)),
			interface: async () =>
				await post(`${service}/v1/inbox`, JSON.stringify(event), {
					authorization: `Bearer ${apiKey}`,
				}),
			hook: async () => {
				const body = JSON.stringify(lead);
				const message = { id, timestamp: Math.floor(Date.now() / 1_000), body };
				return await post(`${service}/hooks/forms`, body, {
					...signatureHeaders(message, formSecret),
				});
			},
		}[way]();
		if (status !== 202) throw new Error(`${names[way]} answered ${status}`);
	};
}
