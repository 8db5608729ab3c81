import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { originOf } from '../domain/inbox/envelope';
import type { Origin } from '../domain/inbox/envelope';
import { tiers } from '../domain/lead/schema';
import { scoreLead } from '../domain/lead/scoreLead';
import { asJson } from '../shared/asJson';
import { runPerItem } from '../shared/runPerItem';
import { properties } from './properties';
import { leadIn, readSettings } from './settings';
import type { LeadScoringSettings } from './settings';

const main = NodeConnectionTypes.Main;

/** Outputs in the order of the tiers. A failed item leaves by the last output: nobody is disturbed, and it is recorded with its error. */
const outputs = { count: tiers.length, onError: tiers.indexOf('disqualified') };

/** Reads each item as a lead and sends it out by its tier, with a decision that explains itself. */
export class LeadScoring implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Lead Scoring',
		name: 'leadScoring',
		icon: { light: 'file:leadScoring.svg', dark: 'file:leadScoring.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { default: "default rules", fields: "changed rules", json: "rules as JSON" }[$parameter["rulesSource"]] }}',
		description:
			'Score a lead from what its form says: 0 to 100 points with reasons, tier, chance, worth and what to ask next',
		defaults: { name: 'Lead Scoring' },
		usableAsTool: true,
		inputs: [main],
		outputs: [main, main, main, main],
		outputNames: ['Hot', 'Warm', 'Cold', 'Disqualified'],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const now = new Date();
		let settings: LeadScoringSettings | undefined;
		return await runPerItem(this, outputs, ({ json }) => {
			settings ??= readSettings(this);
			const origin = originOf(json);
			const { lead, decision } = scoreLead(leadIn(json, settings.leadField), {
				...settings,
				test: settings.test || json.test === true,
				now: momentOf(origin, now),
			});
			const output = tiers.indexOf(decision.tier);
			const kept = origin === null ? {} : { inbox: json.inbox };
			return { output, json: asJson({ lead, decision, test: lead.test, ...kept }) };
		});
	}
}

/**
 * When a lead is judged: as of its arrival, so that the inbox may start it again days later and it is
 * the same lead in the same tier, with the same effects; now, for one that did not come from there.
 */
function momentOf(origin: Origin | null, now: Date): Date {
	const arrived = origin?.receivedAt ?? now;
	return arrived < now ? arrived : now;
}
