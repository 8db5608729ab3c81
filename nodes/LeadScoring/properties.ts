import type { INodeProperties } from 'n8n-workflow';
import { languageOfReasons, rulesJson } from '../shared/decisionProperties';

/** The fields of Lead Scoring on the canvas; what is left alone keeps the shipped rules. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Rules',
		name: 'rulesSource',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Default',
				value: 'default',
				description: 'The rules that ship with the node',
			},
			{
				name: 'Default With Changes',
				value: 'fields',
				description: 'The shipped rules with the thresholds and weights set below',
			},
			{
				name: 'JSON',
				value: 'json',
				description: 'Any part of the rules as JSON; what it leaves out keeps its default',
			},
		],
		default: 'default',
		description: 'What a lead is judged by',
	},
	{
		displayName: 'Settings',
		name: 'settings',
		type: 'collection',
		placeholder: 'Add Setting',
		default: {},
		displayOptions: { show: { rulesSource: ['fields'] } },
		options: [
			{
				displayName: 'Average Close Rate',
				name: 'baseRatePercent',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 99 },
				default: 25,
				description:
					'Share of leads that become clients, in percent; an average lead gets 50 points',
			},
			{
				displayName: 'Competitor Domains',
				name: 'competitorDomains',
				type: 'string',
				default: '',
				placeholder: 'rival-agency.com, other-studio.dk',
				description: 'Web domains whose people are never leads, separated by commas',
			},
			{
				displayName: 'Disqualify Job Seekers',
				name: 'jobSeeker',
				type: 'boolean',
				default: true,
				description: 'Whether a message from somebody who looks for a job rules the lead out',
			},
			{
				displayName: 'Disqualify Spam',
				name: 'spam',
				type: 'boolean',
				default: true,
				description: 'Whether two signs of spam in a message rule the lead out',
			},
			{
				displayName: 'Hot From',
				name: 'hot',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 100 },
				default: 75,
				description: 'Points from which a lead is hot; the number itself counts',
			},
			{
				displayName: 'Smallest Budget',
				name: 'floorUsd',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 15,
				description: 'US dollars below which nothing is sold; a smaller budget rules the lead out',
			},
			{
				displayName: 'Warm From',
				name: 'warm',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 99 },
				default: 40,
				description: 'Points from which a lead is warm; the number itself counts',
			},
		],
	},
	{
		displayName: 'Weights',
		name: 'weights',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Weight',
		default: {},
		displayOptions: { show: { rulesSource: ['fields'] } },
		description:
			'How much an answer speaks for or against a lead, where it differs from the default',
		options: [
			{
				displayName: 'Weight',
				name: 'weight',
				values: [
					{
						displayName: 'Rule',
						name: 'rule',
						type: 'options',
						options: [
							{ name: 'Budget', value: 'budget' },
							{ name: 'Completeness', value: 'completeness' },
							{ name: 'E-Mail', value: 'email' },
							{ name: 'Service', value: 'service' },
							{ name: 'Signals', value: 'signals' },
							{ name: 'Source', value: 'source' },
							{ name: 'Timeline', value: 'timeline' },
							{ name: 'Vertical', value: 'vertical' },
						],
						default: 'budget',
						description: 'What the answer is about',
					},
					{
						displayName: 'Level',
						name: 'level',
						type: 'string',
						default: '',
						placeholder: 'enterprise',
						description: 'The answer, by the name that the reasons of a decision give it',
					},
					{
						displayName: 'Log-Odds',
						name: 'logOdds',
						type: 'number',
						typeOptions: { numberPrecision: 2, minValue: -10, maxValue: 10 },
						default: 0,
						description: 'Above 0 speaks for the lead: 0.7 doubles its odds, -0.7 halves them',
					},
				],
			},
		],
	},
	rulesJson('{ "thresholds": { "hot": 80 } }'),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Fitted Model',
				name: 'model',
				type: 'json',
				typeOptions: { rows: 6 },
				default: '',
				description:
					'What "agency-ops score fit" wrote; its weights take the place of the scorecard\'s',
			},
			languageOfReasons,
			{
				displayName: 'Lead Field',
				name: 'leadField',
				type: 'string',
				default: '',
				placeholder: 'body.answers',
				description: 'Path to the lead inside the item; empty takes the whole item',
			},
		],
	},
];
