import { isErrorReport } from '../../../../nodes/domain/errors';
import { advanceDue } from '../../followup/advanceDue';
import type { DueWork } from '../dueWork';
import type { InboxParts } from '../inboxParts';

/** Enrolments that one transaction looks at. */
export const FOLLOW_UP_ROUND = 50;

/** Lets follow-ups come due; several processes over one ledger share it. */
export function followUpsDue({
	store,
	now,
	moment,
	wake,
	logger,
}: Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake' | 'logger'>): DueWork {
	return {
		name: 'follow-ups',
		run: async () => {
			const looked = await advanceDue(store, {
				limit: FOLLOW_UP_ROUND,
				now: now(),
				moment: moment(),
				onProblem: (followUp, error) => {
					const code = isErrorReport(error) ? error.code : 'bug';
					logger.error({ followUp, code, err: error }, 'follow-up cannot go on');
				},
			});
			if (looked > 0) wake();
			return looked;
		},
	};
}
