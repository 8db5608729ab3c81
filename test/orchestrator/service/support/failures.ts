import type { Failure } from '../../../../orchestrator/src/adapters/outcome';

const error = { code: 'vendor/word', what: 'What.', why: 'Why.', mend: 'Mend.' };

/** How a vendor may not do it, one of each. */
export const failures = {
	refused: { result: 'refused', status: 400, error },
	rateLimited: { result: 'rateLimited', status: 429, retryAfterMs: 1, error },
	rateLimitedForLong: { result: 'rateLimited', status: 429, retryAfterMs: 60_000, error },
	notSent: { result: 'notSent', status: null, error },
	unknown: { result: 'unknown', status: 503, error },
} as const satisfies Record<string, Failure>;
