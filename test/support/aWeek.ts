import { seededRandom } from '../../nodes/domain/lead/learning/random';
import type { Problem } from '../../orchestrator/src/routing/problem';

/** How large a generated week is, and what is asked of it beside the costs. */
export interface WeekSize {
	projects: number;
	people: number;
	seed?: number;
	/** Whether hubs have bands and work is to be shared evenly. */
	hasShares?: boolean;
	/** Part of everybody's hours that the work takes, above 0. */
	load?: number;
}

const hubs = ['caracas', 'copenhagen', 'lima'] as const;
const skills = ['edit', 'motion', 'design', 'script'] as const;

/** A week of projects for people of three hubs who have one to three of four skills; seeded. */
export function aWeek({ projects, people, seed = 1, hasShares, load = 0.75 }: WeekSize): Problem {
	const random = seededRandom(seed);
	const between = (low: number, high: number) => low + (high - low) * random();
	const staff = Array.from({ length: people }, (_, index) => ({
		id: `person-${index}`,
		hub: hubs[index % hubs.length],
		skills: skills.filter((_, skill) => skill === index % skills.length || random() < 0.35),
		rate: between(8, 40),
		pace: between(0.8, 1.3),
		capacityHours: Math.round(between(20, 40)),
	}));
	const all = staff.reduce((sum, { capacityHours }) => sum + capacityHours, 0);
	const usual = (all * load) / projects;
	return {
		people: staff.map(({ id, hub, capacityHours }) => ({ id, hub, capacityHours })),
		projects: Array.from({ length: projects }, (_, index) => {
			const skill = skills[index % skills.length];
			const wanted = usual * between(0.5, 1.5);
			const able = staff.filter((person) => person.skills.includes(skill));
			return {
				id: `project-${index}`,
				revenue: Math.round(between(50, 2_000)),
				options: able.map(({ id, rate, pace }) => {
					const hours = Math.round(wanted * pace * between(0.9, 1.1) * 4) / 4;
					return { person: id, hours, cost: Math.round(hours * rate * between(0.8, 1.2)) };
				}),
			};
		}),
		...(hasShares
			? {
					hubBands: [
						{ hub: hubs[0], unit: 'projects', min: 0.35, max: 0.45, pricePerPoint: 20 },
						{ hub: hubs[1], unit: 'revenue', min: 0.25, max: 0.4, pricePerPoint: 20 },
						{ hub: hubs[2], unit: 'revenue', min: 0.25, max: 0.4, pricePerPoint: 20 },
					],
					fairness: { pricePerHour: 5 },
				}
			: {}),
	};
}
