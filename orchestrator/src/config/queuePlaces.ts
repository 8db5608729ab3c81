import type { Settings } from '../config';

/** Where n8n's queue and its database are. May hold passwords: never print them. */
export interface QueuePlaces {
	/** Null where its variable is empty. */
	redis: string | null;
	postgres: string | null;
}

/** The servers behind an n8n in queue mode, by the variables that the configuration names. */
export function queuePlaces(
	{ n8n }: Pick<Settings, 'n8n'>,
	env: NodeJS.ProcessEnv = process.env,
): QueuePlaces {
	const named = (variable: string) => {
		const url = env[variable]?.trim() ?? '';
		return url === '' ? null : url;
	};
	const { redisUrlEnv, postgresUrlEnv } = n8n.queue;
	return { redis: named(redisUrlEnv), postgres: named(postgresUrlEnv) };
}
