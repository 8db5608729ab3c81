import type { FoundInvoice, LoggedEvent, StripeInvoices } from '../../../adapters/stripe/invoices';
import { stripeFact } from '../../../inbox/sources/stripe';
import type { DisputeFact } from '../../../invoices/takeDispute';
import { listInvoicesNamed, listInvoicesSince } from '../../../ledger/comparedInvoices';
import type { Invoice } from '../../../ledger/invoices';
import type { MadeThing } from '../../../ledger/madeThings';
import { listMadeByKeys } from '../../../ledger/madeThings';
import type { Json } from '../../../ledger/json';
import { compareInvoices } from '../../../monitor/reconcile/compareInvoices';
import type { WantedInvoice } from '../../../monitor/reconcile/compareInvoices';
import { subjectOf } from '../../effects/request';
import { LATE_MS } from './ledger';
import type { CompareParts, Swept } from './parts';
import { MOST_RECENT, SKEW_MS, textsIn } from './parts';

const KIND = 'stripe.invoice';

/**
 * Calls of one sweep at most: pages of a hundred of what was made in the recent days and of the account's
 * log, and invoices that are asked for one by one.
 */
export const STRIPE_BUDGET = { made: 10, log: 10, single: 25 };

/** Compares the invoices of the recent days, of the audit, and those that Stripe's log tells of since. */
export async function compareStripe(
	parts: CompareParts,
	stripe: StripeInvoices,
	toldAfter: Date,
): Promise<Swept> {
	const { store, recentFrom } = parts;
	const made = await stripe.madeSince(new Date(recentFrom.getTime() - SKEW_MS), STRIPE_BUDGET.made);
	const log = await stripe.logSince(toldAfter, STRIPE_BUDGET.log);
	let calls = made.calls + log.calls;
	const byId = new Map<string, FoundInvoice | 'gone'>(
		made.items.map((found) => [found.stand.stripeId, found]),
	);
	const told = toldIn(log.items);
	const disputed = new Map<string, DisputeFact[]>();
	for (const { intent, fact } of told.disputes.slice(0, STRIPE_BUDGET.single)) {
		calls += 1;
		const id = await stripe.ofPayment(intent);
		if (id !== null) disputed.set(id, [...(disputed.get(id) ?? []), fact]);
	}
	// The ledger is asked after Stripe: a webhook that comes meanwhile is no difference.
	const asked = [...parts.audited, ...parts.again]
		.filter(({ kind }) => kind === KIND)
		.map(({ key }) => key);
	const carried = made.items.flatMap(({ key }) => key ?? []);
	const recent = await listInvoicesSince(store, recentFrom, MOST_RECENT);
	const named = await listInvoicesNamed(store, {
		keys: [...asked, ...carried],
		stripeIds: [...told.invoices, ...disputed.keys()],
	});
	const rows = [...new Map([...recent, ...named].map((row) => [row.id, row])).values()];
	const singles = [
		...rows.flatMap(({ stripeId }) => stripeId ?? []),
		...parts.open.flatMap(({ service, theirs }) =>
			service === 'stripe' ? textsIn(theirs.ids) : [],
		),
	].filter((id) => !byId.has(id));
	for (const id of [...new Set(singles)].slice(0, STRIPE_BUDGET.single)) {
		calls += 1;
		byId.set(id, (await stripe.read(id)) ?? 'gone');
	}
	const real = rows.filter(({ test }) => !test);
	const keys = real.map(({ id }) => id);
	const sent = new Map((await listMadeByKeys(store, keys)).map((thing) => [thing.key, thing]));
	// One that is being made just now is nobody's finding.
	const isBegun = ({ id, createdAt }: Invoice) =>
		sent.has(id) || parts.now.getTime() - createdAt.getTime() > LATE_MS;
	const wanted = real.filter(isBegun).map((row) => wantedOf(row, sent.get(row.id)));
	const differences = compareInvoices(wanted, {
		byId,
		disputes: new Map(
			real.flatMap(({ id, stripeId }) => {
				const facts = disputed.get(stripeId ?? '');
				return facts === undefined ? [] : [[id, facts] as const];
			}),
		),
		known: new Set(rows.map(({ id }) => id)),
	});
	const wasRead = ({ stripeId }: WantedInvoice) => stripeId !== null && byId.has(stripeId);
	const isDisputeLate = differences.some(({ thing }) => thing === 'dispute');
	return {
		differences,
		looked: [...wanted.filter(wasRead).map(({ key }) => key), ...strangers(parts, byId)],
		calls,
		// By Stripe's own clock. A dispute that is not taken in yet is read again: only the log tells of it.
		readTo: isDisputeLate ? null : (log.items[0]?.at ?? null),
	};
}

/** What the log tells of: invoices by their ids, and disputes of payments, the oldest first. */
function toldIn(log: readonly LoggedEvent[]) {
	const invoices = new Set<string>();
	const disputes: Array<{ intent: string; fact: DisputeFact }> = [];
	for (const { payload } of [...log].reverse()) {
		const fact = stripeFact({ payload: payload as unknown as Json });
		if (fact.kind === 'invoice') invoices.add(fact.stripeId);
		if (fact.kind === 'dispute') disputes.push({ intent: fact.intent, fact: fact.fact });
	}
	return { invoices: [...invoices], disputes };
}

function wantedOf(row: Invoice, thing: MadeThing | undefined): WantedInvoice {
	const { id: key, stripeId, currency, createdAt, disputedAt, disputeResult } = row;
	const { number, state, total, amountDue, dueAt } = row;
	return {
		...{ key, subject: subjectOf(key), stripeId, currency, createdAt, disputedAt, disputeResult },
		...{ number, state, total, amountDue, dueAt },
		sent: thing === undefined ? null : sentIn(thing),
	};
}

/** What the effect's receipt says it was sent as. */
function sentIn({ receipt: { total, dueAt } }: MadeThing): WantedInvoice['sent'] {
	if (typeof total !== 'number') return null;
	return { total, dueAt: typeof dueAt === 'string' ? new Date(dueAt) : null };
}

/** Keys that Stripe had an invoice of, and the ledger none; those that were looked at again. */
function strangers({ open }: CompareParts, byId: ReadonlyMap<string, unknown>): string[] {
	return open
		.filter(({ name }) => name.startsWith('unknown/stripe/'))
		.filter(({ theirs }) => textsIn(theirs.ids).every((id) => byId.has(id)))
		.map(({ effect }) => effect);
}
