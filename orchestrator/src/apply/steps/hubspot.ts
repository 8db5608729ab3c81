import type { HubspotObject, HubspotProperty } from '../../adapters/hubspot/properties';
import type { Json } from '../../bundle/normalise';
import type { Target } from '../../plan/model';
import type { ApplyStep, StepContext } from './step';

/** How HubSpot's groups and properties are written and put back. */
export const hubspotSteps = {
	propertyGroup: {
		after: [],
		isRepeatable: true,
		planned: ({ key }, { found }) => {
			const { object, name } = partsOf(key);
			return found.hubspot.groups[object].includes(name) ? { name } : null;
		},
		look: async ({ key }, { services }) => {
			const { object, name } = partsOf(key);
			return (await services.hubspot.listGroups(object)).includes(name) ? { name } : null;
		},
		run: async ({ target }, { services, wanted }) => {
			await services.hubspot.createGroup(partsOf(target.key).object, wanted.hubspot.group);
			return [];
		},
		undo: async ({ target: { key } }, { services }) => {
			const { object, name } = partsOf(key);
			await services.hubspot.archiveGroup(object, name);
		},
	},
	property: {
		after: ['propertyGroup'],
		isRepeatable: true,
		planned: ({ key }, { found }) => {
			const { object, name } = partsOf(key);
			return stateOf(found.hubspot.properties[object], name);
		},
		look: async ({ key }, { services }) => {
			const { object, name } = partsOf(key);
			return stateOf(await services.hubspot.listProperties(object), name);
		},
		run: async ({ kind, target }, context) => {
			const { object, property } = wantedProperty(target, context);
			const { hubspot } = context.services;
			if (kind === 'create') await hubspot.createProperty(object, property);
			else await hubspot.updateProperty(object, property);
			return [];
		},
		undo: async ({ target: { key }, before }, { services }) => {
			const { object, name } = partsOf(key);
			if (before === null) return await services.hubspot.archiveProperty(object, name);
			await services.hubspot.updateProperty(object, before as unknown as HubspotProperty);
		},
	},
} satisfies Partial<Record<Target['kind'], ApplyStep>>;

/** Our keys are `object/name`. */
function partsOf(key: string): { object: HubspotObject; name: string } {
	const at = key.indexOf('/');
	return { object: key.slice(0, at) as HubspotObject, name: key.slice(at + 1) };
}

/** What we write of a property; HubSpot adds much more. */
function stateOf(properties: HubspotProperty[], wanted: string): Json {
	const found = properties.find(({ name }) => name === wanted);
	if (found === undefined) return null;
	const { name, label, description, groupName, type, fieldType, hasUniqueValue } = found;
	return { name, label, description, groupName, type, fieldType, hasUniqueValue };
}

function wantedProperty({ key }: Target, { wanted }: StepContext) {
	const found = wanted.hubspot.properties.find(
		({ object, property }) => `${object}/${property.name}` === key,
	);
	if (found === undefined) throw new Error(`Nobody wants the property ${key}.`);
	return found;
}
