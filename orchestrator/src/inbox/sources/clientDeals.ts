import { CLIENT_DEAL } from '../decide';
import type { SourceEvent } from './read';
import { isObject, wordIn } from './read';

/** HubSpot's number of deals, in subscriptions that name objects by number. */
const DEAL_TYPE = '0-3';

/**
 * Adds to HubSpot's events one of the topic `client.deal` for each deal that is new, and one for each that
 * is won, once each: whoever orders again is no longer followed up. What HubSpot says of a deal does not
 * name its contact, so a flow reads that.
 */
export function withClientDeals(events: SourceEvent[]): SourceEvent[] {
	const found = events.flatMap((event) => createdIn(event) ?? wonIn(event) ?? []);
	return [...events, ...found];
}

function createdIn({ source, payload, test }: SourceEvent): SourceEvent | null {
	if (source !== 'hubspot' || !isObject(payload)) return null;
	const { subscriptionType: type, objectTypeId, objectId, occurredAt } = payload;
	const isDeal =
		type === 'deal.creation' || (type === 'object.creation' && wordIn(objectTypeId) === DEAL_TYPE);
	const id = wordIn(objectId);
	if (!isDeal || id === undefined) return null;
	const at = typeof occurredAt === 'number' && Math.abs(occurredAt) < 8.64e15 ? occurredAt : null;
	return clientDeal(id, 'created', at === null ? null : new Date(at).toISOString(), test);
}

function wonIn({ topic, payload, test }: SourceEvent): SourceEvent | null {
	const deal = topic === 'deal.won' && isObject(payload) ? payload.deal : null;
	const id = isObject(deal) ? wordIn(deal.id) : undefined;
	if (!isObject(deal) || id === undefined) return null;
	return clientDeal(id, 'won', wordIn(deal.wonAt) ?? null, test);
}

function clientDeal(
	id: string,
	what: 'created' | 'won',
	at: string | null,
	test: boolean,
): SourceEvent {
	return {
		source: 'hubspot',
		externalId: `client-deal/${id}/${what}`,
		topic: CLIENT_DEAL,
		subject: `client-deals:${id}`,
		test,
		payload: {
			deal: { id },
			what,
			// As follow-ups are told: once for the deal and what became of it.
			happened: { id: `deal/${id}/${what}`, type: 'deal_created', ...(at === null ? {} : { at }) },
		},
	};
}
