import { z } from 'zod';
import type { FrameioClient } from './http';
import { mendable } from './webhooks';
import type { Workspace } from './workspaces';

/** A metadata field of the account. */
export interface MetadataField {
	name: string;
	/** What a person chooses from, as they read it; null where the field takes other values. */
	options: string[] | null;
}

const fieldSchema = z.object({
	name: z.string(),
	field_configuration: z
		.object({ options: z.array(z.object({ display_name: z.string() })).optional() })
		.nullish(),
});

/**
 * The metadata fields of the account, its own and Frame.io's.
 *
 * @throws MendableError, or RetryableError for its rate
 */
export async function listMetadataFields(
	client: FrameioClient,
	workspace: () => Promise<Workspace>,
): Promise<MetadataField[]> {
	return await mendable(async () => {
		const { accountId } = await workspace();
		const path = `/v4/accounts/${encodeURIComponent(accountId)}/metadata/field_definitions`;
		const fields = await client.list(path, {}, fieldSchema);
		return fields.map(({ name, field_configuration: configuration }) => ({
			name,
			options: configuration?.options?.map(({ display_name: option }) => option) ?? null,
		}));
	});
}
