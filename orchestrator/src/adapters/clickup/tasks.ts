import { z } from 'zod';
import { LookUpFailed } from '../harmless';
import { cachedLookUp } from '../cached';
import type { ClickupAccess } from './http';
import { ask, clickupClient, failureFrom, refusal } from './http';

/** A task as it stands in ClickUp now. */
export interface FoundTask {
	id: string;
	url: string;
	/** What our custom field holds; null for a task that is not ours. */
	key: string | null;
	/** Name of its status; null where ClickUp says none. */
	status: string | null;
	isClosed: boolean;
	isArchived: boolean;
	/** Ids of the people that it is with. */
	assignees: number[];
	createdAt: Date;
	updatedAt: Date;
}

/** Which tasks are listed. */
export interface TaskRange {
	/** By which of its moments a task belongs. */
	by: 'created' | 'updated';
	after: Date;
	before: Date | null;
}

/** A page of tasks, the newest first by what was asked for. */
export interface TaskPage {
	tasks: FoundTask[];
	isLast: boolean;
}

/** A webhook of the workspace. */
export interface ClickupWebhook {
	id: string;
	url: string;
	events: string[];
	/** `active`, `failing` or `suspended`. */
	status: string;
	failures: number;
}

/** Somebody who can have tasks. */
export interface ClickupMember {
	id: number;
	/** As ClickUp shows it. */
	name: string;
	/** In lower case. */
	email: string | null;
}

/** Reads what stands in ClickUp; every method rejects with LookUpFailed where nobody can say. */
export interface ClickupTasks {
	/** @param page from 0 */
	page(range: TaskRange, page: number): Promise<TaskPage>;
	/** null where it was deleted, or the token may not see it. */
	read(id: string): Promise<FoundTask | null>;
	/** Who is a member of the workspace. */
	members(): Promise<ClickupMember[]>;
	/** Deletes one; one that is gone already is fine. */
	remove(id: string): Promise<void>;
	webhooks(): Promise<ClickupWebhook[]>;
	/** Switches a webhook on again as it is. */
	switchOn(webhook: ClickupWebhook): Promise<void>;
}

const millis = z.coerce.number().transform((at) => new Date(at));
const taskSchema = z.object({
	id: z.string().min(1),
	url: z.string(),
	status: z.object({ status: z.string().nullish(), type: z.string() }).nullish(),
	assignees: z.array(z.object({ id: z.coerce.number() })).default([]),
	archived: z.boolean().default(false),
	date_created: millis,
	date_updated: millis,
	custom_fields: z.array(z.object({ name: z.string(), value: z.unknown() })).default([]),
});
const pageSchema = z.object({ tasks: z.array(taskSchema), last_page: z.boolean().optional() });
const memberSchema = z.object({
	user: z.object({
		id: z.coerce.number(),
		username: z.string().nullish(),
		email: z.string().nullish(),
	}),
});
const teamsSchema = z.object({
	teams: z
		.array(z.object({ id: z.coerce.string(), members: z.array(memberSchema).default([]) }))
		.min(1),
});
const hooksSchema = z.object({
	webhooks: z.array(
		z.object({
			id: z.string(),
			endpoint: z.string(),
			events: z.union([z.array(z.string()), z.string().transform((event) => [event])]),
			health: z.object({ status: z.string(), fail_count: z.number().default(0) }),
		}),
	),
});

/** Tasks on a page (ClickUp's own API v2 description of July 2026, Get Filtered Team Tasks). */
const PAGE = 100;
const HOUR_MS = 3_600_000;

/**
 * Builds it.
 *
 * @param before awaited before each call: for its turn
 */
export function clickupTasks(
	access: ClickupAccess & { keyField: string },
	before: () => Promise<void>,
): ClickupTasks {
	const client = clickupClient(access);
	const asked = async <Answer>(path: string, shape: z.ZodType<Answer, z.ZodTypeDef, unknown>) => {
		await before();
		return await ask(client, path, shape as z.ZodType<Answer>);
	};
	// A token stands for one workspace; of several, tasks may be in any of them.
	const workspaces = cachedLookUp(
		async () => (await asked('/team', teamsSchema)).teams,
		() => HOUR_MS,
	);
	const teams = async () => (await workspaces.get('')).map(({ id }) => id);
	const change = async (method: 'PUT' | 'DELETE', path: string, data?: object) => {
		await before();
		const response = await client
			.request<unknown>({ method, url: path, ...(data === undefined ? {} : { data }) })
			.catch((error: unknown) => {
				throw new LookUpFailed(failureFrom(error));
			});
		if (response.status >= 400 && response.status !== 404) {
			throw new LookUpFailed(refusal(response));
		}
	};
	const found = ({ custom_fields: fields, ...task }: z.infer<typeof taskSchema>): FoundTask => {
		const key = fields.find(({ name }) => name === access.keyField)?.value;
		return {
			id: task.id,
			url: task.url,
			key: typeof key === 'string' && key !== '' ? key : null,
			status: task.status?.status ?? null,
			isClosed: task.status?.type === 'closed',
			isArchived: task.archived,
			assignees: task.assignees.map(({ id }) => id),
			createdAt: task.date_created,
			updatedAt: task.date_updated,
		};
	};

	return {
		page: async ({ by, after, before: until }, page) => {
			const pages = await Promise.all(
				(await teams()).map(async (team) => {
					const query = new URLSearchParams({
						page: String(page),
						order_by: by,
						include_closed: 'true',
						subtasks: 'true',
						[`date_${by}_gt`]: String(after.getTime()),
						...(until === null ? {} : { [`date_${by}_lt`]: String(until.getTime()) }),
					});
					return await asked(`/team/${encodeURIComponent(team)}/task?${query}`, pageSchema);
				}),
			);
			return {
				tasks: pages.flatMap(({ tasks }) => tasks.map(found)),
				isLast: pages.every(({ tasks, last_page: isLast }) => isLast ?? tasks.length < PAGE),
			};
		},
		read: async (id) => {
			try {
				return found(await asked(`/task/${encodeURIComponent(id)}`, taskSchema));
			} catch (error) {
				if (error instanceof LookUpFailed && error.failure.status === 404) return null;
				throw error;
			}
		},
		members: async () =>
			(await workspaces.get('')).flatMap(({ members }) =>
				members.map(({ user: { id, username, email } }) => ({
					id,
					name: username ?? String(id),
					email: email?.toLowerCase() ?? null,
				})),
			),
		remove: async (id) => await change('DELETE', `/task/${encodeURIComponent(id)}`),
		webhooks: async () => {
			const all = await Promise.all(
				(await teams()).map(
					async (team) => await asked(`/team/${encodeURIComponent(team)}/webhook`, hooksSchema),
				),
			);
			return all.flatMap(({ webhooks }) =>
				webhooks.map(({ id, endpoint, events, health }) => ({
					id,
					url: endpoint,
					events,
					status: health.status,
					failures: health.fail_count,
				})),
			);
		},
		switchOn: async ({ id, url, events }) =>
			await change('PUT', `/webhook/${encodeURIComponent(id)}`, {
				endpoint: url,
				events: events.includes('*') ? '*' : events,
				status: 'active',
			}),
	};
}
