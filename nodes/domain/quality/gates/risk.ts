import { toUsd } from '../../money';
import { depths } from './rules';
import type { Depth, GateRules } from './rules';
import type { KnownFile } from './schema';

/** What makes work riskier, in the order of the reasons. */
export const riskNames = ['newClient', 'firstProject', 'value', 'cycles'] as const;

/** Something that makes work riskier. */
export type RiskName = (typeof riskNames)[number];

/** One fact's share of the risk. */
export interface RiskPart {
	name: RiskName;
	level: 'yes' | 'no' | 'unknown';
	points: number;
}

/** How risky a piece of work is, and how closely people therefore look. */
export interface Risk {
	depth: Depth;
	points: number;
	parts: RiskPart[];
}

/** Adds up what makes a piece of work risky. A fact that nobody knows counts in part. */
export function riskOf(
	{ risk: facts, cycles }: Pick<KnownFile, 'risk' | 'cycles'>,
	{ risk, rates }: GateRules,
): Risk {
	const price = facts.value === null ? null : toUsd(facts.value, rates);
	const from = toUsd(risk.value.from, rates) ?? 0;
	const part = (name: RiskName, holds: boolean | null, points: number): RiskPart => {
		if (holds === null) return { name, level: 'unknown', points: points * risk.unknown };
		return holds ? { name, level: 'yes', points } : { name, level: 'no', points: 0 };
	};
	const parts = [
		part('newClient', facts.newClient, risk.newClient),
		part('firstProject', facts.firstProject, risk.firstProject),
		part('value', price === null ? null : price >= from, risk.value.points),
		part('cycles', cycles > 0, Math.min(risk.cycles.most, risk.cycles.each * cycles)),
	];
	const points = parts.reduce((sum, each) => sum + each.points, 0);
	return { depth: depthAt(points, risk.depths), points, parts };
}

function depthAt(points: number, from: GateRules['risk']['depths']): Depth {
	if (points >= from.full) return 'full';
	return points >= from.standard ? 'standard' : depths[2];
}
