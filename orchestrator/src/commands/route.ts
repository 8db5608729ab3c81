import type { Command } from 'commander';
import { MendableError } from '../../../nodes/domain/errors';
import { describePlan } from '../routing/describe';
import { readOrder, readPrevious, readProblem } from '../routing/problem';
import { replayProblem } from '../routing/replay';
import type { RoutePlan } from '../routing/report';
import { solveProblem } from '../routing/solve';
import { readJsonFile } from '../scoring/files';

/** Exit code of a plan that leaves something unplaced. */
const FINDINGS = 1;

interface SolveFlags {
	seconds?: string;
	gap?: string;
	previous?: string;
	json?: boolean;
}

interface ReplayFlags {
	order?: string;
	json?: boolean;
}

/** `route`: plans who does what, all at once or one project at a time. */
export function registerRoute(program: Command): void {
	const route = program.command('route').description('plan who does which project');
	route
		.command('solve')
		.description('the cheapest plan, every project to one person, nobody beyond their hours')
		.argument('<problem>', 'JSON file with people, projects and options')
		.option('--seconds <seconds>', 'longest to search, 20 if left out')
		.option('--gap <share>', 'stop this close to the best, 0.005 is half a percent; 0 proves it')
		.option('--previous <plan>', 'the plan in force: changes cost, started work stays')
		.option('--json', 'print JSON')
		.action(solve);
	route
		.command('replay')
		.description('the same projects one at a time, each placed for good as it arrives')
		.argument('<problem>', 'JSON file with people, projects and options')
		.option('--order <file>', 'JSON list of project ids, or of places from 0; else as in the file')
		.option('--json', 'print JSON')
		.action(replay);
}

async function solve(file: string, flags: SolveFlags): Promise<void> {
	const seconds = numberOf('--seconds', flags.seconds, (value) => value > 0, 'a number above 0');
	const isShare = (value: number) => value >= 0 && value < 1;
	const gap = numberOf('--gap', flags.gap, isShare, 'a number from 0 up to 1');
	const problem = readProblem(await readJsonFile(file));
	const previous =
		flags.previous === undefined ? null : readPrevious(await readJsonFile(flags.previous));
	print(await solveProblem(problem, { seconds, gap, previous }), flags.json);
}

async function replay(file: string, { order, json }: ReplayFlags): Promise<void> {
	const problem = readProblem(await readJsonFile(file));
	const places =
		order === undefined
			? problem.projects.map((_, place) => place)
			: readOrder(await readJsonFile(order), problem);
	print(replayProblem(problem, places), json);
}

function print(plan: RoutePlan, json: boolean | undefined): void {
	console.log(json ? JSON.stringify(plan, null, 2) : describePlan(plan).join('\n'));
	if (plan.status === 'partial') process.exitCode = FINDINGS;
}

function numberOf(
	flag: string,
	text: string | undefined,
	isRight: (value: number) => boolean,
	expected: string,
): number | undefined {
	if (text === undefined) return undefined;
	const value = text.trim() === '' ? Number.NaN : Number(text);
	if (Number.isFinite(value) && isRight(value)) return value;
	throw new MendableError(
		'route/flag',
		'Nothing was planned.',
		`${flag} is ${JSON.stringify(text)}; expected ${expected}.`,
		`Correct ${flag}, or leave it out.`,
	);
}
