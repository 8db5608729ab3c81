import { fromMajor, toMajor } from '../money';
import type { Money } from '../money';
import type { Rules } from './rules';
import type { Lead } from './schema';

/** What a lead can be expected to bring: its chance times its amount. */
export interface ExpectedValue extends Money {
	/** Where the amount came from: the lead's budget, its service's usual price, or the average one. */
	basis: 'budget' | 'service' | 'average';
	/** The span that the amount is for; a month's budget counts for one month. */
	per: 'project' | 'month';
}

/** Expected value in the currency of the amount, in whole units: an estimate has no cents. */
export function expectedValueOf(lead: Lead, probability: number, rules: Rules): ExpectedValue {
	const { services } = rules.catalogue;
	const known = lead.service !== null && Object.hasOwn(services, lead.service);
	const typical = known && lead.service !== null ? services[lead.service].typical : null;
	const amount = lead.budget ?? typical ?? rules.typicalTicket;
	return {
		...fromMajor(Math.round(toMajor(amount) * probability), amount.currency),
		basis: lead.budget !== null ? 'budget' : typical !== null ? 'service' : 'average',
		per: lead.budget?.per ?? 'project',
	};
}
