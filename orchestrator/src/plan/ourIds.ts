import type { Seeded } from './model';

/** From the ids that this n8n gave to ours: workflows, and data tables. */
export function ourIds(seeded: Seeded): Map<string, string> {
	return new Map([...localIds(seeded)].map(([our, local]) => [local, our]));
}

/** From our ids to those that this n8n gave. */
export function localIds({ workflows, adopted = {}, tables = {} }: Seeded): Map<string, string> {
	const written = Object.entries(workflows).map(([our, { localId }]) => [our, localId] as const);
	// Where what was written is gone, what was adopted stands in its place.
	return new Map([...Object.entries(tables), ...written, ...Object.entries(adopted)]);
}
