import type { IDataObject } from 'n8n-workflow';

import { messageOutcomes, planMessage } from '../../domain/followUp/letters/planMessage';
import { readDueMessage } from '../../domain/followUp/letters/schema';
import { resolveMessageSettings } from '../../domain/followUp/letters/settings';
import { readPath } from '../../domain/effect/readPath';
import { readMessageFields } from '../messageSettings';
import type { Operation } from './operation';

/** Where an item holds the texts that people keep in the ledger: of a claim, or of a task. */
const textPaths = ['claim.texts', 'texts'] as const;

/** Writes each item's message in the client's language, or its task in the team's. */
export const write: Operation = {
	outputs: ['Mail', 'Task', 'Refused'],
	open(context) {
		const now = new Date();
		const { changes, language } = readMessageFields(context);
		const isByHand = context.getMode() === 'manual';
		return ({ json }) => {
			const test = isByHand || json.test === true;
			const kept = textPaths.map((path) => readPath(json, path)).find(Boolean) ?? null;
			const settings = resolveMessageSettings(changes, kept);
			const planned = planMessage(readDueMessage(json), { settings, language, now, test });
			return {
				output: messageOutcomes.indexOf(planned.decision.outcome),
				json: { ...json, ...planned, test } as object as IDataObject,
			};
		};
	},
};
