import { sandboxClickUp } from '../accounts';
import type { Handler } from './call';
import { listIn } from './lists';
import { clickUpUsers, tokenOwner } from './people';
import { spaceIn } from './spaces';

/** ClickUp's badges; nobody in the sandbox has one. */
const profileInfo = {
	display_profile: null,
	verified_ambassador: null,
	verified_consultant: null,
	top_tier_user: null,
	viewed_verified_ambassador: null,
	viewed_verified_consultant: null,
	viewed_top_tier_user: null,
};

/** GET the token's person. */
export const readUser: Handler = () => ({
	user: {
		...tokenOwner,
		week_start_day: 1,
		global_font_support: true,
		timezone: 'Etc/UTC',
	},
});

/** GET the workspaces. */
export const listTeams: Handler = () => ({ teams: [team()] });

/** GET the people who can see a list. */
export const listMembers: Handler = (call) => {
	listIn(call);
	return { members: clickUpUsers.map((user) => ({ ...user, profileInfo })) };
};

/** GET the tags of a space: those its tasks carry. */
export const listTags: Handler = (call) => {
	const { id } = spaceIn(call);
	const { lists, tasks } = call.store.state;
	const ours = new Set(lists.filter(({ spaceId }) => spaceId === id).map((list) => list.id));
	const names = new Set(tasks.flatMap(({ tags, listId }) => (ours.has(listId) ? tags : [])));
	return { tags: [...names].map(presentTag) };
};

/** A tag as answers carry it. */
export const presentTag = (name: string) => ({ name, tag_fg: '#ffffff', tag_bg: '#5f55ee' });

const team = () => ({
	id: sandboxClickUp.teamId,
	name: sandboxClickUp.teamName,
	color: '#5f55ee',
	avatar: `https://attachments.clickup.com/teams/${sandboxClickUp.teamId}.jpg`,
	members: clickUpUsers.map((user) => ({ user })),
});
