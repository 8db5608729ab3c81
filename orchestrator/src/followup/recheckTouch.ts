import { lockClients, lockTarget, readFollowUp, saveFollowUps } from '../ledger/followUps';
import { lockTouch, setTouch } from '../ledger/followUpTouches';
import type { Moment } from '../ledger/moment';
import type { Store } from '../ledger/store';
import type { Objection } from '../mail/objection';
import type { ClaimRule } from './claim';
import { refusalOf, takenBack } from './claim';
import { currentRules } from './currentRules';
import { rulesOf } from './rulesOf';

/** What takes a claimed message back for good. */
const FINAL: ReadonlySet<ClaimRule> = new Set(['exited', 'stale', 'consent']);

/** What it waits for; caps were counted when it was claimed, and the list is asked by the mail itself. */
const PASSING: ReadonlySet<ClaimRule> = new Set(['held', 'paused', 'quiet']);

/**
 * Looks once more, as a claimed message is about to go out, whether it still may: it may have waited for
 * its turn, or for the mail server. What may go no more is left out as a claim would leave it out.
 *
 * @param other what else speaks against it for good; null: nothing
 */
export async function recheckTouch(
	store: Store,
	{ id, step, other }: { id: string; step: string; other: string | null },
	now: Date,
	moment: Moment,
): Promise<Objection | null> {
	return await store.transaction(async (queries) => {
		const [active] = await lockTarget(queries, { id });
		const found = active ?? (await readFollowUp(queries, id));
		const touch = found === null ? null : await lockTouch(queries, id, step);
		if (found === null || touch === null) return null;
		if (touch.state === 'withheld') return { is: 'final', because: touch.because ?? '' };
		if (touch.state !== 'claimed') return null;
		await lockClients(queries, [found.client]);
		const rules = await rulesOf(queries, [found], await currentRules(queries), now);
		const context = await rules.contextOf(found);
		const refusal = await refusalOf(queries, found, touch, now, context);
		const isFinal = refusal !== null && FINAL.has(refusal.rule);
		if (!isFinal && other === null) {
			if (refusal === null || !PASSING.has(refusal.rule)) return null;
			return { is: 'forNow', because: refusal.because };
		}
		const because = isFinal ? refusal.because : (other ?? '');
		const rule = isFinal ? refusal.rule : ('withheld' as const);
		const final = { result: 'withheld' as const, rule, because };
		await saveFollowUps(queries, [takenBack(found, touch, final, now, context)], moment);
		await setTouch(queries, touch, { state: 'withheld', because }, moment);
		return { is: 'final', because };
	});
}
