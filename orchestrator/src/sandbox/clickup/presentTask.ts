import { sandboxClickUp } from '../accounts';
import { presentFieldOf } from './fields';
import type { Task } from './model';
import { clickUpUsers, tokenOwner } from './people';
import { presentFolderOf } from './folders';
import { presentTag } from './places';
import { presentStatuses } from './spaces';
import type { ClickUpStore } from './store';

const priorities = [
	{ id: '1', priority: 'urgent', color: '#f50000', orderindex: '1' },
	{ id: '2', priority: 'high', color: '#f8ae00', orderindex: '2' },
	{ id: '3', priority: 'normal', color: '#6fddff', orderindex: '3' },
	{ id: '4', priority: 'low', color: '#d8d8d8', orderindex: '4' },
];

const text = (time: number | null) => (time === null ? null : String(time));

const peopleOf = (ids: number[]) => clickUpUsers.filter(({ id }) => ids.includes(id));

/** The address of a task in ClickUp's web client. */
export const taskUrl = (id: string) => `https://app.clickup.com/t/${id}`;

/** A task as ClickUp answers it. */
export function presentTask(store: ClickUpStore, task: Task) {
	const list = store.list(task.listId);
	const folder = presentFolderOf(store, list);
	const statuses = presentStatuses(list.id, store.statusesOf(list));
	return {
		id: task.id,
		custom_id: null,
		custom_item_id: 0,
		name: task.name,
		text_content: task.description,
		description: task.description,
		status: statuses.find(({ status }) => status === task.status),
		orderindex: `${task.createdAt}.00000000000000000000000000000000`,
		date_created: String(task.createdAt),
		date_updated: String(task.updatedAt),
		date_closed: text(task.closedAt),
		date_done: text(task.closedAt),
		archived: task.archived,
		creator: {
			id: tokenOwner.id,
			username: tokenOwner.username,
			color: tokenOwner.color,
			email: tokenOwner.email,
			profilePicture: tokenOwner.profilePicture,
		},
		assignees: peopleOf(task.assignees),
		group_assignees: [],
		watchers: [tokenOwner],
		checklists: [],
		tags: task.tags.map((name) => ({ ...presentTag(name), creator: tokenOwner.id })),
		parent: task.parent,
		top_level_parent: task.parent,
		priority: priorities.find(({ id }) => id === String(task.priority)) ?? null,
		due_date: text(task.dueAt),
		start_date: text(task.startAt),
		points: null,
		time_estimate: task.timeEstimateMs,
		time_spent: 0,
		custom_fields: store.fieldsOf(list).map((field) => presentFieldOf(task, field)),
		dependencies: [],
		linked_tasks: [],
		locations: [],
		team_id: sandboxClickUp.teamId,
		url: taskUrl(task.id),
		sharing: {
			public: false,
			public_share_expires_on: null,
			public_fields: [],
			token: null,
			seo_optimized: false,
		},
		permission_level: 'create',
		list: { id: list.id, name: list.name, access: true },
		project: folder,
		folder,
		space: { id: list.spaceId },
	};
}
