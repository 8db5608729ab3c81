import type { ZodIssue } from 'zod';

import { canonicalJson, sha256Hex } from '../hash';
import { layOver } from '../layOver';
import { mistakesError, mistakesOf, shown } from '../read';
import type { Mistake, ReadAs } from '../read';
import { isRecord } from '../webhookItem';
import { defaultRules } from './defaultRules';
import { engagementRules, levelsOf, rulesSchema, scorecardRules } from './rules';
import type { Rules } from './rules';

const readAs: ReadAs = {
	code: 'rules/invalid',
	what: 'The scoring rules cannot be used.',
	mend: 'Correct these fields of the rules; what you leave out keeps its default.',
};

/**
 * Lays a person's changes over the default rules and checks the whole.
 *
 * Objects are merged field by field, so a change of one level leaves the others; lists are replaced
 * whole; null takes an entry out. Weights of levels that new bands or a new catalogue no longer have
 * are dropped. A service, vertical or source that is new to the catalogue may do without a weight: it then
 * weighs like `other`. Changed rules without a version of their own are named after the defaults and
 * their hash, so that no decision passes off changed rules as the shipped ones.
 *
 * @throws MendableError `rules/invalid` with every mistake: path, expected, received
 */
export function resolveRules(changes: unknown): Rules {
	if (changes === undefined || changes === null) return defaultRules;
	if (!isRecord(changes)) {
		throw mistakesError([{ path: '', expected: 'an object', received: shown(changes) }], readAs);
	}
	if (Object.keys(changes).length === 0) return defaultRules;

	const merged = layOver(defaultRules, changes);
	const parsed = rulesSchema.safeParse(merged);
	const issues = parsed.success ? [] : parsed.error.issues;
	const sound = parsed.success ? parsed.data : soundPart(merged, issues);
	const rules = withoutOldLevels(sound, changes);
	const mistakes = [...mistakesOf(issues, merged), ...contradictions(rules)];
	if (mistakes.length > 0) throw mistakesError(mistakes, readAs);

	if (typeof changes.version === 'string') return rules;
	const mark = sha256Hex(canonicalJson(rules)).slice(0, 8);
	return { ...rules, version: `${defaultRules.version}+${mark}` };
}

/** Drops default weights whose levels are gone; those that the person named stay, to be judged. */
function withoutOldLevels(rules: Rules, changes: Record<string, unknown>): Rules {
	const scorecard = { ...rules.scorecard };
	for (const rule of scorecardRules) {
		const allowed = new Set(levelsOf(rule, rules));
		const named = Object.keys(recordAt(changes, ['scorecard', rule, 'levels']));
		const { group, levels } = scorecard[rule];
		const kept = Object.entries(levels).filter(
			([level]) => allowed.has(level) || named.includes(level),
		);
		scorecard[rule] = { group, levels: Object.fromEntries(kept) };
	}
	return { ...rules, scorecard };
}

function recordAt(value: unknown, path: string[]): Record<string, unknown> {
	const found = path.reduce<unknown>(
		(inner, key) => (isRecord(inner) ? inner[key] : undefined),
		value,
	);
	return isRecord(found) ? found : {};
}

/** The rules with every section that has a wrong field put back to its default, to check the rest. */
function soundPart(merged: unknown, issues: ZodIssue[]): Rules {
	const wrong = new Set(issues.map(({ path }) => path[0]));
	const sound = Object.entries(isRecord(merged) ? merged : {}).filter(
		([section]) => Object.hasOwn(defaultRules, section) && !wrong.has(section),
	);
	return rulesSchema.parse({ ...defaultRules, ...Object.fromEntries(sound) });
}

/** What is wrong with rules whose every field is right by itself. */
function contradictions(rules: Rules): Mistake[] {
	return [
		...thresholdMistakes(rules),
		...bandMistakes(rules),
		...groupMistakes(rules),
		...levelMistakes(rules),
		...rateMistakes(rules),
	];
}

function thresholdMistakes({ thresholds, cells }: Rules): Mistake[] {
	const mistakes: Mistake[] = [];
	if (thresholds.warm >= thresholds.hot) {
		mistakes.push({
			path: 'thresholds.warm',
			expected: `a number below thresholds.hot, which is ${thresholds.hot}`,
			received: shown(thresholds.warm),
		});
	}
	for (const [axis, { first, second }] of Object.entries(cells)) {
		if (second < first) continue;
		const expected = `a number below cells.${axis}.first, which is ${first}`;
		mistakes.push({ path: `cells.${axis}.second`, expected, received: shown(second) });
	}
	return mistakes;
}

function bandMistakes({ budget, timeline }: Rules): Mistake[] {
	const mistakes: Mistake[] = [];
	budget.bands.forEach(({ fromUsd }, index) => {
		const path = `budget.bands[${index}].fromUsd`;
		const before = budget.bands[index - 1]?.fromUsd;
		if (index === 0 && fromUsd !== 0) {
			mistakes.push({
				path,
				expected: '0, so that every budget has a band',
				received: shown(fromUsd),
			});
		}
		if (before !== undefined && fromUsd <= before) {
			mistakes.push({
				path,
				expected: `more than the band before, ${before}`,
				received: shown(fromUsd),
			});
		}
	});
	timeline.bands.forEach(({ days }, index) => {
		const path = `timeline.bands[${index}].days`;
		const before = timeline.bands[index - 1]?.days;
		const isLast = index === timeline.bands.length - 1;
		if (isLast !== (days === null)) {
			const expected = isLast
				? 'null, so that every time has a band'
				: 'a number; only the last has no end';
			mistakes.push({ path, expected, received: shown(days) });
		}
		if (typeof before === 'number' && days !== null && days <= before) {
			mistakes.push({
				path,
				expected: `more than the band before, ${before}`,
				received: shown(days),
			});
		}
	});
	return mistakes;
}

function groupMistakes(rules: Rules): Mistake[] {
	const expected = `one of ${quoted(Object.keys(rules.groups))}`;
	const named = [
		...scorecardRules.map((rule) => [`scorecard.${rule}.group`, rules.scorecard[rule].group]),
		...engagementRules.map((rule) => [`engagement.${rule}.group`, rules.engagement[rule].group]),
	];
	return named
		.filter(([, group]) => !Object.hasOwn(rules.groups, group))
		.map(([path, group]) => ({ path, expected, received: shown(group) }));
}

function levelMistakes(rules: Rules): Mistake[] {
	return scorecardRules.flatMap((rule) => {
		const { levels } = rules.scorecard[rule];
		const allowed = levelsOf(rule, rules);
		const strange = Object.keys(levels).filter((level) => !allowed.includes(level));
		// `other` stands in for catalogue entries without a weight.
		const missing = allowed.filter(
			(level) => !Object.hasOwn(levels, level) && !Object.hasOwn(levels, 'other'),
		);
		return [
			...strange.map((level) => ({
				path: `scorecard.${rule}.levels.${level}`,
				expected: `one of the levels ${quoted(allowed)}`,
				received: shown(level),
			})),
			...missing.map((level) => ({
				path: `scorecard.${rule}.levels.${level}`,
				expected: 'a weight {logOdds, sd}',
				received: 'nothing',
			})),
		];
	});
}

function rateMistakes(rules: Rules): Mistake[] {
	const priced = Object.entries(rules.catalogue.services).map(([service, { typical }]) => [
		`catalogue.services.${service}.typical.currency`,
		typical.currency,
	]);
	const used = [
		...priced,
		['typicalTicket.currency', rules.typicalTicket.currency],
		['budget.currency', rules.budget.currency],
	];
	return used
		.filter(([, currency]) => !Object.hasOwn(rules.rates, currency))
		.map(([path, currency]) => ({
			path,
			expected: `a currency that has a rate: ${quoted(Object.keys(rules.rates))}`,
			received: shown(currency),
		}));
}

function quoted(names: string[]): string {
	return names.map((name) => `"${name}"`).join(', ');
}
