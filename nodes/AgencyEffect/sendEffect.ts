import type {
	IDataObject,
	IExecuteFunctions,
	IN8nHttpFullResponse,
	JsonObject,
} from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { judgeAnswer } from '../domain/effect/effectAnswer';
import type { EffectAnswer } from '../domain/effect/effectAnswer';

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
	/** Whether a person retries an execution: what was refused before is then tried again. */
	retry: boolean;
	content: Record<string, unknown>;
	/** The item, for the placeholders. */
	data: IDataObject;
}

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
	const response = await post(context, itemIndex, { ...request, source: source(context) });
	return judgeAnswer(request.key, response.statusCode, response.body);
}

async function post(
	context: IExecuteFunctions,
	itemIndex: number,
	body: object,
): Promise<IN8nHttpFullResponse> {
	try {
		return (await context.helpers.httpRequestWithAuthentication.call(context, 'agencyLedgerApi', {
			method: 'POST',
			url: '/v1/effects',
			body,
			json: true,
			timeout: answerWithinMs,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		})) as IN8nHttpFullResponse;
	} catch (error) {
		// Anything else, such as a credential that is missing, n8n has already put into words.
		if (!isConnectionError(error)) {
			throw new NodeApiError(context.getNode(), error as JsonObject, { itemIndex });
		}
		throw new NodeOperationError(context.getNode(), 'The Agency Ops service cannot be reached.', {
			itemIndex,
			description: `${sentence(error)} Start the service, or correct "Base URL" in the credential "Agency Ledger API"; then retry: what was done is not done again.`,
		});
	}
}

/** Whether no answer came, by the codes Node's sockets and HTTP clients give, e.g. ECONNREFUSED. */
function isConnectionError(error: unknown): error is NodeApiError {
	return error instanceof NodeApiError && /^E[A-Z_]+$/.test(error.httpCode ?? '');
}

function sentence({ description, message, httpCode }: NodeApiError): string {
	const reason = `${description ?? message} (${httpCode})`;
	return /[.!?]$/.test(reason) ? reason : `${reason}.`;
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
