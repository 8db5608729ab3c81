import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';

import { registerRoute } from '../../../orchestrator/src/commands/route';
import type { Problem } from '../../../orchestrator/src/routing/problem';
import { aProblem } from '../../support/routeProblems';

let folder = '';
beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'route-'))));
afterEach(async () => {
	jest.restoreAllMocks();
	await rm(folder, { recursive: true, force: true });
});

async function file(name: string, content: unknown): Promise<string> {
	await writeFile(path.join(folder, name), JSON.stringify(content));
	return path.join(folder, name);
}

/** Runs `agency-ops route …` and gives back what it printed. */
async function route(...args: string[]): Promise<string> {
	const printed: string[] = [];
	jest.spyOn(console, 'log').mockImplementation((line: string) => printed.push(line));
	const program = new Command('agency-ops').exitOverride();
	registerRoute(program);
	await program.parseAsync(['node', 'agency-ops', 'route', ...args]);
	return printed.join('\n');
}

const fine = aProblem(
	{ ana: 8, bo: 8 },
	{ x: { ana: [3, 5], bo: [4, 5] }, y: { ana: [1, 5], bo: [9, 5] } },
);
const tooMuch = aProblem({ ana: 8 }, { x: { ana: [3, 5] }, y: { ana: [1, 5] } });

describe('route solve', () => {
	it('prints the plan as JSON and exits 0', async () => {
		const text = await route('solve', await file('p.json', fine), '--json', '--seconds', '5');
		expect(JSON.parse(text)).toMatchObject({
			status: 'optimal',
			totalCost: 5,
			bound: 5,
			gap: 0,
			assignments: [
				{ project: 'x', person: 'bo' },
				{ project: 'y', person: 'ana' },
			],
			moved: 0,
			seconds: expect.any(Number) as number,
			unplaced: [],
		});
		expect(process.exitCode).toBeUndefined();
	});

	it('exits 1 and says why where something has no place', async () => {
		const text = await route('solve', await file('p.json', tooMuch));
		expect(text).toContain('Without a place: 1, and no plan leaves fewer.');
		expect(text).toContain('x: ana has 3 of 8 h left and needs 5');
		expect(process.exitCode).toBe(1);
	});

	it('takes its own output as the plan before', async () => {
		const problem = await file('p.json', fine);
		const previous = path.join(folder, 'plan.json');
		await writeFile(previous, await route('solve', problem, '--json'));
		const again = await route('solve', problem, '--previous', previous, '--json');
		expect(JSON.parse(again)).toMatchObject({ moved: 0, totalCost: 5 });
	});

	it.each([
		['--seconds', 'soon'],
		['--seconds', '0'],
		['--seconds', '-1'],
		['--gap', '1'],
		['--gap', ''],
	])('refuses %s %j', async (flag, value) => {
		const problem = await file('p.json', fine);
		await expect(route('solve', problem, flag, value)).rejects.toMatchObject({
			code: 'route/flag',
			why: expect.stringContaining(flag) as string,
		});
	});

	it('refuses a previous plan that is none', async () => {
		const problem = await file('p.json', fine);
		const previous = await file('plan.json', { assignments: [{ project: 'x' }] });
		await expect(route('solve', problem, '--previous', previous)).rejects.toMatchObject({
			code: 'route/previous',
			why: expect.stringContaining('"assignments[0].person"') as string,
		});
	});
});

describe('a problem that cannot be used', () => {
	const person = { id: 'ana', capacityHours: 8 };
	const option = { person: 'ana', cost: 1, hours: 1 };
	const project = { id: 'x', options: [option] };

	it.each<[string, unknown, string]>([
		['no object', [], 'The whole: expected an object'],
		['no people', { projects: [] }, 'Field "people": expected'],
		['no options', { people: [person], projects: [{ id: 'x' }] }, 'Field "projects[0].options"'],
		[
			'hours below 0',
			{ people: [{ ...person, capacityHours: -1 }], projects: [] },
			'Field "people[0].capacityHours": expected a number of at least 0, got -1.',
		],
		[
			'hours as text',
			{ people: [{ ...person, capacityHours: '8' }], projects: [] },
			'Field "people[0].capacityHours": expected a number, got "8".',
		],
		[
			'a cost of null',
			{ people: [person], projects: [{ id: 'x', options: [{ ...option, cost: null }] }] },
			'Field "projects[0].options[0].cost": expected a number, got null.',
		],
		[
			'a person twice',
			{ people: [person, person], projects: [] },
			'Field "people[1].id": expected a name that is not there yet, got "ana".',
		],
		[
			'a project twice',
			{ people: [person], projects: [project, project] },
			'Field "projects[1].id": expected a name that is not there yet, got "x".',
		],
		[
			'an option of nobody',
			{ people: [person], projects: [{ id: 'x', options: [{ ...option, person: 'bo' }] }] },
			'Field "projects[0].options[0].person": expected one of the people, got "bo".',
		],
		[
			'a person with two prices',
			{ people: [person], projects: [{ id: 'x', options: [option, { ...option, cost: 2 }] }] },
			'Field "projects[0].options[1].person": expected each person once',
		],
		[
			'a band the wrong way round',
			{
				people: [{ ...person, hub: 'lima' }],
				projects: [],
				hubBands: [{ hub: 'lima', unit: 'projects', min: 0.6, max: 0.4, pricePerPoint: 1 }],
			},
			'Field "hubBands[0].min": expected at most 0.4, got 0.6.',
		],
	])('is refused for %s, by the name of the field', async (_what, problem, why) => {
		await expect(route('solve', await file('p.json', problem))).rejects.toMatchObject({
			code: 'route/problem',
			why: expect.stringContaining(why) as string,
		});
	});

	it('is taken with the same option twice', async () => {
		const twice: Problem = { people: [person], projects: [{ id: 'x', options: [option, option] }] };
		const text = await route('solve', await file('p.json', twice), '--json');
		expect(JSON.parse(text)).toMatchObject({ status: 'optimal', totalCost: 1 });
	});
});

describe('route replay', () => {
	it.each([
		['ids', ['y', 'x'], 'y'],
		['places', [1, 0], 'y'],
		['ids as in the file', ['x', 'y'], 'x'],
	])('takes an order by %s', async (_what, order, first) => {
		const problem = await file('p.json', tooMuch);
		const text = await route('replay', problem, '--order', await file('o.json', order), '--json');
		expect(JSON.parse(text)).toMatchObject({
			status: 'partial',
			assignments: [{ project: first, person: 'ana' }],
			unplaced: [{ because: 'ana has 3 of 8 h left and needs 5' }],
		});
		expect(process.exitCode).toBe(1);
	});

	it('exits 0 where everything found a place', async () => {
		expect(await route('replay', await file('p.json', fine))).toContain('  x: ana');
		expect(process.exitCode).toBeUndefined();
	});

	it.each<[string, unknown, string]>([
		['a stranger', ['x', 'z'], 'Field "[1]": expected a project, got "z".'],
		['a place beyond the list', [0, 2], 'Field "[1]": expected a project, got 2.'],
		['a project twice', ['x', 'x'], 'Field "[1]": expected a name that is not there yet'],
		['a project left out', ['x'], 'expected project "y" too'],
		['no list', { x: 1 }, 'expected'],
	])('refuses an order with %s', async (_what, order, why) => {
		const problem = await file('p.json', tooMuch);
		const given = await file('o.json', order);
		await expect(route('replay', problem, '--order', given)).rejects.toMatchObject({
			code: 'route/order',
			why: expect.stringContaining(why) as string,
		});
	});
});
