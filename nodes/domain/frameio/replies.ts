import { z } from 'zod';

/** Anything of Frame.io that has an id; what else it holds is handed on as it came. */
export const thingSchema = z.object({ id: z.string().min(1) }).passthrough();

const assetSchema = thingSchema.extend({
	name: z.string(),
	type: z.enum(['file', 'folder', 'version_stack']),
	project_id: z.string(),
	parent_id: z.string().nullable(),
	view_url: z.string(),
});

/** A folder. */
export const folderSchema = assetSchema.extend({ type: z.literal('folder') });

const mediaLink = z.object({ download_url: z.string().nullable() }).passthrough();

/** A file; its links to media are there where they were asked for. */
export const fileSchema = assetSchema.extend({
	type: z.literal('file'),
	status: z.enum(['created', 'transcoded', 'uploaded']),
	media_type: z.string(),
	file_size: z.number(),
	media_links: z.object({ original: mediaLink.nullish() }).passthrough().optional(),
});

/** A file that waits for its bytes, with where each part of them goes. */
export const uploadSchema = fileSchema.extend({
	upload_urls: z.array(z.object({ size: z.number().int().positive(), url: z.string().url() })),
});

/** A version stack with its newest version. */
export const versionStackSchema = assetSchema.extend({
	type: z.literal('version_stack'),
	head_version: thingSchema.nullable(),
});

/** A file, folder or version stack. */
export const anyAssetSchema = assetSchema;

/** An account. */
export const accountSchema = thingSchema.extend({ display_name: z.string() });

/** A workspace, or anything else that is told by its name. */
export const namedSchema = thingSchema.extend({ name: z.string() });

/** A project. */
export const projectSchema = namedSchema.extend({
	workspace_id: z.string(),
	root_folder_id: z.string(),
	view_url: z.string(),
});

/** A comment. */
export const commentSchema = thingSchema.extend({
	file_id: z.string(),
	text: z.string(),
	timestamp: z.union([z.string(), z.number()]).nullable(),
});

/** A share. */
export const shareSchema = thingSchema.extend({
	name: z.string().nullable(),
	short_url: z.string().nullable(),
	access: z.enum(['public', 'secure']),
});

const optionSchema = z.object({ id: z.string(), display_name: z.string() }).passthrough();

/** The value of one metadata field. */
export const fieldValueSchema = z
	.object({
		field_definition_id: z.string(),
		field_definition_name: z.string(),
		field_type: z.string(),
		field_options: z.array(optionSchema).optional(),
		value: z.unknown(),
	})
	.passthrough();

/** The metadata of a file. */
export const metadataSchema = z
	.object({ file_id: z.string(), metadata: z.array(fieldValueSchema) })
	.passthrough();

/** A metadata field of an account. */
export const fieldSchema = namedSchema.extend({ field_type: z.string() });

/** A webhook; its secret is there in the answer that made it, and never again. */
export const webhookSchema = namedSchema.extend({
	url: z.string(),
	events: z.array(z.string()),
	active: z.boolean().optional(),
	secret: z.string().optional(),
});

/** Somebody with their role. */
export const roleSchema = z
	.object({
		role: z.string().nullable(),
		user: z.object({ id: z.string().nullable(), email: z.string() }).passthrough(),
	})
	.passthrough();

/** An object we hand on without looking into it. */
export const anySchema = z.object({}).passthrough();

/** An answer that holds one thing. */
export const oneReply = z.object({ data: z.unknown() }).passthrough();

/** An answer that holds a page of things, with the path of the next page. */
export const pageReply = z.object({
	data: z.array(z.unknown()),
	links: z.object({ next: z.string().nullish() }).nullish(),
});

/** What Frame.io says of a call it refuses. */
export const refusalReply = z.object({
	errors: z
		.array(
			z.object({
				title: z.string().optional(),
				detail: z.string(),
				source: z.object({ pointer: z.string().optional() }).nullish(),
			}),
		)
		.min(1),
});
