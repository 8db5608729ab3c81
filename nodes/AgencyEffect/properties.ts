import type { INodeProperties } from 'n8n-workflow';

import { effects } from './effects';
import type { EffectModule } from './effects/effectModule';

const entries = Object.entries<EffectModule>(effects).sort(([, a], [, b]) =>
	a.label.localeCompare(b.label, 'en'),
);

/** Names of the effects on the canvas by the value of the field "Effect". */
export const effectLabels: Record<string, string> = Object.fromEntries(
	entries.map(([value, { label }]) => [value, label]),
);

/** The node's fields: which effect, its own fields, what it is about, and what happens otherwise. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Effect',
		name: 'effect',
		type: 'options',
		noDataExpression: true,
		options: entries.map(([value, { label, description, action }]) => ({
			name: label,
			value,
			description,
			action,
		})),
		default: 'slackMessage',
		description: 'What is done, at most once for the same subject, destination and occurrence',
	},
	...entries.flatMap(([effect, module]) =>
		module.properties.map((property) => ({
			...property,
			displayOptions: { show: { effect: [effect] } },
		})),
	),
	{
		displayName: 'Subject Type',
		name: 'subjectType',
		type: 'string',
		default: 'lead',
		description: 'Kind of thing the effect is about; part of the key it is recognised by',
	},
	{
		displayName: 'Subject Path',
		name: 'subjectPath',
		type: 'string',
		default: 'lead.id',
		description: 'Where in the item the ID of that thing stands; part of the key',
	},
	{
		displayName: 'When It Is Not Done',
		name: 'whenNotDone',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Go On, and Let the End Wait',
				value: 'goOn',
				description:
					'What is late or being looked up goes on with a receipt that says "pending", and the event ends when it is settled; what was refused stops the execution',
			},
			{
				name: 'Leave by Failed or Unknown',
				value: 'output',
				description: 'The item leaves by another output; connect both, or it ends there silently',
			},
			{
				name: 'Stop the Execution',
				value: 'stop',
				description:
					'The execution fails at this node and the error workflow hears of it; a retry starts here again and repeats nothing that is done',
			},
		],
		default: 'output',
		description: 'What happens when the effect was refused, or nobody can say whether it happened',
	},
	{
		displayName: 'When the Key Was Used With Other Content',
		name: 'onConflict',
		type: 'options',
		options: [
			{
				name: 'Fail',
				value: 'fail',
				description: 'The effect is not done and the item leaves as failed',
			},
			{
				name: 'Keep the First',
				value: 'keepFirst',
				description: 'What was done first stands and its receipt is given',
			},
		],
		default: 'fail',
		description:
			'What happens when the same effect was asked for before with something else in it, for example when a client sends the form twice',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Occurrence',
				name: 'occurrence',
				type: 'number',
				typeOptions: { minValue: 1, numberPrecision: 0 },
				default: 1,
				description:
					'Number of this effect for the same subject and destination; raise it when a second one is wanted',
			},
			{
				displayName: 'Occurrence Path',
				name: 'occurrencePath',
				type: 'string',
				default: '',
				placeholder: 'e.g. occurrence',
				description:
					'Where in the item that number stands, for what may happen to the same subject several times; it goes before the number above',
			},
			{
				displayName: 'Wait at Most (Seconds)',
				name: 'waitAtMost',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 100, numberPrecision: 0 },
				default: 10,
				description:
					'How long the flow waits for an effect that is slow or waits for its turn; the service does it all the same. Without this option 10 seconds where the flow goes on, else as long as the service tries.',
			},
		],
	},
];
