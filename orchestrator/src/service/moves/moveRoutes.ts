import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ErrorReport } from '../../../../nodes/domain/errors';
import { listProposals, readProposal } from '../../ledger/moveProposals';
import type { MoveAnswer } from '../../reservations/decideMoves';
import { decideMoves } from '../../reservations/decideMoves';
import { proposalView } from '../../reservations/proposalView';
import { proposeMoves } from '../../reservations/proposeMoves';
import { daysInSeconds } from '../../reservations/room';
import { readAs } from '../effects/request';
import type { InboxParts } from '../inboxParts';
import { described } from '../openapi/describe';
import type { Turns } from '../reservations/turns';
import type { RoutingChoices } from '../settings';
import {
	decideDescription,
	listDescription,
	oneDescription,
	proposeDescription,
} from './descriptions';
import { decideSchema, listSchema, proposeSchema } from './requests';

/** What the routes of moves are built on. */
export interface MoveParts
	extends Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake' | 'logger'> {
	/** Gives hours one call after the other: what waits for a lock would only hold a connection. */
	turns: Turns;
	routing: RoutingChoices;
}

interface WithId {
	Params: { id: string };
}

/** Adds the routes of moves: work that is to change hands or days, and what people say to that. */
export function addMoveRoutes(app: FastifyInstance, parts: MoveParts): void {
	const { store, now, moment, wake, logger, turns, routing } = parts;
	const decide = async (id: string, given: MoveAnswer) =>
		await turns(async () => await decideMoves(store, id, given, now(), moment()));

	app.post('/v1/moves', described(proposeDescription(proposeSchema)), async ({ body }, reply) => {
		const asked = readAs(proposeSchema, body, 'The moves cannot be proposed.', '');
		const how = asked.how === 'configured' ? routing.moves : asked.how;
		const { test, reason, unplaced } = asked;
		const proposed = await turns(
			async () =>
				await proposeMoves(
					store,
					{
						moves: asked.moves.map(({ was, days, startsAt, endsAt, because, ...move }) => ({
							...move,
							was: daysInSeconds(was),
							days: daysInSeconds(days),
							startsAt: startsAt ?? null,
							endsAt: endsAt ?? null,
							because: because ?? null,
						})),
						unplaced,
						test,
						project: asked.project ?? null,
						event: asked.event ?? null,
						reason,
						roster: asked.rosterVersion,
						holdHours: asked.holdHours ?? null,
						isAsked: how === 'ask',
					},
					now(),
					moment(),
				),
		);
		if (proposed.result === 'stale') return await refuse(reply, staleError(proposed.because));
		const { proposal, repeated } = proposed;
		logger.info({ proposal: proposal.id, moves: proposal.moves.length, test, how }, 'moves');
		if (how === 'ask') {
			wake();
			return { proposal: proposalView(proposal), repeated };
		}
		const given = { answer: 'approve', by: asked.by ?? 'the configuration', reason: null } as const;
		const made = await decide(proposal.id, given);
		wake();
		if (made.result === 'applied' || made.result === 'same') {
			return { proposal: proposalView(made.proposal), repeated };
		}
		const because = made.result === 'missing' ? null : made.proposal.because;
		return await refuse(reply, staleError(because ?? 'It was decided at the same moment.'));
	});

	app.get('/v1/moves', described(listDescription(listSchema)), async ({ query }) => {
		const asked = readAs(listSchema, query, 'The proposals cannot be listed.', '');
		const { state = null, limit } = asked;
		const found = await listProposals(store, { state, test: asked.test === 'true', limit });
		return { proposals: found.map(proposalView) };
	});

	app.get<WithId>('/v1/moves/:id', described(oneDescription), async ({ params: { id } }, reply) => {
		const found = await readProposal(store, id);
		if (found === null) return await reply.code(404).send({ error: missing(id) });
		return { proposal: proposalView(found) };
	});

	for (const answer of ['approve', 'refuse'] as const) {
		app.post<WithId>(
			`/v1/moves/:id/${answer}`,
			described(decideDescription(answer, decideSchema)),
			async ({ params: { id }, body }, reply) => {
				const { by, reason } = readAs(decideSchema, body ?? {}, 'Nothing was decided.', '');
				const decided = await decide(id, { answer, by, reason: reason ?? null });
				logger.info({ proposal: id, answer, result: decided.result }, 'moves');
				if (decided.result === 'missing') return await reply.code(404).send({ error: missing(id) });
				if (decided.result === 'decided') return await refuse(reply, decided.error);
				wake();
				const { proposal, result } = decided;
				if (result === 'stale') return await refuse(reply, staleError(proposal.because ?? ''));
				return { changed: result !== 'same', proposal: proposalView(proposal) };
			},
		);
	}
}

async function refuse(reply: FastifyReply, error: ErrorReport): Promise<FastifyReply> {
	return await reply.code(409).send({ error });
}

function staleError(because: string): ErrorReport {
	return {
		code: 'moves/stale',
		what: 'Nothing was moved.',
		why: `What the moves were worked out from has changed. ${because}`.trim(),
		mend: 'Read roster and bookings again, and work the moves out again.',
	};
}

function missing(id: string): ErrorReport {
	return {
		code: 'moves/not-found',
		what: 'There is no such proposal.',
		why: `Nothing is proposed under the id "${id.slice(0, 60)}".`,
		mend: 'Look for it with agency-ops route moves list.',
	};
}
