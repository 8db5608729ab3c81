import type { IDataObject } from 'n8n-workflow';

import { dealFilesSchema, readDeliveryAnswer } from '../../domain/delivery/ledgerAnswers';
import { readPath } from '../../domain/effect/readPath';
import { isRecord } from '../../domain/webhookItem';
import { askLedger } from '../../shared/askLedger';
import { answerWithinMs, isTest, textOf } from './operation';
import type { Operation } from './operation';

const outputs = { done: 0, noDeal: 1 } as const;

/** Adds everything that a delivery of a deal may be made from. */
export const readDealFiles: Operation = {
	label: 'Read Files of a Deal',
	description:
		'Add the newest content of every file of a deal’s project, with the gates it has passed, under "files", what was delivered before under "deliveries", who has what to do under "ordered", and what the client ordered under "order" where somebody wrote it down',
	action: 'Read the files of a deal',
	outputs: ['Done', 'No Deal'],
	properties: [
		{
			displayName: 'Deal Path',
			name: 'dealPath',
			type: 'string',
			default: 'project.id',
			description:
				'Where in the item the ID of the deal stands; the project of a won deal has the same one. When nothing is there, or no number as HubSpot gives them, the item leaves by No Deal.',
		},
	],
	async run(context, itemIndex, json) {
		const found = readPath(json, textOf(context, itemIndex, 'dealPath'));
		const deal = typeof found === 'number' ? String(found) : found;
		// Projects that no deal set up have names of their own.
		if (typeof deal !== 'string' || !/^\d{1,30}$/.test(deal.trim())) {
			return { output: outputs.noDeal, json };
		}
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'GET',
			url: `/v1/deals/${encodeURIComponent(deal.trim())}/files`,
			query: { test: String(isTest(context, json)) },
			withinMs: answerWithinMs,
		});
		const answer = readDeliveryAnswer(dealFilesSchema, status, body);
		const { files, deliveries, ordered, project, order, orderVersion } = answer;
		// What the flow itself says that was ordered goes before what is kept.
		const isKept = isRecord(order) && !isRecord(json.order);
		const before = isRecord(json.deal) ? (json.deal as IDataObject) : {};
		return {
			output: outputs.done,
			json: {
				...json,
				deal: { ...before, id: answer.deal },
				project,
				files: files as IDataObject[],
				deliveries: deliveries as unknown as IDataObject[],
				ordered: ordered as IDataObject[],
				...(isKept ? { order: order as IDataObject, orderVersion: orderVersion ?? null } : {}),
			},
		};
	},
};
