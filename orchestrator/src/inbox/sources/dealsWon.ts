import { milestoneEvent } from '../milestoneEvent';
import type { SourceEvent } from './read';
import { isObject, wordIn } from './read';

/** HubSpot's number of deals, in subscriptions that name objects by number. */
const DEAL_TYPE = '0-3';

/**
 * Adds to HubSpot's events one of the topic `deal.won` for each deal that they tell was moved into a
 * won stage. It is once per deal, however often and in whatever order HubSpot tells of it: a deal that
 * is lost and won again has been set up already.
 *
 * @param wonStages ids of stages, as HubSpot has them
 */
export function withDealsWon(events: SourceEvent[], wonStages: readonly string[]): SourceEvent[] {
	const won = events.flatMap((event) => dealWonIn(event, wonStages) ?? []);
	const once = won.filter(
		({ externalId }, index) => won.findIndex((other) => other.externalId === externalId) === index,
	);
	return [...events, ...once];
}

/** Adds to deals that are won the event that their briefs are here, which the client is told. */
export function withBriefs(events: SourceEvent[]): SourceEvent[] {
	const briefs = events.flatMap(({ topic, payload, test }): SourceEvent[] => {
		const deal = topic === 'deal.won' && isObject(payload) ? payload.deal : null;
		const id = isObject(deal) ? wordIn(deal.id) : undefined;
		if (id === undefined) return [];
		return [milestoneEvent({ milestone: 'brief-received', deal: id, occurrence: 1, test })];
	});
	return [...events, ...briefs];
}

function dealWonIn(event: SourceEvent, wonStages: readonly string[]): SourceEvent | null {
	const { payload } = event;
	if (event.source !== 'hubspot' || !isObject(payload)) return null;
	const { subscriptionType: type, propertyName, objectTypeId } = payload;
	const isDeal =
		type === 'deal.propertyChange' ||
		(type === 'object.propertyChange' && wordIn(objectTypeId) === DEAL_TYPE);
	const id = wordIn(payload.objectId);
	const stage = wordIn(payload.propertyValue);
	if (!isDeal || propertyName !== 'dealstage' || id === undefined || stage === undefined)
		return null;
	if (!wonStages.includes(stage)) return null;
	return {
		source: 'hubspot',
		externalId: `deal-won/${id}`,
		topic: 'deal.won',
		subject: `deal:${id}`,
		test: event.test,
		payload: { deal: { id, stage, wonAt: momentIn(payload.occurredAt) } },
	};
}

/** HubSpot's milliseconds as ISO 8601; null for anything else. */
function momentIn(value: unknown): string | null {
	if (typeof value !== 'number' || Math.abs(value) > 8.64e15) return null;
	return new Date(value).toISOString();
}
