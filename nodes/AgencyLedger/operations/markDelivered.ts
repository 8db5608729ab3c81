import { changedDeliverySchema, readDeliveryAnswer } from '../../domain/delivery/ledgerAnswers';
import { isRecord } from '../../domain/webhookItem';
import { askLedger } from '../../shared/askLedger';
import { answerWithinMs, idAt } from './operation';
import type { Operation } from './operation';

const outputs = { delivered: 0, notPossible: 1 } as const;

/** Says that the client has a delivery; the event "delivery.delivered" tells of it, once. */
export const markDelivered: Operation = {
	label: 'Mark Delivered',
	description:
		'Say that the client has been told of a stored delivery; the event "delivery.delivered" begins what follows, once',
	action: 'Mark a delivery as delivered',
	outputs: ['Delivered', 'Not Possible Now'],
	properties: [
		{
			displayName: 'Delivery Path',
			name: 'deliveryPath',
			type: 'string',
			default: 'delivery.id',
			description: 'Where in the item the ID of the delivery stands',
		},
	],
	async run(context, itemIndex, json) {
		const id = idAt(context, itemIndex, json, 'deliveryPath');
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'POST',
			url: `/v1/deliveries/${encodeURIComponent(id)}/delivered`,
			body: {},
			withinMs: answerWithinMs,
		});
		const { state } = readDeliveryAnswer(changedDeliverySchema, status, body).delivery;
		const before = isRecord(json.delivery) ? json.delivery : { id };
		return {
			output: state === 'delivered' ? outputs.delivered : outputs.notPossible,
			json: { ...json, delivery: { ...before, state } },
		};
	},
};
