import type { ColumnPrior, LeadPrior } from '../../../nodes/domain/lead/learning/prior';
import type { Rules } from '../../../nodes/domain/lead/rules';
import { scorecardPrior } from '../../../nodes/domain/lead/scoreLead';

/**
 * The scorecard as the starting point of a fit: columns named like its rules that hold its levels,
 * and `budget` in US dollars and `timeline` in days where these hold numbers.
 */
export function startingPoint(rules: Rules): LeadPrior {
	const columns = [...scorecardPrior(rules)].map(([name, levels]): ColumnPrior => {
		const logOdds = [...levels].map(([level, weight]) => [level, weight.logOdds] as const);
		return {
			kind: 'category',
			name,
			levels: Object.fromEntries(logOdds),
			unknown: levels.get('unknown')?.logOdds ?? 0,
		};
	});
	const logOddsOf = (rule: 'budget' | 'timeline', level: string): number =>
		rules.scorecard[rule].levels[level]?.logOdds ?? 0;
	const { bands } = rules.timeline;
	columns.push({
		kind: 'number',
		name: 'budget',
		bands: rules.budget.bands.map(({ level, fromUsd }) => ({
			from: fromUsd,
			logOdds: logOddsOf('budget', level),
		})),
		unknown: logOddsOf('budget', 'unknown'),
	});
	columns.push({
		kind: 'number',
		name: 'timeline',
		// A band holds its last day, so the next one begins on the day after.
		bands: bands.map(({ level }, index) => ({
			from: index === 0 ? 0 : (bands[index - 1]?.days ?? 0) + 1,
			logOdds: logOddsOf('timeline', level),
		})),
		unknown: logOddsOf('timeline', 'unknown'),
	});
	return { baseLogOdds: null, columns };
}
