import { sandboxHosts, sandboxTokens } from '../accounts';
import { Router } from '../router';
import type { LimitMode, Refusal, StandIn, VendorAnswer, VendorRequest } from '../types';
import { openCall, type Handler } from './call';
import * as comments from './comments';
import { ClickUpError, clickUpRefusal } from './errors';
import * as fields from './fields';
import { ClickUpLimits, limitHeaders, limitReached } from './limits';
import type { ClickUpState } from './model';
import * as folders from './folders';
import * as lists from './lists';
import * as places from './places';
import * as spaces from './spaces';
import { ClickUpStore } from './store';
import * as tasks from './tasks';
import * as webhooks from './webhooks';

const routes = new Router<Handler>()
	.add('GET', '/v2/user', places.readUser)
	.add('GET', '/v2/team', places.listTeams)
	.add('GET', '/v2/team/{team_id}/space', spaces.listSpaces)
	.add('POST', '/v2/team/{team_id}/space', spaces.createSpace)
	.add('GET', '/v2/space/{space_id}', spaces.readSpace)
	.add('DELETE', '/v2/space/{space_id}', spaces.deleteSpace)
	.add('GET', '/v2/space/{space_id}/folder', folders.listFolders)
	.add('POST', '/v2/space/{space_id}/folder', folders.createFolder)
	.add('GET', '/v2/space/{space_id}/list', lists.listFolderlessLists)
	.add('POST', '/v2/space/{space_id}/list', lists.createList)
	.add('GET', '/v2/space/{space_id}/tag', places.listTags)
	.add('GET', '/v2/folder/{folder_id}', folders.readFolder)
	.add('DELETE', '/v2/folder/{folder_id}', folders.deleteFolder)
	.add('GET', '/v2/folder/{folder_id}/list', lists.listLists)
	.add('POST', '/v2/folder/{folder_id}/list', lists.createList)
	.add('GET', '/v2/list/{list_id}', lists.readList)
	.add('DELETE', '/v2/list/{list_id}', lists.deleteList)
	.add('GET', '/v2/list/{list_id}/member', places.listMembers)
	.add('GET', '/v2/list/{list_id}/field', fields.listFields)
	.add('GET', '/v2/folder/{folder_id}/field', fields.listPlaceFields)
	.add('GET', '/v2/space/{space_id}/field', fields.listPlaceFields)
	.add('GET', '/v2/team/{team_id}/field', fields.listPlaceFields)
	.add('POST', '/v2/list/{list_id}/task', tasks.createTask)
	.add('GET', '/v2/list/{list_id}/task', tasks.listTasks)
	.add('GET', '/v2/team/{team_Id}/task', tasks.listTeamTasks)
	.add('GET', '/v2/task/{task_id}', tasks.readTask)
	.add('PUT', '/v2/task/{task_id}', tasks.updateTask)
	.add('DELETE', '/v2/task/{task_id}', tasks.deleteTask)
	.add('POST', '/v2/task/{task_id}/tag/{tag_name}', tasks.addTag)
	.add('DELETE', '/v2/task/{task_id}/tag/{tag_name}', tasks.removeTag)
	.add('POST', '/v2/task/{task_id}/field/{field_id}', fields.setFieldValue)
	.add('DELETE', '/v2/task/{task_id}/field/{field_id}', fields.removeFieldValue)
	.add('POST', '/v2/task/{task_id}/comment', comments.createComment)
	.add('GET', '/v2/task/{task_id}/comment', comments.listComments)
	.add('POST', '/v2/team/{team_id}/webhook', webhooks.createWebhook)
	.add('GET', '/v2/team/{team_id}/webhook', webhooks.listWebhooks)
	.add('PUT', '/v2/webhook/{webhook_id}', webhooks.updateWebhook)
	.add('DELETE', '/v2/webhook/{webhook_id}', webhooks.deleteWebhook);

/** ClickUp's API v2 in memory: one workspace, one token. */
export class ClickUpStandIn implements StandIn<ClickUpState> {
	readonly host = sandboxHosts.clickup;
	private readonly limits: ClickUpLimits;

	constructor(
		limits: LimitMode,
		private readonly store = new ClickUpStore(),
	) {
		this.limits = new ClickUpLimits(limits);
	}

	handle(request: VendorRequest): VendorAnswer {
		// Personal tokens stand bare in the header; OAuth tokens may come with "Bearer ".
		const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
		if (token === '') return clickUpRefusal(401, 'Authorization header required', 'OAUTH_017');
		if (token !== sandboxTokens.clickup) return clickUpRefusal(401, 'Token invalid', 'OAUTH_025');
		const allowance = this.limits.take(token, request.at);
		if ('refusal' in allowance) return allowance.refusal;
		return { ...this.route(request), headers: allowance.headers };
	}

	refuse(refusal: Refusal, request: VendorRequest, retryAfterSeconds: number): VendorAnswer {
		if (refusal === '500') return clickUpRefusal(500, 'Internal server error', 'APP_001');
		const headers = limitHeaders(0, request.at + retryAfterSeconds * 1000);
		return limitReached({ ...headers, 'retry-after': String(retryAfterSeconds) });
	}

	state(): ClickUpState {
		return this.store.state;
	}

	restore(state: ClickUpState): void {
		this.store.restore(state);
	}

	reset(): void {
		this.store.reset();
		this.limits.clear();
	}

	private route(request: VendorRequest): VendorAnswer {
		const path = request.path.replace(/^\/api/, '');
		const match = request.path === path ? null : routes.find(request.method, path);
		if (!match) return clickUpRefusal(404, 'Route not found', 'APP_404');
		try {
			const body = match.target(openCall(this.store, request, match.params));
			return body === undefined ? { status: 204, body } : { status: 200, body };
		} catch (error) {
			if (error instanceof ClickUpError) return error.answer();
			throw error;
		}
	}
}
