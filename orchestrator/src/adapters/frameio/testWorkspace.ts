import { z } from 'zod';
import { LookUpFailed } from '../harmless';
import { unknownOf } from '../outcome';
import type { FrameioClient } from './http';
import { VENDOR, refusal } from './http';
import { mendable } from './webhooks';
import type { WantedWorkspace } from './workspaces';
import { findAccount, workspacesOf } from './workspaces';

/** A workspace as Frame.io knows it. */
export interface NamedWorkspace {
	id: string;
	name: string;
}

/** The workspace that test runs go to; every method throws MendableError, or RetryableError for its rate. */
export interface FrameioTestWorkspace {
	/** What the configuration calls it; null where it says an id, which Frame.io gives. */
	name: string | null;
	/** The workspace; null where the account, which is clear, has none of that name or id. */
	find(): Promise<NamedWorkspace | null>;
	/** Makes it; a second call makes a second of that name. */
	create(): Promise<NamedWorkspace>;
	/** Whether no project is in it. */
	isEmpty(id: string): Promise<boolean>;
	/** Takes one away with all that is in it; one that is gone already is fine. */
	remove(id: string): Promise<void>;
}

const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;
const workspaceSchema = z.object({ id: z.string().min(1), name: z.string() });

/** Opens it. */
export function frameioTestWorkspace(
	client: FrameioClient,
	{ account, testWorkspace }: Pick<WantedWorkspace, 'account'> & { testWorkspace: string },
): FrameioTestWorkspace {
	const all = async () => workspacesOf(await findAccount(client, account));
	const one = async (id: string) => `${await all()}/${encodeURIComponent(id)}`;
	const send = async (method: 'POST' | 'DELETE', path: string, data: object | null) => {
		const response = await client.send(method, path, data, () => true);
		const isGone = method === 'DELETE' && response.status === 404;
		if (response.status >= 400 && !isGone) throw new LookUpFailed(refusal(response));
		return response;
	};
	return {
		name: ID.test(testWorkspace) ? null : testWorkspace,
		find: async () =>
			await mendable(async () => {
				const found = await client.list(await all(), {}, workspaceSchema);
				return found.find(({ id, name }) => [id, name].includes(testWorkspace)) ?? null;
			}),
		create: async () =>
			await mendable(async () => {
				const { status, data } = await send('POST', await all(), { name: testWorkspace });
				const made = z.object({ data: workspaceSchema }).safeParse(data);
				if (made.success) return made.data.data;
				const why = `Frame.io answered ${status} without the workspace.`;
				throw new LookUpFailed(unknownOf(VENDOR, why, status));
			}),
		isEmpty: async (id) =>
			await mendable(async () => {
				const projects = await client.list(`${await one(id)}/projects`, {}, workspaceSchema);
				return projects.length === 0;
			}),
		remove: async (id) =>
			await mendable(async () => void (await send('DELETE', await one(id), null))),
	};
}
