import type { Blueprint, Change, Snapshot, Target } from './model';
import { planPipeline } from './planPipeline';

/** HubSpot's group and properties on each kind of record, and where deals are. */
export function planHubspot(wanted: Blueprint, found: Snapshot): Change[] {
	return [...planProperties(wanted, found), ...planPipeline(wanted, found)];
}

function planProperties({ hubspot }: Blueprint, found: Snapshot): Change[] {
	const objects = [...new Set(hubspot.properties.map(({ object }) => object))];
	const groups = objects.map((object): Change => {
		const target: Target = {
			service: 'HubSpot',
			kind: 'propertyGroup',
			key: `${object}/${hubspot.group.name}`,
			name: `${hubspot.group.label} on ${object}`,
		};
		return found.hubspot.groups[object].includes(hubspot.group.name)
			? { kind: 'keep', target, because: 'it is there' }
			: { kind: 'create', target, because: `${object} have no such group` };
	});
	const properties = hubspot.properties.map(({ object, property }): Change => {
		const target: Target = {
			service: 'HubSpot',
			kind: 'property',
			key: `${object}/${property.name}`,
			name: `${property.name} on ${object}`,
		};
		const there = found.hubspot.properties[object].find(({ name }) => name === property.name);
		if (there === undefined) {
			return { kind: 'create', target, because: `${object} have no such property` };
		}
		if (there.type !== property.type) {
			return {
				kind: 'manual',
				target,
				because: `it is of type ${there.type}, we need ${property.type}, and HubSpot keeps the type`,
				mend: `Rename or delete the property ${property.name} of ${object} in HubSpot, then seed again.`,
			};
		}
		const changed = (['label', 'description', 'groupName'] as const).filter(
			(field) => there[field] !== property[field],
		);
		return changed.length === 0
			? { kind: 'keep', target, because: 'it is there' }
			: {
					kind: 'update',
					target,
					because: `its ${changed.join(' and ')} differs`,
					values: changed.map((of) => ({ of, from: there[of], to: property[of] })),
				};
	});
	return [...groups, ...properties];
}
