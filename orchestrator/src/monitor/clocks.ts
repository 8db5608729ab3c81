import { advisoriesReadOn } from './advisories';
import type { Check } from './check';
import { finding, ok } from './check';

/** What somebody else's clock says. */
export interface ClockSeen {
	by: string;
	/** Their clock minus ours, in milliseconds; its resolution is a second. */
	aheadMs: number;
}

/** Skew that signatures of webhooks bear is 5 minutes at HubSpot, Slack and Stripe; we warn well before. */
const MAX_SKEW_MS = 60_000;

/** How long a clock is waited for, in milliseconds. */
const ANSWER_WITHIN_MS = 10_000;

/** Judges this machine's clock by others. Pure. */
export function judgeClocks(now: Date, seen: readonly ClockSeen[]): Check[] {
	const about = 'Clock';
	const mend =
		'Switch on time synchronisation (NTP): signatures of webhooks are refused otherwise.';
	if (now.toISOString() < advisoriesReadOn) {
		return [finding('failed', about, `this machine believes it is ${now.toISOString()}`, mend)];
	}
	const apart = seen.filter(({ aheadMs }) => Math.abs(aheadMs) > MAX_SKEW_MS);
	if (apart.length > 0) {
		return apart.map(({ by, aheadMs }) => {
			const seconds = Math.round(Math.abs(aheadMs) / 1_000);
			const says = `${by}'s is ${seconds} s ${aheadMs > 0 ? 'ahead' : 'behind'}`;
			return finding('failed', about, says, mend);
		});
	}
	return seen.length === 0 ? [] : [ok(about, `agrees with ${seen.map(({ by }) => by).join(', ')}`)];
}

/**
 * Reads the clock of whoever answers at an address; null where nobody does, or says no time.
 *
 * @param now this machine's, read twice: the answer's way back is not counted against it
 */
export async function askClock(
	by: string,
	url: string,
	now: () => number = Date.now,
): Promise<ClockSeen | null> {
	try {
		const askedAt = now();
		const answer = await fetch(url, {
			method: 'POST',
			signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
		});
		const heardAt = now();
		await answer.body?.cancel();
		const at = Date.parse(answer.headers.get('date') ?? '');
		return Number.isNaN(at) ? null : { by, aheadMs: at - (askedAt + heardAt) / 2 };
	} catch {
		return null; // the account's own check says that it cannot be reached
	}
}
