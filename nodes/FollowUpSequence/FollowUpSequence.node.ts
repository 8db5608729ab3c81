import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { decideNext, followUpOutcomes } from '../domain/followUp/decideNext';
import { runPerItem } from '../shared/runPerItem';
import { properties } from './properties';
import { enrolmentIn, eventsIn, momentIn, readSettings } from './settings';
import type { FollowUpSettings } from './settings';

const main = NodeConnectionTypes.Main;

/** Outputs in the order of the outcomes. A failed item leaves by the last: nobody is written to. */
const outputs = { count: followUpOutcomes.length, onError: followUpOutcomes.indexOf('exit') };

/** Reads each item as a client in a sequence and sends it out by what is due, with the reasons. */
export class FollowUpSequence implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Follow-up Sequence',
		name: 'followUpSequence',
		icon: { light: 'file:followUpSequence.svg', dark: 'file:followUpSequence.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { default: "shipped sequences", json: "sequences as JSON" }[$parameter["sequencesSource"]] }}',
		description:
			'Decide what a client gets after a delivery, and when: consent, quiet hours, holidays, caps and replies kept, with reasons',
		defaults: { name: 'Follow-up Sequence' },
		usableAsTool: true,
		inputs: [main],
		outputs: [main, main, main],
		outputNames: ['Send', 'Wait', 'Exit'],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const now = new Date();
		let settings: FollowUpSettings | undefined;
		return await runPerItem(this, outputs, ({ json }) => {
			settings ??= readSettings(this);
			const decided = decideNext(
				enrolmentIn(json, settings),
				eventsIn(json, settings),
				momentIn(json, settings, now),
				settings.rules,
			);
			const test = settings.test || json.test === true;
			return {
				output: followUpOutcomes.indexOf(decided.decision.outcome),
				json: asJson({ ...json, ...decided, test }),
			};
		});
	}
}

/** Interfaces carry no index signature, which n8n's item type asks for; the value is plain JSON. */
function asJson(value: object): IDataObject {
	return { ...value };
}
