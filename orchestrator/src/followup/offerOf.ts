import type { Offer, Offers } from '../../../nodes/domain/followUp/offers';

/** An offer with its price, as texts fill it in; null for none. */
export function offerOf(
	id: string | null,
	{ offers }: Offers,
): Pick<Offer, 'id' | 'service' | 'price'> | null {
	const found = offers.find((offer) => offer.id === id);
	if (found === undefined) return null;
	const { service, price } = found;
	return { id: found.id, service, price };
}
