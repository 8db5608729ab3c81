import { isObject, objectsIn, textOr, textsIn } from '../json';
import type { Json } from '../types';
import { flagInQuery, listInQuery, mustBeOurTeam, type Call, type Handler } from './call';
import { ClickUpError } from './errors';
import { readFieldFilter, setValue } from './fields';
import type { Happening } from './happening';
import type { List, Task } from './model';
import { clickUpUsers } from './people';
import { listIn } from './lists';
import { presentTask } from './presentTask';

/** Tasks on a page (ClickUp's own API v2 description of July 2026, Get Tasks). */
const pageSize = 100;

/** POST a task into a list. */
export const createTask: Handler = (call) => {
	const list = listIn(call);
	const name = textOr(call.body.name, '').trim();
	if (name === '') throw new ClickUpError(400, 'Task name invalid', 'INPUT_005');
	const parent = textOr(call.body.parent, null);
	if (parent !== null) call.store.task(parent);
	const task: Task = {
		id: '',
		listId: list.id,
		name,
		description: textOr(call.body.markdown_content, textOr(call.body.description, '')),
		status: statusOf(call, list, call.body.status) ?? call.store.statusesOf(list)[0]?.status ?? '',
		priority: priorityOf(call.body.priority),
		assignees: assigneesOf(call.body.assignees),
		tags: textsIn(call.body.tags).map((tag) => tag.toLowerCase()),
		dueAt: timeOf(call.body.due_date),
		startAt: timeOf(call.body.start_date),
		createdAt: call.at,
		updatedAt: call.at,
		closedAt: null,
		archived: call.body.archived === true,
		parent,
		timeEstimateMs: timeOf(call.body.time_estimate),
		fields: {},
	};
	for (const { id, value } of objectsIn(call.body.custom_fields)) {
		setValue(task, call.store.field(textOr(id, '')), value ?? null);
	}
	task.id = call.store.nextTaskId();
	call.store.add(task);
	tell(call, task, 'taskCreated');
	// ClickUp says so of a new task too (developer.clickup.com/docs/webhooktaskpayloads).
	tell(call, task, 'taskStatusUpdated', 'status', null, task.status);
	return presentTask(call.store, task);
};

/** GET one task. */
export const readTask: Handler = (call) => presentTask(call.store, taskIn(call));

/** PUT changes of a task. */
export const updateTask: Handler = (call) => {
	const task = taskIn(call);
	const before = { ...task };
	const { body } = call;
	const list = call.store.list(task.listId);
	if (body.name !== undefined) task.name = textOr(body.name, task.name);
	const description = body.markdown_content ?? body.description;
	if (description !== undefined) task.description = textOr(description, '').trim();
	if (body.priority !== undefined) task.priority = priorityOf(body.priority);
	if (body.due_date !== undefined) task.dueAt = timeOf(body.due_date);
	if (body.start_date !== undefined) task.startAt = timeOf(body.start_date);
	if (body.time_estimate !== undefined) task.timeEstimateMs = timeOf(body.time_estimate);
	if (body.archived !== undefined) task.archived = body.archived === true;
	if (isObject(body.assignees)) {
		const gone = new Set(assigneesOf(body.assignees.rem));
		const kept = task.assignees.filter((id) => !gone.has(id));
		task.assignees = [...new Set([...kept, ...assigneesOf(body.assignees.add)])];
	}
	const status = statusOf(call, list, body.status);
	if (status !== null) {
		task.status = status;
		const known = call.store.statusesOf(list);
		const isClosed = known.find((one) => one.status === status)?.type === 'closed';
		task.closedAt = isClosed ? (task.closedAt ?? call.at) : null;
	}
	task.updatedAt = call.at;
	tellOfChange(call, before, task);
	return presentTask(call.store, task);
};

/** DELETE a task with its subtasks. */
export const deleteTask: Handler = (call) => {
	for (const id of call.store.remove(call.store.task(call.params.task_id ?? '').id)) {
		call.store.onHappening({ event: 'taskDeleted', id, at: call.at });
	}
	return undefined;
};

/** GET the tasks of a list, a page at a time, newest first. */
export const listTasks: Handler = (call) => {
	const list = listIn(call);
	return taskPage(call, (task) => task.listId === list.id);
};

/** GET the tasks of a workspace with the query's filters. */
export const listTeamTasks: Handler = (call) => {
	mustBeOurTeam(call);
	const lists = new Set(listInQuery(call, 'list_ids'));
	return taskPage(call, (task) => lists.size === 0 || lists.has(task.listId));
};

/** POST a tag onto a task. */
export const addTag: Handler = (call) => {
	const task = taskIn(call);
	const tag = (call.params.tag_name ?? '').toLowerCase();
	if (!task.tags.includes(tag)) task.tags.push(tag);
	return {};
};

/** DELETE a tag from a task. */
export const removeTag: Handler = (call) => {
	const task = taskIn(call);
	task.tags = task.tags.filter((tag) => tag !== (call.params.tag_name ?? '').toLowerCase());
	return {};
};

function tell(
	{ store, at }: Call,
	{ id }: Task,
	event: Happening['event'],
	field?: string,
	before: string | null = null,
	after: string | null = null,
): void {
	const change = field === undefined ? {} : { change: { field, before, after } };
	store.onHappening({ event, id, ...change, at });
}

function tellOfChange(call: Call, before: Task, task: Task): void {
	const changes = [
		['taskStatusUpdated', 'status', before.status, task.status],
		['taskAssigneeUpdated', 'assignee', before.assignees.join(), task.assignees.join()],
		['taskDueDateUpdated', 'due_date', text(before.dueAt), text(task.dueAt)],
		['taskPriorityUpdated', 'priority', text(before.priority), text(task.priority)],
	] as const;
	for (const [event, field, was, is] of changes) {
		if (was !== is) tell(call, task, event, field, was, is);
	}
	tell(call, task, 'taskUpdated', 'content', null, null);
}

const text = (value: number | null) => (value === null ? null : String(value));

const taskIn = (call: Call): Task => call.store.task(call.params.task_id ?? '');

function taskPage(call: Call, belongs: (task: Task) => boolean) {
	const page = Math.max(0, Number(call.request.query.get('page')) || 0);
	const meets = readQuery(call);
	const found = call.store.state.tasks.filter((task) => belongs(task) && meets(task));
	const ordered = sortTasks(call, found);
	const from = page * pageSize;
	const tasks = ordered.slice(from, from + pageSize);
	return {
		tasks: tasks.map((task) => presentTask(call.store, task)),
		last_page: from + pageSize >= ordered.length,
	};
}

function readQuery(call: Call): (task: Task) => boolean {
	const wanted = (name: string) => new Set(listInQuery(call, name));
	const statusNames = wanted('statuses');
	const assignees = wanted('assignees');
	const tags = wanted('tags');
	const meetsFields = readFieldFilter(call);
	const archived = flagInQuery(call, 'archived');
	const subtasks = flagInQuery(call, 'subtasks');
	const closed = flagInQuery(call, 'include_closed');
	const bounds = timeBounds(call);
	return (task) =>
		task.archived === archived &&
		(subtasks || task.parent === null) &&
		(closed || statusNames.size > 0 || task.closedAt === null) &&
		(statusNames.size === 0 || statusNames.has(task.status)) &&
		(assignees.size === 0 || task.assignees.some((id) => assignees.has(String(id)))) &&
		(tags.size === 0 || task.tags.some((tag) => tags.has(tag))) &&
		bounds.every((within) => within(task)) &&
		meetsFields(task);
}

const timeColumns = {
	due_date: 'dueAt',
	date_created: 'createdAt',
	date_updated: 'updatedAt',
	date_done: 'closedAt',
} as const;

function timeBounds(call: Call): Array<(task: Task) => boolean> {
	return Object.entries(timeColumns).flatMap(([name, column]) => {
		const after = call.request.query.get(`${name}_gt`);
		const before = call.request.query.get(`${name}_lt`);
		return [
			...(after === null ? [] : [(task: Task) => Number(task[column] ?? NaN) > Number(after)]),
			...(before === null ? [] : [(task: Task) => Number(task[column] ?? NaN) < Number(before)]),
		];
	});
}

function sortTasks(call: Call, tasks: Task[]): Task[] {
	const column = { due_date: 'dueAt', updated: 'updatedAt' } as const;
	const by = call.request.query.get('order_by') as keyof typeof column | null;
	const key = (by && column[by]) || 'createdAt';
	const order = tasks.map((task, index) => ({ task, index }));
	order.sort((a, b) => Number(b.task[key] ?? 0) - Number(a.task[key] ?? 0) || b.index - a.index);
	if (flagInQuery(call, 'reverse')) order.reverse();
	return order.map(({ task }) => task);
}

function statusOf(call: Call, list: List, value: Json | undefined): string | null {
	if (value === undefined || value === null) return null;
	const name = textOr(value, '').toLowerCase();
	const known = call.store.statusesOf(list).find(({ status }) => status === name);
	if (!known) throw new ClickUpError(400, 'Status does not exist', 'CRTSK_001');
	return known.status;
}

function priorityOf(value: Json | undefined): number | null {
	if (value === undefined || value === null) return null;
	if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 4)
		return value;
	throw new ClickUpError(400, 'Priority invalid', 'INPUT_006');
}

function assigneesOf(value: Json | undefined): number[] {
	const ids = textsIn(value).map(Number);
	if (ids.every((id) => clickUpUsers.some((user) => user.id === id))) return [...new Set(ids)];
	throw new ClickUpError(400, 'Assignee is not a member of the list', 'ASSIGN_001');
}

function timeOf(value: Json | undefined): number | null {
	if (value === undefined || value === null) return null;
	const time = Number(value);
	if (Number.isFinite(time) && !isObject(value)) return time;
	throw new ClickUpError(400, 'Date invalid', 'INPUT_012');
}
