import type { FastifyInstance, FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { ErrorReport } from '../../../../nodes/domain/errors';
import { eventId } from '../../inbox/eventId';
import type { Json } from '../../ledger/json';
import { readReservationStory } from '../../ledger/reservationChanges';
import { listReservations, readReservation } from '../../ledger/reservations';
import type { Answer } from '../../reservations/answers';
import type { Changed } from '../../reservations/change';
import { answerReservation, moveReservation } from '../../reservations/change';
import type { NoRoom } from '../../reservations/reserve';
import { reserve } from '../../reservations/reserve';
import { daysInSeconds } from '../../reservations/room';
import { reservationView } from '../../reservations/view';
import { readAs } from '../effects/request';
import type { InboxParts } from '../inboxParts';
import { described } from '../openapi/describe';
import {
	changeDescription,
	listDescription,
	reserveDescription,
	storyDescription,
} from './descriptions';
import { missing, noRoomError, otherContent } from './refusals';
import { answerSchema, listSchema, moveSchema, reasonedSchema, reserveSchema } from './requests';
import type { Turns } from './turns';

/** What the routes of reservations are built on. */
export interface ReservationParts
	extends Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake' | 'logger'> {
	/** Gives hours one call after the other: what waits for a lock would only hold a connection. */
	turns: Turns;
}

interface WithId {
	Params: { id: string };
}

/** Adds the reservations' routes: hours of people for projects, and what people say to them. */
export function addReservationRoutes(app: FastifyInstance, parts: ReservationParts): void {
	const { store, now, moment, logger, turns } = parts;

	app.post(
		'/v1/reservations',
		described(reserveDescription(reserveSchema)),
		async ({ body }, reply) => {
			const asked = readAs(reserveSchema, body, 'Nothing can be reserved.', '');
			const request = requestOf(asked, now());
			const reserved = await turns(async () => await reserve(store, request, now(), moment()));
			const { project, test } = asked;
			logger.info({ project, test, result: reserved.result }, 'reservation');
			if (reserved.result === 'otherContent') {
				return await reply.code(409).send({ error: otherContent(asked.key) });
			}
			if (reserved.result !== 'reserved') return await sendNoRoom(reserved, reply);
			return {
				key: asked.key,
				repeated: reserved.repeated,
				reservations: reserved.reservations.map(reservationView),
				// What stands was made with what its own call gave.
				...(reserved.repeated ? { context: reserved.reservations[0]?.context ?? {} } : {}),
			};
		},
	);

	app.get('/v1/reservations', described(listDescription(listSchema)), async ({ query }) => {
		const asked = readAs(listSchema, query, 'The reservations cannot be listed.', '');
		const found = await listReservations(store, {
			project: asked.project ?? null,
			person: asked.person ?? null,
			state: asked.state ?? null,
			since: asked.since ?? null,
			test: asked.test === 'true',
			withReleased: asked.released === 'true' || asked.state === 'released',
			limit: asked.limit,
		});
		return { reservations: found.map(reservationView) };
	});

	app.get<WithId>(
		'/v1/reservations/:id',
		described(storyDescription),
		async ({ params: { id } }, reply) => {
			const found = await readReservation(store, id);
			if (found === null) return await reply.code(404).send({ error: missing(id) });
			const story = await readReservationStory(store, id);
			return { reservation: reservationView(found), story, context: found.context };
		},
	);

	const answer = (word: Answer, schema: typeof answerSchema | typeof reasonedSchema) => {
		app.post<WithId>(
			`/v1/reservations/:id/${word}`,
			described(changeDescription(word, schema)),
			async ({ params: { id }, body }, reply) => {
				const said = readAs<Said>(schema, body ?? {}, 'The reservation was not changed.', '');
				const given = { answer: word, reason: said.reason ?? null, by: said.by ?? null };
				const changed = await answerReservation(store, id, given, now(), moment());
				return await sendChanged(id, word, changed, parts, reply);
			},
		);
	};
	answer('accept', answerSchema);
	answer('start', answerSchema);
	answer('decline', reasonedSchema);
	answer('release', reasonedSchema);

	app.post<WithId>(
		'/v1/reservations/:id/move',
		described(changeDescription('move', moveSchema)),
		async ({ params: { id }, body }, reply) => {
			const asked = readAs(moveSchema, body, 'The reservation was not moved.', '');
			const move = {
				person: asked.person ?? null,
				days: daysInSeconds(asked.days),
				notBefore: dateOf(asked.notBefore),
				dueAt: dateOf(asked.dueAt),
				revision: asked.revision ?? null,
				roster: asked.rosterVersion,
				...holdOf(asked),
				reason: asked.reason ?? null,
			};
			const moved = await turns(
				async () => await moveReservation(store, id, move, now(), moment()),
			);
			if (
				'conflicts' in moved ||
				moved.result === 'otherRoster' ||
				moved.result === 'unknownPeople'
			)
				return await sendNoRoom(moved, reply);
			return await sendChanged(id, 'move', moved, parts, reply);
		},
	);
}

interface Said {
	reason?: string | undefined;
	by?: string | null | undefined;
}

async function sendChanged(
	id: string,
	word: string,
	changed: Changed,
	{ wake, logger }: ReservationParts,
	reply: FastifyReply,
): Promise<FastifyReply> {
	switch (changed.result) {
		case 'missing':
			return await reply.code(404).send({ error: missing(id) });
		case 'refused':
			return await reply.code(409).send({ error: changed.error });
		default: {
			const { result, reservation } = changed;
			logger.info({ reservation: id, word, result, state: reservation.state }, 'reservation');
			if (result === 'changed') wake();
			return await reply.send({
				changed: result === 'changed',
				reservation: reservationView(reservation),
			});
		}
	}
}

async function sendNoRoom(noRoom: NoRoom, reply: FastifyReply): Promise<FastifyReply> {
	const error: ErrorReport = noRoomError(noRoom);
	if (noRoom.result === 'unknownPeople') return await reply.code(400).send({ error });
	const conflicts = noRoom.result === 'taken' ? noRoom.conflicts : [];
	return await reply.code(409).send({ error, conflicts });
}

function requestOf(asked: z.infer<typeof reserveSchema>, now: Date) {
	const { key, project, test, rosterVersion, pieces, context, onConflict } = asked;
	return {
		key,
		test,
		roster: rosterVersion,
		...holdOf(asked),
		context: context as Json,
		onConflict,
		pieces: pieces.map(
			({ piece, person, days, skill, level, notBefore, dueAt, client, value }) => ({
				id: eventId(now).replace(/^evt_/, 'res_'),
				project,
				piece,
				person,
				days: daysInSeconds(days),
				skill,
				level,
				notBefore: dateOf(notBefore) ?? null,
				dueAt: dateOf(dueAt) ?? null,
				client,
				value: value as Json,
			}),
		),
	};
}

function holdOf({
	holdUntil,
	holdHours,
}: {
	holdUntil?: string | null | undefined;
	holdHours?: number | null | undefined;
}) {
	return { holdUntil: dateOf(holdUntil) ?? null, holdHours: holdHours ?? null };
}

function dateOf(text: string | null | undefined): Date | null | undefined {
	return typeof text === 'string' ? new Date(text) : text;
}
