import { textOr } from '../json';
import { flagInQuery, type Call, type Handler } from './call';
import { ClickUpError } from './errors';
import { folderIn, presentFolderOf } from './folders';
import type { List } from './model';
import { presentSpaceOf, presentStatuses, spaceIn } from './spaces';

/** GET a folder's lists. */
export const listLists: Handler = (call) => {
	const { id } = folderIn(call);
	return { lists: listsOf(call, ({ folderId }) => folderId === id) };
};

/** GET the lists that stand in the space itself. */
export const listFolderlessLists: Handler = (call) => {
	const { id } = spaceIn(call);
	const belongs = ({ folderId, spaceId }: List) => folderId === null && spaceId === id;
	return { lists: listsOf(call, belongs) };
};

/** GET one list. */
export const readList: Handler = (call) => presentList(call, listIn(call));

/** POST a list into a folder, or into the space when the path names one. */
export const createList: Handler = (call) => {
	const folder = call.params.folder_id === undefined ? null : folderIn(call);
	const spaceId = folder?.spaceId ?? spaceIn(call).id;
	const folderId = folder?.id ?? null;
	const name = textOr(call.body.name, '').trim();
	if (name === '') throw new ClickUpError(400, 'List name invalid', 'INPUT_003');
	const { lists } = call.store.state;
	const isTaken = lists.some(
		(list) => list.name === name && list.folderId === folderId && list.spaceId === spaceId,
	);
	if (isTaken) throw new ClickUpError(400, 'List name taken', 'SUBCAT_016');
	const id = String(901_200_000_000 + call.store.nextNumber());
	const content = textOr(call.body.markdown_content, textOr(call.body.content, ''));
	const list: List = { id, name, folderId, spaceId, content, archived: false, statuses: null };
	lists.push(list);
	call.store.onHappening({ event: 'listCreated', id, at: call.at });
	return presentList(call, list);
};

/** DELETE a list with its tasks. */
export const deleteList: Handler = (call) => {
	const { id } = listIn(call);
	call.store.removeList(id);
	call.store.onHappening({ event: 'listDeleted', id, at: call.at });
	return {};
};

/** The list a path names; @throws ClickUpError 404 */
export const listIn = (call: Call): List => call.store.list(call.params.list_id ?? '');

/** A list as answers carry it. */
export function presentList(call: Call, list: List) {
	return {
		id: list.id,
		name: list.name,
		orderindex: call.store.state.lists.indexOf(list),
		content: list.content,
		status: null,
		priority: null,
		assignee: null,
		task_count: String(call.store.state.tasks.filter((task) => task.listId === list.id).length),
		due_date: null,
		start_date: null,
		folder: presentFolderOf(call.store, list),
		space: presentSpaceOf(call.store, list),
		archived: list.archived,
		override_statuses: list.statuses !== null,
		statuses: presentStatuses(list.id, call.store.statusesOf(list)),
		permission_level: 'create',
	};
}

function listsOf(call: Call, belongs: (list: List) => boolean) {
	const archived = flagInQuery(call, 'archived');
	return call.store.state.lists
		.filter((list) => belongs(list) && list.archived === archived)
		.map((list) => presentList(call, list));
}
