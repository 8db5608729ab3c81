import type {
	IDataObject,
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { rememberCall, verifyFrameIoCall } from '../domain/frameio/signature';
import type { TakenCalls } from '../domain/frameio/signature';
import { isRecord } from '../domain/webhookItem';
import { frameIoLists } from '../shared/frameIoLists';
import { toNodeError } from '../shared/runPerItem';
import { hookSchema, isRegistered, register, unregister } from './hook';
import { properties } from './properties';

/** Starts a flow with what happens in a workspace of Frame.io. */
export class FrameIoTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Frame.io Trigger',
		name: 'frameIoTrigger',
		icon: {
			light: 'file:frameIoTrigger.svg',
			dark: 'file:frameIoTrigger.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description:
			'Start the workflow when something happens in Frame.io; where no event may be lost, use the inbox of the Agency Ops service',
		eventTriggerDescription: 'Waiting for something to happen in Frame.io',
		activationMessage: 'Frame.io now calls this workflow.',
		defaults: { name: 'Frame.io Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'frameIoOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
			{
				name: 'frameIoServerToServerApi',
				required: true,
				displayOptions: { show: { authentication: ['serverToServer'] } },
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: 'webhook',
			},
		],
		properties,
	};

	methods = { listSearch: frameIoLists };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await shown(this, async () => await isRegistered(this));
			},
			async create(this: IHookFunctions): Promise<boolean> {
				await shown(this, async () => await register(this));
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				await shown(this, async () => await unregister(this));
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const request = this.getRequestObject();
		if (!request.rawBody) await request.readRawBody();
		const data = this.getWorkflowStaticData('node');
		const held = hookSchema.safeParse(data.hook);
		const now = new Date();
		const verdict = verifyFrameIoCall(
			{ headers: request.headers, rawBody: request.rawBody ?? '' },
			held.success ? held.data.secret : '',
			now,
		);
		if (!verdict.isGenuine) return refuse(this, 401, verdict.because);
		if (!isRecord(request.body)) return refuse(this, 400, 'It is signed, but it holds no event.');
		const taken = rememberCall(
			isRecord(data.taken) ? (data.taken as TakenCalls) : {},
			verdict,
			now,
		);
		// Frame.io signs each try anew: the very same call again is not its.
		if (taken === null) return refuse(this, 409, 'It was taken before.');
		data.taken = taken;
		return { workflowData: [[{ json: request.body as IDataObject }]] };
	}
}

/** Errors as n8n shows them when a workflow is published. */
async function shown<Answer>(
	context: IHookFunctions,
	work: () => Promise<Answer>,
): Promise<Answer> {
	const outcome = await work().then(
		(answer) => ({ answer }),
		(error: unknown) => ({ error }),
	);
	if ('error' in outcome) throw toNodeError(context.getNode(), outcome.error, 0);
	return outcome.answer;
}

/** Answers a call that starts nothing. */
function refuse(context: IWebhookFunctions, status: number, why: string): IWebhookResponseData {
	context
		.getResponseObject()
		.status(status)
		.json({
			error: { code: 'trigger/refused', what: 'The call starts nothing.', why },
		});
	return { noWebhookResponse: true };
}
