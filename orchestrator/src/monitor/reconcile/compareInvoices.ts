import { formatMoney } from '../../../../nodes/domain/money';
import type { FoundInvoice } from '../../adapters/stripe/invoices';
import type { InvoiceStand } from '../../invoices/stand';
import { mayFollow } from '../../invoices/stand';
import type { DisputeFact } from '../../invoices/takeDispute';
import type { Difference } from './model';
import { shortMoment } from './model';

/** An invoice as the ledger keeps it. Amounts in minor units. */
export interface WantedInvoice
	extends Pick<InvoiceStand, 'number' | 'state' | 'total' | 'amountDue' | 'dueAt'> {
	/** Key of the effect that made it. */
	key: string;
	subject: string;
	/** null where the ledger does not know it yet. */
	stripeId: string | null;
	/** ISO 4217, in capitals. */
	currency: string;
	createdAt: Date;
	/** When a dispute about it began, and how it ended. */
	disputedAt: Date | null;
	disputeResult: string | null;
	/** What it asked for when it was sent; null where it was not. */
	sent: { total: number; dueAt: Date | null } | null;
}

/** What Stripe has, as far as it was asked. */
export interface SeenInvoices {
	/** By id; `gone` is certain. What was not asked for is absent. */
	byId: ReadonlyMap<string, FoundInvoice | 'gone'>;
	/** Disputes that the account's log tells of, by the key of the invoice; the newest word last. */
	disputes: ReadonlyMap<string, readonly DisputeFact[]>;
	/** Keys that an invoice of the ledger has; test runs' among them. */
	known: ReadonlySet<string>;
}

/** Compares invoices; those that Stripe was not asked for say nothing. */
export function compareInvoices(
	wanted: readonly WantedInvoice[],
	seen: SeenInvoices,
): Difference[] {
	const byKey = new Map<string, FoundInvoice[]>();
	for (const found of seen.byId.values()) {
		if (found === 'gone' || found.key === null) continue;
		byKey.set(found.key, [...(byKey.get(found.key) ?? []), found]);
	}
	const ofWanted = wanted.flatMap((invoice): Difference[] => {
		const carrying = byKey.get(invoice.key) ?? [];
		const { stripeId } = invoice;
		// An answer and every webhook that were lost: it is known by its key alone.
		const found = stripeId === null ? carrying[0] : seen.byId.get(stripeId);
		const twins = carrying.filter(
			(one) => one !== found && one.stand.state !== 'void' && one.stand.stripeId !== stripeId,
		);
		return [
			...(twins.length === 0 ? [] : [doubledInvoice(invoice, twins)]),
			...(found === 'gone' ? [missingInvoice(invoice)] : []),
			...(found === undefined || found === 'gone' ? [] : standOfOne(invoice, found)),
			...lateDispute(invoice, seen.disputes.get(invoice.key) ?? []),
		];
	});
	const strangers = [...byKey].filter(([key]) => !seen.known.has(key) && !isOfTest(key));
	return [...ofWanted, ...strangers.map(([key, found]) => unknownInvoice(key, found))];
}

/** The keys of test runs; their invoices stand in an account of tests. */
const isOfTest = (key: string) => key.startsWith('test/');

const base = ({ key, subject }: Pick<WantedInvoice, 'key' | 'subject'>) =>
	({ service: 'stripe', effect: key, subject, thing: 'invoice' }) as const;

const keptSide = (invoice: WantedInvoice) => ({
	says: standing(invoice, invoice.currency, invoice.stripeId),
	...(invoice.stripeId === null ? {} : { id: invoice.stripeId }),
});

function standOfOne(invoice: WantedInvoice, { stand, currency }: FoundInvoice): Difference[] {
	const isKnown =
		invoice.stripeId === stand.stripeId &&
		invoice.state === stand.state &&
		invoice.total === stand.total &&
		invoice.amountDue === stand.amountDue &&
		(stand.dueAt === null || sameMoment(invoice.dueAt, stand.dueAt));
	const theirs = { says: standing(stand, currency, null), id: stand.stripeId };
	const mayBe = mayFollow(invoice.state, stand.state);
	// One that is being made is nobody's finding.
	if (mayBe && stand.state === 'draft') return [];
	const behind: Difference = {
		...base(invoice),
		name: `late/stripe/${invoice.key}`,
		class: 'late',
		ours: keptSide(invoice),
		theirs,
		repair: { does: 'take-in', invoice: stand.stripeId, dispute: null },
		offers: [],
	};
	const { sent } = invoice;
	const isAsSent =
		sent === null ||
		(sent.total === stand.total &&
			invoice.currency === currency &&
			(sent.dueAt === null || sameMoment(sent.dueAt, stand.dueAt)));
	const changed: Difference = {
		...base(invoice),
		name: `changed/stripe/${invoice.key}`,
		class: 'changed',
		ours:
			sent === null || !mayBe
				? keptSide(invoice)
				: {
						...keptSide(invoice),
						says: `sent as ${moneyOf(sent.total, invoice.currency)}${dueOf(sent.dueAt)}`,
					},
		theirs,
		repair: null,
		offers: ['leave'],
	};
	return [...(isKnown || !mayBe ? [] : [behind]), ...(mayBe && isAsSent ? [] : [changed])];
}

function missingInvoice(invoice: WantedInvoice): Difference {
	return {
		...base(invoice),
		name: `missing/stripe/${invoice.key}`,
		class: 'missing',
		ours: keptSide(invoice),
		theirs: { says: 'no such invoice: it was deleted, or the key is of another account' },
		// Asking a client for money once more is a person's to decide.
		repair: null,
		offers: ['leave'],
	};
}

function doubledInvoice(invoice: WantedInvoice, twins: readonly FoundInvoice[]): Difference {
	const shown = twins.map(({ stand, currency }) => standing(stand, currency, stand.stripeId));
	return {
		...base(invoice),
		name: `doubled/stripe/${invoice.key}`,
		class: 'doubled',
		ours: keptSide(invoice),
		theirs: {
			says: `${twins.length + 1} invoices carry its key, also ${shown.join('; ')}`,
			ids: twins.map(({ stand }) => stand.stripeId),
		},
		repair: null,
		offers: ['leave'],
	};
}

function unknownInvoice(key: string, found: readonly FoundInvoice[]): Difference {
	const shown = found.map(({ stand, currency }) => standing(stand, currency, stand.stripeId));
	return {
		...base({ key, subject: key.split('/')[0] ?? '' }),
		name: `unknown/stripe/${key}`,
		class: 'unknown',
		ours: { says: 'nothing: the ledger has no invoice of this key' },
		theirs: { says: shown.join('; '), ids: found.map(({ stand }) => stand.stripeId) },
		repair: null,
		offers: ['leave'],
	};
}

/** Of what the log tells of a dispute, what the ledger has not heard. */
function lateDispute(invoice: WantedInvoice, told: readonly DisputeFact[]): Difference[] {
	const last = told.find(({ result }) => result !== null) ?? told.at(-1);
	if (last === undefined) return [];
	const isKnown = invoice.disputedAt !== null && last.result === null;
	// How one ended stays: whatever is told after that is old.
	if (isKnown || invoice.disputeResult !== null) return [];
	const { id, at, result } = last;
	const words = result === null ? 'the bank disputes its payment' : `its dispute was ${result}`;
	return [
		{
			...base(invoice),
			thing: 'dispute',
			name: `late/stripe/${invoice.key}/dispute`,
			class: 'late',
			ours: { ...keptSide(invoice), says: 'no dispute is known, or not how it ended' },
			theirs: { says: `${words}, ${shortMoment(at)}` },
			repair: {
				does: 'take-in',
				invoice: invoice.stripeId ?? '',
				dispute: { id, at: at.toISOString(), result },
			},
			offers: [],
		},
	];
}

function standing(
	{
		number,
		state,
		total,
		amountDue,
		dueAt,
	}: Pick<InvoiceStand, 'number' | 'state' | 'total' | 'amountDue' | 'dueAt'>,
	currency: string,
	id: string | null,
): string {
	const open = amountDue === total ? '' : `, ${moneyOf(amountDue, currency)} of it open`;
	const words = `${number ?? 'without a number'}: ${state}, ${moneyOf(total, currency)}${open}`;
	return `${words}${dueOf(dueAt)}${id === null ? '' : `: ${pageOf(id)}`}`;
}

/** Where whoever may see it at Stripe sees it; the client's own page opens to anybody who has its address. */
const pageOf = (id: string) => `https://dashboard.stripe.com/invoices/${id}`;

const moneyOf = (minor: number, currency: string) => formatMoney({ minor, currency }, 'en');

const dueOf = (at: Date | null) => (at === null ? '' : `, due ${at.toISOString().slice(0, 10)}`);

const sameMoment = (a: Date | null, b: Date | null) => a?.getTime() === b?.getTime();
