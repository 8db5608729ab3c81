import { eventId } from '../inbox/eventId';
import type { NewEvent } from '../ledger/inbox';
import type { WholeDelivery } from '../ledger/deliveries';
import type { Json } from '../ledger/json';
import { deliveryView } from './view';

/** What events tell of a delivery. */
export type DeliveryTopic =
	| 'delivery.stored'
	| 'delivery.failed'
	| 'delivery.delivered'
	| 'delivery.withdrawn';

/** The event of what became of a delivery; once for each attempt, or for good. */
export function deliveryEvent(topic: DeliveryTopic, delivery: WholeDelivery, now: Date): NewEvent {
	const { id, attempt, deal, test } = delivery;
	const { facts, manifest, ...view } = deliveryView(delivery);
	const word = topic.slice('delivery.'.length);
	const isOfAttempt = topic === 'delivery.stored' || topic === 'delivery.failed';
	return {
		id: eventId(now),
		source: 'agency',
		externalId: isOfAttempt ? `${id}/${word}/${attempt}` : `${id}/${word}`,
		topic,
		subject: `delivery:${deal}`,
		test,
		payload: { delivery: { ...view, manifest: withoutTexts(manifest) }, facts } as unknown as Json,
	};
}

/** Captions that travel as texts are in storage by now. */
function withoutTexts(manifest: Record<string, unknown>): Record<string, unknown> {
	const files = Array.isArray(manifest.files) ? (manifest.files as unknown[]) : [];
	return { ...manifest, files: files.map(withoutText) };
}

function withoutText(file: unknown): unknown {
	if (typeof file !== 'object' || file === null) return file;
	const { source } = file as { source?: { kind?: string } };
	return source?.kind === 'text' ? { ...file, source: { kind: 'text' } } : file;
}
