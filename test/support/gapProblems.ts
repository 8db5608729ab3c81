import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Problem } from '../../orchestrator/src/routing/problem';

/** One instance of OR-Library's generalised assignment problem. */
export interface GapInstance {
	/** File and number: `gap3, 2`. */
	name: string;
	/** Values as costs below 0, so that the cheapest plan is the most valuable. */
	problem: Problem;
	/** The largest value that a whole plan can have. */
	optimum: number;
}

/** The folder with OR-Library's instances; null where it is not given. */
export function gapFolder(): string | null {
	const shared = process.env.AGENCY_SHARED ?? path.resolve(__dirname, '../../../shared');
	const folder = path.join(shared, 'data', 'routing');
	return existsSync(folder) ? folder : null;
}

/** Reads the thirty instances of gap1 to gap6 with their known optima. */
export function readGapInstances(folder: string): GapInstance[] {
	const optima = new Map<string, number>();
	const lines = readFileSync(path.join(folder, 'optima.csv'), 'utf8').trim().split('\n').slice(1);
	for (const line of lines) {
		const [file, number, , , , , optimum] = line.split(',');
		optima.set(`${file.replace('.txt', '')}, ${number}`, Number(optimum));
	}
	return [1, 2, 3, 4, 5, 6].flatMap((file) =>
		readFile(path.join(folder, `gap${file}.txt`)).map((problem, index) => {
			const name = `gap${file}, ${index + 1}`;
			return { name, problem, optimum: optima.get(name) ?? Number.NaN };
		}),
	);
}

/** Reads the fifty orders of arrival for each number of jobs. */
export function readArrivalOrders(folder: string): Record<string, number[][]> {
	const text = readFileSync(path.join(folder, 'arrival_orders.json'), 'utf8');
	return JSON.parse(text) as Record<string, number[][]>;
}

function readFile(file: string): Problem[] {
	const numbers = readFileSync(file, 'utf8').split(/\s+/).filter(Boolean).map(Number);
	let at = 0;
	const take = (count: number) => numbers.slice(at, (at += count));
	const [count] = take(1);
	return Array.from({ length: count }, (): Problem => {
		const [agents, jobs] = take(2);
		const table = () => Array.from({ length: agents }, () => take(jobs));
		const [values, hours, capacities] = [table(), table(), take(agents)];
		return {
			people: capacities.map((capacityHours, agent) => ({ id: `agent-${agent}`, capacityHours })),
			projects: Array.from({ length: jobs }, (_, job) => ({
				id: `job-${job}`,
				options: capacities.map((_, agent) => ({
					person: `agent-${agent}`,
					cost: -values[agent][job],
					hours: hours[agent][job],
				})),
			})),
		};
	});
}
