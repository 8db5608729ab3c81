import { sandboxClickUp } from '../accounts';
import { textOr } from '../json';
import { mustBeOurTeam, type Call, type Handler } from './call';
import { ClickUpError } from './errors';
import type { List } from './model';
import { clickUpUsers, tokenOwner } from './people';

const { spaceId, spaceName, folderId, folderName } = sandboxClickUp;

/** ClickUp's badges; nobody in the sandbox has one. */
const profileInfo = {
	display_profile: null,
	verified_ambassador: null,
	verified_consultant: null,
	top_tier_user: null,
	viewed_verified_ambassador: null,
	viewed_verified_consultant: null,
	viewed_top_tier_user: null,
};

/** The statuses of every list, in order. */
export const statuses = sandboxClickUp.statuses.map((status, orderindex) => ({
	id: `p${spaceId}_${orderindex}`,
	...status,
	orderindex,
}));

/** GET the token's person. */
export const readUser: Handler = () => ({
	user: {
		...tokenOwner,
		week_start_day: 1,
		global_font_support: true,
		timezone: 'Etc/UTC',
	},
});

/** GET the workspaces. */
export const listTeams: Handler = () => ({ teams: [team()] });

/** GET a workspace's spaces. */
export const listSpaces: Handler = (call) => {
	mustBeOurTeam(call);
	return { spaces: [space()] };
};

/** GET one space. */
export const readSpace: Handler = (call) => {
	mustBeOurSpace(call);
	return space();
};

/** GET a space's folders with their lists. */
export const listFolders: Handler = (call) => {
	mustBeOurSpace(call);
	return { folders: [folder(call)] };
};

/** GET one folder with its lists. */
export const readFolder: Handler = (call) => {
	mustBeOurFolder(call);
	return folder(call);
};

/** GET a folder's lists. */
export const listLists: Handler = (call) => {
	mustBeOurFolder(call);
	return { lists: listsOf(call, folderId).map((list) => presentList(call, list)) };
};

/** GET the lists that stand in the space itself. */
export const listFolderlessLists: Handler = (call) => {
	mustBeOurSpace(call);
	return { lists: listsOf(call, null).map((list) => presentList(call, list)) };
};

/** GET one list. */
export const readList: Handler = (call) => presentList(call, listIn(call));

/** POST a list into a folder, or into the space when the path names one. */
export const createList: Handler = (call) => {
	const inFolder = call.params.folder_id !== undefined;
	if (inFolder) mustBeOurFolder(call);
	else mustBeOurSpace(call);
	const name = textOr(call.body.name, '').trim();
	if (name === '') throw new ClickUpError(400, 'List name invalid', 'INPUT_003');
	const home = inFolder ? folderId : null;
	if (call.store.state.lists.some((list) => list.name === name && list.folderId === home)) {
		throw new ClickUpError(400, 'List name taken', 'SUBCAT_016');
	}
	const id = String(901_200_000_000 + call.store.nextNumber());
	const list: List = { id, name, folderId: home, spaceId, archived: false };
	call.store.state.lists.push(list);
	return presentList(call, list);
};

/** GET the people who can see a list. */
export const listMembers: Handler = (call) => {
	listIn(call);
	return { members: clickUpUsers.map((user) => ({ ...user, profileInfo })) };
};

/** GET the tags of a space: those its tasks carry. */
export const listTags: Handler = (call) => {
	mustBeOurSpace(call);
	const names = new Set(call.store.state.tasks.flatMap(({ tags }) => tags));
	return { tags: [...names].map(presentTag) };
};

/** A tag as answers carry it. */
export const presentTag = (name: string) => ({ name, tag_fg: '#ffffff', tag_bg: '#5f55ee' });

/** The list a path names; @throws ClickUpError 404 */
export const listIn = (call: Call): List => call.store.list(call.params.list_id ?? '');

function presentList(call: Call, list: List) {
	return {
		id: list.id,
		name: list.name,
		orderindex: call.store.state.lists.indexOf(list),
		content: '',
		status: null,
		priority: null,
		assignee: null,
		task_count: String(call.store.state.tasks.filter((task) => task.listId === list.id).length),
		due_date: null,
		start_date: null,
		folder: presentFolderOf(list),
		space: { id: spaceId, name: spaceName, access: true },
		archived: list.archived,
		override_statuses: false,
		statuses,
		permission_level: 'create',
	};
}

/** A list's folder; lists in the space itself stand in a hidden one. */
export const presentFolderOf = (list: List) =>
	list.folderId === null
		? { id: `${spaceId}0`, name: 'hidden', hidden: true, access: true }
		: { id: folderId, name: folderName, hidden: false, access: true };

const listsOf = (call: Call, home: string | null) =>
	call.store.state.lists.filter((list) => list.folderId === home && !list.archived);

function folder(call: Call) {
	const lists = listsOf(call, folderId);
	const ids = new Set(lists.map(({ id }) => id));
	return {
		id: folderId,
		name: folderName,
		orderindex: 0,
		override_statuses: false,
		hidden: false,
		space: { id: spaceId, name: spaceName, access: true },
		task_count: String(call.store.state.tasks.filter(({ listId }) => ids.has(listId)).length),
		lists: lists.map((list) => presentList(call, list)),
	};
}

const enabled = { enabled: true };

const space = () => ({
	id: spaceId,
	name: spaceName,
	private: false,
	color: '#5f55ee',
	avatar: `https://attachments.clickup.com/spaces/${spaceId}.jpg`,
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

const team = () => ({
	id: sandboxClickUp.teamId,
	name: sandboxClickUp.teamName,
	color: '#5f55ee',
	avatar: `https://attachments.clickup.com/teams/${sandboxClickUp.teamId}.jpg`,
	members: clickUpUsers.map((user) => ({ user })),
});

function mustBeOurSpace(call: Call): void {
	if (call.params.space_id !== spaceId) {
		throw new ClickUpError(404, 'Space not found', 'ITEM_014');
	}
}

function mustBeOurFolder(call: Call): void {
	if (call.params.folder_id !== folderId) {
		throw new ClickUpError(404, 'Folder not found', 'ITEM_016');
	}
}
