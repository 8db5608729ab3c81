import type { WebhookEvent } from '../../../../nodes/domain/frameio/events';

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
