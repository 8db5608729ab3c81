import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { judgeAnswer } from '../domain/effect/effectAnswer';
import type { EffectAnswer } from '../domain/effect/effectAnswer';
import { askLedger } from '../shared/askLedger';

/** Milliseconds; the service waits up to 80 s for the effect's turn and tries for 35 s more. */
const answerWithinMs = 120_000;

/** What the ledger is asked to do once. */
export interface EffectRequest {
	key: string;
	/** The ledger's name of the effect, e.g. `slack.message`. */
	kind: string;
	/** Whether the effect goes to the test destinations. */
	test: boolean;
	onConflict: 'fail' | 'keepFirst';
	/** Whether a person retries or replays: what was refused before is then tried again. */
	retry: boolean;
	content: Record<string, unknown>;
	/** The item, for the placeholders. */
	data: IDataObject;
	/** How long the flow waits for the receipt, in milliseconds; left out: as long as the service tries. */
	waitMs?: number;
	/** Moment before which it is not done, ISO 8601; left out: now. */
	notBefore?: string;
	/** The event of the inbox that the item came from, and what stops its flow at the effect. */
	event?: { id: string; stopsAt: StopsAt };
}

/** What may stop a flow at an effect. */
export type StopsAt = 'nothing' | 'refused' | 'notDone';

/**
 * Asks the Agency Ops service for one effect; one HTTP call, never repeated from here.
 *
 * @throws NodeOperationError when the service cannot be reached
 * @throws MendableError as judgeAnswer does
 */
export async function sendEffect(
	context: IExecuteFunctions,
	itemIndex: number,
	request: EffectRequest,
): Promise<EffectAnswer> {
	const { status, body } = await askLedger(context, itemIndex, {
		method: 'POST',
		url: '/v1/effects',
		body: { ...request, source: source(context) },
		withinMs: answerWithinMs,
	});
	return judgeAnswer(request.key, status, body);
}

/** Where the request came from, so that a person finds the execution from the ledger. */
function source(context: IExecuteFunctions): Record<string, string> {
	const { id, name } = context.getWorkflow();
	const executionId = context.getExecutionId();
	return {
		workflowId: id ?? '',
		workflowName: name ?? '',
		executionId,
		nodeName: context.getNode().name,
		executionUrl: `${context.getInstanceBaseUrl()}workflow/${id ?? ''}/executions/${executionId}`,
	};
}
