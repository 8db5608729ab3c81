import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import { askService } from '../adapters/service/askService';
import type { ChangeWord } from '../followup/change';
import { followUpReportSchema } from '../followup/report';
import { tellReport } from '../followup/tellReport';
import { tellList, tellStory } from '../followup/tellFollowUps';
import { followUpStorySchema, followUpViewSchema } from '../followup/view';
import { followUpStates } from '../ledger/followUps';
import { servicePlace } from './servicePlace';

const listAnswer = z.object({
	followUps: z.array(followUpViewSchema),
	hold: z.object({ reason: z.string(), by: z.string(), since: z.string() }).nullable(),
});

const changeAnswer = z.object({ told: z.number(), isHeld: z.boolean().nullable() });

interface ListFlags {
	client?: string;
	sequence?: string;
	state?: string;
	test: boolean;
	limit: number;
	json: boolean;
}

interface ChangeFlags {
	client?: string;
	all: boolean;
	until?: string;
	reason: string;
	by: string;
	test: boolean;
	json: boolean;
}

interface MigrateFlags {
	to: string;
	step?: string[];
	reason: string;
	by: string;
	json: boolean;
}

/** `followup list | show | pause | resume | stop | migrate`: who is in which step, and what operators say. */
export function addOperatorCommands(followUp: Command): void {
	followUp
		.command('list')
		.description('who is in which step; what is due first')
		.option('--client <id>', 'only this client')
		.option('--sequence <id>', 'only this sequence')
		.addOption(new Option('--state <state>', 'only these').choices(followUpStates))
		.option('--test', 'test runs, which are kept apart', false)
		.option('--limit <count>', 'at most so many, up to 500', countOf, 50)
		.option('--json', 'print them as one JSON document', false)
		.action(list);
	followUp
		.command('show <id>')
		.description('one enrolment: where it stands, what happened, and why')
		.option('--json', 'print it as one JSON document', false)
		.action(show);
	followUp
		.command('report')
		.description('what follow-ups came to, and what offers brought against the clients held out')
		.option('--since <day>', 'enrolled from this day on (default: 365 days ago)')
		.option('--until <day>', 'enrolled before this day (default: now)')
		.option('--sequence <id>', 'only this sequence')
		.option('--days <count>', 'days within which an order counts', daysOf, 60)
		.option('--json', 'print it as one JSON document', false)
		.action(report);
	addChange(followUp, 'pause', 'hold what comes next, until it is resumed').option(
		'--until <time>',
		'when it goes on by itself',
	);
	addChange(followUp, 'resume', 'let it go on');
	addChange(followUp, 'stop', 'end it for good');
	followUp
		.command('migrate <id>')
		.description('let an enrolment go on by another version of its sequence')
		.requiredOption('--to <version>', 'the version, as 2')
		.option('--step <old=new...>', 'where it goes on, for a step that the version does not have')
		.requiredOption('--reason <text>', 'why; kept with it')
		.option('--by <name>', 'who says so', userInfo().username)
		.option('--json', 'print it as one JSON document', false)
		.action(move);
}

function addChange(followUp: Command, word: ChangeWord, what: string): Command {
	return followUp
		.command(`${word} [id]`)
		.description(`${what}: one enrolment, a client's, or all`)
		.option('--client <id>', 'all of this client')
		.option('--all', 'everything', false)
		.requiredOption('--reason <text>', 'why; kept with it')
		.option('--by <name>', 'who says so', userInfo().username)
		.option('--test', "a client's test runs", false)
		.option('--json', 'print what was changed as one JSON document', false)
		.action(async (id: string | undefined, flags: ChangeFlags, command: Command) => {
			await change(word, id, flags, command);
		});
}

async function list(flags: ListFlags, command: Command): Promise<void> {
	const { client, sequence, state, test, limit, json } = flags;
	const query = new URLSearchParams({ test: String(test), limit: String(limit) });
	for (const [name, value] of Object.entries({ client, sequence, state })) {
		if (value !== undefined) query.set(name, value);
	}
	const answer = await askService(servicePlace(command), { path: `/v1/follow-ups?${query}` });
	const { followUps, hold } = listAnswer.parse(answer);
	print(json, answer, () => tellList(followUps, hold));
}

interface ReportFlags {
	since?: string;
	until?: string;
	sequence?: string;
	days: number;
	json: boolean;
}

async function report(flags: ReportFlags, command: Command): Promise<void> {
	const { since, until, sequence, days, json } = flags;
	const query = new URLSearchParams({ days: String(days) });
	if (since !== undefined) query.set('since', momentOf(since, '--since'));
	if (until !== undefined) query.set('until', momentOf(until));
	if (sequence !== undefined) query.set('sequence', sequence);
	const path = `/v1/follow-ups/report?${query}`;
	const answer = await askService(servicePlace(command), { path });
	print(json, answer, () => tellReport(followUpReportSchema.parse(answer)));
}

async function show(id: string, { json }: { json: boolean }, command: Command): Promise<void> {
	const path = `/v1/follow-ups/${encodeURIComponent(id)}`;
	const answer = await askService(servicePlace(command), { path });
	print(json, answer, () => tellStory(followUpStorySchema.parse(answer)));
}

async function change(
	word: ChangeWord,
	id: string | undefined,
	{ client, all, until, reason, by, test, json }: ChangeFlags,
	command: Command,
): Promise<void> {
	const named = [id, client, all ? 'all' : undefined].filter((each) => each !== undefined);
	if (named.length !== 1) {
		throw new MendableError(
			'follow-up/flag',
			`Nothing was changed.`,
			named.length === 0 ? 'Nothing is named.' : 'More than one thing is named.',
			'Give the id of an enrolment, or --client, or --all.',
		);
	}
	const end = until === undefined ? {} : { until: momentOf(until) };
	const target =
		id !== undefined ? { id } : client !== undefined ? { client, test } : { all: true };
	const answer = await askService(servicePlace(command), {
		path: '/v1/follow-ups/change',
		body: { word, ...target, ...end, reason, by },
	});
	const { told, isHeld } = changeAnswer.parse(answer);
	const words = { pause: 'Paused', resume: 'Resumed', stop: 'Stopped' }[word];
	print(json, answer, () => {
		if (isHeld !== null) return [isHeld ? 'Everything is held.' : 'Everything goes on.'];
		return [told === 0 ? 'Nothing of it goes on: nothing was changed.' : `${words}: ${told}.`];
	});
}

async function move(
	id: string,
	{ to, step = [], reason, by, json }: MigrateFlags,
	command: Command,
): Promise<void> {
	const version = Number(to.split('/').at(-1));
	const answer = await askService(servicePlace(command), {
		path: `/v1/follow-ups/${encodeURIComponent(id)}/migrate`,
		body: { version, steps: Object.fromEntries(step.map(pairOf)), reason, by },
	});
	const { followUp } = z.object({ followUp: followUpViewSchema }).parse(answer);
	print(json, answer, () => tellList([followUp], null));
}

function pairOf(text: string): [string, string] {
	const [old = '', next = ''] = text.split('=');
	if (old !== '' && next !== '') return [old, next];
	throw new MendableError(
		'follow-up/flag',
		'Nothing was changed.',
		`--step is ${JSON.stringify(text)}.`,
		'Write it as old-step=new-step.',
	);
}

function momentOf(text: string, flag = '--until'): string {
	const moment = new Date(text);
	if (!Number.isNaN(moment.getTime())) return moment.toISOString();
	throw new MendableError(
		'follow-up/flag',
		'Nothing was done.',
		`${flag} is ${JSON.stringify(text)}.`,
		'Write it as 2026-12-01, or as 2026-12-01T09:00:00Z.',
	);
}

function print(json: boolean, answer: unknown, lines: () => string[]): void {
	console.log(json ? JSON.stringify(answer, null, 2) : lines().join('\n'));
}

function countOf(text: string): number {
	const count = Number(text);
	if (Number.isInteger(count) && count >= 1 && count <= 500) return count;
	throw new InvalidArgumentError('expected a number from 1 to 500');
}

function daysOf(text: string): number {
	const days = Number(text);
	if (Number.isInteger(days) && days >= 1 && days <= 730) return days;
	throw new InvalidArgumentError('expected a number of days from 1 to 730');
}
