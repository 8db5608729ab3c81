import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Json } from '../../ledger/json';
import { cachedLookUp } from '../cached';
import type { Failure, Outcome } from '../outcome';
import { notSentOf, unknownOf } from '../outcome';
import { transportFailure } from '../transport';
import type { SlackOptions } from './client';
import { failure, VENDOR } from './failure';

/** A member of the workspace. */
export interface SlackPerson {
	id: string;
	/** null where the app may not see it (scope users:read.email), or there is none. */
	email: string | null;
	/** As the workspace shows it. */
	name: string;
}

/** A message of ours as it is to stand from now on. */
export interface MessageChange {
	/** Id of the channel. */
	channel: string;
	ts: string;
	text: string;
	/** Block Kit, or null for text alone. */
	blocks: Json[] | null;
}

/** What became of a message that was to change. */
export interface ChangeReceipt {
	channel: string;
	ts: string;
	/** Why nothing changed, when nothing did. */
	note: string | null;
}

/** What answers people who press buttons. */
export interface SlackInteraction {
	/** Changes a message of ours; repeating it changes nothing. */
	updateMessage(change: MessageChange): Promise<Outcome<ChangeReceipt>>;
	/** The member with this id; a look-up that fails says how. */
	findPerson(id: string): Promise<Outcome<SlackPerson>>;
	/** Opens a modal; trigger ids live about three seconds. */
	openView(triggerId: string, view: Json): Promise<Outcome<{ id: string }>>;
	/** Tells the person who pressed, and nobody else, by the address that came with the press. */
	tellPrivately(responseUrl: string, text: string): Promise<Outcome<null>>;
	/** Puts something in the place of the message whose button was pressed, by the same address. */
	replaceMessage(
		responseUrl: string,
		message: { text: string; blocks: Json[] },
	): Promise<Outcome<null>>;
	/**
	 * The channel of the app with one person; null where the app lacks the scope im:write. Asking again
	 * gives the same one.
	 */
	openDirect(user: string): Promise<Outcome<string | null>>;
	/** Forgets the people that were looked up. */
	forget(): void;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** The host of every `response_url` (docs.slack.dev/interactivity/handling-user-interaction). */
const RESPONSE_HOST = 'hooks.slack.com';

const changed = z.object({ channel: z.string().min(1), ts: z.string().min(1) });
const direct = z.object({ channel: z.object({ id: z.string().min(1) }) });
const opened = z.object({ view: z.object({ id: z.string().min(1) }) });
const member = z.object({
	user: z.object({
		id: z.string().min(1),
		name: z.string().default(''),
		real_name: z.string().nullish(),
		profile: z.object({ email: z.string().nullish(), real_name: z.string().nullish() }).default({}),
	}),
});
const platformCode = z.object({ data: z.object({ error: z.string() }) });

/** A look-up that did not come to an answer; cached look-ups keep answers only. */
class PersonUnknown extends Error {
	readonly name = 'PersonUnknown';

	constructor(readonly failure: Failure) {
		super(failure.error.why);
	}
}

/** Builds the part of the adapter that answers people. */
export function slackInteraction(
	client: WebClient,
	{ timeoutMs, fetch: send = fetch }: SlackOptions,
): SlackInteraction {
	const people = cachedLookUp(
		async (id) => {
			try {
				return personOf(member.parse(await client.users.info({ user: id })));
			} catch (error) {
				throw new PersonUnknown(harmless(failure(error, id)));
			}
		},
		() => HOUR_MS,
	);
	const directs = cachedLookUp(
		async (user) => {
			try {
				const answer = await client.apiCall('conversations.open', { users: user });
				return direct.parse(answer).channel.id;
			} catch (error) {
				const read = platformCode.safeParse(error);
				if (read.success && read.data.data.error === 'missing_scope') return null;
				throw new PersonUnknown(harmless(failure(error, user)));
			}
		},
		(id) => (id === null ? MINUTE_MS : HOUR_MS),
	);
	const respond = async (responseUrl: string, body: object): Promise<Outcome<null>> => {
		if (!URL.canParse(responseUrl) || new URL(responseUrl).host !== RESPONSE_HOST) {
			return notSentOf(VENDOR, `The address is not one of ${RESPONSE_HOST}.`, null);
		}
		try {
			const answer = await send(responseUrl, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
				signal: AbortSignal.timeout(timeoutMs),
				redirect: 'error',
			});
			if (answer.ok) return { result: 'done', receipt: null };
			return unknownOf(VENDOR, `${RESPONSE_HOST} answered ${answer.status}.`, answer.status);
		} catch (error) {
			return transportFailure(VENDOR, error);
		}
	};
	return {
		openDirect: async (user) => {
			try {
				return { result: 'done', receipt: await directs.get(user) };
			} catch (error) {
				return error instanceof PersonUnknown ? error.failure : transportFailure(VENDOR, error);
			}
		},
		updateMessage: async ({ channel, ts, text, blocks }) => {
			try {
				// An empty list takes the blocks of before away; without it they would stay.
				const answer = await client.apiCall('chat.update', {
					channel,
					ts,
					text,
					blocks: blocks ?? [],
				});
				const read = changed.safeParse(answer);
				if (!read.success) {
					return unknownOf(VENDOR, 'Slack answered ok, but without the channel and ts.', 200);
				}
				return { result: 'done', receipt: { ...read.data, note: null } };
			} catch (error) {
				// Whoever deleted the message wanted it gone: nothing is left to change.
				const read = platformCode.safeParse(error);
				if (read.success && read.data.data.error === 'message_not_found') {
					const note = 'The message is no longer in the channel.';
					return { result: 'done', receipt: { channel, ts, note } };
				}
				return failure(error, channel);
			}
		},
		findPerson: async (id) => {
			try {
				return { result: 'done', receipt: await people.get(id) };
			} catch (error) {
				return error instanceof PersonUnknown ? error.failure : transportFailure(VENDOR, error);
			}
		},
		openView: async (triggerId, view) => {
			try {
				const answer = await client.apiCall('views.open', { trigger_id: triggerId, view });
				const read = opened.safeParse(answer);
				if (read.success) return { result: 'done', receipt: { id: read.data.view.id } };
				return unknownOf(VENDOR, 'Slack answered ok, but without the view.', 200);
			} catch (error) {
				return failure(error, 'the modal');
			}
		},
		tellPrivately: async (responseUrl, text) =>
			await respond(responseUrl, { response_type: 'ephemeral', replace_original: false, text }),
		replaceMessage: async (responseUrl, { text, blocks }) =>
			await respond(responseUrl, { replace_original: true, text, blocks }),
		forget: () => {
			people.clear();
			directs.clear();
		},
	};
}

function personOf({ user: { id, name, real_name: real, profile } }: z.infer<typeof member>) {
	const email = profile.email?.trim().toLowerCase() ?? '';
	return {
		id,
		email: email === '' ? null : email,
		name: profile.real_name || real || name || id,
	};
}

/** A question changes nothing: whatever goes wrong with it, it may be asked again. */
function harmless(failed: Failure): Failure {
	if (failed.result !== 'unknown') return failed;
	return notSentOf(VENDOR, failed.error.why, failed.status);
}
