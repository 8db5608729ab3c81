import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '../../config';
import { ensureSecrets } from '../../config';
import { sandboxEnvironment } from '../environment';
import { Leftovers } from '../leftovers';
import { startN8n } from '../n8nProcess';
import { buildPack, installPack, sharePack } from '../pack';
import type { Part } from '../parts';
import { Parts } from '../parts';
import { needFreePorts } from '../ports';
import type { PostgresPlace } from '../postgres';
import {
	ensureDatabase,
	initialisePostgres,
	postgresData,
	postgresUrl,
	startPostgresServer,
} from '../postgres';
import type { Say, SeenBy, Stack } from '../stack';
import {
	logFile,
	orAborted,
	portsOf,
	runtimeFolder,
	startCommand,
	startSandboxPart,
} from '../stack';
import { startBalancer } from './balancer';
import type { N8nPlace, ScaleLayout } from './layout';
import { layoutOf, portsOfLayout } from './layout';
import { ensurePassword } from './password';
import { findScalePrograms } from './programs';
import { queueEnvironment } from './queueEnvironment';
import type { RedisPlace } from './redis';
import { startRedis } from './redis';

/** Name of n8n's database, and of the ledger's. */
const databases = { n8n: 'n8n', ledger: 'agency_ledger' };

/** Folder with the data of the scaled set-up; apart from that of the small one. */
export function scaleFolder({ home }: Pick<Settings, 'home'>): string {
	return path.join(home, 'scale');
}

/** Where the address of the ledger's database is kept; it holds the password. */
export function ledgerUrlFile(settings: Pick<Settings, 'home'>): string {
	return path.join(scaleFolder(settings), 'ledger.url');
}

/** The servers of the set-up as they are reached; makes their passwords at the first call. */
export function scalePlaces(settings: Settings): { postgres: PostgresPlace; redis: RedisPlace } {
	const folder = scaleFolder(settings);
	const layout = layoutOf(settings);
	const postgresFolder = path.join(folder, 'postgres');
	const programs = findScalePrograms(postgresData(postgresFolder));
	return {
		postgres: {
			programs: programs.postgres,
			folder: postgresFolder,
			port: layout.postgresPort,
			password: ensurePassword(path.join(folder, 'postgres.password')),
		},
		redis: {
			program: programs.redis,
			folder: path.join(folder, 'redis'),
			port: layout.redisPort,
			password: ensurePassword(path.join(folder, 'redis.password')),
			logFile: logFile(settings, 'redis'),
		},
	};
}

/**
 * Starts everything in several processes: Postgres, Redis, n8n in queue mode, replicas of the
 * service, and a balancer that holds the two addresses of the settings. Waits until all are ready;
 * when one fails, the others are ended before the error goes out.
 *
 * @param signal ends what was started so far, and the call with it
 * @throws MendableError `scale/programs-missing`, `postgres/out-of-reach`, and what startStack throws
 */
export async function startScaled(
	settings: Settings,
	say: Say,
	signal: AbortSignal,
	seenBy: SeenBy = {},
): Promise<Stack> {
	const folder = scaleFolder(settings);
	const layout = layoutOf(settings);
	const { haproxy } = findScalePrograms(postgresData(path.join(folder, 'postgres')));
	const leftovers = new Leftovers(settings.home);
	const left = await leftovers.end();
	if (left.length > 0) say(`Ended what an earlier start left running: ${left.join(', ')}.`);
	const setting = 'scale.firstPort';
	const inner = portsOfLayout(layout).map((port) => ({ ...port, setting }));
	await needFreePorts([...portsOf(settings), ...inner]);
	leftovers.guard();

	const secrets = ensureSecrets(settings.home);
	const places = scalePlaces(settings);
	const parts = new Parts(leftovers);
	const ready = async (part: Part, words: string): Promise<void> => {
		await orAborted(part.ready, signal);
		say(words);
	};

	try {
		const packed = buildPack(settings.home);
		packed.catch(() => undefined); // looked at below; nobody may call it unhandled until then
		await startSandboxPart(parts, settings, say, signal);
		const redis = parts.add(() => startRedis(places.redis));
		const ledgerUrl = await startDatabases(parts, settings, places.postgres, signal);
		say(
			`Postgres ready: 127.0.0.1:${layout.postgresPort}, databases ${databases.n8n} and ${databases.ledger}`,
		);
		await ready(redis, `Redis ready: 127.0.0.1:${layout.redisPort}`);

		const services = layout.services.map(({ name, port }) =>
			parts.add(() => startReplica(seenBy.service ?? settings, name, port, ledgerUrl)),
		);
		const tarball = await orAborted(packed, signal);
		installPack(userFolder(folder, 'main'), tarball);
		const startProcess = (place: N8nPlace): Part =>
			parts.add(() =>
				startN8n({
					name: place.name,
					role: place.role,
					runtimeDir: runtimeFolder,
					userFolder: userFolder(folder, place.name),
					port: place.port,
					brokerPort: place.brokerPort,
					encryptionKey: secrets.n8nEncryptionKey,
					webhookUrl: settings.n8n.url,
					env: {
						...queueEnvironment({
							postgres: places.postgres,
							database: databases.n8n,
							redis: places.redis,
							place,
						}),
						...sandboxEnvironment(seenBy.n8n ?? settings),
					},
					logFile: logFile(settings, place.name),
				}),
			);
		const [main, ...others] = layout.n8n;
		const mainPart = startProcess(main);
		for (const service of services) await ready(service, `Service ready: ${service.name}`);
		// It makes the tables that the other processes of n8n look for.
		await ready(mainPart, `n8n ready: ${main.name}`);
		const more = others.map((place) => {
			sharePack(userFolder(folder, main.name), userFolder(folder, place.name));
			return startProcess(place);
		});
		const balancer = parts.add(() => startBalancerOf(settings, haproxy, layout));
		for (const part of more) await ready(part, `n8n ready: ${part.name}`);
		await ready(
			balancer,
			`Balancer ready: n8n at ${settings.n8n.url}, the service at ${settings.service.url}`,
		);
	} catch (error) {
		await parts.stop();
		throw error;
	}
	return { settings, secrets, parts, stop: async () => await parts.stop() };
}

/** Starts Postgres with its two databases; answers the address of the ledger's. */
async function startDatabases(
	parts: Parts,
	settings: Settings,
	place: PostgresPlace,
	signal: AbortSignal,
): Promise<string> {
	initialisePostgres(place);
	const server = parts.add(() =>
		startPostgresServer({ ...place, logFile: logFile(settings, 'postgres') }),
	);
	await orAborted(server.ready, signal);
	for (const name of Object.values(databases)) await ensureDatabase(place, name);
	const url = postgresUrl(place, databases.ledger);
	writeFileSync(ledgerUrlFile(settings), `${url}\n`, { mode: 0o600 });
	return url;
}

function startReplica(settings: Settings, name: string, port: number, ledgerUrl: string) {
	return startCommand({
		name,
		args: ['service', '--port', String(port), '--behind-balancer'],
		settings,
		healthUrl: `http://127.0.0.1:${port}/readyz`,
		env: { [settings.ledger.urlEnv]: ledgerUrl },
	});
}

function startBalancerOf(settings: Settings, program: string, layout: ScaleLayout) {
	return startBalancer({
		program,
		folder: path.join(scaleFolder(settings), 'balancer'),
		n8nPort: settings.n8n.port,
		servicePort: settings.service.port,
		layout,
		logFile: logFile(settings, 'balancer'),
	});
}

/** n8n's folder of one process; they share the database and the key, and what is in `nodes`. */
function userFolder(folder: string, name: string): string {
	const place = path.join(folder, 'n8n', name);
	mkdirSync(place, { recursive: true });
	return place;
}
