import { z } from 'zod';

/** What a change is about, as it is kept in the journal. */
export const targetSchema = z.object({
	service: z.enum(['n8n', 'HubSpot', 'Slack', 'ClickUp', 'Frame.io', 'Stripe', 'Storage']),
	kind: z.enum([
		'owner',
		'apiKey',
		'credential',
		'workflow',
		'propertyGroup',
		'property',
		'pipeline',
		'stage',
		'subscription',
		'channel',
		'member',
		'bookmark',
		'space',
		'folder',
		'list',
		'status',
		'customField',
		'webhook',
		'hook',
		'endpoint',
		'option',
		'field',
		'workspace',
		'bucket',
	]),
	/** Our key of the thing: equal keys are the same thing, whatever its title says. */
	key: z.string().min(1),
	/** What a person calls it. */
	name: z.string(),
});

/** What a change is about. */
export type Target = z.infer<typeof targetSchema>;
