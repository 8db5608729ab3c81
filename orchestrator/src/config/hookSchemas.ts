import { z } from 'zod';
import { url, variable } from './fields';

/** What signs the events that senders bring. */
export const hooksSchema = z
	.object({
		/** Address under which senders reach the service, where something stands before it; HubSpot signs it. */
		publicUrl: url.optional(),
		hubspotSecretEnv: variable.default('HUBSPOT_CLIENT_SECRET'),
		hubspotPreviousSecretEnv: variable.default('HUBSPOT_CLIENT_SECRET_PREVIOUS'),
		clickupSecretEnv: variable.default('CLICKUP_WEBHOOK_SECRET'),
		clickupPreviousSecretEnv: variable.default('CLICKUP_WEBHOOK_SECRET_PREVIOUS'),
		slackSigningSecretEnv: variable.default('SLACK_SIGNING_SECRET'),
		slackPreviousSigningSecretEnv: variable.default('SLACK_SIGNING_SECRET_PREVIOUS'),
		frameioSecretEnv: variable.default('FRAMEIO_WEBHOOK_SECRET'),
		frameioPreviousSecretEnv: variable.default('FRAMEIO_WEBHOOK_SECRET_PREVIOUS'),
		stripeSecretEnv: variable.default('STRIPE_WEBHOOK_SECRET'),
		stripePreviousSecretEnv: variable.default('STRIPE_WEBHOOK_SECRET_PREVIOUS'),
		calendlySecretEnv: variable.default('CALENDLY_WEBHOOK_SECRET'),
		calendlyPreviousSecretEnv: variable.default('CALENDLY_WEBHOOK_SECRET_PREVIOUS'),
		/** Beside `mailHookSecret` of secrets.json, for relays that do not make one themselves. */
		mailSecretEnv: variable.default('MAIL_WEBHOOK_SECRET'),
		mailPreviousSecretEnv: variable.default('MAIL_WEBHOOK_SECRET_PREVIOUS'),
		/** Beside `formSecret` of secrets.json, which forms on the agency's own pages sign with. */
		formPreviousSecretEnv: variable.default('FORM_WEBHOOK_SECRET_PREVIOUS'),
	})
	.strict()
	.default({});

/** How long events are tried. */
export const inboxSchema = z
	.object({
		/** Days after which an event that came to no end is given up, until a person replays it. */
		deadAfterDays: z.number().positive('expected a number of days above 0').default(3),
	})
	.strict()
	.default({});
