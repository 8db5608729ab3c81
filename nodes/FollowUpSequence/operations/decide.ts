import type { IDataObject } from 'n8n-workflow';

import { decideNext, followUpOutcomes } from '../../domain/followUp/decideNext';
import { enrolmentIn, eventsIn, momentIn, readSettings } from '../settings';
import type { Operation } from './operation';

/** Reads each item as a client in a sequence and sends it out by what is due, with the reasons. */
export const decide: Operation = {
	outputs: ['Send', 'Wait', 'Exit'],
	open(context) {
		const now = new Date();
		const settings = readSettings(context);
		return ({ json }) => {
			const decided = decideNext(
				enrolmentIn(json, settings),
				eventsIn(json, settings),
				momentIn(json, settings, now),
				settings.rules,
			);
			const test = settings.test || json.test === true;
			return {
				output: followUpOutcomes.indexOf(decided.decision.outcome),
				json: { ...json, ...decided, test } as object as IDataObject,
			};
		};
	},
};
