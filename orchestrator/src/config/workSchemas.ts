import { z } from 'zod';
import { defaultInvoiceRules } from '../invoices/schedule';
import {
	defaultCapacity,
	defaultMilestones,
	defaultPortal,
	defaultRouting,
} from '../service/settings';
import { email, hour, zone } from './fields';

const closerSchema = z
	.object({
		email,
		zone,
		from: hour.default('09:00'),
		to: hour.default('18:00'),
		/** ISO weekdays, 1 is Monday. */
		days: z
			.array(z.number().int().min(1, 'expected 1 (Monday) to 7').max(7, 'expected 1 (Monday) to 7'))
			.min(1, 'expected at least one day')
			.default([1, 2, 3, 4, 5]),
	})
	.strict()
	.refine(({ from, to }) => from < to || !hour.safeParse(from).success, {
		message: 'expected a time after "from"',
		path: ['to'],
	});

/** The agency's own people, one for each hub: Caracas, Copenhagen, Lima. */
const defaultClosers = [
	{ email: 'camila@iamazingcontent.space', zone: 'America/Caracas' },
	{ email: 'freja@iamazingcontent.space', zone: 'Europe/Copenhagen', to: '17:00' },
	{ email: 'diego@iamazingcontent.space', zone: 'America/Lima' },
];

/** Where the hubs are, and what is spoken there. */
const defaultHubs = {
	caracas: { zone: 'America/Caracas', language: 'es' as const },
	copenhagen: { zone: 'Europe/Copenhagen', language: 'da' as const },
	lima: { zone: 'America/Lima', language: 'es' as const },
};

/** Who is there for new leads, and when. */
export const dutySchema = z
	.object({
		closers: z.array(closerSchema).min(1, 'expected at least one closer').default(defaultClosers),
	})
	.strict()
	.default({});

/** From when somebody has too much, and when hubs hear of it. */
export const capacitySchema = z
	.object({
		/** Part of somebody's hours over a week from which they have too much. */
		warnAt: z
			.number()
			.gt(0, 'expected a part above 0')
			.max(2, 'expected a part such as 0.85')
			.default(defaultCapacity.warnAt),
		/** Working mornings on which each hub hears how it stands; false: none. */
		digest: z
			.union([
				z.literal(false),
				z
					.object({
						at: hour.default('08:30'),
						hubs: z
							.record(
								z.object({ zone, language: z.enum(['en', 'es', 'da']).default('en') }).strict(),
							)
							.default(defaultHubs),
					})
					.strict(),
			])
			.default({}),
	})
	.strict()
	.default({});

/** How assigned work may change hands. */
export const routingSchema = z
	.object({
		/** Whether work that nobody has started changes hands after a yes in Slack, or at once. */
		moves: z.enum(['ask', 'at-once']).default(defaultRouting.moves),
	})
	.strict()
	.default({});

/** What clients are told of the way their project takes. */
export const milestonesSchema = z
	.object({
		/** Rounds of changes that every price holds; null: nothing is said of them. */
		rounds: z
			.number()
			.int('expected a whole number of rounds')
			.min(0, 'expected 0 rounds or more')
			.max(100, 'expected 100 rounds at most')
			.nullable()
			.default(defaultMilestones.rounds),
	})
	.strict()
	.default({});

/** What those who fell silent may be written. */
export const followUpsSchema = z
	.object({
		/** Whether customers are told when they order that they may refuse offers: a ground for these. */
		existingCustomers: z.boolean().default(false),
	})
	.strict()
	.default({});

/** What clients see of their projects without an account. */
export const portalSchema = z
	.object({
		/** Days that a client's link is good for. */
		days: z
			.number()
			.gt(0, 'expected a number of days above 0')
			.max(366, 'expected a year at most')
			.default(defaultPortal.days),
	})
	.strict()
	.default({});

/** When clients and people are reminded of what is not paid. */
export const invoicesSchema = z
	.object({
		/** Days from the due date on which clients are reminded; less than 0: before it. None: never. */
		reminders: z
			.array(
				z
					.number()
					.int('expected whole days')
					.min(-60, 'expected 60 days before at most')
					.max(365, 'expected a year at most'),
			)
			.max(20, 'expected 20 reminders at most')
			.default([...defaultInvoiceRules.reminders]),
		/** Days after the due date on which people are told that the reminders did not help. */
		overdueAfterDays: z
			.number()
			.int('expected whole days')
			.min(1, 'expected 1 or more')
			.max(730, 'expected two years at most')
			.default(defaultInvoiceRules.overdueAfterDays),
	})
	.strict()
	.default({});
