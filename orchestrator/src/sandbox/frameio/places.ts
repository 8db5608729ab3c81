import { sandboxFrameio } from '../accounts';
import { nameIn, type Call, type Handler } from './call';
import type { Workspace } from './model';
import { page } from './paging';
import { iso } from './presentAsset';

/** Longest name of a workspace (Frame.io's own description of V4, July 2026). */
const longestName = 255;

/** When the account was made, in the sandbox's story. */
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
	page(call, call.store.state.workspaces, presentWorkspace);

/** GET one workspace. */
export const readWorkspace: Handler = (call) => ({ data: presentWorkspace(workspaceIn(call)) });

/** POST a workspace; names need not be unique. */
export const createWorkspace: Handler = (call) => {
	const { store, at } = call;
	const workspace = { id: store.nextId('a3'), name: nameIn(call, longestName), createdAt: at };
	store.state.workspaces.push(workspace);
	return { data: presentWorkspace(workspace) };
};

/** DELETE a workspace with its projects and webhooks. */
export const deleteWorkspace: Handler = (call) => {
	const { id } = workspaceIn(call);
	const { state } = call.store;
	for (const project of state.projects.filter(({ workspaceId }) => workspaceId === id)) {
		call.store.removeProject(project, call.at);
	}
	state.webhooks = state.webhooks.filter(({ workspaceId }) => workspaceId !== id);
	state.workspaces = state.workspaces.filter((one) => one.id !== id);
	return undefined;
};

/** The workspace a path names; @throws FrameioError 404 */
export const workspaceIn = (call: Call): Workspace =>
	call.store.workspace(call.params.workspace_id ?? '');

const presentWorkspace = ({ id, name, createdAt }: Workspace) => ({
	id,
	name,
	account_id: sandboxFrameio.account.id,
	created_at: iso(createdAt),
	updated_at: iso(createdAt),
});
