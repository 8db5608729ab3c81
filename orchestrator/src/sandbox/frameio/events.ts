/** Every event a webhook can ask for (Frame.io's own description of V4, July 2026: Create Webhook). */
export const webhookEvents = [
	'file.created',
	'file.deleted',
	'file.ready',
	'file.updated',
	'file.upload.completed',
	'file.versioned',
	'file.copied',
	'folder.created',
	'folder.deleted',
	'folder.updated',
	'folder.copied',
	'comment.completed',
	'comment.created',
	'comment.deleted',
	'comment.uncompleted',
	'comment.updated',
	'customfield.created',
	'customfield.updated',
	'customfield.deleted',
	'metadata.value.updated',
	'project.created',
	'project.deleted',
	'project.updated',
	'collection.created',
	'collection.updated',
	'collection.deleted',
	'share.created',
	'share.updated',
	'share.deleted',
	'share.viewed',
] as const;

/** One of them. */
export type WebhookEvent = (typeof webhookEvents)[number];

/** Something that happened, as far as a webhook tells of it: what, to which thing, and where. */
export interface Happening {
	event: WebhookEvent;
	/** Which thing; the guide shows `file`, the other kinds are named in its manner. */
	resource: { type: string; id: string };
	/** null for what belongs to the account as a whole. */
	projectId: string | null;
	/** null for what belongs to the account as a whole: the webhooks of all workspaces hear of it. */
	workspaceId: string | null;
	/** Who did it. */
	userId: string;
	/** Milliseconds since 1970. */
	at: number;
}
