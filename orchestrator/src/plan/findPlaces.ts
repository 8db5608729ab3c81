import type {
	ClickupSetup,
	FoundPlace,
	Parent,
	PlaceField,
	PlaceKind,
} from '../adapters/clickup/places';
import { isPlaceNumber, placeName, placeWithin } from '../adapters/clickup/placeNames';
import type { Seeded } from './model';

/** Where a place was found to be. */
export type SeenPlace =
	| (FoundPlace & {
			state: 'there';
			/** null where nobody has looked. */
			fields: PlaceField[] | null;
	  })
	| { state: 'missing' }
	| { state: 'archived'; id: string }
	/** Several have that name, and nothing tells which one is meant. */
	| { state: 'doubled'; ids: string[] };

/** What is remembered of places, by kind and key. */
export type KnownPlaces = Pick<Seeded, 'spaces' | 'folders' | 'lists'>;

/** The name of a kind in what is remembered. */
const memory = { space: 'spaces', folder: 'folders', list: 'lists' } as const;

/** Looks for places, and asks ClickUp once for what is in each. */
export class PlaceFinder {
	private readonly seen = new Map<string, Promise<SeenPlace>>();
	private readonly inside = new Map<string, Promise<FoundPlace[]>>();

	constructor(
		private readonly clickup: ClickupSetup,
		private readonly known: KnownPlaces,
	) {}

	/**
	 * Looks for a place: the one that is remembered, whatever it is called by now, else the only one of
	 * exactly that name in its place.
	 *
	 * @throws MendableError of ClickUp, such as `clickup/which-workspace`
	 */
	async find(kind: PlaceKind, key: string): Promise<SeenPlace> {
		const id = `${kind}/${key}`;
		const found = this.seen.get(id) ?? this.look(kind, key);
		this.seen.set(id, found);
		return await found;
	}

	/** The place around another; null where it is not there itself. */
	async parentOf(kind: PlaceKind, key: string): Promise<Parent | null> {
		const around = placeWithin(kind, key);
		if (around === null) return { kind: 'workspace', id: (await this.clickup.workspace()).id };
		const found = await this.find(around.kind, around.key);
		return found.state === 'there' ? { kind: around.kind, id: found.id } : null;
	}

	private async look(kind: PlaceKind, key: string): Promise<SeenPlace> {
		if (isPlaceNumber(key)) {
			const found = seenAs(await this.clickup.find(kind, key));
			// A space may be called 2026.
			if (found.state !== 'missing' || kind !== 'space') return found;
		}
		const parent = await this.parentOf(kind, key);
		if (parent === null) return { state: 'missing' };
		const children = await this.children(kind, parent, false);
		const known = this.known[memory[kind]][key]?.id;
		const remembered = children.find(({ id }) => id === known);
		if (remembered !== undefined) return seenAs(remembered);
		const [named, ...more] = children.filter(({ name }) => name === placeName(kind, key));
		if (more.length > 0) {
			return { state: 'doubled', ids: [named, ...more].flatMap((each) => each?.id ?? []) };
		}
		if (named !== undefined) return seenAs(named);
		// Moved elsewhere by a person, it is still the same.
		const moved = known === undefined ? null : await this.clickup.find(kind, known);
		if (moved !== null) return seenAs(moved);
		const archived = await this.children(kind, parent, true);
		const hidden = archived.find(({ name }) => name === placeName(kind, key));
		return hidden === undefined ? { state: 'missing' } : { state: 'archived', id: hidden.id };
	}

	private async children(kind: PlaceKind, parent: Parent, isArchived: boolean) {
		const id = `${kind}/${parent.kind}/${parent.id}/${isArchived}`;
		const found = this.inside.get(id) ?? this.clickup.children(kind, parent, isArchived);
		this.inside.set(id, found);
		return await found;
	}
}

function seenAs(found: FoundPlace | null): SeenPlace {
	if (found === null) return { state: 'missing' };
	if (found.isArchived) return { state: 'archived', id: found.id };
	return { state: 'there', ...found, fields: null };
}
