import type { Roster } from '../../../nodes/domain/routing/schema';
import type { Json } from '../ledger/json';

/** The project as the asking flow gave it with the request. */
export function projectIn(context: Json): { [name: string]: Json | undefined } {
	return recordAt(context, 'project');
}

/** What a project is called: its deal, its client, or its id. */
export function projectNameIn(context: Json, id: string): string {
	const names = [recordAt(context, 'deal').name, recordAt(context, 'company').name];
	const found = names.find((name) => typeof name === 'string' && name.trim() !== '');
	return typeof found === 'string' ? found.trim() : id;
}

/** Id of the deal that a project was set up for; null where there is none. */
export function dealIn(context: Json): string | null {
	const { id } = recordAt(context, 'deal');
	return typeof id === 'string' && id !== '' ? id : null;
}

function recordAt(context: Json, name: string): { [name: string]: Json | undefined } {
	if (typeof context !== 'object' || context === null || Array.isArray(context)) return {};
	const part = context[name];
	return typeof part === 'object' && part !== null && !Array.isArray(part) ? part : {};
}

/** 2 of `project:p-17/reservation/edit/2`, also where a test's run follows. */
export function occurrenceOf(key: string): number {
	return Number(/\/(\d{1,9})(?:-[^/]*)?$/.exec(key)?.[1] ?? 1);
}

/** How to reach somebody, and in which language; of one who has left the roster only the name is known. */
export function personOf({ people }: Roster, id: string) {
	const found = people.find((person) => person.id === id);
	return {
		id,
		name: found?.name ?? id,
		email: found?.email ?? null,
		hub: found?.hub ?? null,
		zone: found?.zone ?? null,
		language: found?.languages[0] ?? null,
	};
}
