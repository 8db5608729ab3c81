import { textOr } from '../json';
import { flagInQuery, type Call, type Handler } from './call';
import { ClickUpError } from './errors';
import { presentList } from './lists';
import type { Folder, List } from './model';
import { presentSpaceOf, spaceIn } from './spaces';
import type { ClickUpStore } from './store';

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
	call.store.onHappening({ event: 'folderCreated', id, at: call.at });
	return presentFolderAlone(call, folder);
};

/** DELETE a folder with its lists and their tasks. */
export const deleteFolder: Handler = (call) => {
	const { id } = folderIn(call);
	call.store.removeFolder(id);
	call.store.onHappening({ event: 'folderDeleted', id, at: call.at });
	return {};
};

/** The folder a path names; @throws ClickUpError 404 */
export const folderIn = (call: Call): Folder => call.store.folder(call.params.folder_id ?? '');

/** A list's folder; lists in the space itself stand in a hidden one. */
export function presentFolderOf(store: ClickUpStore, { folderId, spaceId }: List) {
	if (folderId === null) return { id: `${spaceId}0`, name: 'hidden', hidden: true, access: true };
	return { id: folderId, name: store.folder(folderId).name, hidden: false, access: true };
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
		space: presentSpaceOf(call.store, folder),
		task_count: String(tasks.filter(({ listId }) => ids.has(listId)).length),
		archived: folder.archived,
	};
}
