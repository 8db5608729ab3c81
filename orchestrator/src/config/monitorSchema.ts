import { z } from 'zod';
import { alertLevels } from '../monitor/alerts/model';
import { defaultRules } from '../monitor/alerts/rules';
import { defaultMonitor } from '../service/monitor/monitorSettings';
import { email, hour, text } from './fields';

/** What a configuration may change of a rule of the monitor. */
const ruleSchema = z
	.object({
		on: z.boolean().optional(),
		level: z.enum(alertLevels).optional(),
		/** Value from which it fires, and under which it clears. */
		fireAt: z.number().gt(0, 'expected a number above 0').optional(),
		clearBelow: z.number().gt(0, 'expected a number above 0').optional(),
		fireForMinutes: z.number().min(0, 'expected 0 or more minutes').optional(),
		clearForMinutes: z.number().min(0, 'expected 0 or more minutes').optional(),
		escalateAfterMinutes: z.number().gt(0, 'expected minutes above 0').nullable().optional(),
		/** A name of slack.channels, or hub. */
		channel: text.optional(),
		mails: z.boolean().optional(),
	})
	.strict();

const ruleNames = defaultRules.map(({ name }) => name);

/** How services are watched, and who hears of what. */
export const monitorSchema = z
	.object({
		/** Minutes between two sweeps. */
		everyMinutes: z
			.number()
			.min(1, 'expected a minute or more')
			.max(1_440, 'expected a day at most')
			.default(defaultMonitor.everyMinutes || 5),
		/** What was done in so many days is compared in every sweep. */
		recentDays: z
			.number()
			.gt(0, 'expected a number of days above 0')
			.max(31, 'expected a month at most')
			.default(defaultMonitor.recentDays),
		/** Older effects that each sweep compares. */
		auditPerSweep: z
			.number()
			.int('expected a whole number')
			.min(0, 'expected 0 or more')
			.max(1_000, 'expected 1000 at most')
			.default(defaultMonitor.auditPerSweep),
		/** Tasks that somebody deleted in ClickUp: made again once, or shown to people. */
		deletedTasks: z.enum(['remake', 'ask']).default(defaultMonitor.deletedTasks),
		/** Of alerts outside the hubs' channels, and of mails. */
		language: z.enum(['en', 'es', 'da']).default(defaultMonitor.language),
		/** Hours by each hub's clock in which only what is urgent is told; false: none. */
		quiet: z
			.union([
				z.literal(false),
				z.object({ from: hour.default('20:00'), to: hour.default('08:00') }).strict(),
			])
			.default({}),
		/** Who gets a mail when something is urgent, and when nobody took it; default: agency.replyTo. */
		mails: z.array(email).optional(),
		escalateTo: z.array(email).optional(),
		/** Hours between two trial leads through the real form's address; false: none. */
		trialLeadHours: z
			.union([z.literal(false), z.number().min(0.25, 'expected a quarter of an hour or more')])
			.default(defaultMonitor.trialLeadHours),
		rules: z
			.record(ruleSchema)
			.default({})
			.superRefine((rules, context) => {
				for (const name of Object.keys(rules)) {
					if (ruleNames.includes(name)) continue;
					context.addIssue({
						code: z.ZodIssueCode.custom,
						path: [name],
						message: `expected a rule: ${ruleNames.join(', ')}`,
					});
				}
			}),
	})
	.strict();
