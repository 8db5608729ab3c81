import { z } from 'zod';

import { moneySchema } from '../money';
import type { Usage } from './enrolment';

/** Kinds of use that an offer may answer to. */
export const usageKinds = ['projects', 'edits', 'assets', 'social'] as const;

const offerSchema = z
	.object({
		id: z
			.string()
			.max(80)
			.regex(/^[a-z][a-z0-9-]*$/, 'a name such as brand-library'),
		/** Service of the lead catalogue. */
		service: z.string().min(1),
		/** Use that speaks for it, and from how much on. */
		usage: z.enum(usageKinds),
		atLeast: z.number().positive(),
		price: z
			.object({
				from: moneySchema,
				to: moneySchema,
				per: z.enum(['month', 'edit', 'piece']),
			})
			.strict(),
	})
	.strict();

/** What an offer costs. */
export const offerPriceSchema = offerSchema.shape.price;

/** Something that is offered to clients whose use speaks for it. */
export type Offer = z.infer<typeof offerSchema>;

/** What is offered, in the order in which it is looked through. */
export const offersSchema = z
	.object({ version: z.string().min(1).max(80), offers: z.array(offerSchema) })
	.strict();

/** What is offered. */
export type Offers = z.infer<typeof offersSchema>;

/** Which offer a client's use speaks for. */
export interface OfferChoice {
	/** null where nothing fits. */
	offer: Offer | null;
	/** The one that would have come next; null where nothing else fits. */
	runnerUp: Offer | null;
	/** How much the client used of what the offer answers to. */
	used: number | null;
}

/** The first offer whose use the client reaches and which they do not have already. */
export function chooseOffer(usage: Usage, { offers }: Offers): OfferChoice {
	const fitting = offers.filter(({ id, service, usage: kind, atLeast }) => {
		const used = usage[kind];
		return (
			used !== null && used >= atLeast && ![id, service].some((name) => usage.has.includes(name))
		);
	});
	const [offer = null, runnerUp = null] = fitting;
	return { offer, runnerUp, used: offer === null ? null : usage[offer.usage] };
}
