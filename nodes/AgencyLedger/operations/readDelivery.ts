import type { IDataObject } from 'n8n-workflow';

import {
	readDeliveryAnswer,
	readDeliverySchema,
	storedStates,
} from '../../domain/delivery/ledgerAnswers';
import { readPath } from '../../domain/effect/readPath';
import { isRecord } from '../../domain/webhookItem';
import { askLedger } from '../../shared/askLedger';
import { answerWithinMs, idAt, textOf } from './operation';
import type { Operation } from './operation';

const outputs = { stored: 0, notStored: 1 } as const;

/** Adds a delivery as it stands now, and tells whether the client can have it. */
export const readDelivery: Operation = {
	label: 'Read a Delivery',
	description:
		'Add a delivery as it stands now, under "delivery", and what its flow kept with it, under "facts"; one that is not stored, or no longer, leaves by its own output',
	action: 'Read a delivery',
	outputs: ['Stored', 'Not Stored'],
	properties: [
		{
			displayName: 'Delivery Path',
			name: 'deliveryPath',
			type: 'string',
			default: 'delivery.id',
			description: 'Where in the item the ID of the delivery stands',
		},
		{
			displayName: 'When None Is Named',
			name: 'whenNone',
			type: 'options',
			options: [
				{ name: 'Go On', value: 'goOn', description: 'The item leaves by Not Stored as it is' },
				{ name: 'Stop', value: 'stop', description: 'The execution stops with an error' },
			],
			default: 'stop',
			description:
				'What happens where the item holds nothing at "Delivery Path", such as an invoice of no delivery',
		},
	],
	async run(context, itemIndex, json) {
		const found = readPath(json, textOf(context, itemIndex, 'deliveryPath'));
		if ((found ?? '') === '' && textOf(context, itemIndex, 'whenNone') === 'goOn') {
			return { output: outputs.notStored, json };
		}
		const id = idAt(context, itemIndex, json, 'deliveryPath');
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'GET',
			url: `/v1/deliveries/${encodeURIComponent(id)}`,
			withinMs: answerWithinMs,
		});
		const { facts, ...delivery } = readDeliveryAnswer(readDeliverySchema, status, body).delivery;
		const before = isRecord(json.facts) ? (json.facts as IDataObject) : {};
		return {
			output: storedStates.includes(delivery.state) ? outputs.stored : outputs.notStored,
			json: { ...json, delivery: delivery as IDataObject, facts: { ...before, ...facts } },
		};
	},
};
