import type { FastifyInstance, FastifyReply } from 'fastify';
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { ErrorReport } from '../../../../nodes/domain/errors';
import { capacityOver } from '../../../../nodes/domain/routing/capacity';
import { capacityDigest } from '../../../../nodes/domain/routing/digest';
import { workClock } from '../../../../nodes/domain/routing/workClock';
import { readAs } from '../effects/request';
import type { InboxParts } from '../inboxParts';
import { described } from '../openapi/describe';
import type { CapacitySettings } from '../settings';
import { openLedgerOffice } from './capacity';
import { capacityDescription, digestDescription } from './capacityDescriptions';

const day = z
	.string()
	.regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day as YYYY-MM-DD')
	.refine((text) => DateTime.fromISO(text).isValid, 'expected a day of the calendar');
const flag = z.enum(['true', 'false']).default('false');

/** Most days that are told at a time. */
const MOST_DAYS = 92;

/** Days that are told where nobody asks for others: a week. */
const USUAL_DAYS = 7;

const capacitySchema = z
	.object({
		from: day.optional(),
		to: day.optional(),
		person: z.string().max(120).optional(),
		test: flag,
	})
	.strict();

const digestSchema = z
	.object({ hub: z.string().min(1).max(120), from: day.optional(), test: flag })
	.strict();

/** What the routes of capacity are built on. */
export interface CapacityParts extends Pick<InboxParts, 'store' | 'now'> {
	capacity: CapacitySettings;
}

const clock = workClock();

/** Adds `GET /v1/capacity` and `GET /v1/capacity/digest`. */
export function addCapacityRoutes(
	app: FastifyInstance,
	{ store, now, capacity: { warnAt, digest: settings } }: CapacityParts,
): void {
	app.get(
		'/v1/capacity',
		described(capacityDescription(capacitySchema)),
		async ({ query }, reply) => {
			const asked = readAs(capacitySchema, query, 'The capacity cannot be told.', '');
			const from = asked.from ?? clock.dayAt('UTC', now().getTime());
			const to = asked.to ?? clock.dayAfter(from, USUAL_DAYS - 1);
			const count = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
			if (count < 1 || count > MOST_DAYS) return await refuse(reply, wrongSpan(from, to));
			const { roster, office, unassigned } = await openLedgerOffice(
				store,
				now(),
				asked.test === 'true',
			);
			const { person } = asked;
			const people = capacityOver(office, from, count, warnAt).filter(
				(each) => person === undefined || each.person === person,
			);
			if (person !== undefined && people.length === 0) {
				return await refuse(
					reply,
					unknownPerson(
						person,
						roster.people.map(({ id }) => id),
					),
				);
			}
			return { from, to, rosterVersion: roster.version, warnAt, people, unassigned };
		},
	);

	app.get(
		'/v1/capacity/digest',
		described(digestDescription(digestSchema)),
		async ({ query }, reply) => {
			const { hub, from, test } = readAs(digestSchema, query, 'There is no digest.', '');
			const { roster, office, unassigned } = await openLedgerOffice(store, now(), test === 'true');
			const own = roster.people.filter(({ kind }) => kind === 'internal');
			const member = own.find((person) => person.hub === hub);
			if (member === undefined) {
				const hubs = [...new Set(own.flatMap((person) => person.hub ?? []))];
				return await refuse(reply, unknownHub(hub, hubs));
			}
			const named =
				settings !== false && Object.hasOwn(settings.hubs, hub) ? settings.hubs[hub] : null;
			const zone = named?.zone ?? member.zone;
			const digest = capacityDigest(office, {
				hub,
				from: from ?? clock.dayAt(zone, now().getTime()),
				days: USUAL_DAYS,
				warnAt,
				unassigned,
			});
			return { digest: { ...digest, zone, language: named?.language ?? 'en' } };
		},
	);
}

async function refuse(reply: FastifyReply, error: ErrorReport): Promise<FastifyReply> {
	return await reply.code(400).send({ error });
}

function wrongSpan(from: string, to: string): ErrorReport {
	return {
		code: 'request/invalid',
		what: 'The capacity cannot be told.',
		why: `Expected from 1 to ${MOST_DAYS} days, got ${from} to ${to}.`,
		mend: 'Ask for fewer days, the first before the last.',
	};
}

function unknownPerson(person: string, known: string[]): ErrorReport {
	return {
		code: 'capacity/unknown-person',
		what: 'The capacity cannot be told.',
		why: `The roster does not have "${person}", but ${known.join(', ') || 'nobody'}.`,
		mend: 'Name somebody by their id in the roster.',
	};
}

function unknownHub(hub: string, known: string[]): ErrorReport {
	return {
		code: 'capacity/unknown-hub',
		what: 'There is no digest.',
		why: `Nobody of the roster is of the hub "${hub}"; there are ${known.join(', ') || 'none'}.`,
		mend: 'Name a hub of the roster.',
	};
}
