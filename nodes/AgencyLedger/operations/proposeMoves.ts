import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { readPath } from '../../domain/effect/readPath';
import { MendableError } from '../../domain/errors';
import { originOf } from '../../domain/inbox/envelope';
import { read } from '../../domain/read';
import {
	conflictSchema,
	proposedSchema,
	readReservationAnswer,
	staleMoves,
} from '../../domain/routing/reservationAnswers';
import { isRecord } from '../../domain/webhookItem';
import { askLedger } from '../../shared/askLedger';
import { idAt, isTest, textOf } from './operation';
import type { Operation } from './operation';

const outputs = { asked: 0, outOfDate: 1, made: 2 } as const;

/** Times in a run that what was worked out may be out of date, until the execution fails. */
const MOST_TRIES = 3;

/** Milliseconds; calls of many flows take turns. */
const withinMs = 60_000;

const days = z.array(z.object({ day: z.string(), hours: z.number() })).min(1);
const movesSchema = z
	.array(
		z
			.object({ booking: z.string(), from: z.string(), to: z.string(), was: days, days })
			.extend({ startsAt: z.string().nullish(), endsAt: z.string().nullish() }),
	)
	.min(1);

const movesAs = {
	code: 'moves/none',
	what: 'No moves can be proposed.',
	mend: 'Point "Moves Path" at the moves of a routing decision, such as decision.moves.',
};

/** Proposes that reserved work changes hands, so that a project finds room. */
export const proposeMoves: Operation = {
	label: 'Propose Moves',
	description:
		'Propose the moves that Project Routing found, so that somebody can say yes or no in Slack; then the event that asked is handed over again',
	action: 'Propose moves of reserved work',
	outputs: ['Asked', 'Out of Date', 'Made'],
	properties: [
		{
			displayName: 'Project Path',
			name: 'projectPath',
			type: 'string',
			default: 'project.id',
			description: 'Where in the item the ID of the project stands that finds no room without them',
		},
		{
			displayName: 'Moves Path',
			name: 'movesPath',
			type: 'string',
			default: 'decision.moves',
			description: 'Where the moves stand, as Project Routing gives them',
		},
		{
			displayName: 'Roster Version Path',
			name: 'rosterVersionPath',
			type: 'string',
			default: 'decision.versions.roster',
			description:
				'Where the version of the roster stands that the plan was made with; with another one in force, the item leaves by Out of Date',
		},
		{
			displayName: 'Why Path',
			name: 'whyPath',
			type: 'string',
			default: 'deal.name',
			description: 'Where the name stands of what needs the room; it is told to whoever is asked',
		},
		{
			displayName: 'Hours to Answer',
			name: 'holdHours',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 8,
			description:
				'How long whoever takes work over may take to accept it until somebody else is asked; 0 is without end',
		},
	],
	async run(context, itemIndex, json) {
		const test = isTest(context, json);
		const project = idAt(context, itemIndex, json, 'projectPath');
		const moves = read(
			movesSchema,
			readPath(json, textOf(context, itemIndex, 'movesPath')),
			movesAs,
		);
		const holdHours = Number(context.getNodeParameter('holdHours', itemIndex, 8));
		const origin = context.getMode() === 'manual' ? null : originOf(json);
		const named = readPath(json, textOf(context, itemIndex, 'whyPath'));
		const name = typeof named === 'string' && named.trim() !== '' ? named.trim() : project;
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'POST',
			url: '/v1/moves',
			body: {
				moves: moves.map(({ booking, ...move }) => ({ reservation: booking, ...move })),
				project,
				...(origin === null ? {} : { event: origin.id }),
				reason: name.slice(0, 1_000),
				rosterVersion: idAt(context, itemIndex, json, 'rosterVersionPath'),
				...(holdHours > 0 ? { holdHours } : {}),
				test,
			},
			withinMs,
		});
		const refusal = status === 409 ? conflictSchema.safeParse(body) : null;
		if (refusal?.success && refusal.data.error.code === staleMoves) {
			const { error } = refusal.data;
			const tries = 1 + triesOf(json);
			if (tries >= MOST_TRIES) {
				throw new MendableError(
					error.code,
					error.what,
					`Something had changed ${tries} times in this run. ${error.why}`,
					'Leave it to the inbox, which starts the event again later.',
				);
			}
			return { output: outputs.outOfDate, json: { ...json, taken: { ...error, tries } } };
		}
		const { proposal } = readReservationAnswer(proposedSchema, status, body);
		const output = proposal.state === 'applied' ? outputs.made : outputs.asked;
		return { output, json: { ...json, proposal: proposal as IDataObject } };
	},
};

/** Counted with the times that hours were taken meanwhile: both go back to reading. */
function triesOf({ taken }: IDataObject): number {
	return isRecord(taken) && typeof taken.tries === 'number' ? taken.tries : 0;
}
