import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { deliveryOutcomes } from '../domain/delivery/decision';
import { planDelivery } from '../domain/delivery/planDelivery';
import { asJson } from '../shared/asJson';
import { runPerItem } from '../shared/runPerItem';
import { properties } from './properties';
import { factsIn, momentIn, readSettings } from './settings';
import type { DeliverySettings } from './settings';

const main = NodeConnectionTypes.Main;

/** Outputs in the order of the outcomes. A failed item leaves by the last: nothing goes out, and a person looks at it. */
const outputs = { count: deliveryOutcomes.length, onError: deliveryOutcomes.indexOf('refused') };

/** Plans each item's delivery and sends it out by what becomes of it, with a decision that explains itself. */
export class Delivery implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Delivery',
		name: 'delivery',
		icon: { light: 'file:delivery.svg', dark: 'file:delivery.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { default: "by the shipped rules", fields: "by the rules set here", json: "by rules as JSON" }[$parameter["rulesSource"]] }}',
		description:
			'Decide whether a project goes to its client, and what with: files that passed every gate, their names, where they are stored, the invoice, or what is missing and who owes it',
		defaults: { name: 'Delivery' },
		usableAsTool: true,
		inputs: [main],
		outputs: [main, main, main, main],
		outputNames: ['Deliver', 'Preview', 'Waiting', 'Refused'],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const now = new Date();
		let settings: DeliverySettings | undefined;
		return await runPerItem(this, outputs, ({ json }) => {
			settings ??= readSettings(this);
			const { rules, language } = settings;
			const facts = factsIn(json, settings);
			const view = { rules, language, now: momentIn(json, settings, now) };
			const { decision, delivery, preview, note } = planDelivery(facts, view);
			const test = settings.test || json.test === true;
			return {
				output: deliveryOutcomes.indexOf(decision.outcome),
				json: asJson({ ...json, decision, delivery, preview, note, test }),
			};
		});
	}
}
