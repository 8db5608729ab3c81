import { z } from 'zod';
import type { FilePlace } from './comments';
import type { FrameioClient } from './http';
import { nullFor404 } from './http';

/** A file with the versions it is one of. */
export interface FileFamily {
	/** Who uploaded it; null where Frame.io does not say. */
	creatorEmail: string | null;
	/** Where the versions are kept together; null for a file without others. */
	versionStackId: string | null;
	/** Ids of all versions, the oldest first; its own alone without others. */
	versionIds: string[];
	/** It was deleted; absent where it was not. */
	isGone?: true;
	/** When the newest version was begun to be uploaded; absent where Frame.io does not say. */
	newestAt?: Date;
}

const fileSchema = z.object({
	parent_id: z.string().nullish(),
	creator: z.object({ email: z.string().nullish() }).nullish(),
});
const versionSchema = z.object({
	id: z.string().min(1),
	created_at: z.string().nullish(),
});

/**
 * Reads who uploaded a file and which versions there are. Frame.io says of a file only what it is in:
 * whether that is a folder or a stack of versions shows when it is asked for its versions.
 *
 * @throws LookUpFailed
 */
export async function readFamily(
	client: FrameioClient,
	{ accountId, fileId }: FilePlace,
): Promise<FileFamily> {
	const account = `/v4/accounts/${encodeURIComponent(accountId)}`;
	const path = `${account}/files/${encodeURIComponent(fileId)}?include=creator`;
	const file = await client.read(path, fileSchema).catch(nullFor404);
	// Somebody has deleted it meanwhile: what was measured was measured.
	if (file === null) return { ...aloneFile(fileId), isGone: true };
	const creatorEmail = file.creator?.email?.trim().toLowerCase() || null;
	const parentId = file.parent_id ?? null;
	const versions = parentId === null ? null : await versionsIn(client, account, parentId);
	const versionIds = versions?.map(({ id }) => id) ?? [];
	// Somebody may have taken the file out again in between.
	if (!versionIds.includes(fileId)) return { ...aloneFile(fileId), creatorEmail };
	const newest = Date.parse(versions?.at(-1)?.created_at ?? '');
	const begun = Number.isNaN(newest) ? {} : { newestAt: new Date(newest) };
	return { creatorEmail, versionStackId: parentId, versionIds, ...begun };
}

/** The newest comes first in the listing; null where it is no stack. */
async function versionsIn(
	client: FrameioClient,
	account: string,
	parentId: string,
): Promise<Array<z.infer<typeof versionSchema>> | null> {
	const path = `${account}/version_stacks/${encodeURIComponent(parentId)}/children`;
	const versions = await client.list(path, {}, versionSchema).catch(nullFor404);
	return versions === null ? null : [...versions].reverse();
}

/** A file of which Frame.io tells nothing more. */
export function aloneFile(fileId: string): FileFamily {
	return { creatorEmail: null, versionStackId: null, versionIds: [fileId] };
}
