import type { Person, Roster } from '../../../nodes/domain/routing/schema';

/** Somebody of a hub whom chat tools know. */
export interface HubPerson {
	name: string;
	/** Lower case. */
	email: string;
	/** Name of the hub. */
	hub: string;
}

/** Who of a roster works in a hub, as staff, and has an address. */
export function hubPeople({ people }: Pick<Roster, 'people'>): HubPerson[] {
	return people.flatMap(({ id, name, email, hub, kind }: Person) =>
		kind === 'internal' && hub !== null && email !== undefined
			? [{ name: name ?? id, email: email.toLowerCase(), hub }]
			: [],
	);
}
