import { z } from 'zod';
import { bookingSchema } from '../../../../nodes/domain/routing/schema';
import { reservationStates } from '../../ledger/reservations';
import { KEY_LIMIT } from '../effects/request';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day as YYYY-MM-DD');
const name = z.string().min(1).max(120);
const said = z.string().trim().min(1, 'expected some text').max(2_000);
const moment = z.string().datetime({ offset: true });

const days = z
	.array(z.object({ day, hours: z.number().min(0).max(24) }).strict())
	.min(1, 'expected at least one day')
	.max(366)
	.refine((given) => given.some(({ hours }) => hours >= LEAST_HOURS), 'expected some hours');

/** A minute: less is no work. */
const LEAST_HOURS = 1 / 60;

/** Until when people may say yes; neither is without end. */
const hold = {
	holdUntil: moment.nullish(),
	holdHours: z
		.number()
		.positive('expected a number of hours above 0')
		.max(24 * 60)
		.nullish(),
};

const { skill, level, notBefore, dueAt, client, value } = bookingSchema.shape;

const pieceSchema = z
	.object({ piece: name, person: name, days, skill, level, notBefore, dueAt, client, value })
	.strict();

/** Largest of what a flow may want to find again, in characters of JSON. */
const CONTEXT_LIMIT = 120_000;

/** Work to be reserved, all of it or nothing. */
export const reserveSchema = z
	.object({
		/** Project, piece and occurrence, as in `project:p-17/reservation/edit/1`; of a test with `test/` before it. */
		key: z
			.string()
			.max(KEY_LIMIT)
			.regex(
				/^(test\/)?[^/\s]+\/[^\s]+$/,
				'expected project, piece and occurrence, such as project:p-17/reservation/edit/1',
			),
		project: name,
		pieces: z.array(pieceSchema).min(1, 'expected at least one piece').max(100),
		/** Version of the roster that the plan was made with. */
		rosterVersion: z.string().min(1).max(80),
		...hold,
		test: z.boolean().default(false),
		/** What happens when the key stands for other work: an error, or the answer it got first. */
		onConflict: z.enum(['fail', 'keepFirst']).default('fail'),
		/** Given back with the events about the reservations. */
		context: z
			.record(z.unknown())
			.default({})
			.refine(
				(context) => JSON.stringify(context).length <= CONTEXT_LIMIT,
				`expected at most ${CONTEXT_LIMIT / 1_000} kB of JSON`,
			),
	})
	.strict()
	.superRefine(({ key, test, pieces }, { addIssue }) => {
		const wrong = (path: Array<string | number>, message: string) =>
			addIssue({ code: z.ZodIssueCode.custom, path, message });
		if (key.startsWith('test/') !== test) {
			wrong(['key'], `expected a key ${test ? 'that begins with' : 'without'} "test/"`);
		}
		for (const [index, { piece }] of pieces.entries()) {
			const first = pieces.findIndex((other) => other.piece === piece);
			if (first < index) wrong(['pieces', index, 'piece'], 'expected each piece once');
		}
	});

/** Saying yes, or that work has begun. */
export const answerSchema = z.object({ by: said.nullish() }).strict();

/** Saying no, or giving back. */
export const reasonedSchema = z.object({ reason: said, by: said.nullish() }).strict();

/** Other days, and perhaps another person. */
export const moveSchema = z
	.object({
		person: name.nullish(),
		days,
		notBefore: moment.nullish(),
		dueAt: moment.nullish(),
		/** Revision that the caller knew; a move since then stands in the way. */
		revision: z.number().int().min(1).nullish(),
		rosterVersion: z.string().min(1).max(80),
		...hold,
		reason: said.nullish(),
	})
	.strict();

const flag = z.enum(['true', 'false']).default('false');

/** Which reservations to list. */
export const listSchema = z
	.object({
		project: name.optional(),
		person: name.optional(),
		state: z.enum(reservationStates).optional(),
		since: day.optional(),
		released: flag,
		test: flag,
		limit: z.coerce.number().int().min(1).max(500).default(100),
	})
	.strict();

/** What decisions about projects are made from. */
export const inputsSchema = z
	.object({
		/** First day of what people have had to do that is told; default: 90 days back. */
		since: day.optional(),
		test: flag,
	})
	.strict();
