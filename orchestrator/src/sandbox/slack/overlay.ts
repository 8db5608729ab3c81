import { isObject } from '../json';
import type { Json, JsonObject } from '../types';

/** What Slack's own files lack or say otherwise than Slack does; each with its reason. */
export const slackOverlay = {
	/** Methods the SDK has types for that the derived file leaves out. */
	undescribedMethods: {
		'api.test': 'takes any arguments',
		'bookmarks.edit': 'not among the thirty methods of the derived file',
		'bookmarks.list': 'not among the thirty methods of the derived file',
		'bookmarks.remove': 'not among the thirty methods of the derived file',
		'bots.info': 'not among the thirty methods of the derived file',
		'conversations.kick': 'not among the thirty methods of the derived file',
		'conversations.leave': 'not among the thirty methods of the derived file',
		'team.info': 'not among the thirty methods of the derived file',
	} as Record<string, string>,
	/** Methods whose answers the description of 2020 gets wrong as a whole. */
	uncheckedAnswers: {
		'chat.update': 'the description has `blocks` as one object; Slack answers a list',
		'views.open': 'the description says that no schema is available',
		'team.info': 'the description wants fields of paid plans',
		'bots.info': 'the description wants fixed icons',
	} as Record<string, string>,
	/**
	 * Error words that the description of 2020 lacks for a method, each with the page under
	 * docs.slack.dev/reference/methods that has it, as found in stored copies searched 2026-11-22.
	 */
	laterErrors: {
		invalid_blocks: 'page of chat.postMessage',
		invalid_blocks_format: 'page of chat.postMessage',
		invalid_attachments: 'page of chat.update',
		invalid_arguments: 'common to the pages of all methods',
		invalid_metadata_format: 'page of chat.postMessage',
		invalid_metadata_schema: 'page of chat.postMessage',
		metadata_too_large: 'page of chat.postMessage',
		msg_too_long: 'page of chat.update',
		not_in_channel: 'page of conversations.history',
		invalid_cursor: 'common to the pages of all methods with a cursor',
		user_not_found: 'page of users.info',
		channel_not_found: 'page of conversations.replies',
		ratelimited: 'common to the pages of all methods',
		already_archived: 'page of conversations.archive',
		already_reacted: 'page of reactions.add',
	} as Record<string, string>,
};

const channelPattern = '^[CGD][A-Z0-9]{8,}$';
const botPattern = '^B[A-Z0-9]{8,}$';

/**
 * Repairs the description of 2020 for answers, over the whole file:
 * - `items` as a list without `type: array` means "one of these" there: it becomes `anyOf`;
 * - `additionalProperties: false` goes: fields such as `metadata` and `app_id` were added since;
 * - ids of channels and bots may be shorter than nine letters: the sandbox has readable ones;
 * - `minItems: 1` goes: an empty channel has an empty history;
 * - `uniqueItems` goes: it is quadratic over long lists and says nothing about Slack.
 */
export function slackAnswerRepairs(value: Json): Json {
	if (Array.isArray(value)) return value.map(slackAnswerRepairs);
	if (!isObject(value)) return value;
	const repaired: JsonObject = {};
	for (const [name, inner] of Object.entries(value)) {
		if (name === 'additionalProperties' && inner === false) continue;
		if (name === 'minItems' || name === 'uniqueItems') continue;
		if (name === 'items' && Array.isArray(inner) && value.type !== 'array') {
			repaired.anyOf = inner.map(slackAnswerRepairs);
		} else if (name === 'pattern' && inner === channelPattern) {
			repaired.pattern = '^[CGD][A-Z0-9]{4,}$';
		} else if (name === 'pattern' && inner === botPattern) {
			repaired.pattern = '^B[A-Z0-9]{4,}$';
		} else repaired[name] = slackAnswerRepairs(inner);
	}
	return repaired;
}
