import { webhookEvents } from '../../../../nodes/domain/frameio/events';
import { createHash } from 'node:crypto';
import { sandboxFrameio } from '../accounts';
import { textOr, textsIn } from '../json';
import { nameIn, type Call, type Handler } from './call';
import { FrameioError } from './errors';
import type { Webhook } from './model';
import { page } from './paging';
import { workspaceIn } from './places';
import { includesOf, iso } from './presentAsset';

/** Longest name and address (Frame.io's own description of V4, July 2026). */
const bounds = { name: 255, url: 2_000 } as const;

/** POST a webhook of a workspace; its secret is told this once. */
export const createWebhook: Handler = (call) => {
	const workspace = workspaceIn(call);
	const id = call.store.nextId('b0');
	const webhook: Webhook = {
		id,
		workspaceId: workspace.id,
		name: nameIn(call, bounds.name),
		url: urlIn(call),
		events: eventsIn(call),
		isActive: true,
		secret: createHash('sha256').update(`frameio webhook ${id}`).digest('base64url'),
		createdAt: call.at,
		updatedAt: call.at,
	};
	call.store.state.webhooks.push(webhook);
	return { data: { ...present(webhook), secret: webhook.secret } };
};

/** GET the webhooks of a workspace. */
export const listWebhooks: Handler = (call) => {
	const { id } = workspaceIn(call);
	const ours = call.store.state.webhooks.filter(({ workspaceId }) => workspaceId === id);
	return page(call, ours, (webhook) => withIncludes(call, webhook));
};

/** GET one webhook. */
export const readWebhook: Handler = (call) => ({ data: withIncludes(call, webhookIn(call)) });

/** PATCH a webhook. */
export const updateWebhook: Handler = (call) => {
	const { data } = call;
	const webhook = webhookIn(call);
	if (data.name !== undefined) webhook.name = nameIn(call, bounds.name);
	if (data.url !== undefined) webhook.url = urlIn(call);
	if (data.events !== undefined) webhook.events = eventsIn(call);
	if (typeof data.active === 'boolean') webhook.isActive = data.active;
	webhook.updatedAt = call.at;
	return { data: present(webhook) };
};

/** DELETE a webhook: nothing more is sent to it. */
export const deleteWebhook: Handler = (call) => {
	const webhook = webhookIn(call);
	call.store.state.webhooks = call.store.state.webhooks.filter((one) => one !== webhook);
	return undefined;
};

function urlIn({ data }: Call): string {
	const url = textOr(data.url, '');
	if (URL.canParse(url) && url.length <= bounds.url && /^https?:/.test(url)) return url;
	throw new FrameioError(422, 'invalid URL', '/data/url');
}

function eventsIn({ data }: Call): string[] {
	const events = [...new Set(textsIn(data.events))];
	const known: readonly string[] = webhookEvents;
	const unknown = events.find((event) => !known.includes(event));
	if (unknown !== undefined) throw new FrameioError(422, `unknown: ${unknown}`, '/data/events');
	if (events.length === 0) throw new FrameioError(422, 'Missing field: events', '/data/events');
	return events;
}

const webhookIn = (call: Call): Webhook => call.store.webhook(call.params.webhook_id ?? '');

const present = (webhook: Webhook) => ({
	id: webhook.id,
	name: webhook.name,
	url: webhook.url,
	events: webhook.events,
	active: webhook.isActive,
	workspace_id: webhook.workspaceId,
	created_at: iso(webhook.createdAt),
	updated_at: iso(webhook.updatedAt),
});

const withIncludes = (call: Call, webhook: Webhook) => ({
	...present(webhook),
	...(includesOf(call).has('creator') ? { creator: { ...sandboxFrameio.user, active: true } } : {}),
});
