import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import { bookingSchema, rosterSchema } from '../../../nodes/domain/routing/schema';
import { askService } from '../adapters/service/askService';
import type { ServicePlace } from '../adapters/service/askService';
import { proposalStates } from '../ledger/moveProposals';
import type { ProposalView } from '../reservations/proposalSchema';
import { proposalSchema } from '../reservations/proposalSchema';
import { tellProposal, tellProposals } from '../reservations/tellProposals';
import type { Replan } from '../routing/replan';
import { replan } from '../routing/replan';
import { tellReplan } from '../routing/tellReplan';
import { servicePlace } from './servicePlace';

/** Exit code of a plan that leaves something unplaced. */
const FINDINGS = 1;

/** Hours that whoever takes work over has to accept it, as in the workflows. */
const HOLD_HOURS = 8;

interface ReplanFlags {
	away: string;
	from?: string;
	until?: string;
	others: boolean;
	propose: boolean;
	apply: boolean;
	test: boolean;
	json: boolean;
}

interface ListFlags {
	state?: string;
	test: boolean;
	json: boolean;
}

interface DecideFlags {
	by: string;
	reason?: string;
	json: boolean;
}

/** `route replan` and `route moves`: work changes hands, and somebody says yes to it. */
export function registerMoves(route: Command): void {
	route
		.command('replan')
		.description('who takes over the work of somebody who is away; prints it, and changes nothing')
		.requiredOption('--away <person>', 'id of the person in the roster')
		.option('--from <day>', 'first day away, as 2026-12-01; default: today')
		.option('--until <day>', 'last day away; default: without end')
		.option('--others', 'freelancers and partner agencies may be asked too', false)
		.option('--propose', 'ask in Slack whether to move it so', false)
		.option('--apply', 'move it so at once: all of it, or nothing', false)
		.option('--test', 'the hours of test runs, which are kept apart', false)
		.option('--json', 'print it as one JSON document', false)
		.action(runReplan);

	const moves = route.command('moves').description('moves that somebody is to say yes or no to');
	moves
		.command('list')
		.description('proposals, the newest first')
		.option('--state <state>', `one of ${proposalStates.join(', ')}`)
		.option('--test', 'those of test runs', false)
		.option('--json', 'print them as one JSON document', false)
		.action(list);
	moves
		.command('show')
		.description('one proposal')
		.argument('<id>', 'id of the proposal')
		.option('--json', 'print it as one JSON document', false)
		.action(show);
	for (const [word, says] of [
		['approve', 'make the moves, all of them or none'],
		['refuse', 'leave the work where it is'],
	] as const) {
		moves
			.command(word)
			.description(says)
			.argument('<id>', 'id of the proposal')
			.option('--reason <text>', 'why; kept with it')
			.option('--by <name>', 'who says so', userInfo().username)
			.option('--json', 'print it as one JSON document', false)
			.action(async (id: string, flags: DecideFlags, command: Command) => {
				await decide(word, id, flags, command);
			});
	}
}

const inputsSchema = z.object({ roster: rosterSchema, bookings: z.array(bookingSchema) });
const answerSchema = z.object({ proposal: proposalSchema });

async function runReplan(flags: ReplanFlags, command: Command): Promise<void> {
	const { away, others, propose, apply, test, json } = flags;
	if (propose && apply) throw flagError('--propose and --apply exclude each other.');
	const from = dayOf('--from', flags.from);
	const until = dayOf('--until', flags.until);
	if (from !== null && until !== null && until < from) {
		throw flagError(`--until is ${until}, before --from, which is ${from}.`);
	}
	const place = servicePlace(command);
	const inputs = inputsSchema.parse(
		await askService(place, { path: `/v1/routing-inputs?test=${test}` }),
	);
	const plan = await replan(inputs, { away, from, until, withOthers: others }, new Date());
	if (plan === null) throw unknownPerson(away, inputs.roster.people);
	const isWanted = (propose || apply) && plan.moves.length > 0;
	const proposal = isWanted ? await propound(place, plan, { apply, test }) : null;
	console.log(
		json
			? JSON.stringify({ ...plan, proposal }, null, 2)
			: [...tellReplan(plan, DateTime.local().zoneName), '', ...next(plan, proposal)].join('\n'),
	);
	if (plan.unplaced.length > 0) process.exitCode = FINDINGS;
}

async function propound(
	place: ServicePlace,
	{ moves, unplaced, name, from, until, rosterVersion }: Replan,
	{ apply, test }: { apply: boolean; test: boolean },
): Promise<ProposalView> {
	const answer = await askService(place, {
		path: '/v1/moves',
		body: {
			moves: moves.map(
				({ reservation, from: holder, to, was, days, startsAt, endsAt, because }) => {
					return { reservation, from: holder, to, was, days, startsAt, endsAt, because };
				},
			),
			unplaced: unplaced.map(({ reservation, because }) => ({ reservation, because })),
			reason: `${name} is away from ${from}${until === null ? ' on' : ` to ${until}`}`,
			rosterVersion,
			holdHours: HOLD_HOURS,
			test,
			how: apply ? 'at-once' : 'ask',
			by: userInfo().username,
		},
	});
	return answerSchema.parse(answer).proposal;
}

/** What a person can do now. */
function next({ moves, away, from, until }: Replan, proposal: ProposalView | null): string[] {
	const leave = `{ from: ${from}, to: ${until ?? '…'} }`;
	const roster = `New projects go to ${away} all the same until the roster has the leave ${leave}: agency-ops data pull roster.`;
	if (proposal?.state === 'applied') return [`Moved (${proposal.id}).`, roster];
	if (proposal !== null) return [`Asked in Slack (${proposal.id}). Nothing has moved yet.`, roster];
	if (moves.length === 0) return [];
	return ['Nothing has changed. --propose asks in Slack, --apply moves it so.', roster];
}

async function list({ state, test, json }: ListFlags, command: Command): Promise<void> {
	const query = new URLSearchParams({
		test: String(test),
		...(state === undefined ? {} : { state }),
	});
	const answer = await askService(servicePlace(command), { path: `/v1/moves?${query}` });
	const { proposals } = z.object({ proposals: z.array(proposalSchema) }).parse(answer);
	console.log(json ? JSON.stringify({ proposals }, null, 2) : tellProposals(proposals).join('\n'));
}

async function show(id: string, { json }: { json: boolean }, command: Command): Promise<void> {
	const path = `/v1/moves/${encodeURIComponent(id)}`;
	print(answerSchema.parse(await askService(servicePlace(command), { path })).proposal, json);
}

async function decide(
	word: 'approve' | 'refuse',
	id: string,
	{ by, reason, json }: DecideFlags,
	command: Command,
): Promise<void> {
	const path = `/v1/moves/${encodeURIComponent(id)}/${word}`;
	const body = { by, ...(reason === undefined ? {} : { reason }) };
	print(answerSchema.parse(await askService(servicePlace(command), { path, body })).proposal, json);
}

function print(proposal: ProposalView, json: boolean): void {
	console.log(json ? JSON.stringify({ proposal }, null, 2) : tellProposal(proposal).join('\n'));
}

/** @throws MendableError `route/flag` */
function dayOf(flag: string, text: string | undefined): string | null {
	if (text === undefined) return null;
	if (/^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text).isValid) return text;
	throw flagError(`${flag} is ${JSON.stringify(text)}; expected a day such as 2026-12-01.`);
}

function flagError(why: string): MendableError {
	return new MendableError('route/flag', 'Nothing was planned.', why, 'Correct the options.');
}

function unknownPerson(asked: string, people: ReadonlyArray<{ id: string }>): MendableError {
	return new MendableError(
		'route/unknown-person',
		'Nothing was planned.',
		`The roster does not have "${asked}", but ${people.map(({ id }) => id).join(', ') || 'nobody'}.`,
		'Name somebody by their id in the roster.',
	);
}
