import type { IDataObject } from 'n8n-workflow';

import { messageOutcomes, planMessage } from '../../domain/followUp/letters/planMessage';
import { readDueMessage } from '../../domain/followUp/letters/schema';
import { readMessageSettings } from '../messageSettings';
import type { Operation } from './operation';

/** Writes each item's message in the client's language, or its task in the team's. */
export const write: Operation = {
	outputs: ['Mail', 'Task', 'Refused'],
	open(context) {
		const now = new Date();
		const { settings, language } = readMessageSettings(context);
		const isByHand = context.getMode() === 'manual';
		return ({ json }) => {
			const test = isByHand || json.test === true;
			const planned = planMessage(readDueMessage(json), { settings, language, now, test });
			return {
				output: messageOutcomes.indexOf(planned.decision.outcome),
				json: { ...json, ...planned, test } as object as IDataObject,
			};
		};
	},
};
