import { z } from 'zod';

import { isRecord } from '../webhookItem';

/** An event of the inbox as the service hands it to n8n: the JSON body of a signed call. */
export const envelopeSchema = z.object({
	/** Id in the inbox, e.g. `evt_01jd…`. */
	id: z.string().min(1),
	/** Who sent it, e.g. `forms`. */
	source: z.string().min(1),
	/** What it is about, e.g. `lead.received`. */
	topic: z.string().min(1),
	/** Whose events are worked on in their order, e.g. `lead-of:1f3a9c0b7d2e`. */
	subject: z.string().optional(),
	/** 1 at the first try, one more at each. */
	attempt: z.number().int().min(1),
	/** When the inbox took it in, ISO 8601 in UTC; the same at every try. */
	receivedAt: z.string().datetime({ offset: true }),
	/** Whether a person had it replayed: what was refused before is then tried again. */
	retry: z.boolean().default(false),
	/** Whether somebody is only testing. */
	test: z.boolean().default(false),
	/** What was recorded. */
	payload: z.unknown(),
});
/** An event on its way to n8n. */
export type Envelope = z.infer<typeof envelopeSchema>;

/** What Agency Ledger Trigger gives out: the recorded payload, with where it came from beside it. */
export type InboxItem = Record<string, unknown> & {
	inbox: Pick<Envelope, 'id' | 'source' | 'topic' | 'attempt' | 'receivedAt' | 'retry'>;
	test: boolean;
	/** The payload's own, else the inbox's: fired again days later, a lead is still the same lead. */
	receivedAt: string;
};

/** The item for one event. A payload cannot pass for another event: `inbox` is always the envelope's. */
export function itemOf({ payload, test, ...event }: Envelope): InboxItem {
	const fields = isRecord(payload) ? payload : { payload };
	const { id, source, topic, attempt, receivedAt, retry } = event;
	return {
		...fields,
		inbox: { id, source, topic, attempt, receivedAt, retry },
		test: test || fields.test === true,
		receivedAt:
			typeof fields.receivedAt === 'string' && fields.receivedAt !== ''
				? fields.receivedAt
				: receivedAt,
	};
}

/** What a flow goes by of the event that its item came from. */
export interface Origin {
	id: string;
	/** Whether a person had it replayed. */
	retry: boolean;
	/** When the inbox took it in; null when the item does not say. */
	receivedAt: Date | null;
}

/** The event of the inbox that an item came from, also further down the flow; null without one. */
export function originOf(item: Record<string, unknown>): Origin | null {
	const { inbox } = item;
	if (!isRecord(inbox) || typeof inbox.id !== 'string' || inbox.id === '') return null;
	const at = typeof inbox.receivedAt === 'string' ? new Date(inbox.receivedAt) : null;
	return {
		id: inbox.id,
		retry: inbox.retry === true,
		receivedAt: at === null || Number.isNaN(at.getTime()) ? null : at,
	};
}

/** Topic of Agency Ledger Trigger as it ships; n8n leaves it out of what it keeps. */
export const DEFAULT_TOPIC = 'lead.received';

/** Path under n8n's `/webhook/` where the flow for a topic listens. */
export function triggerPath(topic: string): string {
	return `agency-ledger-${topic}`;
}
