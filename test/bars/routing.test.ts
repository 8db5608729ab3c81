import { solveProblem } from '../../orchestrator/src/routing/solve';
import { replayAll } from '../bench/routingReplay';
import type { GapInstance } from '../support/gapProblems';
import { gapFolder, readArrivalOrders, readGapInstances } from '../support/gapProblems';
import { describeWithData } from '../support/sharedData';

jest.setTimeout(300_000);

describeWithData('assignment on public data', () => {
	let instances: GapInstance[] = [];
	let orders: Record<string, number[][]> = {};
	beforeAll(() => {
		const folder = gapFolder() ?? '';
		instances = readGapInstances(folder);
		orders = readArrivalOrders(folder);
	});

	it('proves the known optimum of all thirty instances', async () => {
		expect(instances).toHaveLength(30);
		for (const { name, problem, optimum } of instances) {
			const plan = await solveProblem(problem, { seconds: 60 });
			expect({ name, ...plan }).toMatchObject({
				name,
				status: 'optimal',
				totalCost: -optimum,
				bound: -optimum,
				gap: 0,
				unplaced: [],
			});
		}
	});

	it.each([
		{ when: 'the number of jobs is expected', isExpected: true, share: 0.95, unplaced: 0.02 },
		{ when: 'nobody knows how many will come', isExpected: false, share: 0.92, unplaced: 0.02 },
	])('reaches $share of the optimum one at a time when $when', ({ isExpected, ...bar }) => {
		for (const cost of ['negative', 'missing'] as const) {
			const result = replayAll(instances, orders, { isExpected, cost });
			expect(result.runs).toBe(1_500);
			expect(result.meanShare).toBeGreaterThanOrEqual(bar.share);
			expect(result.unplacedShare).toBeLessThanOrEqual(bar.unplaced);
		}
	});
});
