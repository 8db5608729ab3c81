import type { EffectModule } from './effectModule';
import { pairsField, pathField, textAtOr, withoutEmpty } from './fields';

/** Moves a deal to a stage and writes properties to it. */
export const hubspotDealChange: EffectModule = {
	label: 'HubSpot Deal Change',
	description: 'Move a deal to a stage, and write properties to it',
	action: 'Change a hub spot deal',
	kind: 'hubspot.deal-change',
	keyWord: 'hubspot-deal-change',
	receipt: 'dealChange',
	properties: [
		pathField({
			displayName: 'Deal Key Path',
			name: 'changeDealPath',
			default: 'receipts.deal.key',
			description:
				'Where in the item the key of the effect stands that opened the deal; nothing there: nothing changes',
		}),
		pathField({
			displayName: 'Deal ID Path',
			name: 'changeDealIdPath',
			default: '',
			description:
				'Where in the item HubSpot’s own ID of a deal stands, for one that no flow opened. Where something stands there, it goes before the key; a test run leaves such a deal alone.',
		}),
		{
			displayName: 'New Stage',
			name: 'changeStage',
			type: 'string',
			default: 'lost',
			description:
				'A name of hubspot.stages in agency.config.yaml; the stage stays as it is where there is no such name',
		},
		pairsField({
			displayName: 'New Properties',
			name: 'changeProperties',
			description: 'What else is written to the deal',
			rows: {
				agency_lead_outcome: '{{ answer }}',
				agency_lead_outcome_reason: '{{ reason }}{% if note %}: {{ note }}{% endif %}',
			},
		}),
	],
	draft: (parameters) => ({
		destination: 'deal',
		content: withoutEmpty({
			deal: parameters.at('changeDealPath'),
			dealId: textAtOr(parameters, 'changeDealIdPath', ''),
			stage: parameters.text('changeStage'),
			properties: parameters.pairs('changeProperties'),
		}),
	}),
};
