import { listOverdue } from '../../../ledger/madeThings';
import type { Moment } from '../../../ledger/moment';
import type { Compared, Difference } from '../../../monitor/reconcile/model';
import { shortMoment } from '../../../monitor/reconcile/model';
import type { CompareParts } from './parts';

/** How long after its time an effect is late, in milliseconds: the service goes on within a minute. */
export const LATE_MS = 15 * 60_000;

/** Late effects that one sweep takes up. */
const MOST_LATE = 100;

/** What ought to be done by now and is not: what was never sent, and what nobody could find out. */
export async function compareLedger(
	{ store, open }: Pick<CompareParts, 'store' | 'open'>,
	moment: Moment,
): Promise<Compared> {
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
	// What is not late any more was done, or refused: the alert about refused effects tells of that.
	const isWhole = overdue.length < MOST_LATE;
	const settled = open.filter(({ service }) => isWhole && service === 'ledger');
	const looked = [...overdue.map(({ key }) => key), ...settled.map(({ effect }) => effect)];
	return { differences, looked, calls: 0 };
}
