import { z } from 'zod';
import { MendableError, isErrorReport } from '../../../../nodes/domain/errors';
import type { ClickupSetupHttp } from './setupHttp';

/** What ClickUp can tell of tasks and places (developer.clickup.com/docs/webhooks). */
export const clickupEvents = [
	'taskCreated',
	'taskUpdated',
	'taskDeleted',
	'taskPriorityUpdated',
	'taskStatusUpdated',
	'taskAssigneeUpdated',
	'taskDueDateUpdated',
	'taskTagUpdated',
	'taskMoved',
	'taskCommentPosted',
	'taskCommentUpdated',
	'taskTimeEstimateUpdated',
	'taskTimeTrackedUpdated',
	'listCreated',
	'listUpdated',
	'listDeleted',
	'folderCreated',
	'folderUpdated',
	'folderDeleted',
	'spaceCreated',
	'spaceUpdated',
	'spaceDeleted',
] as const;

/** What the service itself reads of it: a sweep looks at what was deleted. */
export const neededClickupEvents: ReadonlyArray<(typeof clickupEvents)[number]> = ['taskDeleted'];

/** A webhook as it is to be: of the whole workspace. */
export interface WantedClickupHook {
	url: string;
	events: readonly string[];
}

/** A webhook that the token's person has made; without its secret. */
export interface FoundClickupHook {
	id: string;
	url: string;
	/** `*` alone for all. */
	events: string[];
	/** `active`, `failing` or `suspended`. */
	status: string;
	/** Events in a row that ClickUp has given up; at 100 it suspends the webhook. */
	failures: number;
	/** The task, list, folder or space it is bound to; null for the whole workspace. */
	place: string | null;
}

/** The webhooks of the workspace; every method throws MendableError. */
export interface ClickupWebhooks {
	list(): Promise<FoundClickupHook[]>;
	/** Registers one. */
	create(wanted: WantedClickupHook): Promise<{ id: string; secret: string }>;
	/** Makes one as it is to be, and switches it on; its secret stays. */
	update(id: string, wanted: WantedClickupHook): Promise<void>;
	/** Takes one away; one that is gone already is fine. */
	remove(id: string): Promise<void>;
	/** What ClickUp signs with for it; null where it does not say. */
	secretOf(id: string): Promise<string | null>;
}

const placeId = z.union([z.string(), z.number().transform(String)]).nullish();
const hookSchema = z.object({
	id: z.string().min(1),
	endpoint: z.string(),
	events: z.union([z.array(z.string()), z.string().transform((event) => [event])]),
	health: z.object({ status: z.string(), fail_count: z.number().default(0) }),
	task_id: placeId,
	list_id: placeId,
	folder_id: placeId,
	space_id: placeId,
	secret: z.string().nullish(),
});
const hooksSchema = z.object({ webhooks: z.array(hookSchema) });
const madeSchema = z.object({ webhook: hookSchema });

/**
 * Opens them.
 *
 * @param workspace answers the number of the workspace
 */
export function clickupWebhooks(
	http: ClickupSetupHttp,
	workspace: () => Promise<string>,
): ClickupWebhooks {
	const listed = async () => {
		const path = `/team/${encodeURIComponent(await workspace())}/webhook`;
		return (await http.ask(path, hooksSchema)).webhooks;
	};
	return {
		list: async () => (await listed()).map(present),
		create: async ({ url, events }) => {
			const path = `/team/${encodeURIComponent(await workspace())}/webhook`;
			const body = { endpoint: url, events };
			const { webhook } = await http
				.send('POST', path, body, madeSchema)
				.catch((error: unknown) => {
					throw isTaken(error) ? taken(url) : error;
				});
			const { id, secret } = webhook;
			if (secret) return { id, secret };
			throw new MendableError(
				'clickup/no-secret',
				'The webhook cannot be used.',
				`ClickUp made the webhook ${id} and did not tell its secret.`,
				'Run it again: it is asked for once more.',
			);
		},
		update: async (id, { url, events }) => {
			// One word for all; a list would be taken for the name of an event.
			const wanted = events.includes('*') ? '*' : events;
			const body = { endpoint: url, events: wanted, status: 'active' };
			await http.send('PUT', `/webhook/${encodeURIComponent(id)}`, body, z.unknown());
		},
		remove: async (id) => await http.remove(`/webhook/${encodeURIComponent(id)}`),
		secretOf: async (id) => (await listed()).find((hook) => hook.id === id)?.secret ?? null,
	};
}

/** ClickUp takes one webhook of an address and a place (ECODE OAUTH_171, whose words these are). */
const isTaken = (error: unknown) => isErrorReport(error) && /already exists/i.test(error.why);

/** The token sees its own person's webhooks alone, and there is none of this address among them. */
function taken(url: string): MendableError {
	return new MendableError(
		'clickup/webhook-taken',
		'The webhook at ClickUp was not made.',
		`Another person has registered ${url}, whose webhooks this token does not see.`,
		'Put the secret of that webhook where hooks.clickupSecretEnv says; or take it away with the token of that person, and seed makes one.',
	);
}

function present({ id, endpoint, events, health, ...place }: z.infer<typeof hookSchema>) {
	return {
		id,
		url: endpoint,
		events,
		status: health.status,
		failures: health.fail_count,
		place: place.task_id ?? place.list_id ?? place.folder_id ?? place.space_id ?? null,
	};
}
