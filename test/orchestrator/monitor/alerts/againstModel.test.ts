import fc from 'fast-check';
import { acknowledge } from '../../../../orchestrator/src/monitor/alerts/evaluate';
import type { AlertRule } from '../../../../orchestrator/src/monitor/alerts/model';
import { isQuiet } from '../../../../orchestrator/src/monitor/alerts/quiet';
import { REOPENS_MS } from '../../../../orchestrator/src/monitor/alerts/step';
import { seeded } from '../../../support/arbitraries';
import { aRule, aWorld, MINUTE, seen, start } from './anAlert';

/** One sweep of a random time line: how long after the last, what it saw, and what somebody does then. */
interface Step {
	after: number;
	value: number | null;
	does: 'nothing' | 'acknowledges' | 'snoozes';
}

const SNOOZE = 60;
const zone = 'Europe/Copenhagen';
const quiet = { from: '20:00', to: '08:00', zones: { copenhagen: zone } };
const olivia = { personId: 'U0OLIVIA01', personName: 'Olivia' };

/** What people notice, as `minute what`. */
type Notice = `${number} ${'told' | 'mailed' | 'reminded: worse' | 'reminded: time' | 'over'}`;

/**
 * What people are to notice of one alert, told from the whole time line by looking back at every
 * sweep: no state but which sweeps an alert spans.
 */
function expected(steps: Step[], rule: AlertRule): Notice[] {
	const at = steps.map((_, index) =>
		steps.slice(0, index + 1).reduce((sum, { after }) => sum + after, 0),
	);
	const isHigh = (index: number) => (steps[index]?.value ?? -1) >= rule.fireAt;
	const isLow = (index: number) => {
		const value = steps[index]?.value ?? null;
		return value === null || value < rule.clearBelow;
	};
	const isNight = (minute: number) =>
		rule.level !== 'urgent' && isQuiet(quiet, 'copenhagen', start + minute * MINUTE);
	/** First sweep of the unbroken stretch up to one, not before another. */
	const stretch = (index: number, from: number, isSo: (index: number) => boolean) => {
		let first = index;
		while (first - 1 >= from && isSo(first - 1)) first -= 1;
		return first;
	};
	const notices: Notice[] = [];
	let from = 0;
	for (let begin = 0; begin < steps.length; begin += 1) {
		const now = at[begin] ?? 0;
		if (!isHigh(begin)) continue;
		const first = at[stretch(begin, from, isHigh)] ?? 0;
		if ((now - first) * MINUTE < rule.fireForMs) continue;
		// It fires here; follow it to its end.
		let told: number | null = null;
		let waits = 0;
		let mails = 0;
		let value = 0;
		let taken: { value: number; until: number | null } | null = null;
		let overSince: number | null = null;
		let firedFrom = begin;
		let index = begin;
		for (; index < steps.length; index += 1) {
			const minute = at[index] ?? 0;
			value = steps[index]?.value ?? value;
			if (overSince !== null && isHigh(index)) {
				overSince = null;
				taken = null;
				waits = minute;
				firedFrom = index;
			} else if (overSince !== null) {
				if ((minute - overSince) * MINUTE >= REOPENS_MS) break;
			} else if (isLow(index)) {
				const low = at[stretch(index, firedFrom, isLow)] ?? 0;
				if ((minute - low) * MINUTE >= rule.clearForMs) {
					overSince = minute;
					if (told !== null) notices.push(`${minute} over`);
				}
			}
			if (overSince === null) {
				if (told === null && !isNight(minute)) {
					told = minute;
					waits = minute;
					notices.push(`${minute} told`);
					if (rule.mails) notices.push(`${minute} mailed`);
				} else if (told !== null && taken !== null) {
					const isTime = taken.until !== null && minute >= taken.until;
					const isWorse =
						value >= rule.fireAt &&
						value >= taken.value * rule.worseBy &&
						value > taken.value &&
						!isNight(minute);
					if (isTime || isWorse) {
						notices.push(`${minute} reminded: ${isWorse ? 'worse' : 'time'}`);
						taken = null;
						waits = minute;
					}
				}
				const isDue = (minute - waits) * MINUTE >= (rule.escalateAfterMs ?? Infinity);
				const isWaiting = told !== null && told !== minute && taken === null && !isLow(index);
				if (isDue && isWaiting && mails < rule.mostEscalations && !isNight(minute)) {
					// Between the bounds nothing changes: it is cleared only from below, and back from above.
					mails += 1;
					waits = minute;
					notices.push(`${minute} mailed`);
				}
				const does = steps[index]?.does;
				if (does === 'acknowledges') taken = { value, until: null };
				if (does === 'snoozes') taken = { value, until: minute + SNOOZE };
			}
		}
		from = index + 1;
		begin = index;
	}
	return notices;
}

/** What people notice of the real thing. */
function noticed(steps: Step[], rule: AlertRule): Notice[] {
	const world = aWorld([rule], quiet);
	const notices: Notice[] = [];
	let minute = 0;
	for (const { after, value, does } of steps) {
		minute += after;
		const wasOver = [...world.open.values()].map(({ phase }) => phase === 'resolved')[0] === true;
		const acts = world.sweep(minute, value === null ? [] : [seen(value, { hub: 'copenhagen' })]);
		const [[print, alert] = []] = [...world.open];
		if (alert?.phase === 'resolved' && !wasOver && alert.announcedAt !== null) {
			notices.push(`${minute} over`);
			// The message says so in the same sweep.
			expect(acts.map(({ kind }) => kind)).toContain('update');
		}
		for (const act of acts) {
			if (act.kind === 'post') notices.push(`${minute} told`);
			if (act.kind === 'mail') notices.push(`${minute} mailed`);
			if (act.kind === 'remind') {
				notices.push(`${minute} reminded: ${act.isWorse ? 'worse' : 'time'}`);
			}
		}
		if (does === 'nothing' || alert === undefined || print === undefined) continue;
		const now = start + minute * MINUTE;
		const until = does === 'snoozes' ? now + SNOOZE * MINUTE : null;
		const next = acknowledge(alert, olivia, now, until);
		if (next !== null) world.open.set(print, next);
	}
	return notices;
}

const steps = fc.array(
	fc.record<Step>({
		after: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 300 })),
		value: fc.oneof(
			fc.constant(null),
			fc.integer({ min: 0, max: 12 }),
			fc.integer({ min: 8, max: 40 }),
		),
		does: fc.constantFrom<Step['does'][]>(
			'nothing',
			'nothing',
			'nothing',
			'acknowledges',
			'snoozes',
		),
	}),
	{ minLength: 1, maxLength: 40, size: 'max' },
);
const rules = fc
	.record({
		level: fc.constantFrom<AlertRule['level'][]>('urgent', 'attention'),
		fireForMs: fc.constantFrom(0, 5 * MINUTE, 20 * MINUTE),
		clearForMs: fc.constantFrom(0, 5 * MINUTE, 60 * MINUTE),
		clearBelow: fc.constantFrom(5, 10),
		escalateAfterMs: fc.constantFrom(null, 15 * MINUTE, 60 * MINUTE),
		mostEscalations: fc.constantFrom(1, 2),
		mails: fc.boolean(),
	})
	.map((changes) => aRule(changes));

it('people notice what a look back over the whole time line says, and nothing else', () => {
	fc.assert(
		fc.property(steps, rules, (line, rule) => {
			expect(noticed(line, rule)).toEqual(expected(line, rule));
		}),
		{ ...seeded, numRuns: 400 },
	);
});
