import { lookDue } from '../../invoices/lookDue';
import type { InvoiceRules } from '../../invoices/schedule';
import type { DueWork } from '../dueWork';
import type { InboxParts } from '../inboxParts';

/** Invoices that one transaction looks at. */
const ROUND = 50;

/** Lets reminders of invoices come due; several processes over one ledger share it. */
export function invoicesDue(
	{ store, now, moment, wake }: Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake'>,
	rules: InvoiceRules,
): DueWork {
	return {
		name: 'invoices',
		run: async () => {
			const looked = await lookDue(store, rules, ROUND, now(), moment());
			if (looked > 0) wake();
			return looked;
		},
	};
}
