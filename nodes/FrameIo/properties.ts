import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Field, Operation, Resource } from './operation';
import { resources } from './operations';

const byLabel = <Entry extends { label: string }>(entries: Record<string, Entry>) =>
	Object.entries(entries).sort(([, a], [, b]) => a.label.localeCompare(b.label, 'en'));

const all = byLabel<Resource>(resources);

/** Names of the resources and operations on the canvas by their values. */
export const operationLabels: Record<string, string> = Object.fromEntries(
	all.flatMap(([resource, { label, operations }]) =>
		Object.entries(operations).map(([operation, each]) => [
			`${resource}:${operation}`,
			`${label}: ${each.label}`,
		]),
	),
);

/** How to sign in: shared by the node and the trigger. */
export const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [
		{ name: 'OAuth2', value: 'oAuth2' },
		{ name: 'Server to Server', value: 'serverToServer' },
	],
	default: 'oAuth2',
	description: 'As a person, or as a service account',
};

const resourceField: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: all.map(([value, { label }]) => ({ name: label, value })),
	default: 'file',
	description: 'What it is about',
};

function operationField([resource, { operations }]: [string, Resource]): INodeProperties {
	const entries = byLabel<Operation>(operations);
	const first = Object.hasOwn(operations, 'get') ? 'get' : (entries[0]?.[0] ?? '');
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: entries.map(
			([value, { label, description, action }]): INodePropertyOptions => ({
				name: label,
				value,
				description,
				action,
			}),
		),
		default: first,
		description: 'What is done',
	};
}

const shownFor = (resource: string, operations: string[]) => ({
	show: { resource: [resource], operation: operations },
});

/** The fields of a resource: one that several operations have in the same form stands there once. */
function requiredFields([resource, { operations }]: [string, Resource]): INodeProperties[] {
	const shared = new Map<string, { field: Field; of: string[] }>();
	for (const [name, { required }] of Object.entries(operations)) {
		for (const field of required) {
			const key = `${field.name} ${JSON.stringify(field.property)}`;
			const entry = shared.get(key) ?? { field, of: [] };
			entry.of.push(name);
			shared.set(key, entry);
		}
	}
	return [...shared.values()].map(({ field, of }) => ({
		...field.property,
		name: field.name,
		displayOptions: shownFor(resource, of),
	}));
}

function optionalFields([resource, { operations }]: [string, Resource]): INodeProperties[] {
	return Object.entries(operations).flatMap(([name, { optional = [] }]): INodeProperties[] =>
		optional.length === 0
			? []
			: [
					{
						displayName: 'Additional Fields',
						name: 'additionalFields',
						type: 'collection',
						placeholder: 'Add Field',
						default: {},
						displayOptions: shownFor(resource, [name]),
						options: optional
							// n8n asks for what is required in a collection even while it is not added.
							.map((field) => ({ ...field.property, name: field.name, required: false }))
							.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
					},
				],
	);
}

function pagingFields([resource, { operations }]: [string, Resource]): INodeProperties[] {
	const lists = Object.entries(operations)
		.filter(([, { reply }]) => reply === 'list')
		.map(([name]) => name);
	if (lists.length === 0) return [];
	const { show } = shownFor(resource, lists);
	return [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			displayOptions: { show },
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			displayOptions: { show: { ...show, returnAll: [false] } },
			description: 'Max number of results to return',
		},
	];
}

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Wait When Limited (Seconds)',
			name: 'waitWhenLimited',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 300, numberPrecision: 0 },
			default: 60,
			description: 'How long a call waits at most when Frame.io asks to slow down; 0 fails at once',
		},
	],
};

/** The fields of Frame.io on the canvas, made of the table of operations. */
export const properties: INodeProperties[] = [
	authentication,
	resourceField,
	...all.map(operationField),
	...all.flatMap(requiredFields),
	...all.flatMap(pagingFields),
	...all.flatMap(optionalFields),
	options,
];
