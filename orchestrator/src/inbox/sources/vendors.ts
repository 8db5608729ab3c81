import { personOf } from '../../../../nodes/domain/inbox/event';
import type { Json } from '../../ledger/json';
import type { HookCall } from '../signatures/signed';
import { headerOf } from '../signatures/signed';
import type { JsonObject, SourceEvent } from './read';
import {
	contentId,
	isObject,
	objectIn,
	parseBody,
	plainName,
	tryParse,
	unreadable,
	wordIn,
} from './read';

/** An own form: the body is what was filled in, the message's id is the event's. */
export function readForm(call: HookCall, now: Date): SourceEvent[] {
	const payload = objectIn(parseBody(call.rawBody));
	return [
		{
			source: 'forms',
			externalId: headerOf(call, 'webhook-id'),
			topic: 'lead.received',
			subject: personOf(payload, now),
			test: payload.test === true,
			payload,
		},
	];
}

/**
 * HubSpot: up to 100 events in one call, each one an event of its own. HubSpot does not promise that
 * `eventId` is unique, so the rest of the event counts too, all but the number of the attempt.
 */
export function readHubspot({ rawBody }: HookCall): SourceEvent[] {
	const body = parseBody(rawBody);
	const events = Array.isArray(body) ? body : [body];
	return events.map((entry) => {
		const event = objectIn(entry);
		const lasting = { ...event, attemptNumber: undefined };
		const type = wordIn(event.subscriptionType) ?? 'event';
		const kind = plainName(type).split('.')[0] ?? 'object';
		return {
			source: 'hubspot',
			externalId: `${wordIn(event.eventId) ?? 'none'}-${contentId(lasting)}`,
			topic: `hubspot.${plainName(type)}`,
			subject: `hubspot-${kind}:${wordIn(event.objectId) ?? wordIn(event.fromObjectId) ?? 'all'}`,
			test: false,
			payload: event,
		};
	});
}

/** ClickUp: an event is told by the history item it made; one that made none, by its content. */
export function readClickup({ rawBody }: HookCall): SourceEvent[] {
	const payload = objectIn(parseBody(rawBody));
	const type = wordIn(payload.event) ?? 'event';
	const items = Array.isArray(payload.history_items) ? payload.history_items : [];
	const itemIds = items.flatMap((item) => (isObject(item) ? (wordIn(item.id) ?? []) : []));
	const id = itemIds.length > 0 ? itemIds.join('+') : contentId(payload);
	const places = ['task', 'list', 'folder', 'space', 'goal'] as const;
	const place = places.find((name) => wordIn(payload[`${name}_id`]) !== undefined);
	return [
		{
			source: 'clickup',
			externalId: `${wordIn(payload.webhook_id) ?? 'webhook'}/${type}/${id}`,
			topic: `clickup.${plainName(type)}`,
			subject: `clickup-${place ?? 'workspace'}:${wordIn(payload[`${place}_id`]) ?? 'all'}`,
			test: false,
			payload,
		},
	];
}

/** What happens to a thing in Frame.io once, so that a second telling is the same. */
const HAPPENS_ONCE = /\.created$|^file\.upload\.completed$/;

/**
 * Frame.io V4: topics are its own words, such as `file.upload.completed`, and subjects its things, such
 * as `file:<id>`, so that the events of one file come in order. Events carry no id: what can happen once
 * is told by its content, all else by the time of sending too. The item gets the file as effects and
 * media checks name it.
 */
export function readFrameio(call: HookCall): SourceEvent[] {
	const payload = objectIn(parseBody(call.rawBody));
	const resource = isObject(payload.resource) ? payload.resource : {};
	const type = plainName(wordIn(payload.type) ?? wordIn(payload.event) ?? '') || 'frameio.event';
	const kind = plainName(wordIn(resource.type) ?? 'resource');
	const id = wordIn(resource.id);
	const sentAt = headerOf(call, 'x-frameio-request-timestamp');
	return [
		{
			source: 'frameio',
			externalId: HAPPENS_ONCE.test(type) ? contentId(payload) : contentId(sentAt, payload),
			topic: type,
			subject: `${kind}:${id ?? 'all'}`,
			test: false,
			payload:
				kind === 'file' && id !== undefined ? { ...payload, file: fileOf(payload, id) } : payload,
		},
	];
}

function fileOf(payload: JsonObject, fileId: string): JsonObject {
	const idOf = (value: Json | undefined) => (isObject(value) ? (wordIn(value.id) ?? null) : null);
	return {
		kind: 'frameio',
		accountId: idOf(payload.account),
		projectId: idOf(payload.project),
		fileId,
	};
}

/** Stripe: every event has an id; `livemode: false` is a test. */
export function readStripe({ rawBody }: HookCall): SourceEvent[] {
	const payload = objectIn(parseBody(rawBody));
	const data = isObject(payload.data) ? payload.data : {};
	const object = isObject(data.object) ? data.object : {};
	const kind = plainName(wordIn(object.object) ?? 'object');
	const externalId = wordIn(payload.id);
	if (externalId === undefined) throw unreadable('Field "id": expected the event’s id.');
	return [
		{
			source: 'stripe',
			externalId,
			topic: `stripe.${plainName(wordIn(payload.type) ?? 'event')}`,
			subject: `stripe-${kind}:${wordIn(object.id) ?? 'all'}`,
			test: payload.livemode === false,
			payload,
		},
	];
}

/** What Slack sent: a question that is answered at once, or events to keep. */
export type SlackCall =
	| { kind: 'challenge'; challenge: string }
	| { kind: 'events'; events: SourceEvent[] };

/**
 * Slack: the Events API sends JSON; buttons and modals a form with JSON in `payload`; slash commands
 * a plain form.
 */
export function readSlack(call: HookCall): SlackCall {
	const isForm = headerOf(call, 'content-type').startsWith('application/x-www-form-urlencoded');
	if (isForm) return { kind: 'events', events: [readSlackForm(call.rawBody.toString('utf8'))] };
	const body = objectIn(parseBody(call.rawBody));
	if (body.type === 'url_verification') {
		return { kind: 'challenge', challenge: wordIn(body.challenge) ?? '' };
	}
	const event = isObject(body.event) ? body.event : {};
	const item = isObject(event.item) ? event.item : event;
	const channel = wordIn(item.channel);
	return {
		kind: 'events',
		events: [
			slackEvent(
				wordIn(body.event_id) ?? contentId(body),
				wordIn(event.type) ?? wordIn(body.type) ?? 'event',
				channel === undefined ? 'slack-workspace:all' : `slack-channel:${channel}`,
				body,
			),
		],
	};
}

function readSlackForm(text: string): SourceEvent {
	const fields = Object.fromEntries(new URLSearchParams(text));
	const interaction = fields.payload === undefined ? undefined : tryParse(fields.payload);
	if (interaction === undefined) {
		const type = fields.command === undefined ? 'form' : 'command';
		const id = fields.trigger_id ?? contentId(fields);
		return slackEvent(id, type, `slack-user:${fields.user_id ?? 'all'}`, fields);
	}
	const payload = objectIn(interaction);
	const { container, user, view } = payload;
	const id =
		wordIn(payload.trigger_id) ?? contentId(payload.type ?? null, payload.actions ?? null, payload);
	const message = isObject(container) ? wordIn(container.message_ts) : undefined;
	const channel = isObject(container) ? wordIn(container.channel_id) : undefined;
	const person = isObject(user) ? wordIn(user.id) : undefined;
	const modal = isObject(view) ? wordIn(view.id) : undefined;
	const subject =
		message !== undefined
			? `slack-message:${channel ?? 'all'}/${message}`
			: modal !== undefined
				? `slack-view:${modal}`
				: `slack-user:${person ?? 'all'}`;
	return slackEvent(id, wordIn(payload.type) ?? 'interaction', subject, payload);
}

function slackEvent(
	externalId: string,
	type: string,
	subject: string,
	payload: JsonObject,
): SourceEvent {
	const topic = `slack.${plainName(type)}`;
	return { source: 'slack', externalId, topic, subject, test: false, payload };
}
