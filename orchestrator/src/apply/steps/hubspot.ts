import { MendableError } from '../../../../nodes/domain/errors';
import type { FoundPipeline } from '../../adapters/hubspot/pipelines';
import type { HubspotObject, HubspotProperty } from '../../adapters/hubspot/properties';
import type { Json } from '../../bundle/normalise';
import type { Target } from '../../plan/model';
import { stagesToMake } from '../../plan/planPipeline';
import type { ApplyStep, StepContext } from './step';

/** How HubSpot's groups, properties, pipeline and stages are written and put back. */
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
	pipeline: {
		after: [],
		isRepeatable: true,
		planned: ({ key }, { found }) => pipelineIn(found.hubspot.pipelines, key),
		look: async ({ key }, { services }) => pipelineIn(await services.hubspot.listPipelines(), key),
		isThere: (_target, state) => state !== null,
		run: async ({ target: { key, name } }, { services, wanted, found }) => {
			const stages = stagesToMake(wanted.hubspot.pipeline, found.hubspot.pipelines);
			await services.hubspot.createPipeline({ id: key, label: name, stages });
			return [];
		},
		undo: async ({ target }, { services: { hubspot } }) => {
			if (await hubspot.hasDeals(target.key, null)) throw hasDeals(target);
			await hubspot.archivePipeline(target.key);
		},
	},
	stage: {
		after: ['pipeline'],
		isRepeatable: true,
		planned: ({ key }, { found }) => stageIn(found.hubspot.pipelines, key),
		look: async ({ key }, { services }) => stageIn(await services.hubspot.listPipelines(), key),
		isThere: (_target, state) => state !== null,
		run: async ({ target: { key } }, { services, wanted, found }) => {
			const { pipeline, id } = stagePartsOf(key);
			const { stages } = wanted.hubspot.pipeline;
			const stage = stages.find((each) => each.id === id);
			if (stage === undefined) throw new Error(`Nobody wants the stage ${key}.`);
			const there = found.hubspot.pipelines.find((each) => each.id === pipeline);
			// After all that are there, in the order of the configuration.
			const place = (there?.stages.length ?? 0) + stages.indexOf(stage);
			await services.hubspot.createStage(pipeline, stage, place);
			return [];
		},
		undo: async ({ target }, { services: { hubspot } }) => {
			const { pipeline, id } = stagePartsOf(target.key);
			if (await hubspot.hasDeals(pipeline, id)) throw hasDeals(target);
			await hubspot.archiveStage(pipeline, id);
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

/** Our keys are `pipeline/stage`. */
function stagePartsOf(key: string): { pipeline: string; id: string } {
	const at = key.indexOf('/');
	return { pipeline: key.slice(0, at), id: key.slice(at + 1) };
}

function pipelineIn(pipelines: FoundPipeline[], wanted: string): Json {
	const found = pipelines.find(({ id }) => id === wanted);
	if (found === undefined) return null;
	const { id, label, stages } = found;
	return { id, label, stages: stages.map((stage) => stage.id) };
}

function stageIn(pipelines: FoundPipeline[], key: string): Json {
	const { pipeline, id } = stagePartsOf(key);
	const found = pipelines
		.find((each) => each.id === pipeline)
		?.stages.find((stage) => stage.id === id);
	return found === undefined ? null : { id: found.id, label: found.label };
}

function hasDeals({ kind, name }: Target): MendableError {
	return new MendableError(
		'rollback/cannot',
		`The ${kind} ${name} stays in HubSpot.`,
		'Deals stand in it.',
		`Move them elsewhere in HubSpot, then delete the ${kind} there, or run this again.`,
	);
}
