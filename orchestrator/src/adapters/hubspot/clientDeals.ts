import { z } from 'zod';
import type { HubspotOptions } from './hubspot';
import { hubspotReading, linksSchema, recordSchema } from './reading';

/** A record as it was asked for. */
type Values = Pick<z.infer<typeof recordSchema>, 'id' | 'properties'>;

/** A contact with the deals it is associated with, as HubSpot has them now. */
export interface ClientRecords {
	contact: Values;
	deals: Values[];
}

/** Reads what one contact has. */
export interface HubspotClients {
	/**
	 * Reads a contact with its deals, in two calls; null when HubSpot has none of this id.
	 *
	 * @throws LookUpFailed
	 */
	read(
		id: string,
		wanted: { contact: readonly string[]; deals: readonly string[] },
	): Promise<ClientRecords | null>;
}

/** Deals that one batch may ask for; of more, the newest are read. */
const MOST_DEALS = 100;

const contactSchema = recordSchema.extend({
	associations: z.object({ deals: linksSchema }).nullish(),
});
const batchSchema = z.object({ results: z.array(recordSchema) });

/**
 * Builds it on HubSpot's SDK.
 *
 * @param before awaited before each call: for its turn
 */
export function hubspotClients(
	options: HubspotOptions,
	before: () => Promise<void>,
): HubspotClients {
	const { crm, ask } = hubspotReading(options, before);
	return {
		read: async (id, wanted) => {
			const contact = await ask(
				async () =>
					await crm.contacts.basicApi.getById(id, [...wanted.contact], undefined, ['deals']),
				contactSchema,
			);
			if (contact === null) return null;
			const linked = contact.associations?.deals?.results ?? [];
			// A pair that is linked in two ways is told twice.
			const ids = [...new Set(linked.map((link) => link.id))].sort(newestFirst);
			const inputs = ids.slice(0, MOST_DEALS).map((dealId) => ({ id: dealId }));
			const deals =
				inputs.length === 0
					? null
					: await ask(
							async () =>
								await crm.deals.batchApi.read({
									inputs,
									properties: [...wanted.deals],
									propertiesWithHistory: [],
								}),
							batchSchema,
						);
			return { contact, deals: deals?.results ?? [] };
		},
	};
}

/** HubSpot counts ids up. */
function newestFirst(one: string, other: string): number {
	return Number(other) - Number(one);
}
