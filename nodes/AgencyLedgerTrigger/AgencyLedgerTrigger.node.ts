import type {
	IDataObject,
	IHookFunctions,
	INodeParameters,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import {
	fromFunction,
	NodeConnectionTypes,
	NodeOperationError,
	webhookDescriptionFields,
} from 'n8n-workflow';

import { envelopeSchema, itemOf } from '../domain/inbox/envelope';
import { usableSecrets, verifyCall } from '../domain/inbox/signature';
import { properties } from './properties';

/**
 * Where it listens, as triggerPath says. It stands by itself because its source goes to the canvas as
 * an expression; n8n calls it directly where no parameter is one.
 */
function pathOf(parameters: INodeParameters): string {
	return 'agency-ledger-' + String(parameters.topic);
}

/** Starts a flow with an event of the inbox, and with nothing else. */
export class AgencyLedgerTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Agency Ledger Trigger',
		name: 'agencyLedgerTrigger',
		icon: { light: 'file:agencyLedgerTrigger.svg', dark: 'file:agencyLedgerTrigger.dark.svg' },
		group: ['trigger'],
		// Not 1: of a node of version 1, n8n evaluates one expression more at every call (2.41).
		version: 1.1,
		subtitle: '={{ $parameter["topic"] }}',
		description:
			'Start the workflow when an event of the inbox is due; what has no end is started again',
		eventTriggerDescription: 'Waiting for the Agency Ops service to hand an event over',
		activationMessage: 'The Agency Ops service now hands events of this topic over.',
		defaults: { name: 'Agency Ledger Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'agencyLedgerApi', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				// n8n answers once it has written the execution down, and this names it to the service.
				responseMode: 'onReceived',
				responseData: '={{ ({ executionId: $executionId }) }}',
				...webhookDescriptionFields({ path: fromFunction(pathOf) }),
				isFullPath: true,
			},
		],
		properties,
	};

	webhookMethods = {
		default: {
			/** Nothing is kept elsewhere: the service finds the flow by its topic. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			/** A workflow that would refuse every call is not published. */
			async create(this: IHookFunctions): Promise<boolean> {
				if ((await secretsOf(this)).length > 0) return true;
				throw new NodeOperationError(this.getNode(), 'The workflow cannot start from the inbox.', {
					description:
						'The credential "Agency Ledger API" has no usable "Trigger Secret", so every call would be refused. Enter the one the service signs with; agency-ops seed does so by itself.',
				});
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const request = this.getRequestObject();
		if (!request.rawBody) await request.readRawBody();
		const rawBody = request.rawBody ?? '';
		const verdict = verifyCall(
			{ headers: request.headers, rawBody },
			await secretsOf(this),
			new Date(),
		);
		if (!verdict.isGenuine) return refuse(this, 401, verdict.because);

		const envelope = envelopeSchema.safeParse(request.body);
		if (!envelope.success) return refuse(this, 400, 'It is signed, but it holds no event.');
		if (envelope.data.id !== verdict.id)
			return refuse(this, 400, 'It is signed for another event.');
		return { workflowData: [[{ json: itemOf(envelope.data) as IDataObject }]] };
	}
}

async function secretsOf(context: IHookFunctions | IWebhookFunctions): Promise<string[]> {
	const { triggerSecret } = await context.getCredentials('agencyLedgerApi');
	return usableSecrets(typeof triggerSecret === 'string' ? triggerSecret : '');
}

/** Answers a call that starts nothing. */
function refuse(context: IWebhookFunctions, status: number, why: string): IWebhookResponseData {
	const response = context.getResponseObject();
	response
		.status(status)
		.json({ error: { code: 'trigger/refused', what: 'The call starts nothing.', why } });
	return { noWebhookResponse: true };
}
