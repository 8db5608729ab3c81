import { z } from 'zod';

import { MendableError } from '../../domain/errors';
import type { EffectModule } from './effectModule';
import { leadProperties, pairsField, pathField, textField, withoutEmpty } from './fields';

/** Money as the item carries it; minor units, e.g. cents, and an ISO 4217 code. */
const moneySchema = z.object({ minor: z.number().int(), currency: z.string().length(3) });

/** Opens a HubSpot deal and associates it with the contact. */
export const hubspotDeal: EffectModule = {
	label: 'HubSpot Deal',
	description: 'Open a deal and associate it with the contact',
	action: 'Open a hub spot deal',
	kind: 'hubspot.deal',
	keyWord: 'hubspot-deal',
	receipt: 'deal',
	properties: [
		textField({
			displayName: 'Deal Name',
			name: 'dealName',
			default:
				'{{ lead.company.name | default: lead.name }}: {{ lead.service | default: "project" | replace: "-", " " }}',
			description: 'Name of the deal as sales sees it',
		}),
		pathField({
			displayName: 'Deal Amount Path',
			name: 'dealAmountPath',
			default: 'lead.budget',
			description:
				'Where in the item the amount stands, as minor units and currency; a deal without amount is opened when there is none',
		}),
		{
			displayName: 'Deal Pipeline',
			name: 'dealPipeline',
			type: 'string',
			default: '',
			placeholder: 'e.g. default',
			description:
				'ID of the pipeline in HubSpot; empty for hubspot.pipeline of agency.config.yaml',
		},
		{
			displayName: 'Deal Stage',
			name: 'dealStage',
			type: 'string',
			default: 'warm',
			description:
				'Stage the deal starts in: a name of hubspot.stages in agency.config.yaml, or the ID of a stage in HubSpot',
		},
		pathField({
			displayName: 'Deal Contact Path',
			name: 'dealContactPath',
			default: 'receipts.contact.id',
			description:
				'Where in the item the ID of the contact stands; a HubSpot Contact effect before this node leaves it there',
		}),
		pairsField({
			displayName: 'Deal Properties',
			name: 'dealProperties',
			description: 'What else is written to the deal',
			rows: leadProperties,
		}),
	],
	draft(parameters) {
		const pipeline = parameters.text('dealPipeline');
		return {
			destination: pipeline || 'default',
			content: withoutEmpty({
				name: parameters.text('dealName'),
				amount: readMoney(parameters.text('dealAmountPath'), parameters.at('dealAmountPath')),
				pipeline,
				stage: parameters.text('dealStage'),
				contactId: parameters.textAt('dealContactPath', 'Deal Contact Path'),
				properties: parameters.pairs('dealProperties'),
			}),
		};
	},
};

function readMoney(path: string, value: unknown): { minor: number; currency: string } | null {
	if (value === null) return null;
	const money = moneySchema.safeParse(value);
	if (money.success) return money.data;
	throw new MendableError(
		'effect/amount-invalid',
		'The deal cannot be prepared.',
		`"Deal Amount Path" points at "${path}", which is not an amount: expected {"minor": 150000, "currency": "USD"}.`,
		'Point it at an amount such as lead.budget, or leave the path empty for a deal without amount.',
	);
}
