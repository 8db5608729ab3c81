import { sandboxPeople, sandboxSlack } from '../accounts';

const person = (
	id: string,
	name: string,
	realName: string,
	more: { email?: string; zone: string; color: string; isBot: boolean },
) => ({
	id,
	team_id: sandboxSlack.teamId,
	name,
	deleted: false,
	color: more.color.replace('#', ''),
	real_name: realName,
	tz: more.zone,
	profile: {
		avatar_hash: 'g0000000000',
		real_name: realName,
		real_name_normalized: realName,
		display_name: name,
		display_name_normalized: name,
		status_text: '',
		status_emoji: '',
		title: '',
		phone: '',
		skype: '',
		team: sandboxSlack.teamId,
		fields: {},
		...(more.email ? { email: more.email } : {}),
	},
	is_admin: false,
	is_owner: false,
	is_primary_owner: false,
	is_restricted: false,
	is_ultra_restricted: false,
	is_bot: more.isBot,
	is_app_user: false,
	updated: 1_767_603_600,
});

/** The members of the workspace as `users.list` gives them: the people, then the bot. */
export const slackUsers = [
	...sandboxPeople.map(({ slackId, firstName, lastName, email, zone, color }) =>
		person(slackId, firstName.toLowerCase(), `${firstName} ${lastName}`, {
			email,
			zone,
			color,
			isBot: false,
		}),
	),
	person(sandboxSlack.bot.userId, sandboxSlack.bot.name, 'Agency Ops', {
		zone: 'Etc/UTC',
		color: '#4a154b',
		isBot: true,
	}),
];

/** A member of the workspace. */
export type SlackUser = (typeof slackUsers)[number];
