import { listOverdue } from '../../../ledger/madeThings';
import type { Moment } from '../../../ledger/moment';
import type { Store } from '../../../ledger/store';
import type { Compared, Difference } from '../../../monitor/reconcile/model';
import { shortMoment } from '../../../monitor/reconcile/model';

/** How long after its time an effect is late, in milliseconds: the service goes on within a minute. */
export const LATE_MS = 15 * 60_000;

/** Late effects that one sweep takes up. */
const MOST_LATE = 100;

/** What ought to be done by now and is not: what was never sent, and what nobody could find out. */
export async function compareLedger(store: Store, moment: Moment): Promise<Compared> {
	const overdue = await listOverdue(store, LATE_MS, MOST_LATE, moment);
	const differences = overdue.map(({ key, kind, subject, state, createdAt, what }): Difference => {
		const isLate = state === 'planned';
		return {
			name: `${isLate ? 'late' : 'unknown'}/ledger/${key}`,
			class: isLate ? 'late' : 'unknown',
			service: 'ledger',
			effect: key,
			subject,
			thing: kind,
			ours: { says: `asked for ${shortMoment(createdAt)}` },
			theirs: { says: isLate ? `never sent. ${what ?? ''}`.trim() : (what ?? 'nobody knows') },
			// A look-up is made first where it may have been sent after all.
			repair: { does: 'send' },
			offers: [],
		};
	});
	return { differences, looked: overdue.map(({ key }) => key), calls: 0 };
}
