import { sandboxFrameio } from '../accounts';
import type { Call, Handler } from './call';
import { page } from './paging';
import type { Workspace } from './store';

/** When the account and its workspaces were made, in the sandbox's story. */
const madeAt = '2026-01-05T09:00:00.000Z';

/** GET the service account that the token belongs to. */
export const readMe: Handler = () => ({ data: { ...sandboxFrameio.user } });

/** GET the accounts. */
export const listAccounts: Handler = (call) =>
	page(call, [sandboxFrameio.account], ({ id, name }) => ({
		id,
		display_name: name,
		adobe_id: null,
		image: null,
		roles: ['admin'],
		storage_limit: null,
		storage_usage: 0,
		created_at: madeAt,
		updated_at: madeAt,
		v4_migrated_at: null,
	}));

/** GET the workspaces of the account. */
export const listWorkspaces: Handler = (call) =>
	page(call, [...sandboxFrameio.workspaces], presentWorkspace);

/** GET one workspace. */
export const readWorkspace: Handler = (call) => ({ data: presentWorkspace(workspaceIn(call)) });

/** The workspace a path names; @throws FrameioError 404 */
export const workspaceIn = (call: Call): Workspace =>
	call.store.workspace(call.params.workspace_id ?? '');

const presentWorkspace = ({ id, name }: Workspace) => ({
	id,
	name,
	account_id: sandboxFrameio.account.id,
	created_at: madeAt,
	updated_at: madeAt,
});
