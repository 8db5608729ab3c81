import { z } from 'zod';
import type { Consent } from '../../../nodes/domain/followUp/consent';
import { MendableError } from '../../../nodes/domain/errors';
import { readCountry } from '../../../nodes/domain/lead/countries';
import type { Lead } from '../../../nodes/domain/lead/schema';
import { findLead } from '../inbox/findLead';
import type { WholeDelivery } from '../ledger/deliveries';
import { readDeliveriesOf, readDelivery } from '../ledger/deliveries';
import type { Queries } from '../ledger/store';
import { clientCalendar } from '../roster/clientCalendar';
import { usageOf } from './usageOf';

/** What a flow knows of a delivery besides the ledger, as Agency Ledger reads a deal. */
export const deliveryFactsSchema = z
	.object({
		deal: z.object({ name: z.string().nullish(), leadId: z.string().nullish() }).nullish(),
		contact: z
			.object({
				name: z.string().nullish(),
				email: z.string().nullish(),
				language: z.string().nullish(),
				country: z.string().nullish(),
				zone: z.string().nullish(),
			})
			.nullish(),
		/** The deal, where all of its order is with the client after this. */
		completes: z.string().nullish(),
	})
	.passthrough();

/** What a flow knows of a delivery besides the ledger. */
export type FollowedFacts = z.infer<typeof deliveryFactsSchema>;

/** How enrolments are made of deliveries. */
export interface DeliveryRules {
	/** Of clients whose own nobody knows. */
	zone: string;
	/** Whether customers are told when they order that they may refuse offers, which makes that a ground. */
	existingCustomers: boolean;
}

/** An enrolment in the words of the core, or why there is none. */
export type EnrolmentOfDelivery =
	| { enrolment: Record<string, unknown>; test: boolean }
	| { because: string };

/** Most deals of a client whose leads are looked up. */
const MOST_DEALS = 50;

/**
 * The enrolment that a delivery calls for: the client, how much they used the agency over a year, and
 * on what grounds they may get offers. Once for a deal: what is handed over again after it asks nobody
 * again, and a part of it asks nobody yet.
 *
 * @throws MendableError `follow-up/unknown-delivery`
 */
export async function enrolmentOfDelivery(
	queries: Queries,
	{ delivery: id, facts }: { delivery: string; facts: FollowedFacts },
	{ zone, existingCustomers }: DeliveryRules,
	now: Date,
): Promise<EnrolmentOfDelivery> {
	const delivery = await readDelivery(queries, id);
	if (delivery === null) throw unknownDelivery(id);
	const { deal, client, test, kind } = delivery;
	const kept = deliveryFactsSchema.safeParse(delivery.facts).data ?? {};
	const contact = { ...recipientOf(delivery), ...given(kept.contact), ...given(facts.contact) };
	const about = { ...given(kept.deal), ...given(facts.deal) };
	const email = contact.email ?? delivery.clientEmail;
	// The last part is a part, too.
	const isUnfinished = kind === 'partial' && (kept.completes ?? null) === null;
	if (isUnfinished) return { because: 'Only a part is delivered: nobody is asked yet.' };
	if (email === null) return { because: 'No e-mail address of the client is known.' };

	const deliveries = await readDeliveriesOf(queries, { client, test });
	const leads = await leadsOf(queries, deliveries, { deal, leadId: about.leadId ?? null });
	const services = new Map(
		[...leads].flatMap(([each, { service }]) => (service === null ? [] : [[each, service]])),
	);
	const deliveredAt = delivery.deliveredAt ?? delivery.storedAt ?? now;
	const { country = null } = contact;
	const code = readCountry(country).value;
	const enrolment = {
		client: {
			id: client,
			name: contact.name ?? null,
			email,
			zone: contact.zone ?? clientCalendar(country, null, now).zone ?? zone,
			...(code === null ? {} : { country: code }),
			...(contact.language === undefined ? {} : { language: contact.language }),
		},
		occurrence: `deal/${deal}`,
		...(about.name === undefined ? {} : { projectName: about.name }),
		deliveredAt: deliveredAt.toISOString(),
		usage: usageOf({ deliveries, services }, deal, now),
		consents: groundsOf(leads.get(deal) ?? null, delivery, deliveredAt, existingCustomers),
	};
	return { enrolment, test };
}

type Contact = { [Field in keyof NonNullable<FollowedFacts['contact']>]?: string };

function recipientOf({ recipient }: WholeDelivery): Contact {
	return given(deliveryFactsSchema.shape.contact.safeParse(recipient).data);
}

/** Fields that hold something. */
function given<Fields extends object>(
	fields: Fields | null | undefined,
): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
	const entries = Object.entries(fields ?? {}).filter(
		([, value]) => typeof value === 'string' && value.trim() !== '',
	);
	return Object.fromEntries(entries) as { [Name in keyof Fields]?: NonNullable<Fields[Name]> };
}

/** The leads that a client's deals came from, by deal, as far as the ledger knows them. */
async function leadsOf(
	queries: Queries,
	deliveries: readonly WholeDelivery[],
	now: { deal: string; leadId: string | null },
): Promise<Map<string, Lead>> {
	const ids = new Map<string, string>();
	for (const { deal, facts } of deliveries) {
		const leadId = deliveryFactsSchema.safeParse(facts).data?.deal?.leadId;
		if (typeof leadId === 'string') ids.set(deal, leadId);
	}
	if (now.leadId !== null) ids.set(now.deal, now.leadId);
	const leads = new Map<string, Lead>();
	for (const [deal, leadId] of [...ids].slice(-MOST_DEALS)) {
		const lead = await findLead(queries, leadId);
		if (lead !== null) leads.set(deal, lead);
	}
	return leads;
}

/** A ground for offers, or a refusal, as the core reads them; each with what shows it. */
function groundsOf(
	lead: Lead | null,
	{ deal, id }: WholeDelivery,
	deliveredAt: Date,
	existingCustomers: boolean,
): Array<Consent | { withdrawnAt: string }> {
	const askedAt = lead === null ? null : dayOfLead(lead.id);
	if (lead?.consent.marketing === false && askedAt !== null) return [{ withdrawnAt: askedAt }];
	const consent: Consent[] =
		lead?.consent.marketing === true && askedAt !== null
			? [{ basis: 'consent', at: askedAt, evidence: `lead ${lead.id}: the form’s box for offers` }]
			: [];
	const customer: Consent[] = existingCustomers
		? [
				{
					basis: 'existing-customer',
					at: deliveredAt.toISOString(),
					evidence: `deal ${deal}, delivery ${id}`,
				},
			]
		: [];
	return [...consent, ...customer];
}

/** The day in a lead's id, at its beginning; null for an id that has none. */
function dayOfLead(leadId: string): string | null {
	const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)-/.exec(leadId) ?? [];
	if (year === undefined) return null;
	const at = new Date(`${year}-${month}-${day}T00:00:00Z`);
	return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function unknownDelivery(id: string): MendableError {
	return new MendableError(
		'follow-up/unknown-delivery',
		'The client was not enrolled.',
		`Nothing is known of a delivery "${id.slice(0, 60)}".`,
		'Look for it with agency-ops deliveries list, or give the enrolment itself.',
	);
}
