import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';

const text = z.string().trim().catch('');
const optional = z.string().trim().nullish().catch(null);
const amount = z
	.object({ minor: z.number(), currency: z.string(), per: z.string().nullish() })
	.nullish()
	.catch(null);
const percentage = z.number().min(0).max(1);
const receipt = z.object({ url: z.string().url() }).nullish().catch(null);

/**
 * What texts read of an item. Only the lead must be there: a message without a budget is better
 * than no message, so whatever else cannot be read counts as not said.
 */
const leadItem = z.object({
	lead: z.object({
		name: text,
		firstName: optional,
		email: text,
		phone: optional,
		company: z.object({ name: optional, domain: optional }).nullish().catch(null),
		country: optional,
		language: optional,
		service: optional,
		vertical: optional,
		budget: amount,
		timeline: z.object({ days: z.number().nullish() }).nullish().catch(null),
		source: optional,
		message: optional,
		receivedAt: optional,
	}),
	decision: z
		.object({
			tier: optional,
			outcome: optional,
			score: z.number().nullish().catch(null),
			probability: z
				.object({ value: percentage, low: percentage, high: percentage })
				.nullish()
				.catch(null),
			cell: optional,
			expectedValue: amount,
			reasons: z
				.array(z.object({ rule: text, contribution: z.number(), text }))
				.catch([])
				.default([]),
			ask: z.object({ field: text, because: text }).nullish().catch(null),
		})
		.nullish()
		.catch(null),
	receipts: z
		.object({ contact: receipt, deal: receipt, task: receipt })
		.partial()
		.nullish()
		.catch(null),
});

/** The part of an item that texts about a lead are filled from; null is not said. */
export type LeadItem = z.infer<typeof leadItem>;

/**
 * Reads the lead of an item.
 *
 * @throws MendableError `text/no-lead`
 */
export function readLeadItem(data: unknown): LeadItem {
	const read = leadItem.safeParse(data);
	if (read.success) return read.data;
	throw new MendableError(
		'text/no-lead',
		'The text cannot be filled.',
		'The item holds no lead, which this text is about.',
		'Put the node behind Lead Scoring, or give it an own text.',
	);
}

/** One reason of a decision, as texts show it. */
export type LeadReason = NonNullable<LeadItem['decision']>['reasons'][number];

/** A word for people instead of a code: from the table, or the code without its dashes. */
export function labelOf(table: Record<string, string>, code: string | null | undefined): string {
	if (code === null || code === undefined || code === '') return '';
	return (Object.hasOwn(table, code) ? table[code] : undefined) ?? code.replace(/[-_]+/g, ' ');
}

/** In Liquid an empty text counts as there; in a view it is null, so that `if` asks what people mean. */
export function withoutEmpty<View extends object>(view: View): View {
	const members = Object.entries(view).map(([name, value]) => [name, value === '' ? null : value]);
	return Object.fromEntries(members) as View;
}
