import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';

import { effectKey } from '../../domain/effect/effectKey';
import { readPath } from '../../domain/effect/readPath';
import { originOf } from '../../domain/inbox/envelope';
import { read } from '../../domain/read';
import {
	conflictSchema,
	readReservationAnswer,
	reservedSchema,
	takenCodes,
} from '../../domain/routing/reservationAnswers';
import { bookingSchema } from '../../domain/routing/schema';
import { askLedger } from '../../shared/askLedger';
import { idAt, isTest, textOf } from './operation';
import type { Operation } from './operation';

const outputs = { reserved: 0, taken: 1 } as const;

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
	outputs: ['Reserved', 'Taken Meanwhile'],
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
				'Fields of the item, separated by commas, that come back under "context" with the events about the answers',
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
			return {
				output: outputs.taken,
				json: { ...json, taken: { ...error, conflicts } as IDataObject },
			};
		}
		const { reservations } = readReservationAnswer(reservedSchema, status, body);
		return {
			output: outputs.reserved,
			json: { ...json, ...(test ? { test } : {}), reservations: reservations as IDataObject[] },
		};
	},
};

/** A test that came through the inbox may be fired again and then meets its own reservations. */
function runOf(context: IExecuteFunctions, json: IDataObject): string {
	const origin = context.getMode() === 'manual' ? null : originOf(json);
	return origin?.id ?? context.getExecutionId();
}

function occurrenceOf(context: IExecuteFunctions, itemIndex: number, json: IDataObject): number {
	if (textOf(context, itemIndex, 'occurrencePath') === '') return 1;
	return Number(idAt(context, itemIndex, json, 'occurrencePath'));
}

function keptOf(context: IExecuteFunctions, itemIndex: number, json: IDataObject): IDataObject {
	const names = textOf(context, itemIndex, 'keep').split(',');
	return Object.fromEntries(
		names
			.map((name) => name.trim())
			.filter((name) => name !== '' && Object.hasOwn(json, name))
			.map((name) => [name, json[name]]),
	);
}
