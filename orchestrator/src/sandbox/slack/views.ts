import { sandboxSlack } from '../accounts';
import { isObject } from '../json';
import type { JsonObject } from '../types';
import { checkBlocks } from './blockKit';
import { blockLimits } from './blockLimits';
import { Report } from './blockReport';
import { checkText } from './blockTexts';
import type { Method } from './call';
import { required } from './chat';
import { SlackError } from './errors';

/**
 * How long a press may open a view, in milliseconds (docs.slack.dev/surfaces/modals: three seconds, as
 * found in a stored copy searched 2026-11-26).
 */
export const TRIGGER_LIFE_MS = 3_000;

/** views.open: a trigger id opens one view, within its short life. */
export const openView: Method = (call) => {
	const triggerId = required(call.values, 'trigger_id');
	const { view } = call.values;
	if (!isObject(view)) throw new SlackError('invalid_arguments', ['[ERROR] missing field: view']);
	if (call.store.state.views.some((opened) => opened.triggerId === triggerId)) {
		throw new SlackError('exchanged_trigger_id');
	}
	const trigger = call.store.state.triggers.find(({ id }) => id === triggerId);
	if (trigger === undefined) throw new SlackError('invalid_trigger_id');
	if (call.at - trigger.at > TRIGGER_LIFE_MS) throw new SlackError('expired_trigger_id');
	const problems = checkView(view);
	if (problems.length > 0) throw new SlackError('invalid_arguments', problems);
	const id = call.store.nextId('V0VIEW');
	const shown = asShown(view, id, call.at);
	call.store.state.views.push({
		id,
		triggerId,
		openedAt: call.at,
		view: shown,
		userId: trigger.userId,
		isOpen: true,
		errors: {},
	});
	return { view: shown };
};

/** A view as Slack gives it back. @param at milliseconds since 1970 */
export function asShown(view: JsonObject, id: string, at: number): JsonObject {
	return {
		...view,
		id,
		team_id: sandboxSlack.teamId,
		app_id: sandboxSlack.bot.appId,
		bot_id: sandboxSlack.bot.botId,
		root_view_id: id,
		previous_view_id: null,
		hash: `${at}.${id}`,
		state: { values: {} },
	};
}

/** What is wrong with a view, in Slack's words; nothing when it can be shown. */
export function checkView(view: JsonObject): string[] {
	const report = new Report();
	if (view.type !== 'modal') report.add('/view/type', 'must be one of: modal');
	checkText(report, view.title, '/view/title', blockLimits.viewTitle, 'plain_text');
	for (const name of ['submit', 'close'] as const) {
		if (view[name] !== undefined) {
			checkText(report, view[name], `/view/${name}`, blockLimits.viewTitle, 'plain_text');
		}
	}
	report.length('/view/private_metadata', view.private_metadata, blockLimits.privateMetadata);
	return [...report.messages, ...checkBlocks(view.blocks ?? null, 'view', '/view/blocks')];
}
