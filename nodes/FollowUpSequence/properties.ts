import type { INodeProperties } from 'n8n-workflow';

import { languageOfReasons } from '../shared/decisionProperties';
import { operations } from './operations';
import { writeProperties } from './writeProperties';

/** Names of the outputs by the value of the field "Operation". */
export const operationOutputs = Object.fromEntries(
	Object.entries(operations).map(([value, { outputs }]) => [value, outputs]),
);

/** The fields of Follow-up Sequence on the canvas; what is left alone keeps what ships. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Decide What Is Due',
				value: 'decide',
				description: 'Say what a client gets next, and when, or why it ended',
				action: 'Decide what is due',
			},
			{
				name: 'Write What Is Due',
				value: 'write',
				description:
					"Write a message that was claimed in the client's language, or a task in the team's",
				action: 'Write what is due',
			},
		],
		default: 'decide',
	},
	{
		displayName: 'Sequences',
		name: 'sequencesSource',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Default',
				value: 'default',
				description: 'The sequences that ship with the node',
			},
			{
				name: 'JSON',
				value: 'json',
				description: 'Sequences of your own, as JSON',
			},
		],
		default: 'default',
		displayOptions: { show: { operation: ['decide'] } },
		description: 'What clients are followed up by',
	},
	{
		displayName: 'Sequences JSON',
		name: 'sequencesJson',
		type: 'json',
		typeOptions: { rows: 10 },
		default: '[]',
		displayOptions: { show: { operation: ['decide'], sequencesSource: ['json'] } },
		description:
			'A list as "agency-ops followup sequences --JSON" prints it; a wrong field is refused by name, with what was expected there',
	},
	{
		displayName: 'Enrolment Field',
		name: 'enrolmentField',
		type: 'string',
		default: 'enrolment',
		displayOptions: { show: { operation: ['decide'] } },
		description: 'Path to the client and the delivery inside the item; empty takes the whole item',
	},
	{
		displayName: 'Events Field',
		name: 'eventsField',
		type: 'string',
		default: 'events',
		displayOptions: { show: { operation: ['decide'] } },
		description: 'Path to the list of what happened; nothing there means that nothing did',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: { show: { operation: ['decide'] } },
		options: [
			{
				displayName: 'Consent Rules',
				name: 'consent',
				type: 'json',
				typeOptions: { rows: 6 },
				default: '',
				description: 'Rules by country as JSON, laid over those that ship',
			},
			{
				displayName: 'Frequency Caps',
				name: 'caps',
				type: 'json',
				default: '',
				placeholder: '[{ "most": 2, "days": 7 }]',
				description: 'Most messages of all sequences together that a client gets',
			},
			{
				displayName: 'Holidays Field',
				name: 'holidaysField',
				type: 'string',
				default: '',
				placeholder: 'holidays',
				description: "Path to a list of the country's days off inside the item",
			},
			languageOfReasons,
			{
				displayName: 'Moment Field',
				name: 'momentField',
				type: 'string',
				default: '',
				placeholder: 'dueAt',
				description: 'Path to the moment to decide for; empty takes the present',
			},
			{
				displayName: 'Offers',
				name: 'offers',
				type: 'json',
				typeOptions: { rows: 6 },
				default: '',
				description: 'What is offered to whose use, as JSON, in place of what ships',
			},
		],
	},
	...writeProperties,
];
