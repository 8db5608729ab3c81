import type { Client } from '@hubspot/api-client';
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/deals';
import type { AxiosInstance } from 'axios';
import { isAxiosError } from 'axios';
import { z } from 'zod';
import { MendableError } from '../../../../nodes/domain/errors';

/** A stage of a deal pipeline as it was found. */
export interface FoundStage {
	id: string;
	label: string;
}

/** A deal pipeline as it was found, stages in its order. */
export interface FoundPipeline {
	id: string;
	label: string;
	stages: FoundStage[];
}

/** A stage as we want it. */
export interface NewStage {
	id: string;
	label: string;
	/** How likely such deals are won, from `0.0` (lost) to `1.0` (won) in tenths. */
	probability: string;
}

/** What makes and finds the pipelines of deals. */
export interface HubspotPipelines {
	listPipelines(): Promise<FoundPipeline[]>;
	/** @throws MendableError `hubspot/own-id` where HubSpot gave it another id than the one asked for */
	createPipeline(pipeline: { id: string; label: string; stages: NewStage[] }): Promise<void>;
	/**
	 * @param displayOrder place among the stages, from 0
	 * @throws MendableError `hubspot/own-id`, as with pipelines
	 */
	createStage(pipeline: string, stage: NewStage, displayOrder: number): Promise<void>;
	/** Whether a deal stands in the pipeline, or in that stage of it. */
	hasDeals(pipeline: string, stage: string | null): Promise<boolean>;
	archivePipeline(id: string): Promise<void>;
	archiveStage(pipeline: string, id: string): Promise<void>;
}

const stageRead = z.object({
	id: z.string(),
	label: z.string(),
	displayOrder: z.number(),
	archived: z.boolean().nullish(),
});
const pipelineRead = z.object({
	results: z.array(z.object({ id: z.string(), label: z.string(), stages: z.array(stageRead) })),
});
const made = z.object({ id: z.string() });

/** What the port is built on. */
export interface PipelineSurroundings {
	client: Client;
	/** Sends to HubSpot past the SDK. */
	http: AxiosInstance;
	/** Turns what the SDK throws into our errors. */
	ask: <Answer>(work: Promise<Answer>) => Promise<Answer>;
	/** The same for what was sent past it. */
	failed: (cause: unknown) => Error;
}

/**
 * Builds the port. Pipelines and stages are made past the SDK, which leaves out the ids that HubSpot
 * takes for them (`pipelineId`, `stageId`: developers.hubspot.com, CRM pipelines v3, as found in a
 * stored copy searched 2026-11-26).
 */
export function hubspotPipelines({
	client,
	http,
	ask,
	failed,
}: PipelineSurroundings): HubspotPipelines {
	const { pipelinesApi, pipelineStagesApi } = client.crm.pipelines;
	const post = async (path: string, body: unknown) => {
		try {
			return made.parse((await http.post<unknown>(path, body)).data);
		} catch (error) {
			if (!isAxiosError<unknown>(error) || error.response === undefined) throw failed(error);
			const { status: code, data, headers } = error.response;
			throw failed({ code, body: data, headers });
		}
	};
	return {
		listPipelines: async () =>
			pipelineRead.parse(await ask(pipelinesApi.getAll('deals'))).results.map((pipeline) => ({
				id: pipeline.id,
				label: pipeline.label,
				stages: pipeline.stages
					.filter(({ archived }) => archived !== true)
					.sort((a, b) => a.displayOrder - b.displayOrder)
					.map(({ id, label }) => ({ id, label })),
			})),
		createPipeline: async ({ id: pipelineId, label, stages }) => {
			const { id } = await post('/crm/v3/pipelines/deals', {
				pipelineId,
				label,
				displayOrder: 1,
				stages: stages.map(bodyOf),
			});
			if (id !== pipelineId) throw ownId('pipeline', label, pipelineId, id);
		},
		createStage: async (pipeline, stage, displayOrder) => {
			const path = `/crm/v3/pipelines/deals/${encodeURIComponent(pipeline)}/stages`;
			const { id } = await post(path, bodyOf(stage, displayOrder));
			if (id !== stage.id) throw ownId('stage', stage.label, stage.id, id);
		},
		hasDeals: async (pipeline, stage) => {
			const is = (propertyName: string, value: string) => ({
				propertyName,
				operator: FilterOperatorEnum.Eq,
				value,
			});
			const filters = [
				is('pipeline', pipeline),
				...(stage === null ? [] : [is('dealstage', stage)]),
			];
			const { total } = await ask(
				client.crm.deals.searchApi.doSearch({
					filterGroups: [{ filters }],
					properties: [],
					sorts: [],
					limit: 1,
					after: '0',
				}),
			);
			return total > 0;
		},
		archivePipeline: async (id) => {
			await ask(pipelinesApi.archive('deals', id, true, true));
		},
		archiveStage: async (pipeline, id) => {
			await ask(pipelineStagesApi.archive('deals', pipeline, id));
		},
	};
}

const bodyOf = ({ id: stageId, label, probability }: NewStage, displayOrder: number) => ({
	stageId,
	label,
	displayOrder,
	metadata: { probability },
});

function ownId(what: string, label: string, wanted: string, given: string): MendableError {
	return new MendableError(
		'hubspot/own-id',
		`HubSpot gave the ${what} "${label}" an id of its own.`,
		`It is "${given}", and the configuration says "${wanted}".`,
		`Put "${given}" where "${wanted}" stands under hubspot in agency.config.yaml.`,
	);
}
