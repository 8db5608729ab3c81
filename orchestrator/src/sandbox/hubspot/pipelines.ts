import { answer, objectsIn, textOr } from '../json';
import type { JsonObject, VendorAnswer } from '../types';
import { Refused, typeIn, type Call } from './call';
import { hubspotError, notFound, validationError } from './errors';
import type { Pipeline, Stage } from './model';

/** GET all pipelines of a type. */
export function listPipelines(call: Call): VendorAnswer {
	return answer(200, { results: call.store.state.pipelines[typeIn(call, 'objectType')] });
}

/** GET one pipeline. */
export const readPipeline = (call: Call): VendorAnswer => answer(200, pipelineIn(call));

/** POST a pipeline with its stages. */
export function createPipeline(call: Call): VendorAnswer {
	const pipelines = call.store.state.pipelines[typeIn(call, 'objectType')];
	const label = textOr(call.body.label, '');
	if (label === '') return validationError('A pipeline needs a label');
	if (pipelines.some((pipeline) => pipeline.label === label)) {
		return hubspotError(409, 'CONFLICT', `There is already a pipeline labelled "${label}"`);
	}
	const wanted = textOr(call.body.pipelineId, '');
	if (pipelines.some(({ id }) => id === wanted)) {
		return hubspotError(409, 'CONFLICT', `There is already a pipeline ${wanted}`);
	}
	const now = new Date(call.at).toISOString();
	const pipeline: Pipeline = {
		id: wanted === '' ? nextId(call) : wanted,
		label,
		displayOrder: Number(call.body.displayOrder ?? pipelines.length),
		stages: objectsIn(call.body.stages).map((stage) => stageOf(call, stage)),
		createdAt: now,
		updatedAt: now,
		archived: false,
	};
	pipelines.push(pipeline);
	return answer(201, pipeline);
}

/** GET the stages of a pipeline. */
export const listStages = (call: Call): VendorAnswer =>
	answer(200, { results: pipelineIn(call).stages });

/** GET one stage. */
export function readStage(call: Call): VendorAnswer {
	const id = call.params.stageId ?? '';
	const stage = pipelineIn(call).stages.find((one) => one.id === id);
	return stage ? answer(200, stage) : notFound(`No stage ${id}`);
}

/** POST a stage. */
export function createStage(call: Call): VendorAnswer {
	const pipeline = pipelineIn(call);
	const label = textOr(call.body.label, '');
	if (label === '') return validationError('A stage needs a label');
	if (pipeline.stages.some((stage) => stage.label === label)) {
		return hubspotError(409, 'CONFLICT', `There is already a stage labelled "${label}"`);
	}
	const stage = stageOf(call, call.body);
	if (pipeline.stages.some(({ id }) => id === stage.id)) {
		return hubspotError(409, 'CONFLICT', `There is already a stage ${stage.id}`);
	}
	pipeline.stages.push(stage);
	return answer(201, stage);
}

/** DELETE a pipeline; with deals in it only where the caller did not ask to be kept from that. */
export function archivePipeline(call: Call): VendorAnswer {
	const pipeline = pipelineIn(call);
	const { pipelines, deals } = call.store.state;
	const isGuarded = ['validateReferencesBeforeDelete', 'validateDealStageUsagesBeforeDelete'].some(
		(name) => call.request.query.get(name) === 'true',
	);
	const isUsed = deals.some(
		({ archived, properties }) => !archived && properties.pipeline === pipeline.id,
	);
	if (isGuarded && isUsed) return validationError(`Records stand in the pipeline ${pipeline.id}`);
	const type = typeIn(call, 'objectType');
	pipelines[type] = pipelines[type].filter(({ id }) => id !== pipeline.id);
	return answer(204, undefined);
}

/** DELETE a stage. */
export function archiveStage(call: Call): VendorAnswer {
	const pipeline = pipelineIn(call);
	const id = call.params.stageId ?? '';
	if (!pipeline.stages.some((stage) => stage.id === id)) return notFound(`No stage ${id}`);
	pipeline.stages = pipeline.stages.filter((stage) => stage.id !== id);
	return answer(204, undefined);
}

function pipelineIn(call: Call): Pipeline {
	const type = typeIn(call, 'objectType');
	const id = call.params.pipelineId ?? '';
	const pipeline = call.store.state.pipelines[type].find((one) => one.id === id);
	if (!pipeline) throw new Refused(notFound(`No pipeline ${id}`));
	return pipeline;
}

function stageOf(call: Call, given: JsonObject): Stage {
	const now = new Date(call.at).toISOString();
	const metadata = Object.entries((given.metadata ?? {}) as JsonObject);
	return {
		id: textOr(given.stageId, '') || nextId(call),
		label: textOr(given.label, ''),
		displayOrder: Number(given.displayOrder ?? 0),
		metadata: Object.fromEntries(metadata.map(([name, value]) => [name, String(value)])),
		createdAt: now,
		updatedAt: now,
		archived: false,
	};
}

function nextId(call: Call): string {
	call.store.state.lastId += 1;
	return String(call.store.state.lastId);
}
