import type { Overlay, Repair } from '../contracts/overlay';
import { isObject } from '../json';
import type { Json, JsonObject } from '../types';

const schema = (name: string) => ['components', 'schemas', name];
const dataOf = (name: string) => [...schema(name), 'properties', 'data'];

/** Where one of several kinds is told by a property: the kind it names must fit, and no other counts. */
const byItsKind = [
	schema('MetadataField'),
	schema('FieldDefinition'),
	schema('FieldDefinitionWithIncludes'),
	schema('AssetWithIncludes'),
	dataOf('CreateFieldDefinitionParams'),
	dataOf('UpdateFieldDefinitionParams'),
];

function followDiscriminator(found: Json): Json {
	const discriminator = isObject(found) ? found.discriminator : undefined;
	if (!isObject(discriminator) || !isObject(discriminator.mapping)) return found;
	const name = String(discriminator.propertyName);
	const kinds = Object.entries(discriminator.mapping).map(
		([kind, reference]): JsonObject => ({
			if: { properties: { [name]: { const: kind } } },
			then: { $ref: reference },
		}),
	);
	const known = { [name]: { enum: Object.keys(discriminator.mapping) } };
	return { type: 'object', required: [name], properties: known, allOf: kinds };
}

const orNull = (found: Json): JsonObject => ({ anyOf: [{ type: 'null' }, found] });

const onComments = ['anchor', 'text_review_annotation'].map(
	(name): Repair => ({
		at: [...schema('Comment'), 'properties', name],
		change: orNull,
		because: '"nullable" beside "allOf" allows null to no validator, and most comments have none',
	}),
);

/** What Frame.io's description of V4 lacks or says otherwise than Frame.io does; each with its reason. */
export const frameioOverlay: Overlay = {
	repairs: [
		...byItsKind.map((at) => ({
			at,
			change: followDiscriminator,
			because: 'several of the kinds fit one thing, and "oneOf" does not read the discriminator',
		})),
		...[
			schema('FileWithIncludes'),
			schema('OriginalMediaLink'),
			schema('RenditionMediaLink'),
			dataOf('AddAssetResponse'),
			dataOf('RemoveAssetResponse'),
		].map((at) => ({
			at: [...at, 'additionalProperties'],
			change: () => undefined,
			because: 'beside "allOf" it forbids everything the parts of "allOf" ask for',
		})),
		...onComments,
	],
	undescribed: {},
	query: {},
	commaSeparated: {
		include: 'the examples name several at once, the schema only one',
	},
	otherAnswers: {
		schema: {
			type: 'object',
			required: ['errors'],
			properties: {
				errors: {
					type: 'array',
					items: {
						type: 'object',
						required: ['detail'],
						properties: { detail: { type: 'string' }, title: { type: 'string' } },
					},
				},
			},
		},
		because: 'the description has no answers with 5xx; all errors look like this',
	},
};
