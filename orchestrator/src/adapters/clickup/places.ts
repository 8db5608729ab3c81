import { z } from 'zod';
import { MendableError } from '../../../../nodes/domain/errors';
import type { ClickupSetupHttp } from './setupHttp';

/** What holds lists, folders and tasks in ClickUp. */
export type PlaceKind = 'space' | 'folder' | 'list';

/** A status that tasks of a place may have. */
export interface PlaceStatus {
	status: string;
	/** `open`, `custom`, `done` or `closed`. */
	type: string;
}

/** A custom field of a place. */
export interface PlaceField {
	id: string;
	name: string;
	type: string;
}

/** A space, a folder or a list. */
export interface FoundPlace {
	id: string;
	name: string;
	isArchived: boolean;
	/** null where ClickUp does not say. */
	statuses: PlaceStatus[] | null;
}

/** Where a place stands. */
export interface Parent {
	kind: 'workspace' | 'space' | 'folder';
	id: string;
}

/**
 * What finds places and makes them; ClickUp's API can make neither custom fields nor statuses. Every
 * method throws MendableError.
 */
export interface ClickupSetup {
	/** Name of the person the token belongs to. */
	whoAmI(): Promise<string>;
	/**
	 * The workspace that things are made in.
	 *
	 * @throws MendableError `clickup/which-workspace` where the token sees none that is meant, or several
	 */
	workspace(): Promise<{ id: string; name: string }>;
	/** The places of a kind within another; archived ones are shown alone. */
	children(kind: PlaceKind, parent: Parent, isArchived: boolean): Promise<FoundPlace[]>;
	/** A place by its number; null when there is none, or the token may not see it. */
	find(kind: PlaceKind, id: string): Promise<FoundPlace | null>;
	/** The custom fields that tasks there have. */
	fields(kind: 'workspace' | 'space' | 'list', id: string): Promise<PlaceField[]>;
	/** Makes one; its name is unique in its place. */
	create(kind: PlaceKind, parent: Parent, name: string): Promise<FoundPlace>;
	/** Takes one away with all that is in it; one that is gone already is fine. */
	remove(kind: PlaceKind, id: string): Promise<void>;
	/** Whether nothing is in it, archived things counted. */
	isEmpty(kind: PlaceKind, id: string): Promise<boolean>;
}

const named = z.object({ id: z.coerce.string().min(1), name: z.string() });
const statuses = z.array(z.object({ status: z.string(), type: z.string() }));
const place = named.extend({ archived: z.boolean().nullish(), statuses: statuses.nullish() });
const teams = z.object({ teams: z.array(named) });
const user = z.object({ user: z.object({ username: z.string().nullish() }) });
const fieldList = z.object({
	fields: z.array(z.object({ id: z.string(), name: z.string(), type: z.string() })),
});
const taskPage = z.object({ tasks: z.array(z.unknown()) });

/** The name of a kind in an answer that lists several. */
const plural = { space: 'spaces', folder: 'folders', list: 'lists' } as const;

const on = { enabled: true };
/** What a new space can do: what effects write, and nothing that would surprise. */
const features = {
	due_dates: {
		enabled: true,
		start_date: true,
		remap_due_dates: false,
		remap_closed_due_date: false,
	},
	time_tracking: on,
	tags: on,
	time_estimates: on,
	checklists: on,
	custom_fields: on,
	remap_dependencies: { enabled: false },
	dependency_warning: on,
	portfolios: { enabled: false },
};

/**
 * Builds the port.
 *
 * @param wanted name or number of the workspace, where the token sees several; null: the only one
 */
export function clickupSetup(http: ClickupSetupHttp, wanted: string | null): ClickupSetup {
	let known: Promise<z.infer<typeof named>> | null = null;
	const findWorkspace = async () => {
		const all = (await http.ask('/team', teams)).teams;
		const meant = all.filter(({ id, name }) => wanted === null || id === wanted || name === wanted);
		const [only] = meant;
		if (only !== undefined && meant.length === 1) return only;
		throw whichWorkspace(wanted, meant.length === 0 ? all : meant, meant.length);
	};
	const children: ClickupSetup['children'] = async (kind, parent, isArchived) => {
		const path = `${inside(parent, kind)}?archived=${isArchived}`;
		const shape = z.object({ [plural[kind]]: z.array(place) });
		const found = (await http.ask(path, shape))[plural[kind]] ?? [];
		return found.map(present);
	};
	const hasNone = async (kind: PlaceKind, parent: Parent) =>
		(await children(kind, parent, false)).length === 0 &&
		(await children(kind, parent, true)).length === 0;

	return {
		whoAmI: async () => (await http.ask('/user', user)).user.username ?? 'unnamed',
		workspace: async () => {
			known ??= findWorkspace();
			known.catch(() => (known = null)); // whoever asks again may be luckier
			return await known;
		},
		children,
		find: async (kind, id) => {
			const found = await http.askIfThere(pathOf(kind, id), place);
			return found === null ? null : present(found);
		},
		fields: async (kind, id) => (await http.ask(`${pathOf(kind, id)}/field`, fieldList)).fields,
		create: async (kind, parent, name) => {
			const body = kind === 'space' ? { name, multiple_assignees: true, features } : { name };
			return present(await http.send('POST', inside(parent, kind), body, place));
		},
		remove: async (kind, id) => await http.remove(pathOf(kind, id)),
		isEmpty: async (kind, id) => {
			if (kind === 'list') return await hasNoTasks(http, id);
			const lists = await hasNone('list', { kind, id });
			return lists && (kind === 'folder' || (await hasNone('folder', { kind, id })));
		},
	};
}

async function hasNoTasks(http: ClickupSetupHttp, id: string): Promise<boolean> {
	for (const archived of ['false', 'true']) {
		const query = `include_closed=true&subtasks=true&archived=${archived}`;
		const { tasks } = await http.ask(`${pathOf('list', id)}/task?${query}`, taskPage);
		if (tasks.length > 0) return false;
	}
	return true;
}

/** ClickUp's paths still call a workspace a team. */
const pathOf = (kind: PlaceKind | 'workspace', id: string) =>
	`/${kind === 'workspace' ? 'team' : kind}/${encodeURIComponent(id)}`;

const inside = ({ kind, id }: Parent, child: PlaceKind) => `${pathOf(kind, id)}/${child}`;

const present = ({ id, name, archived, statuses: found }: z.infer<typeof place>): FoundPlace => ({
	id,
	name,
	isArchived: archived === true,
	statuses: found?.map(({ status, type }) => ({ status, type })) ?? null,
});

function whichWorkspace(
	wanted: string | null,
	seen: ReadonlyArray<z.infer<typeof named>>,
	meant: number,
): MendableError {
	const names = seen.map(({ id, name }) => `${name} (${id})`).join(', ') || 'none';
	const why =
		meant === 0
			? `The token sees no workspace "${wanted ?? ''}", only ${names}.`
			: `The token sees ${seen.length} workspaces: ${names}.`;
	return new MendableError(
		'clickup/which-workspace',
		'Nobody knows which workspace of ClickUp is meant.',
		why,
		'Name one of them in clickup.workspace, by its name or number.',
	);
}
