import { MendableError } from '../../../../nodes/domain/errors';
import type { StripeAdapter } from '../../adapters/stripe/stripe';
import type { SaidInvoice } from '../../adapters/stripe/stand';
import { standOf } from '../../adapters/stripe/stand';
import { eventId } from '../../inbox/eventId';
import type { SourceEvent } from '../../inbox/sources/read';
import type { StripeFact } from '../../inbox/sources/stripe';
import { stripeFact } from '../../inbox/sources/stripe';
import type { InvoiceStand } from '../../invoices/stand';
import { takeDispute } from '../../invoices/takeDispute';
import { takeStand } from '../../invoices/takeStand';
import type { Recorded } from '../../ledger/inbox';
import { endEvent, recordEvents } from '../../ledger/inbox';
import { keyOfStripeInvoice, readInvoice } from '../../ledger/invoices';
import type { InboxParts } from '../inboxParts';

/** What keeps events of Stripe. */
export interface StripeEventParts
	extends Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake' | 'logger'> {
	stripe: Pick<StripeAdapter, 'readInvoice' | 'invoiceOfPayment'>;
}

/** What is to be kept of an event about an invoice of ours. */
type Known = { key: string } & (
	| { kind: 'invoice'; stand: InvoiceStand | null }
	| { kind: 'dispute'; fact: Extract<StripeFact, { kind: 'dispute' }>['fact'] }
);

/**
 * Keeps what Stripe tells, once, and in the same transaction what follows from it. Events come late,
 * twice and in any order: where one says something new, Stripe is asked how the invoice stands now.
 * Events about invoices of others are noted and change nothing.
 */
export async function keepStripeEvents(
	events: SourceEvent[],
	parts: StripeEventParts,
): Promise<Recorded[]> {
	const { store, now, moment, wake, logger } = parts;
	const kept: Recorded[] = [];
	for (const event of events) {
		const fact = stripeFact(event);
		const known = await knownBy(fact, parts);
		const at = now();
		const recorded = await store.transaction(async (queries) => {
			const [one] = await recordEvents(queries, [{ ...event, id: eventId(at) }], moment());
			if (one === undefined || one.repeated || fact.kind === 'other') return one;
			if (known?.kind === 'invoice' && known.stand !== null) {
				await takeStand(queries, known.key, known.stand, at, moment());
			}
			if (known?.kind === 'dispute') {
				await takeDispute(queries, known.key, known.fact, at, moment());
			}
			const reason = known === null ? 'It is about no invoice of this ledger.' : null;
			const end = { outcome: 'noted', executionId: null, reason, test: event.test };
			await endEvent(queries, one.id, end, moment());
			return one;
		});
		if (recorded !== undefined) kept.push(recorded);
		logger.info({ topic: event.topic, isOurs: known !== null }, 'stripe event');
	}
	wake();
	return kept;
}

async function knownBy(fact: StripeFact, parts: StripeEventParts): Promise<Known | null> {
	const { store } = parts;
	switch (fact.kind) {
		case 'other':
			return null;
		case 'invoice': {
			const { stripeId, key: named, said } = fact;
			const key =
				(await keyOfStripeInvoice(store, stripeId)) ??
				(named === null ? null : ((await readInvoice(store, named))?.id ?? null));
			if (key === null) return null;
			return { kind: 'invoice', key, stand: await standNow(key, stripeId, said, parts) };
		}
		case 'dispute': {
			const found = await parts.stripe.invoiceOfPayment(fact.intent);
			if (found.result === 'failed') throw cannotAsk(found.why);
			const key = found.result === 'found' ? await keyOfStripeInvoice(store, found.receipt) : null;
			return key === null ? null : { kind: 'dispute', key, fact: fact.fact };
		}
	}
}

/** How it stands, asked where an event says something else than the ledger; null where it says nothing new. */
async function standNow(
	key: string,
	stripeId: string,
	said: SaidInvoice,
	{ store, stripe }: StripeEventParts,
): Promise<InvoiceStand | null> {
	const stand = { ...standOf(said), sentAt: null };
	const kept = await readInvoice(store, key);
	const isKnown =
		kept !== null &&
		kept.stripeId === stripeId &&
		kept.state === stand.state &&
		kept.total === stand.total &&
		kept.amountDue === stand.amountDue &&
		kept.number === stand.number &&
		kept.dueAt?.getTime() === stand.dueAt?.getTime();
	if (isKnown) return null;
	const found = await stripe.readInvoice(stripeId);
	// Where Stripe does not answer, the event's word counts as far as it goes forward.
	return found.result === 'found' ? { ...found.receipt, sentAt: null } : stand;
}

function cannotAsk(why: string): MendableError {
	return new MendableError(
		'stripe/cannot-ask',
		'The event was not kept.',
		`It is about a payment, and Stripe could not be asked which invoice that was for: ${why}`,
		'Nothing to mend: Stripe tells it again.',
	);
}
