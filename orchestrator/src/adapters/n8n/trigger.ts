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
			if (!answer.ok) return refused(answer.status, text, envelope.topic);
			const executionId = executionIdIn(text);
			return executionId === undefined
				? startedNothing(answer.status)
				: { taken: true, executionId };
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

/**
 * Execution id in the answer of the trigger: `{"executionId":"…"}`; null when the answer names none,
 * undefined when no flow can have given it.
 */
function executionIdIn(text: string): string | null | undefined {
	try {
		const { executionId } = JSON.parse(text) as { executionId?: unknown };
		if (typeof executionId === 'number') return String(executionId);
		return typeof executionId === 'string' && /^\w{1,64}$/.test(executionId) ? executionId : null;
	} catch {
		return undefined;
	}
}

/**
 * A flow answers with JSON. While n8n brings its database up to date at its start, it answers every call
 * with 200 and a line of text, and starts nothing (n8n 2.41.1, abstract-server.js, setupHealthCheck).
 */
function startedNothing(status: number): ForwardAnswer {
	return {
		taken: false,
		isAway: true,
		isUnwanted: false,
		status,
		why: `n8n answered ${status} and started nothing: it is still starting itself`,
	};
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
