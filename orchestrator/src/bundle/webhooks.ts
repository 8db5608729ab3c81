import { DEFAULT_TOPIC, triggerPath } from '../../../nodes/domain/inbox/envelope';
import type { JsonObject, NormalWorkflow, WorkflowNode } from './normalise';

/** An address on which a published workflow listens. */
export interface WebhookAddress {
	/** Node that listens, as it is called on the canvas. */
	node: string;
	kind: 'webhook' | 'form';
	method: string;
	/** Path after `/webhook/` or `/form/`. */
	path: string;
	/** Whether n8n asks a caller for a secret before it runs the workflow. */
	isProtected: boolean;
}

/** The addresses of a workflow; paths made by expressions cannot be known and are left out. */
export function webhooksOf(workflow: NormalWorkflow): WebhookAddress[] {
	return workflow.nodes
		.filter(({ disabled }) => disabled !== true)
		.flatMap((node) => addressOf(node) ?? [])
		.filter(({ path }) => path !== '' && !path.startsWith('='));
}

function addressOf(node: WorkflowNode): WebhookAddress | null {
	const { parameters, name, type } = node;
	const isProtected = (textOf(parameters, 'authentication') ?? 'none') !== 'none';
	if (type === 'n8n-nodes-base.webhook') {
		const path = textOf(parameters, 'path') ?? webhookId(node);
		const method = textOf(parameters, 'httpMethod') ?? 'GET';
		return { node: name, kind: 'webhook', method, path, isProtected };
	}
	if (type === 'n8n-nodes-base.formTrigger') {
		const { options } = parameters;
		const given = typeof options === 'object' && options !== null && !Array.isArray(options);
		const path =
			textOf(parameters, 'path') ?? (given ? textOf(options, 'path') : null) ?? webhookId(node);
		return { node: name, kind: 'form', method: 'GET', path, isProtected };
	}
	if (type === 'n8n-nodes-agency-ops.agencyLedgerTrigger') {
		// n8n leaves out what stands as the node ships it.
		const { topic = DEFAULT_TOPIC } = parameters;
		if (typeof topic !== 'string' || topic === '' || topic.startsWith('=')) return null;
		return {
			node: name,
			kind: 'webhook',
			method: 'POST',
			path: triggerPath(topic),
			isProtected: true,
		};
	}
	return null;
}

function textOf(parameters: JsonObject, field: string): string | null {
	const value = parameters[field];
	return typeof value === 'string' && value !== '' ? value : null;
}

function webhookId(node: WorkflowNode): string {
	return typeof node.webhookId === 'string' ? node.webhookId : '';
}
