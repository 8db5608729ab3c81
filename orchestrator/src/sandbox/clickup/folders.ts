import { sandboxClickUp } from '../accounts';
import { textOr } from '../json';
import { flagInQuery, mustBeOurTeam, type Call, type Handler } from './call';
import { ClickUpError } from './errors';
import { presentList } from './lists';
import type { Folder, List } from './model';
import { statuses } from './places';
import type { ClickUpStore } from './store';

/** A space of the workspace; the stand-in's are fixed. */
type Space = (typeof sandboxClickUp.spaces)[number];

/** GET a workspace's spaces. */
export const listSpaces: Handler = (call) => {
	mustBeOurTeam(call);
	const archived = flagInQuery(call, 'archived');
	return { spaces: archived ? [] : sandboxClickUp.spaces.map(presentSpace) };
};

/** GET one space. */
export const readSpace: Handler = (call) => presentSpace(spaceIn(call));

/** GET a space's folders with their lists. */
export const listFolders: Handler = (call) => {
	const { id } = spaceIn(call);
	const archived = flagInQuery(call, 'archived');
	const folders = call.store.state.folders.filter(
		(folder) => folder.spaceId === id && folder.archived === archived,
	);
	return { folders: folders.map((folder) => presentFolder(call, folder)) };
};

/** GET one folder with its lists. */
export const readFolder: Handler = (call) => presentFolder(call, folderIn(call));

/** POST a folder into a space; names are unique among the space's folders. */
export const createFolder: Handler = (call) => {
	const { id: spaceId } = spaceIn(call);
	const name = textOr(call.body.name, '').trim();
	if (name === '') throw new ClickUpError(400, 'Folder name invalid', 'CAT_002');
	const { folders } = call.store.state;
	if (folders.some((folder) => folder.spaceId === spaceId && folder.name === name)) {
		throw new ClickUpError(400, 'Folder name taken', 'CAT_014');
	}
	const id = String(901_300_000_000 + call.store.nextNumber());
	const folder: Folder = { id, name, spaceId, archived: false };
	folders.push(folder);
	return presentFolderAlone(call, folder);
};

/** The space a path names; @throws ClickUpError 404 */
export function spaceIn(call: Call): Space {
	const space = sandboxClickUp.spaces.find(({ id }) => id === call.params.space_id);
	if (!space) throw new ClickUpError(404, 'Space not found', 'ITEM_014');
	return space;
}

/** The folder a path names; @throws ClickUpError 404 */
export const folderIn = (call: Call): Folder => call.store.folder(call.params.folder_id ?? '');

/** A list's folder; lists in the space itself stand in a hidden one. */
export function presentFolderOf(store: ClickUpStore, { folderId, spaceId }: List) {
	if (folderId === null) return { id: `${spaceId}0`, name: 'hidden', hidden: true, access: true };
	return { id: folderId, name: store.folder(folderId).name, hidden: false, access: true };
}

/** A place's space, as answers carry it. */
export function presentSpaceOf({ spaceId }: { spaceId: string }) {
	const name = sandboxClickUp.spaces.find(({ id }) => id === spaceId)?.name ?? '';
	return { id: spaceId, name, access: true };
}

function presentFolder(call: Call, folder: Folder) {
	const lists = listsOf(call, folder).map((list) => presentList(call, list));
	return { ...presentFolderAlone(call, folder), lists };
}

const listsOf = ({ store }: Call, folder: Folder) =>
	store.state.lists.filter((list) => list.folderId === folder.id && !list.archived);

/** A folder as the answer to its making has it: without lists. */
function presentFolderAlone(call: Call, folder: Folder) {
	const { tasks } = call.store.state;
	const ids = new Set(listsOf(call, folder).map(({ id }) => id));
	return {
		id: folder.id,
		name: folder.name,
		orderindex: call.store.state.folders.indexOf(folder),
		override_statuses: false,
		hidden: false,
		space: presentSpaceOf(folder),
		task_count: String(tasks.filter(({ listId }) => ids.has(listId)).length),
		archived: folder.archived,
	};
}

const enabled = { enabled: true };

const presentSpace = ({ id, name }: Space) => ({
	id,
	name,
	private: false,
	color: '#5f55ee',
	avatar: `https://attachments.clickup.com/spaces/${id}.jpg`,
	admin_can_manage: true,
	archived: false,
	statuses,
	multiple_assignees: true,
	features: {
		due_dates: {
			enabled: true,
			start_date: true,
			remap_due_dates: false,
			remap_closed_due_date: false,
		},
		time_tracking: enabled,
		tags: enabled,
		time_estimates: enabled,
		checklists: enabled,
		custom_fields: enabled,
		remap_dependencies: { enabled: false },
		dependency_warning: enabled,
		portfolios: { enabled: false },
	},
});
