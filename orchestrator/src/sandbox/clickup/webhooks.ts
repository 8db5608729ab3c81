import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { sequentialUuid, textOr, textsIn } from '../json';
import { mustBeOurTeam, type Call, type Handler } from './call';
import { ClickUpError } from './errors';
import type { Webhook } from './model';
import { tokenOwner } from './people';

/** POST a webhook. */
export const createWebhook: Handler = (call) => {
	mustBeOurTeam(call);
	const endpoint = textOr(call.body.endpoint, '');
	if (!URL.canParse(endpoint))
		throw new ClickUpError(400, 'Webhook endpoint invalid', 'WEBHOOK_001');
	const events = textsIn(call.body.events);
	if (events.length === 0) throw new ClickUpError(400, 'Webhook events missing', 'WEBHOOK_002');
	const scope = scopeIn(call);
	const isTaken = call.store.state.webhooks.some(
		(one) => one.endpoint === endpoint && isDeepStrictEqual(one.scope, scope),
	);
	if (isTaken) {
		throw new ClickUpError(400, 'Webhook configuration already exists', 'OAUTH_171');
	}
	const id = sequentialUuid('3b', call.store.nextNumber());
	const webhook: Webhook = {
		id,
		teamId: call.params.team_id ?? '',
		endpoint,
		events,
		scope,
		status: 'active',
		failCount: 0,
		secret: createHash('sha256').update(`webhook ${id}`).digest('hex').toUpperCase(),
	};
	call.store.state.webhooks.push(webhook);
	return { id, webhook: present(webhook) };
};

/** GET the webhooks of a workspace. */
export const listWebhooks: Handler = (call) => {
	mustBeOurTeam(call);
	return { webhooks: call.store.state.webhooks.map(present) };
};

/** PUT changes of a webhook. */
export const updateWebhook: Handler = (call) => {
	const webhook = webhookIn(call);
	webhook.endpoint = textOr(call.body.endpoint, webhook.endpoint);
	const status = textOr(call.body.status, webhook.status);
	if (status === 'active' && webhook.status !== 'active') webhook.failCount = 0;
	webhook.status = status;
	const { events } = call.body;
	// One word or a list; without any, and with `*`, all are sent.
	webhook.events = typeof events === 'string' ? [events] : textsIn(events ?? ['*']);
	return { id: webhook.id, webhook: present(webhook) };
};

/** DELETE a webhook. */
export const deleteWebhook: Handler = (call) => {
	const gone = webhookIn(call);
	const { state } = call.store;
	state.webhooks = state.webhooks.filter((webhook) => webhook !== gone);
	return {};
};

/** Places are asked for by numbers and told as texts. */
function scopeIn({ body }: Call): Webhook['scope'] {
	const idOf = (name: string) => {
		const value = body[name];
		return value === undefined || value === null ? null : String(value);
	};
	return {
		task_id: idOf('task_id'),
		list_id: idOf('list_id'),
		folder_id: idOf('folder_id'),
		space_id: idOf('space_id'),
	};
}

const webhookIn = (call: Call): Webhook => call.store.webhook(call.params.webhook_id ?? '');

const present = ({ id, teamId, endpoint, events, scope, status, failCount, secret }: Webhook) => ({
	id,
	userid: tokenOwner.id,
	team_id: Number(teamId),
	endpoint,
	client_id: 'SANDBOX',
	events,
	...scope,
	health: { status, fail_count: failCount },
	secret,
});
