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

/** views.open: a trigger id opens one view, here at any time; Slack's ids expire soon. */
export const openView: Method = (call) => {
	const triggerId = required(call.values, 'trigger_id');
	const { view } = call.values;
	if (!isObject(view)) throw new SlackError('invalid_arguments', ['[ERROR] missing field: view']);
	if (call.store.state.views.some((opened) => opened.triggerId === triggerId)) {
		throw new SlackError('exchanged_trigger_id');
	}
	const problems = checkView(view);
	if (problems.length > 0) throw new SlackError('invalid_arguments', problems);
	const id = call.store.nextId('V0VIEW');
	const shown = {
		...view,
		id,
		team_id: sandboxSlack.teamId,
		app_id: sandboxSlack.bot.appId,
		bot_id: sandboxSlack.bot.botId,
		root_view_id: id,
		previous_view_id: null,
		hash: `${Math.floor(call.at / 1000)}.${id}`,
		state: { values: {} },
	};
	call.store.state.views.push({ id, triggerId, openedAt: call.at, view: shown });
	return { view: shown };
};

function checkView(view: JsonObject): string[] {
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
