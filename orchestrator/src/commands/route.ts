import type { Command } from 'commander';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import { askService } from '../adapters/service/askService';
import { describePlan } from '../routing/describe';
import { readOrder, readPrevious, readProblem } from '../routing/problem';
import { replayProblem } from '../routing/replay';
import type { RoutePlan } from '../routing/report';
import { solveProblem } from '../routing/solve';
import { tellWhy, tellWhyPerson } from '../routing/tellWhy';
import type { DecisionRecord } from '../routing/why';
import { decisionRecordSchema, findPerson, peopleIn, whyOf } from '../routing/why';
import { readJsonFile } from '../scoring/files';
import { registerMoves } from './routeMoves';
import { servicePlace } from './servicePlace';

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
	route
		.command('why')
		.description('why a project went to whom, and why not to somebody else')
		.argument('<project>', 'id of the project; of one that a deal set up, the id of the deal')
		.argument('[person]', 'id or name of somebody: only what is said of them')
		.option('--json', 'print JSON')
		.action(why);
	registerMoves(route);
}

async function why(
	project: string,
	asked: string | undefined,
	{ json }: { json?: boolean },
	command: Command,
): Promise<void> {
	const query = new URLSearchParams({ project });
	const answer = await askService(servicePlace(command), {
		path: `/v1/routing/decisions?${query}`,
	});
	const { decisions: records } = answerSchema.parse(answer);
	if (records.length === 0) throw noDecision(project);
	const person = asked === undefined ? null : personAsked(records, asked);
	if (json) {
		const reasons = (record: DecisionRecord) =>
			person === null ? {} : { person, why: whyOf(record.decision, person) };
		const told = records.map((record) => ({ ...record, ...reasons(record) }));
		console.log(JSON.stringify({ decisions: told }, null, 2));
		return;
	}
	const zone = DateTime.local().zoneName;
	const lines = person === null ? tellWhy(records, zone) : tellWhyPerson(records, person, zone);
	console.log(lines.join('\n'));
}

const answerSchema = z.object({ decisions: z.array(decisionRecordSchema) });

/** @throws MendableError `route/unknown-person` */
function personAsked(records: readonly DecisionRecord[], asked: string): string {
	const people = peopleIn(records.map(({ decision }) => decision));
	const found = findPerson(people, asked);
	if (found !== null) return found;
	throw new MendableError(
		'route/unknown-person',
		'Nothing is said of this person.',
		`"${asked}" names none, or more than one, of ${[...people].map(([id, name]) => (id === name ? id : `${id} (${name})`)).join(', ')}.`,
		'Name one of them by their id in the roster.',
	);
}

function noDecision(project: string): MendableError {
	return new MendableError(
		'route/no-decision',
		'Nothing was decided about this project.',
		`The ledger keeps no decision about "${project}".`,
		'Give the id that the project was routed under: of one that a deal set up, the id of the deal.',
	);
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
