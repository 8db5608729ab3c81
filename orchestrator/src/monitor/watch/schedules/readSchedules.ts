import { z } from 'zod';
import type { Cron } from './cron';
import { parseCron } from './cron';

/** When n8n begins a workflow by itself, as one rule of a trigger of it says. */
export type Schedule =
	| {
			/** The earliest that it may begin in each of its turns. */
			cron: Cron;
			/** How much later n8n may begin it: what the rule leaves open, n8n chooses. */
			spanMs: number;
			/** How much longer than to its last turn the wait may be: a rule that leaves turns out does not say which. */
			skipsMs: number;
	  }
	/** So often from when it was published, in milliseconds. */
	| { everyMs: number };

/** What of a workflow's triggers could be read. */
export interface ReadSchedules {
	schedules: Schedule[];
	/** Rules that nobody knows the time of, such as those that an expression decides. */
	unreadable: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const LONGEST_MONTH_MS = 31 * DAY_MS;

const nodeSchema = z.object({
	type: z.string(),
	disabled: z.boolean().nullish(),
	parameters: z.record(z.unknown()).default({}),
});

/** Reads the triggers of a workflow's nodes by which n8n begins it at set times (n8n-nodes-base 2.41). */
export function readSchedules(nodes: readonly unknown[]): ReadSchedules {
	const rules = nodes.flatMap((given) => {
		const { data: node } = nodeSchema.safeParse(given);
		if (node === undefined || node.disabled === true) return [];
		const read = readers[node.type];
		return read === undefined ? [] : read(node.parameters);
	});
	const schedules = rules.flatMap((rule) => (rule === null ? [] : [rule]));
	return { schedules, unreadable: rules.length - schedules.length };
}

/** Null stands for a rule that cannot be read. */
type Reader = (parameters: Record<string, unknown>) => Array<Schedule | null>;

const readers: Record<string, Reader> = {
	'n8n-nodes-base.scheduleTrigger': ({ rule }) => {
		const read = z.object({ interval: z.array(z.unknown()).min(1) }).safeParse(rule ?? {});
		const missing = z.object({ interval: z.undefined() }).safeParse(rule ?? {}).success;
		if (read.success) return read.data.interval.map(ofInterval);
		return missing ? [ofInterval({})] : [null];
	},
	'n8n-nodes-base.cron': ({ triggerTimes }) => {
		const read = z.object({ item: z.array(z.unknown()) }).safeParse(triggerTimes ?? { item: [] });
		return read.success ? read.data.item.map(ofTriggerTime) : [null];
	},
	'n8n-nodes-base.interval': (parameters) => {
		const unitMs = { seconds: SECOND_MS, minutes: MINUTE_MS, hours: HOUR_MS };
		const { data: read } = z
			.object({
				interval: z.number().min(1).default(1),
				unit: z.enum(['seconds', 'minutes', 'hours']).default('seconds'),
			})
			.safeParse(parameters);
		return [read === undefined ? null : { everyMs: read.interval * unitMs[read.unit] }];
	},
};

const size = (otherwise: number) => z.number().int().min(1).default(otherwise);
const hour = z.number().int().min(0).max(23).optional();
const minute = z.number().int().min(0).max(59).optional();

const intervalSchema = z.discriminatedUnion('field', [
	z.object({ field: z.literal('seconds'), secondsInterval: size(30) }),
	z.object({ field: z.literal('minutes'), minutesInterval: size(5) }),
	z.object({ field: z.literal('hours'), hoursInterval: size(1), triggerAtMinute: minute }),
	z.object({
		field: z.literal('days'),
		daysInterval: size(1),
		triggerAtHour: hour,
		triggerAtMinute: minute,
	}),
	z.object({
		field: z.literal('weeks'),
		weeksInterval: size(1),
		triggerAtDay: z.array(z.number().int().min(0).max(6)).default([0]),
		triggerAtHour: hour,
		triggerAtMinute: minute,
	}),
	z.object({
		field: z.literal('months'),
		monthsInterval: size(1),
		triggerAtDayOfMonth: z.number().int().min(1).max(31).optional(),
		triggerAtHour: hour,
		triggerAtMinute: minute,
	}),
	z.object({ field: z.literal('cronExpression'), expression: z.string() }),
]);

/** A rule of Schedule Trigger, with what its node leaves out where it stands as n8n has it. */
function ofInterval(given: unknown): Schedule | null {
	const { data: rule } = intervalSchema.safeParse({
		field: 'days',
		...(typeof given === 'object' ? given : null),
	});
	if (rule === undefined) return null;
	switch (rule.field) {
		case 'seconds':
			return exactly(`*/${rule.secondsInterval} * * * * *`);
		case 'cronExpression':
			return exactly(rule.expression);
		case 'minutes': {
			const { minutesInterval: every } = rule;
			// Where the hour cannot be divided so, n8n looks each minute whether enough have passed.
			return 60 % every === 0
				? within(`0 */${every} * * * *`, MINUTE_MS)
				: within('0 * * * * *', MINUTE_MS, every * MINUTE_MS);
		}
		case 'hours': {
			const { hoursInterval: every, triggerAtMinute: at } = rule;
			const [first, span] = at === undefined ? [0, HOUR_MS] : [at, MINUTE_MS];
			return within(`0 ${first} * * * *`, span, skipping(every, HOUR_MS));
		}
		case 'days':
			return onDays(rule, '* * *', skipping(rule.daysInterval, DAY_MS));
		case 'weeks': {
			const days = rule.triggerAtDay.length === 0 ? '*' : rule.triggerAtDay.join(',');
			return onDays(rule, `* * ${days}`, skipping(rule.weeksInterval, 7 * DAY_MS));
		}
		case 'months': {
			const { monthsInterval: every, triggerAtDayOfMonth: day } = rule;
			const skips = skipping(every, LONGEST_MONTH_MS);
			// Days that n8n chooses are never after the 28th.
			return day === undefined
				? within('0 0 0 1 * *', 28 * DAY_MS, skips)
				: onDays(rule, `${day} * *`, skips);
		}
	}
}

/** Every second turn may be up to two turns after the one before: the last one there was need not be its own. */
function skipping(every: number, turnMs: number): number {
	return every === 1 ? 0 : every * turnMs;
}

function onDays(
	{
		triggerAtHour: atHour,
		triggerAtMinute: atMinute,
	}: { triggerAtHour?: number | undefined; triggerAtMinute?: number | undefined },
	days: string,
	skipsMs: number,
): Schedule | null {
	if (atHour === undefined) return within(`0 0 0 ${days}`, DAY_MS, skipsMs);
	return atMinute === undefined
		? within(`0 0 ${atHour} ${days}`, HOUR_MS, skipsMs)
		: within(`0 ${atMinute} ${atHour} ${days}`, MINUTE_MS, skipsMs);
}

const number = z.number();
const triggerTimeSchema = z.discriminatedUnion('mode', [
	z.object({ mode: z.literal('everyMinute') }),
	z.object({ mode: z.literal('everyHour'), minute: number.default(0) }),
	z.object({ mode: z.literal('everyDay'), hour: number.default(14), minute: number.default(0) }),
	z.object({
		mode: z.literal('everyWeek'),
		hour: number.default(14),
		minute: number.default(0),
		weekday: z.coerce.string().default('1'),
	}),
	z.object({
		mode: z.literal('everyMonth'),
		hour: number.default(14),
		minute: number.default(0),
		dayOfMonth: number.default(1),
	}),
	z.object({
		mode: z.literal('everyX'),
		value: number.default(2),
		unit: z.enum(['minutes', 'hours']).default('hours'),
	}),
	z.object({ mode: z.literal('custom'), cronExpression: z.string() }),
]);

/** A time of the older Cron node. */
function ofTriggerTime(given: unknown): Schedule | null {
	const { data: time } = triggerTimeSchema.safeParse({
		mode: 'everyDay',
		...(typeof given === 'object' ? given : null),
	});
	if (time === undefined) return null;
	switch (time.mode) {
		case 'everyMinute':
			return within('0 * * * * *', MINUTE_MS);
		case 'everyHour':
			return within(`0 ${time.minute} * * * *`, MINUTE_MS);
		case 'everyDay':
			return within(`0 ${time.minute} ${time.hour} * * *`, MINUTE_MS);
		case 'everyWeek':
			return within(`0 ${time.minute} ${time.hour} * * ${time.weekday}`, MINUTE_MS);
		case 'everyMonth':
			return within(`0 ${time.minute} ${time.hour} ${time.dayOfMonth} * *`, MINUTE_MS);
		case 'everyX':
			return time.unit === 'minutes'
				? within(`0 */${time.value} * * * *`, MINUTE_MS)
				: within(`0 0 */${time.value} * * *`, HOUR_MS);
		case 'custom':
			return exactly(time.cronExpression);
	}
}

const exactly = (expression: string): Schedule | null => within(expression, SECOND_MS);

/** @param roomMs how long each of its turns is, from the first moment to the end of the last */
function within(expression: string, roomMs: number, skipsMs = 0): Schedule | null {
	const cron = parseCron(expression);
	return cron === null ? null : { cron, spanMs: roomMs - SECOND_MS, skipsMs };
}
