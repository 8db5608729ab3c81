import { fromMajor } from '../../../../nodes/domain/money';
import type { Money } from '../../../../nodes/domain/money';
import type { Lead } from '../../../../nodes/domain/lead/schema';
import { clientCalendar } from '../../roster/clientCalendar';
import type { DealRecords, HubspotRecord, WantedValues } from '../../adapters/hubspot/deals';

/** A deal as a flow reads it. Times in ISO 8601, UTC; money in minor units. */
export interface DealView {
	deal: {
		id: string;
		url: string;
		name: string;
		amount: Money | null;
		closeDate: string | null;
		/** Of HubSpot's owner, in lower case. */
		ownerEmail: string | null;
		/** Ids, as HubSpot has them. */
		pipeline: string | null;
		stage: string | null;
		isWon: boolean;
		/** The id under which we know the lead it came from; null for a deal made by hand. */
		leadId: string | null;
	};
	contact: {
		id: string;
		url: string;
		name: string | null;
		firstName: string | null;
		email: string | null;
		language: string | null;
		country: string | null;
		/** By country and state; null where it is not known well enough. */
		zone: string | null;
		/** Days off where they are that come next, `YYYY-MM-DD`. */
		holidays: string[];
	} | null;
	company: { id: string; url: string; name: string | null; domain: string | null } | null;
	/** What the ledger knows of the lead; null where it knows none. */
	lead: Pick<Lead, 'id' | 'service' | 'vertical' | 'timeline'> | null;
}

/** The values that a view is made of. */
export const wantedValues: WantedValues = {
	deal: [
		'dealname',
		'amount',
		'deal_currency_code',
		'closedate',
		'hubspot_owner_id',
		'pipeline',
		'dealstage',
		'agency_lead_id',
	],
	contact: ['email', 'firstname', 'lastname', 'hs_language', 'country', 'state', 'agency_lead_id'],
	company: ['name', 'domain', 'country'],
};

/** The settings that say what HubSpot's values mean. */
export interface DealMeaning {
	wonStages: readonly string[];
	/** Code of the currency of amounts that name none. */
	currency: string;
}

/**
 * Reads HubSpot's texts into a view. Pure; the lead is looked up by whoever calls.
 *
 * @param now from which on holidays are told
 */
export function dealViewOf(
	{ deal, contact, company, ownerEmail }: DealRecords,
	lead: DealView['lead'],
	{ wonStages, currency }: DealMeaning,
	now: Date,
): DealView {
	const stage = textOf(deal, 'dealstage');
	return {
		deal: {
			id: deal.id,
			url: deal.url,
			name: textOf(deal, 'dealname') ?? '',
			amount: amountOf(deal, currency),
			closeDate: momentOf(textOf(deal, 'closedate')),
			ownerEmail,
			pipeline: textOf(deal, 'pipeline'),
			stage,
			isWon: stage !== null && wonStages.includes(stage),
			leadId: leadIdOf({ deal, contact }),
		},
		contact: contact === null ? null : contactOf(contact, now),
		company:
			company === null
				? null
				: {
						id: company.id,
						url: company.url,
						name: textOf(company, 'name'),
						domain: textOf(company, 'domain'),
					},
		lead,
	};
}

/** The id of the lead a deal came from, on the deal itself or on its contact; null without one. */
export function leadIdOf({ deal, contact }: Pick<DealRecords, 'deal' | 'contact'>): string | null {
	return (
		textOf(deal, 'agency_lead_id') ?? (contact === null ? null : textOf(contact, 'agency_lead_id'))
	);
}

function contactOf(contact: HubspotRecord, now: Date): DealView['contact'] {
	const firstName = textOf(contact, 'firstname');
	const name = [firstName, textOf(contact, 'lastname')].filter((part) => part !== null).join(' ');
	return {
		id: contact.id,
		url: contact.url,
		name: name === '' ? null : name,
		firstName,
		email: textOf(contact, 'email')?.toLowerCase() ?? null,
		// HubSpot writes regions into some, such as "es-mx".
		language: textOf(contact, 'hs_language')?.split(/[-_]/)[0]?.toLowerCase() ?? null,
		country: textOf(contact, 'country'),
		...clientCalendar(textOf(contact, 'country'), textOf(contact, 'state'), now),
	};
}

function amountOf(deal: HubspotRecord, usual: string): Money | null {
	const text = textOf(deal, 'amount');
	const amount = Number(text);
	if (text === null || !Number.isFinite(amount)) return null;
	const given = textOf(deal, 'deal_currency_code');
	return fromMajor(amount, given !== null && /^[A-Z]{3}$/.test(given) ? given : usual);
}

/** HubSpot writes times in ISO 8601, and in milliseconds where it is asked through older ways. */
function momentOf(text: string | null): string | null {
	if (text === null) return null;
	const at = new Date(/^\d+$/.test(text) ? Number(text) : text);
	return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function textOf({ properties }: HubspotRecord, name: string): string | null {
	const text = properties[name]?.trim() ?? '';
	return text === '' ? null : text;
}
