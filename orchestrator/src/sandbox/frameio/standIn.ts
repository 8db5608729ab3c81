import { sandboxHosts } from '../accounts';
import { Router } from '../router';
import type { LimitMode, Refusal, StandIn, VendorAnswer, VendorRequest } from '../types';
import { openCall, type Handler } from './call';
import { FrameioError, frameioRefusal } from './errors';
import * as comments from './comments';
import * as files from './files';
import * as folders from './folders';
import { FrameioLimits, limitHeaders, type Limit } from './limits';
import * as metadata from './metadata';
import type { FrameioState } from './model';
import * as people from './people';
import * as places from './places';
import * as projects from './projects';
import * as shares from './shares';
import type { FrameioStore } from './store';
import * as versions from './versions';
import * as webhooks from './webhooks';

/** An operation: what it does, and how often it may be asked for (the operations' descriptions). */
interface Operation {
	handle: Handler;
	/** The status of a success. */
	status: 200 | 201 | 202 | 204;
	limit: Limit;
}

const aMinute = (calls: number): Limit => ({ calls, windowMs: 60_000 });
const aSecond = (calls: number): Limit => ({ calls, windowMs: 1_000 });

const operation = (status: Operation['status'], limit: Limit) => (handle: Handler) =>
	({ handle, status, limit }) satisfies Operation;

const reads = operation(200, aMinute(100));
const browses = operation(200, aSecond(5));
const makes = operation(201, aMinute(10));
const uploads = operation(201, aSecond(5));
const changes = operation(200, aMinute(10));
const changesFile = operation(200, aMinute(100));
const removes = operation(204, aMinute(60));
const removesOften = operation(204, aMinute(100));
const settles = operation(204, aMinute(10));

const account = '/v4/accounts/{account_id}';
const workspace = `${account}/workspaces/{workspace_id}`;
const project = `${account}/projects/{project_id}`;
const folder = `${account}/folders/{folder_id}`;
const file = `${account}/files/{file_id}`;
const stack = `${account}/version_stacks/{version_stack_id}`;
const comment = `${account}/comments/{comment_id}`;
const share = `${account}/shares/{share_id}`;
const fields = `${account}/metadata/field_definitions`;
const field = `${fields}/{field_definition_id}`;
const webhook = `${account}/webhooks/{webhook_id}`;

const routes = new Router<Operation>()
	.add('GET', '/v4/me', reads(places.readMe))
	.add('GET', '/v4/accounts', reads(places.listAccounts))
	.add('GET', `${account}/users`, reads(people.listAccountUsers))
	.add('GET', `${account}/workspaces`, reads(places.listWorkspaces))
	.add('POST', `${account}/workspaces`, makes(places.createWorkspace))
	.add('GET', workspace, reads(places.readWorkspace))
	.add('DELETE', workspace, removes(places.deleteWorkspace))
	.add('GET', `${workspace}/users`, reads(people.listUsers))
	.add('GET', `${workspace}/projects`, reads(projects.listProjects))
	.add('POST', `${workspace}/projects`, makes(projects.createProject))
	.add('GET', `${account}/projects`, reads(projects.listAllProjects))
	.add('GET', project, reads(projects.readProject))
	.add('PATCH', project, changes(projects.updateProject))
	.add('DELETE', project, removes(projects.deleteProject))
	.add('GET', `${project}/users`, reads(people.listUsers))
	.add('GET', folder, reads(folders.readFolder))
	.add('PATCH', folder, changes(folders.updateFolder))
	.add('DELETE', folder, removes(folders.deleteFolder))
	.add('PATCH', `${folder}/move`, changes(folders.moveFolder))
	.add('GET', `${folder}/children`, reads(folders.listChildren))
	.add('GET', `${folder}/folders`, browses(folders.listOf('folder')))
	.add('POST', `${folder}/folders`, operation(201, aSecond(3))(folders.createFolder))
	.add('GET', `${folder}/files`, browses(folders.listOf('file')))
	.add('POST', `${folder}/files/local_upload`, uploads(files.createLocalUpload))
	.add(
		'POST',
		`${folder}/files/remote_upload`,
		operation(202, aSecond(5))(files.createRemoteUpload),
	)
	.add('GET', `${folder}/version_stacks`, browses(folders.listOf('version_stack')))
	.add('POST', `${folder}/version_stacks`, makes(versions.createStack))
	.add('GET', file, operation(200, aSecond(10))(files.readFile))
	.add('PATCH', file, changesFile(files.updateFile))
	.add('DELETE', file, removesOften(files.deleteFile))
	.add('PATCH', `${file}/move`, changesFile(files.moveFile))
	.add('POST', `${file}/copy`, changesFile(files.copyFile))
	.add('GET', `${file}/status`, browses(files.readUploadStatus))
	.add('GET', `${file}/comments`, reads(comments.listComments))
	.add('POST', `${file}/comments`, operation(201, aMinute(100))(comments.createComment))
	.add('GET', `${file}/metadata`, reads(metadata.readValues))
	.add('GET', stack, reads(versions.readStack))
	.add('GET', `${stack}/children`, reads(versions.listVersions))
	.add('PATCH', `${stack}/move`, changes(versions.moveStack))
	.add('GET', comment, reads(comments.readComment))
	.add('PATCH', comment, changes(comments.updateComment))
	.add('DELETE', comment, removes(comments.deleteComment))
	.add('GET', `${project}/shares`, reads(shares.listShares))
	.add('POST', `${project}/shares`, makes(shares.createShare))
	.add('GET', share, reads(shares.readShare))
	.add('PATCH', share, changes(shares.updateShare))
	.add('DELETE', share, removes(shares.deleteShare))
	.add('POST', `${share}/assets`, changes(shares.addAsset))
	.add('DELETE', `${share}/assets/{asset_id}`, changes(shares.removeAsset))
	.add('GET', `${share}/reviewers`, changes(shares.listReviewers))
	.add('POST', `${share}/reviewers`, settles(shares.addReviewers))
	.add('DELETE', `${share}/reviewers`, settles(shares.removeReviewers))
	.add('PATCH', `${project}/metadata/values`, settles(metadata.updateValues))
	.add('GET', fields, reads(metadata.listFields))
	.add('POST', fields, makes(metadata.createField))
	.add('PATCH', field, changes(metadata.updateField))
	.add('DELETE', field, removes(metadata.deleteField))
	.add('GET', `${workspace}/webhooks`, reads(webhooks.listWebhooks))
	.add('POST', `${workspace}/webhooks`, makes(webhooks.createWebhook))
	.add('GET', webhook, reads(webhooks.readWebhook))
	.add('PATCH', webhook, changes(webhooks.updateWebhook))
	.add('DELETE', webhook, removes(webhooks.deleteWebhook));

/** Frame.io's V4 API in memory: one account, seen by one service account. */
export class FrameioStandIn implements StandIn<FrameioState> {
	readonly host = sandboxHosts.frameio;
	private readonly limits: FrameioLimits;

	constructor(
		limits: LimitMode,
		private readonly store: FrameioStore,
	) {
		this.limits = new FrameioLimits(limits);
	}

	handle(request: VendorRequest): VendorAnswer {
		const match = routes.find(request.method, request.path);
		const { limit } = match?.target ?? reads(() => null);
		const name = `${request.method} ${match?.template ?? ''}`;
		const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
		if (!this.store.isGood(token, request.at)) {
			const headers = limitHeaders(limit, limit.calls);
			return { ...frameioRefusal(401, 'Invalid or missing authorization token'), headers };
		}
		const { allowed, headers } = this.limits.take({ name, limit }, request.at);
		if (!allowed) return { ...frameioRefusal(429, 'Too many requests'), headers };
		if (!match) return { ...frameioRefusal(404, 'Not found'), headers };
		try {
			const call = openCall(this.store, request, match.params);
			return { status: match.target.status, body: match.target.handle(call), headers };
		} catch (error) {
			if (error instanceof FrameioError) return { ...error.answer(), headers };
			throw error;
		}
	}

	refuse(refusal: Refusal, _request: VendorRequest, retryAfterSeconds: number): VendorAnswer {
		if (refusal === '500') return frameioRefusal(500, 'Internal server error');
		const headers = { ...limitHeaders(aMinute(10), 0), 'retry-after': String(retryAfterSeconds) };
		return { ...frameioRefusal(429, 'Too many requests'), headers };
	}

	state(): FrameioState {
		return this.store.state;
	}

	restore(state: Partial<FrameioState>): void {
		this.store.restore(state);
	}

	reset(): void {
		this.store.reset();
		this.limits.clear();
	}
}
