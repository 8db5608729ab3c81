import { isErrorReport } from '../../../nodes/domain/errors';

/** Waits; a test's clock does not. */
export type Pause = (ms: number) => Promise<void>;

/** Tries of one call, the first one counted. */
const TRIES = 4;
const FIRST_WAIT_MS = 500;
/** A vendor that wants more quiet than this is told to the person instead. */
const LONGEST_WAIT_MS = 60_000;

/** Codes by which nobody knows whether the call was carried out. */
const unheard = new Set(['n8n/unreachable', 'n8n/failed']);

/**
 * Makes a call, and makes it again where that does no harm: after a refusal for its rate, and where
 * nothing was heard of it and `mayAgain` says so.
 *
 * @param mayAgain asked before a call whose fate is unknown is made again; reading may always
 */
export async function retried<Answer>(
	call: () => Promise<Answer>,
	pause: Pause,
	mayAgain: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<Answer> {
	for (let tries = 1; ; tries += 1) {
		try {
			return await call();
		} catch (error) {
			const waitMs = waitAfter(error, tries);
			if (waitMs === null || tries >= TRIES) throw error;
			await pause(waitMs);
			if (!isRefusedForRate(error) && !(await mayAgain())) throw error;
		}
	}
}

/** null where trying again is of no use. */
function waitAfter(error: unknown, tries: number): number | null {
	if (!isErrorReport(error)) return null;
	const backoffMs = FIRST_WAIT_MS * 2 ** (tries - 1);
	if (unheard.has(error.code)) return backoffMs;
	const { retryAfterMs } = error as { retryAfterMs?: unknown };
	if (typeof retryAfterMs !== 'number' || retryAfterMs > LONGEST_WAIT_MS) return null;
	return Math.max(retryAfterMs, backoffMs);
}

function isRefusedForRate(error: unknown): boolean {
	return isErrorReport(error) && error.code.endsWith('/rate-limited');
}
