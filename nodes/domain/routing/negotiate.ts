import { dayMs } from '../calendar';
import { exponentOf } from '../money';
import type { Money } from '../money';
import { placeMembers } from './chain';
import { frontier } from './frontier';
import type { Chain, Kinds, Placed } from './bids';
import type { Office } from './office';

/** What could be offered to the client instead. */
export interface Offers {
	/** The earliest end at today's price, within the margin floor; null where there is none. */
	later: { endsAt: number; placed: Placed[]; kinds: Kinds } | null;
	/** The least price at which the deadline can be kept; null where it cannot be at any. */
	dearer: { price: Money; costUsd: number; endsAt: number } | null;
}

/** Works out what to talk about with the client: another date, or another price. */
export function offersFor(office: Office, chain: Chain, kinds: Kinds): Offers {
	return { later: laterOffer(office, chain, kinds), dearer: dearerOffer(office, chain, kinds) };
}

/** The chain with all the time that is looked ahead. */
export function withoutDeadline({ settings }: Office, chain: Chain): Chain {
	return { ...chain, due: Math.max(chain.due, chain.start + settings.horizonDays * dayMs) };
}

function laterOffer(office: Office, chain: Chain, kinds: Kinds): Offers['later'] {
	const open = withoutDeadline(office, chain);
	const [earliest] = frontier(office, open, kinds);
	if (earliest === undefined) return null;
	const placed = placeMembers(office, open, earliest.members, kinds);
	return { endsAt: earliest.end, placed, kinds };
}

function dearerOffer(office: Office, chain: Chain, kinds: Kinds): Offers['dearer'] {
	if (chain.budget === null) return null;
	const cheapest = frontier(office, { ...chain, budget: null }, kinds).pop();
	if (cheapest === undefined) return null;
	const price = priceFor(office, chain, cheapest.cost);
	return price && { price, costUsd: cheapest.cost, endsAt: cheapest.end };
}

/**
 * The price in the project's currency that leaves the margin floor when people cost so many dollars;
 * null where the project has no price. Up to a whole unit: rounded down it would miss the floor.
 */
export function priceFor(
	{ settings }: Office,
	{ project, keptUsd }: Chain,
	costUsd: number,
): Money | null {
	if (project.value === null) return null;
	const { currency } = project.value;
	const usd = (costUsd + keptUsd) / (1 - settings.marginFloor);
	const whole = Math.ceil(usd * settings.rates[currency].perUsd - 1e-9);
	return { minor: whole * 10 ** exponentOf(currency), currency };
}
