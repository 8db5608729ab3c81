import { sandboxFrameio, sandboxPeople } from '../accounts';
import { sequentialUuid } from '../json';
import type { Handler } from './call';
import { page } from './paging';

/** The people of the account beside the service account; their ids follow from their place in the list. */
export const frameioPeople = sandboxPeople.map(({ firstName, lastName, email }, index) => ({
	id: sequentialUuid('a3', index + 1),
	name: `${firstName} ${lastName}`,
	email,
	avatar_url: null,
	active: true,
}));

const everybody = [{ ...sandboxFrameio.user, active: true }, ...frameioPeople];

/** GET the people of the account with their roles. */
export const listAccountUsers: Handler = (call) =>
	page(call, everybody, (user) => ({ role: 'admin', user }));

/** GET the people of a workspace, project or folder with their roles. */
export const listUsers: Handler = (call) =>
	page(call, everybody, (user) => ({ role: 'full_access', user }));
