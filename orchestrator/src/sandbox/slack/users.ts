import { sandboxSlack } from '../accounts';
import type { Method } from './call';
import { largestPage, limitArgument, textArgument } from './callArguments';
import { required } from './chat';
import { pageOf } from './cursor';
import { SlackError } from './errors';
import { slackUsers } from './people';

/** users.list; without a limit Slack tries to give all, here a page has 200. */
export const listUsers: Method = (call) => {
	const { items, next } = pageOf(
		call.values,
		slackUsers,
		limitArgument(call.values, 200, largestPage),
	);
	const cache_ts = Math.floor(call.at / 1000);
	return { members: items, cache_ts, response_metadata: { next_cursor: next } };
};

/** users.info */
export const userInfo: Method = (call) => {
	const id = required(call.values, 'user');
	const user = slackUsers.find((one) => one.id === id);
	if (!user) throw new SlackError('user_not_found');
	return { user };
};

/** users.lookupByEmail */
export const lookUpByEmail: Method = (call) => {
	const email = required(call.values, 'email').toLowerCase();
	const user = slackUsers.find(({ profile }) => profile.email?.toLowerCase() === email);
	if (!user) throw new SlackError('users_not_found');
	return { user };
};

/** auth.test */
export const authTest: Method = () => ({
	url: sandboxSlack.url,
	team: sandboxSlack.teamName,
	user: sandboxSlack.bot.name,
	team_id: sandboxSlack.teamId,
	user_id: sandboxSlack.bot.userId,
	bot_id: sandboxSlack.bot.botId,
	is_enterprise_install: false,
});

/** api.test: gives back its arguments, or the error it is told to give. */
export const apiTest: Method = (call) => {
	const error = textArgument(call.values, 'error');
	if (error !== '') throw new SlackError(error);
	return { args: call.values };
};

/** bots.info */
export const botInfo: Method = (call) => {
	const { bot } = sandboxSlack;
	const id = textArgument(call.values, 'bot');
	if (id !== '' && id !== bot.botId) throw new SlackError('bot_not_found');
	return {
		bot: {
			id: bot.botId,
			deleted: false,
			name: bot.name,
			updated: 1_767_603_600,
			app_id: bot.appId,
			user_id: bot.userId,
			icons: {},
		},
	};
};

/** team.info */
export const teamInfo: Method = () => ({
	team: {
		id: sandboxSlack.teamId,
		name: sandboxSlack.teamName,
		domain: 'iamazing-content',
		email_domain: 'iamazingcontent.space',
		icon: { image_default: true },
	},
});
