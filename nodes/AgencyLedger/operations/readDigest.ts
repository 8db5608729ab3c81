import type { IDataObject } from 'n8n-workflow';

import { digestSchema, readReservationAnswer } from '../../domain/routing/reservationAnswers';
import { askLedger } from '../../shared/askLedger';
import { answerWithinMs, idAt, isTest } from './operation';
import type { Operation } from './operation';

/** Adds how a hub stands in the week ahead, as the text `capacity-digest` takes it. */
export const readDigest: Operation = {
	label: 'Read Capacity Digest',
	description:
		'Add how a hub stands in the week ahead, under "digest": load, who has too much, work that nobody has, who is free',
	action: 'Read the capacity digest of a hub',
	outputs: ['Done'],
	properties: [
		{
			displayName: 'Hub Path',
			name: 'hubPath',
			type: 'string',
			default: 'hub',
			description: 'Where in the item the name of the hub stands',
		},
	],
	async run(context, itemIndex, json) {
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'GET',
			url: '/v1/capacity/digest',
			query: {
				hub: idAt(context, itemIndex, json, 'hubPath'),
				test: String(isTest(context, json)),
			},
			withinMs: answerWithinMs,
		});
		const { digest } = readReservationAnswer(digestSchema, status, body) as { digest: IDataObject };
		return { output: 0, json: { ...json, digest } };
	},
};
