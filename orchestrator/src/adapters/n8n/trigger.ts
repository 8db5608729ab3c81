import type { Envelope } from '../../../../nodes/domain/inbox/envelope';
import { triggerPath } from '../../../../nodes/domain/inbox/envelope';
import { signatureHeaders } from '../../../../nodes/domain/inbox/signature';
import type { ForwardAnswer } from '../../inbox/decide';

/** Hands an event to the flow that listens to its topic. */
export type SendToN8n = (envelope: Envelope) => Promise<ForwardAnswer>;

/** How to reach the flows. */
export interface TriggerOptions {
	/** Address of n8n without a slash at its end. */
	url: string;
	/** What Agency Ledger Trigger knows us by. */
	secret: string;
	timeoutMs: number;
	now?: () => Date;
}

/** Answers of a proxy or of an n8n that is not there yet. */
const AWAY = new Set([502, 503, 504]);

/** What n8n answers where no published workflow listens. */
const NOT_FOUND = 404;

/**
 * Opens the way to the production webhooks of Agency Ledger Trigger. Never throws: what goes wrong
 * is an answer. An event may have been taken although the answer says it was not, when the
 * connection broke off in between.
 */
export function n8nTrigger(options: TriggerOptions): SendToN8n {
	const { url, secret, timeoutMs, now = () => new Date() } = options;
	return async (envelope) => {
		const body = JSON.stringify(envelope);
		const timestamp = Math.floor(now().getTime() / 1_000);
		try {
			const answer = await fetch(`${url}/webhook/${triggerPath(envelope.topic)}`, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					...signatureHeaders({ id: envelope.id, timestamp, body }, secret),
				},
				body,
				redirect: 'error',
				signal: AbortSignal.timeout(timeoutMs),
			});
			const text = await answer.text();
			return answer.ok
				? { taken: true, executionId: executionIdIn(text) }
				: refused(answer.status, text, envelope.topic);
		} catch (error) {
			return {
				taken: false,
				isAway: true,
				isUnwanted: false,
				status: null,
				why: `n8n did not answer: ${told(error)}`,
			};
		}
	};
}

/** Execution id in the answer of the trigger: `{"executionId":"…"}`; null when it names none. */
function executionIdIn(text: string): string | null {
	try {
		const { executionId } = JSON.parse(text) as { executionId?: unknown };
		if (typeof executionId === 'number') return String(executionId);
		return typeof executionId === 'string' && /^\w{1,64}$/.test(executionId) ? executionId : null;
	} catch {
		return null; // an answer without JSON names none
	}
}

function refused(status: number, text: string, topic: string): ForwardAnswer {
	const words = wordsOf(status, text, topic);
	return {
		taken: false,
		isAway: AWAY.has(status),
		isUnwanted: status === NOT_FOUND,
		status,
		why: `n8n answered ${status}: ${words}`,
	};
}

/** In our own words: n8n's may repeat what was sent. */
function wordsOf(status: number, text: string, topic: string): string {
	if (status === NOT_FOUND) return `no published workflow listens to ${topic}`;
	if (status === 401 || status === 403) return 'the trigger does not know our signature';
	if (status === 413) return 'the event is too large for it';
	return text === '' ? 'nothing more' : 'see its log';
}

/** The innermost message: fetch wraps what the network said. */
function told(error: unknown): string {
	const { cause } = error as { cause?: unknown };
	const inner = cause instanceof Error ? cause : error;
	if (!(inner instanceof Error)) return String(inner);
	const { code } = inner as NodeJS.ErrnoException;
	return code ?? (inner.message === '' ? inner.name : inner.message);
}
