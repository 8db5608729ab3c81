import { sandboxClickUp } from '../accounts';
import type { Json } from '../types';

/** A status of tasks, in the order of its place. */
export interface Status {
	status: string;
	/** `open`, `custom`, `done` or `closed`. */
	type: string;
	/** Six hex digits with `#`. */
	color: string;
}

/** A space of the workspace. */
export interface Space {
	id: string;
	name: string;
	archived: boolean;
	/** What its lists have, but for those with statuses of their own. */
	statuses: Status[];
}

/** A folder that lists stand in. */
export interface Folder {
	id: string;
	name: string;
	spaceId: string;
	archived: boolean;
}

/** A list that tasks stand in; its folder is null when it stands in the space itself. */
export interface List {
	id: string;
	name: string;
	folderId: string | null;
	spaceId: string;
	/** Its description, as plain text. */
	content: string;
	archived: boolean;
	/** Its own statuses; null for those of its space. */
	statuses: Status[] | null;
}

/** A custom field. */
export interface Field {
	id: string;
	name: string;
	/** ClickUp's name of the type: `short_text`, `number`, `drop_down`, … */
	type: string;
	typeConfig: { [key: string]: Json };
	/** Id of the space, folder or list it was added to; null for the whole workspace. */
	placeId: string | null;
	/** Milliseconds since 1970. */
	createdAt: number;
}

/** A task, kept compactly; answers are made from it. */
export interface Task {
	id: string;
	listId: string;
	name: string;
	description: string;
	status: string;
	/** 1 urgent to 4 low. */
	priority: number | null;
	assignees: number[];
	tags: string[];
	/** Milliseconds since 1970, like all times here. */
	dueAt: number | null;
	startAt: number | null;
	createdAt: number;
	updatedAt: number;
	closedAt: number | null;
	archived: boolean;
	parent: string | null;
	timeEstimateMs: number | null;
	/** Values by field id. */
	fields: Record<string, Json>;
}

/** A comment on a task. */
export interface Comment {
	id: string;
	taskId: string;
	text: string;
	/** Milliseconds since 1970. */
	at: number;
	assignee: number | null;
}

/** A webhook that was registered. */
export interface Webhook {
	id: string;
	teamId: string;
	endpoint: string;
	events: string[];
	/** The place it is bound to; all null for the whole workspace. */
	scope: Record<'task_id' | 'list_id' | 'folder_id' | 'space_id', string | null>;
	/** `active`, `failing` or `suspended`. */
	status: string;
	/** Events in a row that were given up. */
	failCount: number;
	secret: string;
}

/** An event on its way to a webhook. */
export interface Delivery {
	id: string;
	webhookId: string;
	event: string;
	/** Calls so far. */
	attempts: number;
	/** Status of the last answer; null for none in time. */
	status: number | null;
	isSettled: boolean;
	/** Milliseconds since 1970. */
	at: number;
}

/** Everything the ClickUp stand-in knows. */
export interface ClickUpState {
	spaces: Space[];
	folders: Folder[];
	lists: List[];
	fields: Field[];
	tasks: Task[];
	comments: Comment[];
	webhooks: Webhook[];
	/** The last ones. */
	deliveries: Delivery[];
	/** Number of the id given last. */
	lastId: number;
}

/** The workspace at its first start: three spaces, a folder with two lists, one text field for our key, no tasks. */
export function newClickUp(): ClickUpState {
	const { spaces, lists, folderId, folderName, spaceId, keyField, statuses } = sandboxClickUp;
	return {
		spaces: spaces.map((space) => ({
			...space,
			archived: false,
			statuses: statuses.map((status) => ({ ...status })),
		})),
		folders: [{ id: folderId, name: folderName, spaceId, archived: false }],
		lists: lists.map(({ id, name }) => ({
			id,
			name,
			folderId,
			spaceId,
			content: '',
			archived: false,
			statuses: null,
		})),
		fields: [
			{
				id: keyField.id,
				name: keyField.name,
				type: 'short_text',
				typeConfig: {},
				placeId: null,
				createdAt: 1_767_603_600_000,
			},
		],
		tasks: [],
		comments: [],
		webhooks: [],
		deliveries: [],
		lastId: 0,
	};
}
