import { sandboxHosts, sandboxSlack, sandboxTokens } from '../accounts';
import type {
	JsonObject,
	LimitMode,
	Refusal,
	StandIn,
	VendorAnswer,
	VendorRequest,
} from '../types';
import * as bookmarks from './bookmarks';
import type { Method } from './call';
import { readArguments, textArgument } from './callArguments';
import * as chat from './chat';
import * as conversations from './conversations';
import { SlackError, slackRefusal } from './errors';
import { rateLimited, SlackLimits } from './limits';
import { newWorkspace, type SlackState } from './model';
import { SlackStore } from './store';
import * as users from './users';
import { openView } from './views';

const methods: Record<string, Method> = {
	'api.test': users.apiTest,
	'auth.test': users.authTest,
	'bookmarks.add': bookmarks.addBookmark,
	'bookmarks.edit': bookmarks.editBookmark,
	'bookmarks.list': bookmarks.listBookmarks,
	'bookmarks.remove': bookmarks.removeBookmark,
	'bots.info': users.botInfo,
	'chat.delete': chat.deleteMessage,
	'chat.getPermalink': chat.getPermalink,
	'chat.postMessage': chat.postMessage,
	'chat.update': chat.updateMessage,
	'conversations.archive': conversations.archiveConversation,
	'conversations.create': conversations.createConversation,
	'conversations.history': conversations.conversationHistory,
	'conversations.info': conversations.conversationInfo,
	'conversations.invite': conversations.inviteToConversation,
	'conversations.join': conversations.joinConversation,
	'conversations.kick': conversations.removeFromConversation,
	'conversations.leave': conversations.leaveConversation,
	'conversations.list': conversations.listConversations,
	'conversations.members': conversations.conversationMembers,
	'conversations.open': conversations.openConversation,
	'conversations.replies': conversations.conversationReplies,
	'conversations.setTopic': conversations.setTopic,
	'reactions.add': chat.addReaction,
	'team.info': users.teamInfo,
	'users.info': users.userInfo,
	'users.list': users.listUsers,
	'users.lookupByEmail': users.lookUpByEmail,
	'views.open': openView,
};

/** Methods that may be called without a token. */
const open = new Set(['api.test']);

/** Slack's Web API in memory: one workspace, one bot. */
export class SlackStandIn implements StandIn<SlackState> {
	readonly host = sandboxHosts.slack;
	/** The workspace, also for what people do in it. */
	readonly store = new SlackStore();
	private readonly limits: SlackLimits;

	constructor(limits: LimitMode) {
		this.limits = new SlackLimits(limits);
	}

	handle(request: VendorRequest): VendorAnswer {
		const name = /^\/api\/([\w.]+)$/.exec(request.path)?.[1];
		if (!name) return { status: 404, body: { ok: false, error: 'not_found' } };
		try {
			return this.call(name, request);
		} catch (error) {
			if (error instanceof SlackError) return error.answer();
			throw error;
		}
	}

	refuse(refusal: Refusal, _request: VendorRequest, retryAfterSeconds: number): VendorAnswer {
		return refusal === '429'
			? rateLimited(retryAfterSeconds)
			: { status: 500, body: { ok: false, error: 'internal_error' } };
	}

	state(): SlackState {
		return this.store.state;
	}

	restore(state: SlackState): void {
		// A file of an earlier version lacks what came since.
		this.store.state = { ...newWorkspace(), ...state };
	}

	reset(): void {
		this.store.state = newWorkspace();
		this.limits.clear();
	}

	private call(name: string, request: VendorRequest): VendorAnswer {
		const { token, values } = readArguments(request);
		const method = methods[name];
		if (!method) return slackRefusal('unknown_method');
		if (!open.has(name)) {
			if (!token) return slackRefusal('not_authed');
			if (token !== sandboxTokens.slack) return slackRefusal('invalid_auth');
		}
		const refusal = this.limits.take(name, this.channelKey(values), request.at);
		if (refusal) return refusal;
		return {
			status: 200,
			headers: { 'x-oauth-scopes': sandboxSlack.bot.scopes.join(',') },
			body: { ok: true, ...method({ store: this.store, values, at: request.at }) },
		};
	}

	/** One key for a channel, whether it was named or given by id. */
	private channelKey(values: JsonObject): string {
		const reference = textArgument(values, 'channel');
		return this.store.find(reference)?.id ?? reference;
	}
}
