import type { RoutePlan } from './report';

/** Most lines of a list that are printed; the JSON has them all. */
const MOST_LINES = 200;

const heads: Record<RoutePlan['status'], string> = {
	optimal: 'Everything is placed, and it is proven that it cannot be cheaper.',
	feasible: 'Everything is placed.',
	partial: 'Not everything could be placed.',
};

/** A plan as lines for a person. */
export function describePlan(plan: RoutePlan): string[] {
	const { status, totalCost, bound, gap, assignments, moved, seconds, otherCosts } = plan;
	const lines = [
		heads[status],
		`Cost ${amount(totalCost)}, at best ${amount(bound)} (gap ${(100 * gap).toFixed(2)}%), in ${seconds.toFixed(1)} s.`,
	];
	if (otherCosts > 0) {
		lines.push(`Changes, bands and uneven shares weigh ${amount(otherCosts)} more.`);
	}
	if (moved > 0)
		lines.push(`${moved} ${moved === 1 ? 'project changes' : 'projects change'} hands.`);
	lines.push(...listed(assignments.map(({ project, person }) => `  ${project}: ${person}`)));
	if (plan.unplaced.length > 0) {
		const proof = plan.fewestUnplaced ? ', and no plan leaves fewer' : '';
		lines.push('', `Without a place: ${plan.unplaced.length}${proof}.`);
		lines.push(...listed(plan.unplaced.map(({ project, because }) => `  ${project}: ${because}`)));
	}
	if (plan.released.length > 0) {
		lines.push('', 'Had begun and could not stay:');
		lines.push(...listed(plan.released.map(({ project, because }) => `  ${project}: ${because}`)));
	}
	return lines;
}

function listed(lines: string[]): string[] {
	if (lines.length <= MOST_LINES) return lines;
	return [...lines.slice(0, MOST_LINES), `  and ${lines.length - MOST_LINES} more`];
}

function amount(value: number): string {
	return String(Math.round(value * 100) / 100);
}
