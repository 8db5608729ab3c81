import type { INodeProperties } from 'n8n-workflow';

import type { ParameterReader } from '../parameterReader';

const placeholderHint =
	'Placeholders such as {{ lead.name }} are filled from the item by the Agency Ops service and escaped for the channel.';

/** A text whose placeholders the service fills. */
export function textField(
	field: Pick<INodeProperties, 'displayName' | 'name' | 'description'> & {
		default: string;
		rows?: number;
		placeholder?: string;
	},
): INodeProperties {
	const { rows, ...rest } = field;
	return {
		...rest,
		type: 'string',
		hint: placeholderHint,
		...(rows === undefined ? {} : { typeOptions: { rows } }),
	};
}

/** A path into the item, e.g. `lead.email`; a plain value, no expression. */
export function pathField(
	field: Pick<INodeProperties, 'displayName' | 'name' | 'description'> & { default: string },
): INodeProperties {
	return { ...field, type: 'string', placeholder: 'e.g. lead.email' };
}

/** A list of names and texts, e.g. HubSpot properties. */
export function pairsField(
	field: Pick<INodeProperties, 'displayName' | 'name' | 'description'> & {
		rows: Record<string, string>;
	},
): INodeProperties {
	const { rows, ...rest } = field;
	return {
		...rest,
		type: 'fixedCollection',
		placeholder: 'Add Property',
		typeOptions: { multipleValues: true, sortable: true },
		default: { property: Object.entries(rows).map(([name, value]) => ({ name, value })) },
		hint: placeholderHint,
		options: [
			{
				displayName: 'Property',
				name: 'property',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						description: 'Internal name of the property, not its label',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description: 'Text of the property; one that comes out empty is not written',
					},
				],
			},
		],
	};
}

/** The text where a field's path leads; without a path or a text there, the other one. */
export function textAtOr(parameters: ParameterReader, field: string, otherwise: string): string {
	const found = parameters.text(field) === '' ? null : parameters.at(field);
	return typeof found === 'string' && found.trim() !== '' ? found.trim() : otherwise;
}

/** The number where a field's path leads; undefined without a path or a number there. */
export function numberAt(parameters: ParameterReader, field: string): number | undefined {
	const found = parameters.text(field) === '' ? null : parameters.at(field);
	const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Languages the shipped texts are written in. */
export const languageOptions = [
	{ name: 'Danish', value: 'da' },
	{ name: 'English', value: 'en' },
	{ name: 'Spanish', value: 'es' },
];

/** What every HubSpot record of ours carries, so that reports and views can use the score. */
export const leadProperties = {
	agency_lead_id: '{{ lead.id }}',
	agency_lead_score: '{{ decision.score }}',
	agency_lead_tier: '{{ decision.tier }}',
	agency_lead_reasons: '{{ decision.reasons | map: "text" | join: "; " }}',
};

/** The content without what was left empty, so that adding a field later keeps old fingerprints. */
export function withoutEmpty(content: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(content).filter(([, value]) => value !== '' && value !== undefined),
	);
}
