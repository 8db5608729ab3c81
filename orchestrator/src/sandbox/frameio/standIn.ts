import { sandboxHosts } from '../accounts';
import { Router } from '../router';
import type { LimitMode, Refusal, StandIn, VendorAnswer, VendorRequest } from '../types';
import { openCall, type Handler } from './call';
import { FrameioError, frameioRefusal } from './errors';
import { FrameioLimits, limitHeaders } from './limits';
import type { FrameioState } from './model';
import * as places from './places';
import * as projects from './projects';
import type { FrameioStore } from './store';

/** An operation: what it does, and how often a minute it may be asked for. */
interface Operation {
	handle: Handler;
	/** The status of a success. */
	status: 200 | 201;
	perMinute: number;
}

/** What reads is allowed 100 calls a minute, what makes something 10 (the operations' descriptions). */
const reads = (handle: Handler): Operation => ({ handle, status: 200, perMinute: 100 });
const makes = (handle: Handler): Operation => ({ handle, status: 201, perMinute: 10 });

const account = '/v4/accounts/{account_id}';
const workspace = `${account}/workspaces/{workspace_id}`;
const folder = `${account}/folders/{folder_id}`;

const routes = new Router<Operation>()
	.add('GET', '/v4/me', reads(places.readMe))
	.add('GET', '/v4/accounts', reads(places.listAccounts))
	.add('GET', `${account}/workspaces`, reads(places.listWorkspaces))
	.add('GET', workspace, reads(places.readWorkspace))
	.add('GET', `${workspace}/projects`, reads(projects.listProjects))
	.add('POST', `${workspace}/projects`, makes(projects.createProject))
	.add('GET', `${account}/projects/{project_id}`, reads(projects.readProject))
	.add('GET', folder, reads(projects.readFolder))
	.add('GET', `${folder}/children`, reads(projects.listChildren))
	.add('GET', `${folder}/folders`, reads(projects.listChildren))
	.add('POST', `${folder}/folders`, makes(projects.createFolder));

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
		const { perMinute } = match?.target ?? reads(() => null);
		const name = `${request.method} ${match?.template ?? ''}`;
		const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
		if (!this.store.isGood(token, request.at)) {
			const headers = limitHeaders(perMinute, perMinute);
			return { ...frameioRefusal(401, 'Invalid or missing authorization token'), headers };
		}
		const { allowed, headers } = this.limits.take({ name, perMinute }, request.at);
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
		const headers = { ...limitHeaders(10, 0), 'retry-after': String(retryAfterSeconds) };
		return { ...frameioRefusal(429, 'Too many requests'), headers };
	}

	state(): FrameioState {
		return this.store.state;
	}

	restore(state: FrameioState): void {
		this.store.restore(state);
	}

	reset(): void {
		this.store.reset();
		this.limits.clear();
	}
}
