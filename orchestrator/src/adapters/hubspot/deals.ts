import { z } from 'zod';
import type { HubspotOptions } from './hubspot';
import { hubspotReading, linksSchema, recordSchema } from './reading';

/** A record of HubSpot's with the values that were asked for; one without a value is null. */
export interface HubspotRecord {
	id: string;
	url: string;
	properties: Record<string, string | null>;
}

/** A deal with whom it is for, as HubSpot has them now. */
export interface DealRecords {
	deal: HubspotRecord;
	/** The first of its contacts; null without any. */
	contact: HubspotRecord | null;
	company: HubspotRecord | null;
	/** Address of its owner; null when it has none. */
	ownerEmail: string | null;
}

/** Which values are read. */
export interface WantedValues {
	deal: readonly string[];
	contact: readonly string[];
	company: readonly string[];
}

/** Reads deals. */
export interface HubspotDeals {
	/**
	 * Reads a deal; null when HubSpot has none of this id.
	 *
	 * @throws LookUpFailed
	 */
	read(id: string, wanted: WantedValues): Promise<DealRecords | null>;
}

/** HubSpot's numbers of the record types in links. */
const RECORD_TYPE = { contact: '0-1', company: '0-2', deal: '0-3' } as const;

const dealSchema = recordSchema.extend({
	associations: z.object({ contacts: linksSchema, companies: linksSchema }).nullish(),
});
const ownerSchema = z.object({ email: z.string().nullish() });

/**
 * Builds it on HubSpot's SDK.
 *
 * @param before awaited before each call: for its turn
 */
export function hubspotDeals(options: HubspotOptions, before: () => Promise<void>): HubspotDeals {
	const { crm, ask } = hubspotReading(options, before);
	const { deals, contacts, companies, owners } = crm;
	const linked = (type: keyof typeof RECORD_TYPE, found: z.infer<typeof recordSchema>) => ({
		id: found.id,
		url: `https://app.hubspot.com/contacts/${options.portalId}/record/${RECORD_TYPE[type]}/${found.id}`,
		properties: found.properties,
	});

	return {
		read: async (id, wanted) => {
			const deal = await ask(
				async () =>
					await deals.basicApi.getById(id, [...wanted.deal], undefined, ['contacts', 'companies']),
				dealSchema,
			);
			if (deal === null) return null;
			const [contactId, companyId] = [
				deal.associations?.contacts,
				deal.associations?.companies,
			].map((links) => links?.results[0]?.id);
			const ownerId = Number(deal.properties.hubspot_owner_id ?? '');
			const [contact, company, owner] = await Promise.all([
				contactId === undefined
					? null
					: ask(
							async () => await contacts.basicApi.getById(contactId, [...wanted.contact]),
							recordSchema,
						),
				companyId === undefined
					? null
					: ask(
							async () => await companies.basicApi.getById(companyId, [...wanted.company]),
							recordSchema,
						),
				Number.isInteger(ownerId) && ownerId > 0
					? ask(async () => await owners.ownersApi.getById(ownerId), ownerSchema)
					: null,
			]);
			return {
				deal: linked('deal', deal),
				contact: contact === null ? null : linked('contact', contact),
				company: company === null ? null : linked('company', company),
				ownerEmail: owner?.email?.toLowerCase() ?? null,
			};
		},
	};
}
