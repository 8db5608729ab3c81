import { z } from 'zod';
import { LookUpFailed } from '../harmless';
import type { Failure } from '../outcome';
import type { FrameioClient } from './http';

/** Which workspace; names are Frame.io's own, ids are taken too. */
export interface WantedWorkspace {
	/** null where there is only one account. */
	account: string | null;
	/** null where there is only one workspace, besides the one that is left out. */
	workspace: string | null;
	/** Name of a workspace that is never the only one: that of the test runs; null for none. */
	besides: string | null;
}

/** A workspace that was found. */
export interface Workspace {
	id: string;
	name: string;
	accountId: string;
	accountName: string;
}

const accountSchema = z.object({ id: z.string().min(1), display_name: z.string() });
type Account = z.output<typeof accountSchema>;
const workspaceSchema = z.object({ id: z.string().min(1), name: z.string() });

/**
 * Finds the workspace that is meant.
 *
 * @throws LookUpFailed also where there is none, or more than one
 */
export async function findWorkspace(
	client: FrameioClient,
	wanted: WantedWorkspace,
): Promise<Workspace> {
	const account = await findAccount(client, wanted.account);
	const found = await client.list(workspacesOf(account), {}, workspaceSchema);
	const eligible =
		wanted.workspace === null ? found.filter(({ name }) => name !== wanted.besides) : found;
	const workspace = onlyOne('workspace', wanted.workspace, eligible, ({ id, name }) => [id, name]);
	return { ...workspace, accountId: account.id, accountName: account.display_name };
}

/**
 * Finds the account that is meant; null: the only one.
 *
 * @throws LookUpFailed also where there is none, or more than one
 */
export async function findAccount(client: FrameioClient, wanted: string | null): Promise<Account> {
	const accounts = await client.list('/v4/accounts', {}, accountSchema);
	return onlyOne('account', wanted, accounts, ({ id, display_name: name }) => [id, name]);
}

/** Path of an account's workspaces. */
export const workspacesOf = ({ id }: Pick<Account, 'id'>) =>
	`/v4/accounts/${encodeURIComponent(id)}/workspaces`;

/**
 * Whether a file or project is in that workspace.
 *
 * @throws LookUpFailed
 */
export async function isInWorkspace(
	client: FrameioClient,
	place: { accountId: string } & ({ fileId: string } | { projectId: string }),
	{ id, accountId }: Workspace,
): Promise<boolean> {
	if (place.accountId !== accountId) return false;
	const account = `/v4/accounts/${encodeURIComponent(accountId)}`;
	const projectId =
		'projectId' in place
			? place.projectId
			: (
					await client.read(
						`${account}/files/${encodeURIComponent(place.fileId)}`,
						z.object({ project_id: z.string().min(1) }),
					)
				).project_id;
	const { workspace_id: found } = await client.read(
		`${account}/projects/${encodeURIComponent(projectId)}`,
		z.object({ workspace_id: z.string() }),
	);
	return found === id;
}

function onlyOne<Item>(
	what: 'account' | 'workspace',
	wanted: string | null,
	items: Item[],
	namesOf: (item: Item) => [id: string, name: string],
): Item {
	const fitting = items.filter((item) => wanted === null || namesOf(item).includes(wanted));
	const [first] = fitting;
	if (first !== undefined && fitting.length === 1) return first;
	const names = items.map((item) => namesOf(item)[1]).join(', ') || 'none';
	throw new LookUpFailed(unclear(what, wanted, names, fitting.length));
}

function unclear(
	what: 'account' | 'workspace',
	wanted: string | null,
	names: string,
	count: number,
): Failure {
	const called = wanted === null ? '' : ` "${wanted}"`;
	return {
		result: 'refused',
		status: null,
		error: {
			code: `frameio/${what}-unclear`,
			what: 'Nothing was made in Frame.io.',
			why: `The service account sees ${count === 0 ? 'no' : count} ${what}${count > 1 ? 's' : ''}${called}; it sees: ${names}.`,
			mend: `Set "frameio.${what}" in agency.config.yaml (for test runs "frameio.testWorkspace") to one of them, by name or id, or let the service account in; then run it again (an effect: with "retry").`,
		},
	};
}
