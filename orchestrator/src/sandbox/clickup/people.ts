import { sandboxPeople } from '../accounts';

/** The members of the workspace as tasks name them. */
export const clickUpUsers = sandboxPeople.map(
	({ clickupId, firstName, lastName, email, color }) => ({
		id: clickupId,
		username: `${firstName} ${lastName}`,
		email,
		color,
		initials: `${firstName.charAt(0)}${lastName.charAt(0)}`,
		profilePicture: `https://attachments.clickup.com/profilePictures/${clickupId}.jpg`,
	}),
);

/** A member of the workspace. */
export type ClickUpUser = (typeof clickUpUsers)[number];

/** The person whose token the sandbox uses: the operations coordinator. */
export const tokenOwner = clickUpUsers[clickUpUsers.length - 1] as ClickUpUser;
