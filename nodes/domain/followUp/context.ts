import type { Language } from '../language';
import type { Cap, OtherTouch } from './caps';
import type { ConsentRules } from './consent';
import type { Enrolment } from './enrolment';
import type { Offers } from './offers';
import type { Calendar } from './quietHours';
import type { Sequence } from './schema';

/** All that a step depends on besides the enrolment and its events. */
export interface FollowUpContext {
	/** The definition that the enrolment was begun under. */
	sequence: Sequence;
	/** Days off of the recipient's country, `YYYY-MM-DD`. */
	holidays: ReadonlySet<string>;
	consent: ConsentRules;
	offers: Offers;
	caps: readonly Cap[];
	/** What other sequences sent to the client, and are going to send. */
	others: readonly OtherTouch[];
	/** Language of what is said of it. */
	language: Language;
}

/** When the client of an enrolment may be written to. */
export function calendarOf(
	{ client, quietHours }: Pick<Enrolment, 'client' | 'quietHours'>,
	{ sequence, holidays }: Pick<FollowUpContext, 'sequence' | 'holidays'>,
): Calendar {
	return { zone: client.zone, quiet: quietHours ?? sequence.quietHours, holidays };
}
