import type { AxiosResponse } from 'axios';
import { z } from 'zod';
import { cachedLookUp } from '../cached';
import { LookUpFailed } from '../harmless';
import type { Failure, LookUp, Outcome } from '../outcome';
import { lookUpFailed, tooLateOf, unknownOf } from '../outcome';
import type { ClickupAccess } from './http';
import { VENDOR, ask, clickupClient, failureFrom, refusal } from './http';

/** A task that was made. */
export interface TaskReceipt {
	id: string;
	url: string;
}

/** A task to make. */
export interface NewTask {
	/** Number of the list. */
	list: string;
	name: string;
	/** Markdown. */
	description: string;
	/** Moment the task is due; null for none. */
	dueAt: Date | null;
	/** 1 urgent, 2 high, 3 normal, 4 low. */
	priority: 1 | 2 | 3 | 4 | null;
	/** Who should do it, by address; someone ClickUp does not know is left out. */
	assigneeEmail: string | null;
	/** More of them, when several should. */
	assigneeEmails?: string[];
	/** Moment the work on it begins. */
	startAt?: Date;
	/** How long it should take, in milliseconds. */
	estimateMs?: number;
	/** Id of the task it is a part of, in the same list. */
	parentId?: string;
	tags: string[];
	/** The effect's key, kept in our custom field so that the task can be found again. */
	key: string;
	/** Asked last before the task is made: whether that may still be done; default yes. */
	mayStillSend?: () => boolean;
}

/** A task that may be in a list. */
export interface AskedTask {
	/** Number of the list. */
	list: string;
	key: string;
}

/** What we do in ClickUp. */
export interface ClickupAdapter {
	/** Makes a task; repeating it makes a second one. */
	createTask(task: NewTask): Promise<Outcome<TaskReceipt>>;
	/** Looks in the list for the task that carries this key in our custom field. */
	findTask(asked: AskedTask): Promise<LookUp<TaskReceipt>>;
	/** Adds somebody to a task or takes them off it; repeating it changes nothing. */
	assignTask(change: Assignment): Promise<Outcome<TaskChange>>;
	/** Gives a task other dates; repeating it changes nothing. */
	dateTask(dates: TaskDates): Promise<Outcome<TaskChange>>;
	/** Sets a task to the closed status of its list; repeating it changes nothing. */
	closeTask(id: string): Promise<Outcome<TaskChange>>;
	/** Sets a task to a status of its list by name; repeating it changes nothing. */
	setTaskStatus(change: TaskStatus): Promise<Outcome<TaskChange>>;
}

/** Who is to be on a task from now on, or no longer. */
export interface Assignment {
	id: string;
	email: string;
	change: 'add' | 'remove';
}

/** When a task begins and is due from now on; null leaves it. */
export interface TaskDates {
	id: string;
	startAt: Date | null;
	dueAt: Date | null;
}

/** The status that a task is to have. */
export interface TaskStatus {
	id: string;
	/** By its name, capitals aside. */
	status: string;
}

/** What became of a change. */
export interface TaskChange {
	id: string;
	/** Why nothing changed, when nothing did. */
	note: string | null;
}

/** How to reach ClickUp, and how our field is named. */
export interface ClickupOptions extends ClickupAccess {
	/** Name of our custom field, made by a person: ClickUp's API cannot. */
	keyField: string;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const made = z.object({ id: z.string().min(1), url: z.string().url() });
const taskPage = z.object({
	tasks: z.array(
		made.extend({ custom_fields: z.array(z.object({ id: z.string(), value: z.unknown() })) }),
	),
});
const taskPlace = z.object({ list: z.object({ id: z.string().min(1) }) });
const listStatuses = z.object({
	statuses: z.array(z.object({ status: z.string().min(1), type: z.string() })),
});
const fieldList = z.object({ fields: z.array(z.object({ id: z.string(), name: z.string() })) });
const teamList = z.object({
	teams: z.array(
		z.object({
			members: z.array(
				z.object({ user: z.object({ id: z.number(), email: z.string().nullish() }) }),
			),
		}),
	),
});

/** Builds the adapter; the custom field and the people are looked up once and kept. */
export function clickupAdapter(options: ClickupOptions): ClickupAdapter {
	const client = clickupClient(options);
	const keyFields = cachedLookUp(
		async (list) => {
			const { fields } = await ask(client, `/list/${encodeURIComponent(list)}/field`, fieldList);
			return fields.find(({ name }) => name === options.keyField)?.id ?? null;
		},
		(id) => (id === null ? 0 : HOUR_MS),
	);
	const people = cachedLookUp(
		async () => {
			const { teams } = await ask(client, '/team', teamList);
			return new Map(
				teams.flatMap(({ members }) =>
					members.map(({ user }) => [user.email?.toLowerCase() ?? '', user.id] as const),
				),
			);
		},
		() => 10 * MINUTE_MS,
	);
	const membersAt = async (emails: string[]) => {
		if (emails.length === 0) return [];
		const known = await people.get('');
		return [...new Set(emails.flatMap((email) => known.get(email.toLowerCase()) ?? []))];
	};
	const assigneesOf = async ({ assigneeEmail, assigneeEmails = [] }: NewTask) =>
		await membersAt([...(assigneeEmail === null ? [] : [assigneeEmail]), ...assigneeEmails]);

	const find = async ({ list, key }: AskedTask): Promise<LookUp<TaskReceipt>> => {
		const field = await keyFields.get(list);
		if (field === null) return lookUpFailed(fieldMissing(options.keyField, list));
		// `==` matches the whole text (developer.clickup.com/docs/taskfilters, as found in a stored
		// copy searched 2026-11-22); the answer is looked at again, lest the filter be ignored.
		const filter = JSON.stringify([{ field_id: field, operator: '==', value: key }]);
		for (const archived of ['false', 'true']) {
			const query = new URLSearchParams({
				custom_fields: filter,
				include_closed: 'true',
				subtasks: 'true',
				archived,
			});
			const path = `/list/${encodeURIComponent(list)}/task?${query}`;
			const { tasks } = await ask(client, path, taskPage);
			const found = tasks.find((task) =>
				task.custom_fields.some(({ id, value }) => id === field && value === key),
			);
			if (found !== undefined) {
				return { result: 'found', receipt: { id: found.id, url: found.url } };
			}
			if (tasks.length > 0) throw new Error('ClickUp answered with tasks that have another key');
		}
		return { result: 'absent' };
	};

	const put = async (id: string, body: object): Promise<Outcome<TaskChange>> => {
		const path = `/task/${encodeURIComponent(id)}`;
		try {
			return taskChange(id, await client.put<unknown>(path, body));
		} catch (error) {
			return failureFrom(error);
		}
	};

	/** Statuses belong to lists: the task's own is asked which it has. */
	const toStatus = async (
		id: string,
		isWanted: (status: { status: string; type: string }) => boolean,
		missing: (names: string[]) => string,
	): Promise<Outcome<TaskChange>> => {
		try {
			const place = await ask(client, `/task/${encodeURIComponent(id)}`, taskPlace);
			const { statuses } = await ask(client, `/list/${place.list.id}`, listStatuses);
			const found = statuses.find(isWanted);
			if (found === undefined) {
				const note = missing(statuses.map(({ status }) => status));
				return { result: 'done', receipt: { id, note } };
			}
			return await put(id, { status: found.status });
		} catch (error) {
			const failure = failureFrom(error);
			return error instanceof LookUpFailed && failure.status === 404
				? { result: 'done', receipt: { id, note: GONE } }
				: failure;
		}
	};

	return {
		assignTask: async ({ id, email, change }) => {
			try {
				const [person] = await membersAt([email]);
				if (person === undefined) {
					const note = `${email} is no member of ClickUp, so the task was left as it is.`;
					return { result: 'done', receipt: { id, note } };
				}
				const [add, rem] = change === 'add' ? [[person], []] : [[], [person]];
				return await put(id, { assignees: { add, rem } });
			} catch (error) {
				return failureFrom(error);
			}
		},
		dateTask: async ({ id, startAt, dueAt }) =>
			await put(id, {
				...(dueAt === null ? {} : { due_date: dueAt.getTime(), due_date_time: true }),
				...(startAt === null ? {} : { start_date: startAt.getTime(), start_date_time: true }),
			}),
		closeTask: async (id) => {
			const missing = () => 'Its list has no status that closes a task.';
			return await toStatus(id, ({ type }) => type === 'closed', missing);
		},
		setTaskStatus: async ({ id, status }) => {
			const wanted = status.trim().toLowerCase();
			const missing = (names: string[]) =>
				`Its list has no status "${status}", only ${names.join(', ')}.`;
			return await toStatus(id, (each) => each.status.toLowerCase() === wanted, missing);
		},
		findTask: async (asked) => {
			try {
				return await find(asked);
			} catch (error) {
				return lookUpFailed(failureFrom(error));
			}
		},
		createTask: async (task) => {
			let response: AxiosResponse<unknown>;
			try {
				const [field, assignees] = await Promise.all([keyFields.get(task.list), assigneesOf(task)]);
				if (field === null) return fieldMissing(options.keyField, task.list);
				const path = `/list/${encodeURIComponent(task.list)}/task`;
				if (task.mayStillSend?.() === false) return tooLateOf(VENDOR);
				response = await client.post<unknown>(path, bodyOf(task, field, assignees));
			} catch (error) {
				return failureFrom(error);
			}
			if (response.status >= 400) return refusal(response);
			const read = made.safeParse(response.data);
			if (response.status !== 200 || !read.success) {
				const why = `ClickUp answered ${response.status} without the id and url of a task.`;
				return unknownOf(VENDOR, why, response.status);
			}
			return { result: 'done', receipt: read.data };
		},
	};
}

/** Said of a task that somebody deleted. */
const GONE = 'The task is no longer in ClickUp.';

function taskChange(id: string, response: AxiosResponse<unknown>): Outcome<TaskChange> {
	if (response.status === 404) return { result: 'done', receipt: { id, note: GONE } };
	if (response.status >= 400) return refusal(response);
	if (response.status === 200) return { result: 'done', receipt: { id, note: null } };
	return unknownOf(VENDOR, `ClickUp answered ${response.status} to a change.`, response.status);
}

function bodyOf(task: NewTask, fieldId: string, assignees: number[]): Record<string, unknown> {
	return {
		name: task.name,
		markdown_content: task.description,
		...(assignees.length > 0 ? { assignees } : {}),
		...(task.tags.length > 0 ? { tags: task.tags } : {}),
		...(task.priority === null ? {} : { priority: task.priority }),
		...(task.dueAt === null ? {} : { due_date: task.dueAt.getTime(), due_date_time: true }),
		...(task.startAt === undefined
			? {}
			: { start_date: task.startAt.getTime(), start_date_time: true }),
		...(task.estimateMs === undefined ? {} : { time_estimate: task.estimateMs }),
		...(task.parentId === undefined ? {} : { parent: task.parentId }),
		custom_fields: [{ id: fieldId, value: task.key }],
	};
}

function fieldMissing(name: string, list: string): Failure {
	return {
		result: 'refused',
		status: null,
		error: {
			code: 'clickup/key-field-missing',
			what: 'The ClickUp task was not made.',
			why: `The list ${list} has no custom field "${name}", without which the task could not be found again.`,
			mend: `Add a text custom field named "${name}" to the list (or its space) in ClickUp, or correct "clickup.keyField" in agency.config.yaml, then run it again with "retry".`,
		},
	};
}
