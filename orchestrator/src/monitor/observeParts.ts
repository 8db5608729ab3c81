import type { Settings } from '../config';
import { Leftovers } from '../up/leftovers';
import { askPostgres, postgresUrl } from '../up/postgres';
import { layoutOf } from '../up/scale/layout';
import { askRedis } from '../up/scale/redis';
import { scalePlaces } from '../up/scale/startScaled';
import { logFile } from '../up/stack';
import type { PartSeen } from './partsAtWork';
import { toldBy } from './toldBy';

/** How long one part may take to answer, in milliseconds. */
const ANSWER_WITHIN_MS = 5_000;

/**
 * Asks every part of `up --scale`, where that runs here, and the worker processes that the settings
 * name. Empty for a set-up in one process each.
 */
export async function observeParts(settings: Settings): Promise<PartSeen[]> {
	const isScaled = new Leftovers(settings.home).names().includes('balancer');
	const [ours, named] = await Promise.all([
		isScaled ? observeScaled(settings) : [],
		Promise.all(
			settings.n8n.workers.map(
				async (url) => await askPart('n8n', url, `${url}/healthz/readiness`, null),
			),
		),
	]);
	return [...ours, ...named];
}

async function observeScaled(settings: Settings): Promise<PartSeen[]> {
	const layout = layoutOf(settings);
	const at = (port: number, path: string) => `http://127.0.0.1:${port}${path}`;
	return await Promise.all([
		observePostgres(settings),
		observeRedis(settings),
		...layout.services.map(
			async ({ name, port }) =>
				await askPart('service', name, at(port, '/readyz'), logFile(settings, name)),
		),
		...layout.n8n.map(
			async ({ name, port }) =>
				await askPart('n8n', name, at(port, '/healthz/readiness'), logFile(settings, name)),
		),
		askPart(
			'balancer',
			'balancer',
			at(layout.balancerPort, '/healthz'),
			logFile(settings, 'balancer'),
		),
	]);
}

async function observePostgres(settings: Settings): Promise<PartSeen> {
	const part = {
		kind: 'postgres',
		name: 'postgres',
		logFile: logFile(settings, 'postgres'),
	} as const;
	try {
		const [row] = await askPostgres(
			postgresUrl(scalePlaces(settings).postgres),
			`SELECT (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS taken,
				current_setting('max_connections')::int AS most`,
		);
		return {
			...part,
			why: null,
			connections: Number(row?.taken),
			mostConnections: Number(row?.most),
		};
	} catch (error) {
		return { ...part, why: toldBy(error) };
	}
}

async function observeRedis(settings: Settings): Promise<PartSeen> {
	const part = { kind: 'redis', name: 'redis', logFile: logFile(settings, 'redis') } as const;
	try {
		const info = await askRedis(scalePlaces(settings).redis, 'INFO persistence');
		return {
			...part,
			why: null,
			keepsWrites: /^aof_enabled:1$/m.test(info),
			lastWrite: /^aof_last_write_status:(\w+)/m.exec(info)?.[1] ?? 'unknown',
		};
	} catch (error) {
		return { ...part, why: toldBy(error) };
	}
}

async function askPart(
	kind: 'n8n' | 'service' | 'balancer',
	name: string,
	url: string,
	log: string | null,
): Promise<PartSeen> {
	const part = { kind, name, logFile: log };
	try {
		const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
		return { ...part, why: ok ? null : `it answered ${status}` };
	} catch (error) {
		return { ...part, why: toldBy(error) };
	}
}
