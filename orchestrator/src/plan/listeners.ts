import { ZodError } from 'zod';
import type { StoredWorkflow } from '../adapters/n8n/api';
import type { JsonObject, NormalWorkflow } from '../bundle/normalise';
import { normalise } from '../bundle/normalise';
import type { WebhookAddress } from '../bundle/webhooks';
import { webhooksOf } from '../bundle/webhooks';

/** An address with the workflow that listens there. */
export interface Listener {
	/** Name of the workflow. */
	name: string;
	address: WebhookAddress;
}

/** Where a workflow of n8n listens, by the version that is published; nowhere while none is. */
export function listenersOf({ name, activeVersionId, draft }: StoredWorkflow): Listener[] {
	if (activeVersionId === null) return [];
	const { activeVersion, ...rest } = draft as JsonObject;
	const published = { ...rest, ...(activeVersion as JsonObject | null), name };
	try {
		return webhooksOf(normalise(published)).map((address) => ({ name, address }));
	} catch (error) {
		if (error instanceof ZodError) return []; // nothing that n8n could listen with
		throw error;
	}
}

/** Those of others who listen where a workflow is going to: n8n publishes one only. */
export function takenBy(workflow: NormalWorkflow, others: readonly Listener[]): Listener[] {
	const own = webhooksOf(workflow);
	return others.filter(({ address }) => own.some((each) => isSameAddress(each, address)));
}

/** Whether two would hear the same calls. */
export function isSameAddress(a: WebhookAddress, b: WebhookAddress): boolean {
	return a.kind === b.kind && a.method === b.method && a.path === b.path;
}

/** An address as a person reads it. */
export function addressText({ method, kind, path }: WebhookAddress): string {
	return `${method} /${kind}/${path}`;
}
