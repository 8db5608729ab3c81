import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';

import { effectKey } from '../../domain/effect/effectKey';
import { readPath } from '../../domain/effect/readPath';
import type { ErrorReport } from '../../domain/errors';
import { MendableError } from '../../domain/errors';
import { read } from '../../domain/read';
import {
	conflictSchema,
	readReservationAnswer,
	reservedSchema,
	takenCodes,
} from '../../domain/routing/reservationAnswers';
import { bookingSchema } from '../../domain/routing/schema';
import { isRecord } from '../../domain/webhookItem';
import { askLedger } from '../../shared/askLedger';
import { idAt, isTest, keptOf, runOf, textOf } from './operation';
import type { Operation } from './operation';

const outputs = { reserved: 0, taken: 1, movesFirst: 2 } as const;

/** Times in a run that others may be faster until the execution fails and is started again later. */
const MOST_TRIES = 3;

/** Milliseconds; calls of many flows take turns. */
const withinMs = 60_000;

const bookingsAs = {
	code: 'reservation/no-bookings',
	what: 'Nothing can be reserved.',
	mend: 'Point "Bookings Path" at the bookings of a routing decision, such as decision.bookings.',
};

/** Reserves the hours that a routing decision gives people, all of them or none. */
export const reserve: Operation = {
	label: 'Reserve',
	description:
		'Reserve the hours that Project Routing gave people, all of them or none, before anybody else has them',
	action: 'Reserve hours for a project',
	outputs: ['Reserved', 'Taken Meanwhile', 'Moves First'],
	properties: [
		{
			displayName: 'Project Path',
			name: 'projectPath',
			type: 'string',
			default: 'project.id',
			description: 'Where in the item the ID of the project stands',
		},
		{
			displayName: 'Bookings Path',
			name: 'bookingsPath',
			type: 'string',
			default: 'decision.bookings',
			description: 'Where the work stands that is to be reserved, as Project Routing gives it',
		},
		{
			displayName: 'Moves Path',
			name: 'movesPath',
			type: 'string',
			default: 'decision.moves',
			description:
				'Where the work stands that would have to move first; with any, nothing is reserved and the item leaves by Moves First',
		},
		{
			displayName: 'Roster Version Path',
			name: 'rosterVersionPath',
			type: 'string',
			default: 'decision.versions.roster',
			description:
				'Where the version of the roster stands that the plan was made with; with another one in force, the item leaves by Taken Meanwhile',
		},
		{
			displayName: 'Hours to Answer',
			name: 'holdHours',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 4,
			description:
				'How long people may take to accept until the hours are free again and the event "assignment.unanswered" comes; 0 is without end',
		},
		{
			displayName: 'Fields Kept',
			name: 'keep',
			type: 'string',
			default: 'project, deal',
			description:
				'Fields of the item or paths into it, separated by commas, that come back under "context" with the events about the answers. A run that is started again goes on with them as they were.',
		},
		{
			displayName: 'If Reserved Before',
			name: 'onConflict',
			type: 'options',
			options: [
				{
					name: 'Keep What Was Reserved',
					value: 'keepFirst',
					description: 'A run that is started again goes on with what its first try reserved',
				},
				{ name: 'Stop', value: 'fail', description: 'Other people or days are an error' },
			],
			default: 'keepFirst',
			description:
				'What happens when these pieces of the project were reserved under the same occurrence, for other people or days',
		},
		{
			displayName: 'Occurrence Path',
			name: 'occurrencePath',
			type: 'string',
			default: '',
			placeholder: 'nextOccurrence',
			description:
				'Where the number stands that tells this time from others, as when somebody declined. When empty, it is the first time.',
		},
	],
	async run(context, itemIndex, json) {
		const test = isTest(context, json);
		const moves = readPath(json, textOf(context, itemIndex, 'movesPath'));
		if (Array.isArray(moves) && moves.length > 0) return { output: outputs.movesFirst, json };
		const project = idAt(context, itemIndex, json, 'projectPath');
		const raw = readPath(json, textOf(context, itemIndex, 'bookingsPath'));
		const bookings = read(z.array(bookingSchema).min(1), raw, bookingsAs);
		const holdHours = Number(context.getNodeParameter('holdHours', itemIndex, 4));
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'POST',
			url: '/v1/reservations',
			body: {
				key: effectKey({
					subjectType: 'project',
					subjectId: project,
					effect: 'reservation',
					destination: bookings.map(({ piece }) => piece).join('+'),
					occurrence: occurrenceOf(context, itemIndex, json),
					testRun: test ? runOf(context, json) : null,
				}),
				project,
				pieces: bookings.map(
					({ piece, person, days, skill, level, notBefore, dueAt, client, value }) => {
						return { piece, person, days, skill, level, notBefore, dueAt, client, value };
					},
				),
				rosterVersion: idAt(context, itemIndex, json, 'rosterVersionPath'),
				...(holdHours > 0 ? { holdHours } : {}),
				test,
				onConflict: textOf(context, itemIndex, 'onConflict') === 'fail' ? 'fail' : 'keepFirst',
				context: keptOf(context, itemIndex, json),
			},
			withinMs,
		});
		const conflict = status === 409 ? conflictSchema.safeParse(body) : null;
		if (conflict?.success && takenCodes.includes(conflict.data.error.code)) {
			const { error, conflicts } = conflict.data;
			const tries = 1 + triesOf(json);
			if (tries >= MOST_TRIES) throw takenAgain(error, tries);
			return {
				output: outputs.taken,
				json: { ...json, taken: { ...error, conflicts, tries } as IDataObject },
			};
		}
		const { reservations, context: first } = readReservationAnswer(reservedSchema, status, body);
		return {
			output: outputs.reserved,
			json: {
				...json,
				// Of a run that was started again, the decision that was reserved is the one that counts.
				...(first as IDataObject),
				...(test ? { test } : {}),
				reservations: reservations as IDataObject[],
			},
		};
	},
};

function occurrenceOf(context: IExecuteFunctions, itemIndex: number, json: IDataObject): number {
	if (textOf(context, itemIndex, 'occurrencePath') === '') return 1;
	return Number(idAt(context, itemIndex, json, 'occurrencePath'));
}

/** How often others were faster in this run. */
function triesOf({ taken }: IDataObject): number {
	return isRecord(taken) && typeof taken.tries === 'number' ? taken.tries : 0;
}

function takenAgain({ code, what, why }: ErrorReport, tries: number): MendableError {
	return new MendableError(
		code,
		what,
		`Others were faster ${tries} times in this run. ${why}`,
		'Leave it to the inbox, which starts the event again later; or retry this execution at the step that reads the bookings.',
	);
}
