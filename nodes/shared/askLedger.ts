import type {
	IDataObject,
	IExecuteFunctions,
	IN8nHttpFullResponse,
	JsonObject,
} from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

/** One call to the Agency Ops service. */
export interface LedgerCall {
	method: 'GET' | 'POST';
	/** Path after the address in the credential. */
	url: string;
	body?: object;
	query?: IDataObject;
	/** Milliseconds after which the call is given up. */
	withinMs: number;
}

/** The service's answer, whatever its status. */
export interface LedgerAnswer {
	status: number;
	body: unknown;
}

/**
 * Asks the Agency Ops service; one HTTP call, never repeated from here.
 *
 * @throws NodeOperationError when the service cannot be reached
 * @throws NodeApiError for what n8n itself refuses, such as a missing credential
 */
export async function askLedger(
	context: IExecuteFunctions,
	itemIndex: number,
	{ method, url, body, query, withinMs }: LedgerCall,
): Promise<LedgerAnswer> {
	try {
		const answer = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			'agencyLedgerApi',
			{
				method,
				url,
				...(body === undefined ? {} : { body }),
				...(query === undefined ? {} : { qs: query }),
				json: true,
				timeout: withinMs,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
			},
		)) as IN8nHttpFullResponse;
		return { status: answer.statusCode, body: answer.body };
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
