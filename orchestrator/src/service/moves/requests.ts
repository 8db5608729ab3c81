import { z } from 'zod';
import { proposalStates } from '../../ledger/moveProposals';

const name = z.string().min(1).max(120);
const said = z.string().trim().min(1, 'expected some text').max(1_000);
const moment = z.string().datetime({ offset: true });
const days = z
	.array(
		z
			.object({
				day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day as YYYY-MM-DD'),
				hours: z.number().min(0).max(24),
			})
			.strict(),
	)
	.min(1, 'expected at least one day')
	.max(366);

const moveSchema = z
	.object({
		/** Id of the reservation, also as a booking of the routing inputs has it. */
		reservation: name,
		/** Who has it, and who is to have it; the same twice where only the days change. */
		from: name,
		to: name,
		/** The days as they were when the move was worked out, and as they are to be. */
		was: days,
		days,
		startsAt: moment.nullish(),
		endsAt: moment.nullish(),
		because: said.nullish(),
	})
	.strict();

/** Moves for somebody to decide about, or to be made at once. */
export const proposeSchema = z
	.object({
		moves: z.array(moveSchema).min(1, 'expected at least one move').max(50),
		unplaced: z
			.array(z.object({ reservation: name, because: said }).strict())
			.max(200)
			.default([]),
		/** Project that finds no room without the moves. */
		project: name.nullish(),
		/** Event of the inbox whose flow asks; it is handed over again once this is decided. */
		event: name.nullish(),
		/** Why, in words; for a project, what it is called. */
		reason: said,
		rosterVersion: z.string().min(1).max(80),
		/** How long whoever takes work over may take to accept it; without end if left out. */
		holdHours: z
			.number()
			.positive('expected a number of hours above 0')
			.max(24 * 60)
			.nullish(),
		test: z.boolean().default(false),
		/** Whether somebody is asked in Slack; default: as `routing.moves` in the configuration says. */
		how: z.enum(['configured', 'ask', 'at-once']).default('configured'),
		/** Who says yes where nobody is asked. */
		by: said.nullish(),
	})
	.strict()
	.superRefine(({ moves }, { addIssue }) => {
		for (const [index, { reservation }] of moves.entries()) {
			const first = moves.findIndex((other) => other.reservation === reservation);
			if (first < index) {
				const path = ['moves', index, 'reservation'];
				addIssue({ code: z.ZodIssueCode.custom, path, message: 'expected each reservation once' });
			}
		}
	});

/** A yes or a no. */
export const decideSchema = z.object({ by: said, reason: said.nullish() }).strict();

/** Which proposals to list. */
export const listSchema = z
	.object({
		state: z.enum(proposalStates).optional(),
		test: z.enum(['true', 'false']).default('false'),
		limit: z.coerce.number().int().min(1).max(200).default(50),
	})
	.strict();
