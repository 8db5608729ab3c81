import { z } from 'zod';
import type { LookUp, Outcome } from '../outcome';
import { unknownOf } from '../outcome';
import type { FrameioClient } from './http';
import { VENDOR, nullFor404, refusal } from './http';

/** A share that was made. */
export interface ShareReceipt {
	id: string;
	name: string;
	/** Where it is looked at; null where Frame.io gives none. */
	url: string | null;
}

/** Which share. */
export interface SharePlace {
	accountId: string;
	projectId: string;
	/** Told from all others of the project by a mark of the effect's key in it. */
	name: string;
}

/** A share of assets of a project. */
export interface NewShare extends SharePlace {
	/** Ids of files, folders and version stacks. */
	assetIds: string[];
	access: 'public' | 'secure';
	isDownloadable: boolean;
	/** ISO 8601; null for none. */
	expiresAt: string | null;
	mayStillSend: () => boolean;
}

const sharesOf = ({ accountId, projectId }: SharePlace) =>
	`/v4/accounts/${encodeURIComponent(accountId)}/projects/${encodeURIComponent(projectId)}/shares`;

const shareSchema = z.object({
	id: z.string().min(1),
	name: z.string().nullable(),
	short_url: z.string().nullable(),
});
const madeSchema = z.object({ data: shareSchema });

/** Makes a share; repeating it makes a second one. */
export async function createShare(
	client: FrameioClient,
	share: NewShare,
): Promise<Outcome<ShareReceipt>> {
	const data = {
		type: 'asset',
		name: share.name,
		access: share.access,
		asset_ids: share.assetIds,
		downloading_enabled: share.isDownloadable,
		...(share.expiresAt === null ? {} : { expiration: share.expiresAt }),
	};
	const response = await client.send('POST', sharesOf(share), data, share.mayStillSend);
	if (response.status >= 400) return refusal(response);
	const made = madeSchema.safeParse(response.data);
	if (made.success) return { result: 'done', receipt: receiptOf(made.data.data) };
	const why = `Frame.io answered ${response.status} without all that makes a share.`;
	return unknownOf(VENDOR, why, response.status);
}

/** Looks through the shares of a project for that of exactly that name; of several, the newest. */
export async function findShare(
	client: FrameioClient,
	asked: SharePlace,
): Promise<LookUp<ShareReceipt>> {
	const all = await client.list(sharesOf(asked), { sort: 'created_at_desc' }, shareSchema);
	const named = new Map(all.filter(({ name }) => name === asked.name).map((one) => [one.id, one]));
	const [found] = named.values();
	if (found === undefined) return { result: 'absent' };
	const several = named.size > 1 ? { several: [...named.keys()] } : {};
	return { result: 'found', receipt: receiptOf(found), ...several };
}

/** A share as somebody made it. */
export interface ReadShare extends ShareReceipt {
	isDownloadable: boolean;
	/** ISO 8601; null for none. */
	expiresAt: string | null;
	/** Null where Frame.io does not say. */
	access: 'public' | 'secure' | null;
	/** Whether it can be opened at all. */
	isOn: boolean;
}

const readShareSchema = shareSchema.extend({
	downloading_enabled: z.boolean().nullish(),
	expiration: z.string().nullish(),
	access: z.string().nullish(),
	enabled: z.boolean().nullish(),
});

/** Reads one share; null where it is gone. @throws LookUpFailed */
export async function readShare(
	client: FrameioClient,
	{ accountId, shareId }: { accountId: string; shareId: string },
): Promise<ReadShare | null> {
	const account = `/v4/accounts/${encodeURIComponent(accountId)}`;
	const path = `${account}/shares/${encodeURIComponent(shareId)}`;
	const share = await client.read(path, readShareSchema).catch(nullFor404);
	if (share === null) return null;
	const expires = z.string().datetime({ offset: true }).safeParse(share.expiration);
	const expiresAt = expires.success ? expires.data : null;
	// What Frame.io does not say is taken for what tells no client of anything.
	const isDownloadable = share.downloading_enabled ?? true;
	const access = z.enum(['public', 'secure']).safeParse(share.access).data ?? null;
	const isOn = share.enabled ?? true;
	return { ...receiptOf(share), isDownloadable, expiresAt, access, isOn };
}

const receiptOf = ({ id, name, short_url: url }: z.infer<typeof shareSchema>) => ({
	id,
	name: name ?? '',
	url,
});
