import type { Milestone } from '../../../nodes/domain/milestone/milestones';
import type { InvoiceState } from '../invoices/stand';

/** Where a project stands, in the words of its client, from first to last. */
export const stages = [
	'brief-received',
	'team-assigned',
	'in-production',
	'in-review',
	'approved',
	'delivered',
	'paid',
] as const;
/** One of them. */
export type Stage = (typeof stages)[number];

/** A milestone that a project came to. */
export interface MilestoneFact {
	milestone: Milestone;
	at: Date;
	/** When work begins, by what was told then. */
	startsAt: Date | null;
	/** When it was promised. */
	dueAt: Date | null;
	/** The new date of a delay that somebody said yes to telling. */
	expectedAt: Date | null;
}

/** What is known of a project. */
export interface StageFacts {
	milestones: readonly MilestoneFact[];
	/** Whether somebody has begun with a piece of it. */
	hasStarted: boolean;
	/** Its deliveries that the client has; a partial one finishes nothing. */
	deliveries: ReadonlyArray<{ kind: 'full' | 'partial' | 'redelivery'; at: Date }>;
	/** States of its invoices. */
	invoices: readonly InvoiceState[];
}

/** Milestones after which a project stands elsewhere, however often it comes to them. */
const turns: Partial<Record<Milestone, Stage>> = {
	'preview-ready': 'in-review',
	'revision-received': 'in-production',
	approved: 'approved',
	delivered: 'delivered',
};

/**
 * Where a project stands. What happened last counts, since a project that was delivered may be changed
 * once more; it is paid when it is delivered and nothing is left to pay.
 */
export function stageOf(
	{ milestones, hasStarted, deliveries, invoices }: StageFacts,
	now: Date,
): Stage {
	const turned = milestones.flatMap(({ milestone, at }) => {
		// Of a delivery that the ledger has, it knows itself whether it was all.
		if (milestone === 'delivered' && deliveries.length > 0) return [];
		const stage = turns[milestone];
		return stage === undefined ? [] : [{ stage, at }];
	});
	const delivered = deliveries
		.filter(({ kind }) => kind !== 'partial')
		.map(({ at }) => ({ stage: 'delivered' as const, at }));
	const last = [...turned, ...delivered]
		.sort((one, other) => one.at.getTime() - other.at.getTime())
		.at(-1);
	if (last !== undefined) {
		return last.stage === 'delivered' && isPaid(invoices) ? 'paid' : last.stage;
	}
	const team = milestones.filter(({ milestone }) => milestone === 'team-assigned');
	const hasBegun = team.some(({ startsAt }) => startsAt !== null && startsAt <= now);
	if (hasStarted || hasBegun) return 'in-production';
	return team.length > 0 ? 'team-assigned' : 'brief-received';
}

function isPaid(invoices: readonly InvoiceState[]): boolean {
	const asked = invoices.filter((state) => state !== 'void' && state !== 'draft');
	return asked.length > 0 && asked.every((state) => state === 'paid');
}

/** When a project is promised for: what was told last counts; null while nothing was. */
export function dueOf(milestones: readonly MilestoneFact[]): Date | null {
	const told = milestones
		.flatMap(({ milestone, at, dueAt, expectedAt }) => {
			// Of an invoice, it is the day until which it is to be paid.
			const isMoney = milestone.startsWith('invoice');
			const date = milestone === 'delay' ? expectedAt : isMoney ? null : dueAt;
			return date === null ? [] : [{ at, date }];
		})
		.sort((one, other) => one.at.getTime() - other.at.getTime());
	return told.at(-1)?.date ?? null;
}
