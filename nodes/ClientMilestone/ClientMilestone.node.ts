import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { milestoneOutcomes } from '../domain/milestone/decision';
import { planMilestone } from '../domain/milestone/planMilestone';
import { asJson } from '../shared/asJson';
import { runPerItem } from '../shared/runPerItem';
import { properties } from './properties';
import { eventIn, momentIn, readSettings, settingsFor } from './settings';
import type { ClientMilestoneSettings } from './settings';

const main = NodeConnectionTypes.Main;

/** Outputs in the order of the outcomes. A failed item leaves by the last: nobody is told, and a person looks at it. */
const outputs = { count: milestoneOutcomes.length, onError: milestoneOutcomes.indexOf('refuse') };

/** Writes each item's milestone to its client and says when it goes out, with a decision that explains itself. */
export class ClientMilestone implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Client Milestone',
		name: 'clientMilestone',
		icon: { light: 'file:clientMilestone.svg', dark: 'file:clientMilestone.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ $parameter["milestone"] === "item" ? "the item\'s milestone" : $parameter["milestone"].replace("-", " ") }}',
		description:
			'Write to a client at a milestone of their project: the mail in their language, when it goes out in their working hours, a line for Slack, or what is missing; never marketing',
		defaults: { name: 'Client Milestone' },
		usableAsTool: true,
		inputs: [main],
		outputs: [main, main, main],
		outputNames: ['Send', 'Needs Approval', 'Refused'],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const now = new Date();
		let settings: ClientMilestoneSettings | undefined;
		return await runPerItem(this, outputs, ({ json }) => {
			settings ??= readSettings(this);
			const test = settings.test || json.test === true;
			const event = eventIn(json, settings);
			const { decision, mail, note } = planMilestone(event, {
				settings: settingsFor(json, settings),
				language: settings.language,
				now: momentIn(json, settings, now),
				test,
			});
			const { milestone, occurrence, project } = event;
			return {
				output: milestoneOutcomes.indexOf(decision.outcome),
				json: asJson({ ...json, milestone, occurrence, project, decision, mail, note, test }),
			};
		});
	}
}
