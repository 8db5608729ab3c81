import { sandboxClickUp } from '../accounts';
import type { Json } from '../types';

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
}

/** A custom field that every list of the space has. */
export interface Field {
	id: string;
	name: string;
	/** ClickUp's name of the type: `short_text`, `number`, `drop_down`, … */
	type: string;
	typeConfig: { [key: string]: Json };
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

/** A webhook that was registered; the stand-in does not call it. */
export interface Webhook {
	id: string;
	teamId: string;
	endpoint: string;
	events: string[];
	/** The place it is bound to; all null for the whole workspace. */
	scope: Record<'task_id' | 'list_id' | 'folder_id' | 'space_id', Json>;
	status: string;
	secret: string;
}

/** Everything the ClickUp stand-in knows. */
export interface ClickUpState {
	folders: Folder[];
	lists: List[];
	fields: Field[];
	tasks: Task[];
	comments: Comment[];
	webhooks: Webhook[];
	/** Number of the id given last. */
	lastId: number;
}

/** The workspace at its first start: three spaces, a folder with two lists, one text field for our key, no tasks. */
export function newClickUp(): ClickUpState {
	const { lists, folderId, folderName, spaceId, keyField } = sandboxClickUp;
	return {
		folders: [{ id: folderId, name: folderName, spaceId, archived: false }],
		lists: lists.map(({ id, name }) => ({
			id,
			name,
			folderId,
			spaceId,
			content: '',
			archived: false,
		})),
		fields: [
			{
				id: keyField.id,
				name: keyField.name,
				type: 'short_text',
				typeConfig: {},
				createdAt: 1_767_603_600_000,
			},
		],
		tasks: [],
		comments: [],
		webhooks: [],
		lastId: 0,
	};
}
