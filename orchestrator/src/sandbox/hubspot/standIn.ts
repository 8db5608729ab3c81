import { sandboxHosts, sandboxTokens } from '../accounts';
import { Router } from '../router';
import type { LimitMode, Refusal, StandIn, VendorAnswer, VendorRequest } from '../types';
import * as associations from './associations';
import * as batches from './batches';
import { openCall, Refused, type Handler } from './call';
import { hubspotError, noSuchPath } from './errors';
import { HubSpotLimits, limitReached } from './limits';
import type { HubSpotState } from './model';
import * as objects from './objects';
import { listOwners, readOwner } from './owners';
import * as pipelines from './pipelines';
import * as properties from './properties';
import { searchObjects } from './search';
import { HubSpotStore } from './store';
import { readTokenInfo } from './tokenInfo';

const object = '/crm/v3/objects/{objectType}';
const property = '/crm/v3/properties/{objectType}';
const pipeline = '/crm/v3/pipelines/{objectType}';
const link = '/crm/v4/objects/{objectType}/{objectId}/associations/{toObjectType}';

const routes = new Router<Handler>()
	.add('POST', object, objects.createObject)
	.add('GET', object, objects.listObjects)
	.add('GET', `${object}/{objectId}`, objects.readObjectById)
	.add('PATCH', `${object}/{objectId}`, objects.updateObject)
	.add('DELETE', `${object}/{objectId}`, objects.archiveObject)
	.add('POST', `${object}/search`, searchObjects)
	.add('POST', `${object}/batch/create`, batches.createBatch)
	.add('POST', `${object}/batch/read`, batches.readBatch)
	.add('POST', `${object}/batch/update`, batches.updateBatch)
	.add('POST', `${object}/batch/upsert`, batches.upsertBatch)
	.add('POST', `${object}/batch/archive`, batches.archiveBatch)
	.add('GET', property, properties.listProperties)
	.add('POST', property, properties.createProperty)
	.add('POST', `${property}/batch/create`, properties.createPropertyBatch)
	.add('GET', `${property}/groups`, properties.listGroups)
	.add('POST', `${property}/groups`, properties.createGroup)
	.add('GET', `${property}/groups/{groupName}`, properties.readGroup)
	.add('DELETE', `${property}/groups/{groupName}`, properties.archiveGroup)
	.add('GET', `${property}/{propertyName}`, properties.readProperty)
	.add('PATCH', `${property}/{propertyName}`, properties.updateProperty)
	.add('DELETE', `${property}/{propertyName}`, properties.archiveProperty)
	.add('GET', pipeline, pipelines.listPipelines)
	.add('POST', pipeline, pipelines.createPipeline)
	.add('GET', `${pipeline}/{pipelineId}`, pipelines.readPipeline)
	.add('DELETE', `${pipeline}/{pipelineId}`, pipelines.archivePipeline)
	.add('GET', `${pipeline}/{pipelineId}/stages`, pipelines.listStages)
	.add('POST', `${pipeline}/{pipelineId}/stages`, pipelines.createStage)
	.add('GET', `${pipeline}/{pipelineId}/stages/{stageId}`, pipelines.readStage)
	.add('DELETE', `${pipeline}/{pipelineId}/stages/{stageId}`, pipelines.archiveStage)
	.add('POST', '/oauth/v2/private-apps/get/access-token-info', readTokenInfo)
	.add('GET', '/crm/v3/owners', listOwners)
	.add('GET', '/crm/v3/owners/{ownerId}', readOwner)
	.add(
		'PUT',
		'/crm/v4/objects/{fromObjectType}/{fromObjectId}/associations/default/{toObjectType}/{toObjectId}',
		associations.associateDefault,
	)
	.add('GET', link, associations.listAssociations)
	.add('PUT', `${link}/{toObjectId}`, associations.associate)
	.add('DELETE', `${link}/{toObjectId}`, associations.dissociate)
	.add(
		'POST',
		'/crm/v4/associations/{fromObjectType}/{toObjectType}/batch/read',
		associations.readAssociationBatch,
	);

/** HubSpot's CRM in memory: one portal, one token. */
export class HubSpotStandIn implements StandIn<HubSpotState> {
	readonly host = sandboxHosts.hubspot;
	readonly store: HubSpotStore;
	private readonly limits: HubSpotLimits;

	/** @param firstId the id after which records are numbered */
	constructor(limits: LimitMode, firstId = 101_000_000_000) {
		this.store = new HubSpotStore(firstId);
		this.limits = new HubSpotLimits(limits);
	}

	handle(request: VendorRequest): VendorAnswer {
		if (request.headers.authorization !== `Bearer ${sandboxTokens.hubspot}`) return unauthorized();
		const allowance = this.limits.take(request);
		if ('refusal' in allowance) return allowance.refusal;
		const answer = this.route(request);
		return { ...answer, headers: { ...allowance.headers, ...answer.headers } };
	}

	refuse(refusal: Refusal, _request: VendorRequest, retryAfterSeconds: number): VendorAnswer {
		return refusal === '429'
			? limitReached('TEN_SECONDLY_ROLLING', retryAfterSeconds)
			: hubspotError(500, 'INTERNAL_ERROR', 'internal error');
	}

	state(): HubSpotState {
		return this.store.state;
	}

	restore(state: HubSpotState): void {
		this.store.restore(state);
	}

	reset(): void {
		this.store.reset();
		this.limits.clear();
	}

	private route(request: VendorRequest): VendorAnswer {
		const match = routes.find(request.method, request.path);
		if (!match) {
			return routes.knowsPath(request.path)
				? hubspotError(405, 'METHOD_NOT_ALLOWED', `${request.method} is not allowed here`)
				: noSuchPath();
		}
		try {
			return match.target(openCall(this.store, request, match.params));
		} catch (error) {
			if (error instanceof Refused) return error.answer;
			throw error;
		}
	}
}

const unauthorized = () =>
	hubspotError(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found');
