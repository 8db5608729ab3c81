import { MendableError } from '../../../nodes/domain/errors';
import type {
	ClickupSetup,
	FoundPlace,
	Parent,
	PlaceField,
	PlaceKind,
	PlaceStatus,
} from '../../../orchestrator/src/adapters/clickup/places';

/** A space, a folder or a list in the pretended ClickUp. */
export interface WorldPlace {
	kind: PlaceKind;
	id: string;
	name: string;
	/** Id of the place around it; null for a space. */
	parentId: string | null;
	isArchived: boolean;
	statuses: PlaceStatus[];
	/** Fields that were added to it; those of the places around it count too. */
	fields: PlaceField[];
	/** How many tasks are in it. */
	tasks: number;
}

const statuses = (): PlaceStatus[] => [
	{ status: 'to do', type: 'open' },
	{ status: 'complete', type: 'closed' },
];

/** A place that is there. */
export function aPlace(
	kind: PlaceKind,
	id: string,
	name: string,
	more: Partial<WorldPlace> = {},
): WorldPlace {
	return {
		...{ kind, id, name, parentId: null, isArchived: false, tasks: 0 },
		...{ statuses: statuses(), fields: [] },
		...more,
	};
}

/** What a person makes by hand: the lists and spaces of the default configuration, with our field. */
export function somePlaces(): WorldPlace[] {
	const fields = [{ id: 'f1', name: 'Agency Ops key', type: 'short_text' }];
	return [
		aPlace('space', '90120000001', 'Agency', { fields }),
		aPlace('space', '90120000002', 'Projects', { fields }),
		aPlace('space', '90120000009', 'Test', { fields }),
		aPlace('folder', '90130000001', 'Sales', { parentId: '90120000001' }),
		aPlace('list', '901100000001', 'Leads', { parentId: '90130000001' }),
		aPlace('list', '901100000009', 'Test', { parentId: '90130000001' }),
	];
}

/** A ClickUp with a memory. */
export function pretendedClickup(
	state: { places: WorldPlace[]; workspaces: Array<{ id: string; name: string }> },
	write: (name: string) => void,
): ClickupSetup {
	let made = 0;
	const placeOf = (id: string | null) => state.places.find((place) => place.id === id);
	const fieldsOf = (id: string | null): PlaceField[] => {
		const place = placeOf(id);
		return place === undefined ? [] : [...fieldsOf(place.parentId), ...place.fields];
	};
	const within = (kind: PlaceKind, parent: Parent) =>
		state.places.filter(
			(place) =>
				place.kind === kind && place.parentId === (parent.kind === 'workspace' ? null : parent.id),
		);
	const find = (kind: PlaceKind, id: string) =>
		state.places.find((place) => place.kind === kind && place.id === id);
	const removed = (id: string): void => {
		for (const child of state.places.filter(({ parentId }) => parentId === id)) removed(child.id);
		state.places = state.places.filter((place) => place.id !== id);
	};
	return {
		whoAmI: () => Promise.resolve('Olivia'),
		workspace: async () => {
			const [only] = state.workspaces;
			if (only !== undefined && state.workspaces.length === 1) return await Promise.resolve(only);
			throw new MendableError('clickup/which-workspace', 'Which?', 'Two are seen.', 'Name one.');
		},
		children: (kind, parent, isArchived) =>
			Promise.resolve(
				within(kind, parent)
					.filter((place) => place.isArchived === isArchived)
					.map(present),
			),
		find: (kind, id) => {
			const found = find(kind, id);
			return Promise.resolve(found === undefined ? null : present(found));
		},
		fields: (_kind, id) => Promise.resolve(fieldsOf(id)),
		create: async (kind, parent, name) => {
			write(`${kind} ${name}`);
			made += 1;
			const parentId = parent.kind === 'workspace' ? null : parent.id;
			const place = aPlace(kind, `${kind}-${made}`, name, { parentId });
			state.places.push(place);
			return await Promise.resolve(present(place));
		},
		remove: async (kind, id) => {
			write(`${kind} gone ${find(kind, id)?.name ?? id}`);
			removed(id);
			return await Promise.resolve();
		},
		isEmpty: (_kind, id) =>
			Promise.resolve(
				placeOf(id)?.tasks === 0 && !state.places.some(({ parentId }) => parentId === id),
			),
	};
}

const present = ({ id, name, isArchived, statuses: found }: WorldPlace): FoundPlace => ({
	id,
	name,
	isArchived,
	statuses: found.map((status) => ({ ...status })),
});
