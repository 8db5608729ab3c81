import type { IDataObject, IHookFunctions, JsonObject } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';
import { z } from 'zod';

import { MendableError } from '../domain/errors';
import { webhookSchema } from '../domain/frameio/replies';
import { askForMany, askForOne, askFrameIo } from '../shared/frameIoRequest';

/** What is kept of the webhook between calls; n8n keeps it with the workflow. */
export const hookSchema = z.object({
	id: z.string().min(1),
	secret: z.string().min(1),
});

/** Publishing may take a window of Frame.io's limits, not more. */
const manner = { itemIndex: 0, waitSeconds: 60 };

/** Webhooks of a workspace that are looked through for ours. */
const MOST = 1_000;

/** Whether Frame.io has the webhook that we know the secret of, as it is wanted now. */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	const held = hookSchema.safeParse(context.getWorkflowStaticData('node').hook);
	if (!held.success) return false;
	const webhooks = await askForMany(
		context,
		{ method: 'GET', path: `${workspaceOf(context)}/webhooks` },
		manner,
		{ schema: webhookSchema, most: MOST },
	);
	const found = webhooks.find(({ id }) => id === held.data.id);
	const wanted = wantedOf(context);
	return (
		found !== undefined &&
		found.active !== false &&
		found.url === wanted.url &&
		found.events.length === wanted.events.length &&
		wanted.events.every((event) => found.events.includes(event))
	);
}

/** Registers the webhook and keeps its secret, which Frame.io tells this once; an older one of ours goes. */
export async function register(context: IHookFunctions): Promise<void> {
	await unregister(context);
	const { id, secret } = await askForOne(
		context,
		{
			method: 'POST',
			path: `${workspaceOf(context)}/webhooks`,
			body: { data: wantedOf(context) },
		},
		manner,
		webhookSchema,
	);
	if (secret === undefined) throw noSecret();
	const data = context.getWorkflowStaticData('node');
	data.hook = { id, secret };
	data.taken = {};
}

/** Takes the webhook away; one that is gone already is fine. */
export async function unregister(context: IHookFunctions): Promise<void> {
	const data = context.getWorkflowStaticData('node');
	const held = hookSchema.safeParse(data.hook);
	if (held.success) {
		const path = `${accountOf(context)}/webhooks/${encodeURIComponent(held.data.id)}`;
		try {
			await askFrameIo(context, { method: 'DELETE', path }, manner);
		} catch (error) {
			const isGone = error instanceof NodeApiError && error.httpCode === '404';
			// Frame.io's own refusals are such errors already, and pass through it unchanged.
			if (!isGone) throw new NodeApiError(context.getNode(), error as JsonObject);
		}
	}
	delete data.hook;
	delete data.taken;
}

function wantedOf(context: IHookFunctions): {
	name: string;
	url: string;
	events: string[];
} {
	const { name = '' } = context.getWorkflow();
	const events = context.getNodeParameter('events') as string[];
	const url = context.getNodeWebhookUrl('default') ?? '';
	return {
		name: `n8n: ${name}`.slice(0, 255),
		url,
		events,
	} satisfies IDataObject;
}

const idIn = (context: IHookFunctions, name: string) =>
	encodeURIComponent(String(context.getNodeParameter(name, '', { extractValue: true })));

const accountOf = (context: IHookFunctions) => `/v4/accounts/${idIn(context, 'account')}`;

const workspaceOf = (context: IHookFunctions) =>
	`${accountOf(context)}/workspaces/${idIn(context, 'workspace')}`;

function noSecret(): MendableError {
	return new MendableError(
		'frameio/no-secret',
		'The webhook cannot be used.',
		'Frame.io made it and told no secret, so its calls could not be told from others.',
		'Publish the workflow again; delete the webhook in Frame.io if it stays.',
	);
}
