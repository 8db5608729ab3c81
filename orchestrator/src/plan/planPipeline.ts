import type { FoundPipeline } from '../adapters/hubspot/pipelines';
import type { Blueprint, Change, Snapshot, Target, WantedPipeline } from './model';

type WantedStage = WantedPipeline['stages'][number];

/**
 * The pipeline of deals with the stages that workflows name. What is missing is made under the id that
 * the configuration gives it; ids of digits are HubSpot's own, so nothing can be made under them.
 */
export function planPipeline({ hubspot }: Blueprint, found: Snapshot): Change[] {
	const { pipeline } = hubspot;
	const { pipelines } = found.hubspot;
	const there = pipelines.find(({ id }) => id === pipeline.id);
	return [
		...(there === undefined
			? planNewPipeline(pipeline, pipelines)
			: [
					{ kind: 'keep' as const, target: pipelineTarget(there), because: 'it is there' },
					...pipeline.stages.map((stage) => planStage(stage, there, pipelines)),
				]),
		...planWonStages(pipeline, pipelines),
	];
}

/** Stages that a new pipeline can be made with. */
export function stagesToMake(
	{ stages }: WantedPipeline,
	pipelines: readonly FoundPipeline[],
): WantedStage[] {
	return stages.filter(({ id }) => !isGiven(id) && homeOf(id, pipelines) === undefined);
}

/** What a pipeline or a stage of that id is called when it is made: `agency_sales` is Agency sales. */
export function labelOf(id: string): string {
	const words = id.replaceAll(/[_-]+/g, ' ').trim();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

const isGiven = (id: string) => /^\d+$/.test(id);

const homeOf = (stage: string, pipelines: readonly FoundPipeline[]) =>
	pipelines.find(({ stages }) => stages.some(({ id }) => id === stage));

const pipelineTarget = ({ id, label }: Pick<FoundPipeline, 'id' | 'label'>): Target => ({
	service: 'HubSpot',
	kind: 'pipeline',
	key: id,
	name: label,
});

function planNewPipeline(pipeline: WantedPipeline, pipelines: FoundPipeline[]): Change[] {
	const { id } = pipeline;
	const label = labelOf(id);
	const target = pipelineTarget({ id, label });
	const manual = (because: string, mend: string): Change[] => [
		{ kind: 'manual', target, because, mend },
	];
	const namesake = pipelines.find((each) => each.label === label);
	if (namesake !== undefined) {
		return manual(
			`"${label}" has the id ${namesake.id}`,
			`Put '${namesake.id}' into hubspot.pipeline, or rename that pipeline in HubSpot.`,
		);
	}
	if (isGiven(id)) {
		return manual(
			`HubSpot has no pipeline ${id}`,
			'Correct hubspot.pipeline: the id stands in the settings of deals in HubSpot, under Pipelines.',
		);
	}
	const stages = stagesToMake(pipeline, pipelines);
	const left = pipeline.stages.filter((stage) => !stages.includes(stage));
	if (left.length > 0) {
		const named = left.map(({ logical, id: stage }) => `${logical} (${stage})`).join(', ');
		return manual(
			`HubSpot has no such pipeline, and cannot make it with stages of another: ${named}`,
			'Give the stages of this pipeline ids of their own in hubspot.stages, then seed again.',
		);
	}
	const named = stages.map((stage) => stage.label).join(', ');
	return [{ kind: 'create', target, because: `there is none; its stages are ${named}` }];
}

function planStage(
	{ id, label, logical }: WantedStage,
	there: FoundPipeline,
	pipelines: FoundPipeline[],
): Change {
	const at = (name: string): Target => ({
		service: 'HubSpot',
		kind: 'stage',
		key: `${there.id}/${id}`,
		name: `${name} of ${there.label}`,
	});
	const found = there.stages.find((stage) => stage.id === id);
	if (found !== undefined) return { kind: 'keep', target: at(found.label), because: 'it is there' };
	const manual = (because: string, mend: string): Change => {
		return { kind: 'manual', target: at(label), because, mend };
	};
	const home = homeOf(id, pipelines);
	if (home !== undefined) {
		return manual(
			`the stage ${id} belongs to ${home.label}`,
			`Put the id of a stage of ${there.label} into hubspot.stages.${logical}.`,
		);
	}
	const namesake = there.stages.find((stage) => stage.label === label);
	if (namesake !== undefined) {
		return manual(
			`"${label}" has the id ${namesake.id}`,
			`Put '${namesake.id}' into hubspot.stages.${logical}, or rename that stage in HubSpot.`,
		);
	}
	return isGiven(id)
		? manual(
				`${there.label} has no stage ${id}`,
				`Correct hubspot.stages.${logical}: the id stands in HubSpot beside the stage's name, under </>.`,
			)
		: { kind: 'create', target: at(label), because: `${there.label} has no such stage` };
}

/** A stage that nobody knows would mean that no deal is ever won. */
function planWonStages({ id, stages, wonStages }: WantedPipeline, found: FoundPipeline[]) {
	return wonStages
		.filter((won) => !stages.some((stage) => stage.id === won))
		.filter((won) => homeOf(won, found) === undefined)
		.map(
			(won): Change => ({
				kind: 'manual',
				target: { service: 'HubSpot', kind: 'stage', key: `${id}/${won}`, name: won },
				because: 'hubspot.wonStages names it, and no pipeline has it',
				mend: 'Put the id of the stage that means "won" into hubspot.wonStages.',
			}),
		);
}
