import { groupObservations } from './group';
import type { Act, Alert, AlertRule, Observation } from './model';
import type { QuietHours } from './quiet';
import { isQuiet } from './quiet';
import { advance, announce } from './step';

/** What alerts are judged by. */
export interface Judging {
	rules: readonly AlertRule[];
	quiet: QuietHours | null;
	/** Rules of which not everything could be seen this time; none by default. */
	blind?: readonly string[];
	/** Milliseconds since 1970. */
	now: number;
	newId(): string;
}

/** Alerts as they stand after a sweep. */
export interface Evaluated {
	/** Those that are new or have changed; the closed among them for the last time. */
	alerts: Alert[];
	/** Ids of alerts that came to nothing before anybody was told. */
	dropped: string[];
	acts: Act[];
}

/**
 * Judges all alerts by what a sweep saw. Pure: the same again, with the alerts it gave, gives no act.
 *
 * @param open the alerts that are not closed
 * @param observations everything the rules look at; what is not among them is not so any more
 */
export function evaluate(
	open: readonly Alert[],
	observations: readonly Observation[],
	{ rules, quiet, blind = [], now, newId }: Judging,
): Evaluated {
	const ruleOf = new Map(rules.map((rule) => [rule.name, rule]));
	const known = new Map(open.map((alert) => [alert.fingerprint, alert]));
	const groups = new Map(
		groupObservations(observations, rules, new Set(known.keys())).map((group) => [
			group.fingerprint,
			group,
		]),
	);
	const prints = [...new Set([...known.keys(), ...groups.keys()])];
	const dropped: string[] = [];
	const moved = prints.flatMap((print): Array<{ alert: Alert; rule: AlertRule }> => {
		const before = known.get(print) ?? null;
		const rule = ruleOf.get(before?.rule ?? groups.get(print)?.rule ?? '');
		// A rule that is no longer there has nothing more to say.
		if (rule === undefined) {
			if (before !== null) dropped.push(before.id);
			return [];
		}
		const group = groups.get(print) ?? null;
		// What cannot be looked at stays as it was.
		const isHeld = group === null && before?.phase !== 'resolved' && blind.includes(rule.name);
		const alert = isHeld ? before : advance(before, group, rule, now, newId);
		if (alert === null && before !== null) dropped.push(before.id);
		return alert === null ? [] : [{ alert, rule }];
	});
	const told = moved.map(({ alert, rule }) =>
		announce(alert, rule, {
			now,
			isQuiet: isQuiet(quiet, alert.labels.hub ?? null, now),
			isSilenced: isSilenced(alert, rule, moved),
		}),
	);
	return {
		alerts: told.map(({ alert }) => alert),
		dropped,
		acts: told.flatMap(({ acts }) => acts),
	};
}

/**
 * Whether another alert says it all: one of a rule that silences this, about the same. One that is still
 * waiting for its time counts as well, lest its consequences are told before it.
 */
function isSilenced(
	alert: Alert,
	{ silencedBy }: AlertRule,
	all: ReadonlyArray<{ alert: Alert }>,
): boolean {
	return all.some(
		({ alert: other }) =>
			silencedBy.includes(other.rule) &&
			['pending', 'firing', 'clearing'].includes(other.phase) &&
			Object.entries(other.labels).every(
				([name, value]) => alert.labels[name] === undefined || alert.labels[name] === value,
			),
	);
}

/** Keeps somebody's word that they know of an alert; null where it is over. */
export function acknowledge(
	alert: Alert,
	who: { personId: string; personName: string },
	now: number,
	until: number | null,
): Alert | null {
	if (alert.phase !== 'firing' && alert.phase !== 'clearing') return null;
	return { ...alert, acknowledged: { ...who, at: now, value: alert.value, until } };
}
