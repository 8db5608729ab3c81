import type { AlertRule, Group, Labels, Observation } from './model';
import { MEMBERS_KEPT } from './model';

/** The fingerprint of an alert by its rule and the labels that tell its alerts apart. */
export function fingerprintOf({ name, apartBy }: AlertRule, labels: Labels): string {
	return [name, ...apartBy.map((label) => `${label}=${labels[label] ?? ''}`)].join('/');
}

/** The fingerprint of the one alert that stands for many of a rule. */
export const manyOf = ({ name }: Pick<AlertRule, 'name'>) => `${name}/many`;

/**
 * Puts what a sweep saw into one group for each alert. What has an alert of its own stays with it; of
 * more new ones than a rule allows, all become the alert of many, and so does whatever comes while that
 * one is open: a storm makes one message.
 *
 * @param open fingerprints of the alerts that are not closed
 */
export function groupObservations(
	observations: readonly Observation[],
	rules: readonly AlertRule[],
	open: ReadonlySet<string>,
): Group[] {
	return rules.flatMap((rule) => {
		const seen = observations.filter(({ rule: name }) => name === rule.name);
		const byPrint = new Map<string, Observation[]>();
		for (const one of seen) {
			const print = fingerprintOf(rule, one.labels);
			byPrint.set(print, [...(byPrint.get(print) ?? []), one]);
		}
		const fresh = [...byPrint].filter(([print]) => !open.has(print));
		const firing = fresh.filter(([, ones]) => ones.some(({ value }) => value >= rule.fireAt));
		const isStorm = open.has(manyOf(rule)) || firing.length > rule.mostApart;
		const apart = isStorm ? [...byPrint].filter(([print]) => open.has(print)) : [...byPrint];
		const many = isStorm ? fresh.flatMap(([, ones]) => ones) : [];
		return [
			...apart.map(([print, ones]) => groupOf(rule, print, ones, false)),
			...(many.length === 0 ? [] : [groupOf(rule, manyOf(rule), many, true)]),
		];
	});
}

function groupOf(
	rule: AlertRule,
	fingerprint: string,
	ones: Observation[],
	isMany: boolean,
): Group {
	const worst = [...ones].sort((a, b) => b.value - a.value);
	const value = worst[0]?.value ?? 0;
	// Of many of a kind their number says how bad it is, as far as they are bad at all.
	const isCounted = ones.length > 1 && value >= rule.fireAt;
	return {
		fingerprint,
		rule: rule.name,
		labels: sharedLabels(ones),
		value: isCounted ? Math.max(value, ones.length) : value,
		members: worst.slice(0, MEMBERS_KEPT).map(({ labels, value: each, facts, offers }) => ({
			labels,
			value: each,
			facts,
			...(offers === undefined ? {} : { offers }),
		})),
		count: ones.length,
		isMany,
	};
}

/** The labels that all have with the same value. */
function sharedLabels(ones: readonly Observation[]): Labels {
	const [first, ...rest] = ones;
	const entries = Object.entries(first?.labels ?? {}).filter(([name, value]) =>
		rest.every(({ labels }) => labels[name] === value),
	);
	return Object.fromEntries(entries);
}
