import type { Seeded } from './model';

/** From the ids that this n8n gave to ours. */
export function ourIds(workflows: Seeded['workflows']): Map<string, string> {
	return new Map(Object.entries(workflows).map(([our, { localId }]) => [localId, our]));
}
