import { z } from 'zod';
import { MendableError, RetryableError } from '../../../../nodes/domain/errors';
import { LookUpFailed } from '../harmless';
import type { Failure } from '../outcome';
import { unknownOf } from '../outcome';
import type { FrameioClient } from './http';
import { VENDOR, failureFrom, refusal } from './http';
import type { Workspace } from './workspaces';

/** A webhook as it is to be. */
export interface WantedWebhook {
	name: string;
	url: string;
	events: readonly string[];
}

/** A webhook of the workspace. */
export interface FoundWebhook {
	id: string;
	name: string;
	url: string;
	events: string[];
	isActive: boolean;
}

/** The webhooks of the workspace that projects go to; every method throws MendableError, or RetryableError for its rate. */
export interface FrameioWebhooks {
	list(): Promise<FoundWebhook[]>;
	/** Registers one; its secret is told this once. */
	create(wanted: WantedWebhook): Promise<{ id: string; secret: string }>;
	/** Makes one as it is to be, and active; its secret stays. */
	update(id: string, wanted: WantedWebhook): Promise<void>;
	/** Takes one away; one that is gone already is fine. */
	remove(id: string): Promise<void>;
}

const webhookSchema = z.object({
	id: z.string().min(1),
	name: z.string(),
	url: z.string(),
	events: z.array(z.string()),
	active: z.boolean().default(true),
});
const madeSchema = z.object({
	data: z.object({ id: z.string().min(1), secret: z.string().min(1) }),
});

/** Opens them. */
export function frameioWebhooks(
	client: FrameioClient,
	workspace: () => Promise<Workspace>,
): FrameioWebhooks {
	const account = async () => `/v4/accounts/${encodeURIComponent((await workspace()).accountId)}`;
	const ours = async () => {
		const { id, accountId } = await workspace();
		return `/v4/accounts/${encodeURIComponent(accountId)}/workspaces/${encodeURIComponent(id)}/webhooks`;
	};
	const one = async (id: string) => `${await account()}/webhooks/${encodeURIComponent(id)}`;
	const send = async (method: 'POST' | 'PATCH' | 'DELETE', path: string, data: object | null) => {
		const response = await client.send(method, path, data, () => true);
		if (response.status >= 400) throw new LookUpFailed(refusal(response));
		return response;
	};
	return {
		list: async () =>
			await mendable(async () => {
				const found = await client.list(await ours(), {}, webhookSchema);
				return found.map(({ active: isActive = true, ...rest }) => ({ ...rest, isActive }));
			}),
		create: async ({ name, url, events }) =>
			await mendable(async () => {
				const { status, data } = await send('POST', await ours(), { name, url, events });
				const made = madeSchema.safeParse(data);
				if (made.success) return made.data.data;
				const why = `Frame.io answered ${status} without the secret of the webhook.`;
				throw new LookUpFailed(unknownOf(VENDOR, why, status));
			}),
		update: async (id, { name, url, events }) =>
			await mendable(async () => {
				await send('PATCH', await one(id), { name, url, events, active: true });
			}),
		remove: async (id) =>
			await mendable(async () => {
				const { status, ...rest } = await client.send('DELETE', await one(id), null, () => true);
				if (status >= 400 && status !== 404) {
					throw new LookUpFailed(refusal({ status, ...rest }));
				}
			}),
	};
}

/** Turns what a look-up throws into an error for a person. */
export async function mendable<Answer>(work: () => Promise<Answer>): Promise<Answer> {
	try {
		return await work();
	} catch (error) {
		throw errorOf(failureFrom(error));
	}
}

function errorOf(failure: Failure): MendableError | RetryableError {
	const { code, what, why, mend } = failure.error;
	if (failure.result === 'rateLimited') {
		return new RetryableError(code, what, why, mend, failure.retryAfterMs);
	}
	return new MendableError(code, what, why, mend);
}
