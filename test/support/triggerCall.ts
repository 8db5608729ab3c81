import type {
	ICredentialDataDecryptedObject,
	IHookFunctions,
	INodeExecutionData,
	IWebhookFunctions,
} from 'n8n-workflow';

import { AgencyLedgerTrigger } from '../../nodes/AgencyLedgerTrigger/AgencyLedgerTrigger.node';
import { signatureHeaders } from '../../nodes/domain/inbox/signature';
import type { Envelope } from '../../nodes/domain/inbox/envelope';
import { fakeNode } from './fakeExecute';

/** The secret that the service and the trigger share in tests. */
export const triggerSecret = `whsec_${Buffer.from('known to the tests alone').toString('base64')}`;

/** A call to the trigger's webhook. */
export interface TriggerCall {
	headers: Record<string, string | undefined>;
	rawBody: string;
	/** What the credential holds. */
	credentials?: ICredentialDataDecryptedObject;
}

/** What came of a call: the items that start the flow, or the answer of a refusal. */
export interface TriggerOutcome {
	items: INodeExecutionData[] | null;
	refusal: { status: number; body: unknown } | null;
}

/** An event of the inbox with a lead in it, changed as a test likes. */
export function anEnvelope(changes: Partial<Envelope> = {}): Envelope {
	return {
		id: 'evt_01kapq6d8r0000000000000001',
		source: 'lead-intake',
		topic: 'lead.received',
		subject: 'lead-of:6793451754b7',
		attempt: 1,
		receivedAt: '2026-11-22T14:59:58.000Z',
		retry: false,
		test: false,
		payload: { name: 'Ana', email: 'ana@cafes.example' },
		...changes,
	};
}

/** A call as the service makes it. */
export function signedCall(envelope: unknown, at: Date, secret = triggerSecret): TriggerCall {
	const rawBody = JSON.stringify(envelope);
	const id = String((envelope as { id?: unknown } | null)?.id);
	const timestamp = Math.floor(at.getTime() / 1000);
	return { headers: { ...signatureHeaders({ id, timestamp, body: rawBody }, secret) }, rawBody };
}

/** Calls the trigger as n8n does: with the body read, and parsed where it is JSON. */
export async function callTrigger(call: TriggerCall): Promise<TriggerOutcome> {
	const { headers, rawBody, credentials = { triggerSecret } } = call;
	let refusal: TriggerOutcome['refusal'] = null;
	const context = {
		getNode: () => fakeNode,
		getMode: () => 'webhook',
		getCredentials: async () => await Promise.resolve(credentials),
		getRequestObject: () => ({ headers, rawBody: Buffer.from(rawBody), body: parsed(rawBody) }),
		getResponseObject: () => ({
			status: (status: number) => ({
				json: (body: unknown) => {
					refusal = { status, body };
				},
			}),
		}),
	} as unknown as IWebhookFunctions;

	const { workflowData, noWebhookResponse } = await new AgencyLedgerTrigger().webhook.call(context);
	if (refusal !== null && noWebhookResponse !== true) throw new Error('n8n would answer as well.');
	return { items: workflowData?.[0] ?? null, refusal };
}

/** Publishes the trigger as n8n does, with what the credential holds. */
export async function publishTrigger(
	credentials: ICredentialDataDecryptedObject,
): Promise<boolean> {
	const { checkExists, create } = new AgencyLedgerTrigger().webhookMethods.default;
	const context = {
		getNode: () => fakeNode,
		getCredentials: async () => await Promise.resolve(credentials),
	} as unknown as IHookFunctions;
	return (await checkExists.call(context)) || (await create.call(context));
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined; // n8n answers such a call itself
	}
}
