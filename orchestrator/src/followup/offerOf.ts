import type { Usage } from '../../../nodes/domain/followUp/enrolment';
import type { Offer, Offers } from '../../../nodes/domain/followUp/offers';

/** An offer as texts speak of it. */
export type ToldOffer = Pick<Offer, 'id' | 'service' | 'price'> & {
	/** How much the client used of what it answers to; null where nobody knows. */
	used: number | null;
};

/** An offer with its price and why it is made, as texts fill it in; null for none. */
export function offerOf(id: string | null, { offers }: Offers, usage: Usage): ToldOffer | null {
	const found = offers.find((offer) => offer.id === id);
	if (found === undefined) return null;
	const { service, price } = found;
	return { id: found.id, service, price, used: usage[found.usage] };
}
