import type Stripe from 'stripe';
import { isMissing } from './failure';
import type { Calls } from './calls';
import type { WantedCustomer } from './wanted';
import { customerKey, marks } from './wanted';

/**
 * Finds or makes the customer of a client: by the id that is known, else among those with the address,
 * else anew. Stripe's search is late, its lists are not.
 *
 * @param known id that the ledger has; null for none
 */
export async function ensureCustomer(
	calls: Calls,
	wanted: WantedCustomer,
	known: string | null,
): Promise<{ id: string; isNew: boolean }> {
	const { client, email } = wanted;
	if (known !== null) {
		try {
			const { id } = await calls.make(null, async (stripe) =>
				stripe.customers.update(known, paramsOf(wanted)),
			);
			return { id, isNew: false };
		} catch (error) {
			// Somebody took them away, or the account is another one.
			if (!isMissing(error)) throw error;
		}
	}
	const found = await calls.make(null, async (stripe) =>
		stripe.customers.list({ email, limit: 100 }),
	);
	const ours = found.data.find(({ metadata }) => metadata[marks.client] === client);
	if (ours !== undefined) return { id: ours.id, isNew: false };
	const made = await calls.make(customerKey(wanted), async (stripe, options) =>
		stripe.customers.create({ ...paramsOf(wanted), email }, options),
	);
	return { id: made.id, isNew: true };
}

function paramsOf(wanted: WantedCustomer): Stripe.CustomerUpdateParams {
	const { client, email, name, company, country, language } = wanted;
	const shown = company ?? name;
	return {
		email,
		...(shown === null ? {} : { name: shown }),
		...(country === null ? {} : { address: { country } }),
		...(language === null ? {} : { preferred_locales: [language] }),
		metadata: { [marks.client]: client, ...(name === null ? {} : { contact: name.slice(0, 500) }) },
	};
}
