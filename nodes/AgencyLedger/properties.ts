import type { INodeProperties } from 'n8n-workflow';

import { operations } from './operations';
import type { Operation } from './operations/operation';

const entries = Object.entries<Operation>(operations).sort(([, a], [, b]) =>
	a.label.localeCompare(b.label, 'en'),
);

/** Names of the operations on the canvas by the value of the field "Operation". */
export const operationLabels: Record<string, string> = Object.fromEntries(
	entries.map(([value, { label }]) => [value, label]),
);

/** Names of each operation's outputs. */
export const operationOutputs: Record<string, readonly string[]> = Object.fromEntries(
	entries.map(([value, { outputs }]) => [value, outputs]),
);

/** The node's fields: the operation and its own. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: entries.map(([value, { label, description, action }]) => ({
			name: label,
			value,
			description,
			action,
		})),
		default: 'recordEvent',
	},
	...entries.flatMap(([operation, module]) =>
		module.properties.map((property) => ({
			...property,
			displayOptions: { show: { ...property.displayOptions?.show, operation: [operation] } },
		})),
	),
];
