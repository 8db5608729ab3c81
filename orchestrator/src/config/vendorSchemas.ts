import { z } from 'zod';
import { defaultLinkHosts } from '../../../nodes/domain/letter/safeLink';
import { isListKey } from '../adapters/clickup/placeNames';
import { clickupEvents, neededClickupEvents } from '../adapters/clickup/webhooks';
import { webhookEvents } from '../../../nodes/domain/frameio/events';
import { defaultStripe } from '../service/settings';
import { email, linkHost, mailbox, namesWith, text, url, variable } from './fields';

const stagesOfDefault = {
	lost: 'closedlost',
	won: 'closedwon',
	delivered: 'delivered',
	paid: 'paid',
};

/** The account in which leads become deals. */
export const hubspotSchema = z
	.object({
		tokenEnv: variable.default('HUBSPOT_TOKEN'),
		portalId: z.string().regex(/^\d+$/, 'expected the number of the portal, in quotes').optional(),
		pipeline: text.default('default'),
		/** Stages of deals that are won, by their ids in HubSpot; one of them sets a project up. */
		wonStages: z.array(text).default(['closedwon']),
		/** Of amounts that name no currency: HubSpot writes it only where a portal has several. */
		currency: z
			.string()
			.regex(/^[A-Z]{3}$/, 'expected a currency such as USD')
			.default('USD'),
		stages: namesWith({ hot: 'appointmentscheduled', warm: 'qualifiedtobuy' }),
		/** Whether HubSpot is to tell of deals that people make and move. */
		webhooks: z.boolean().default(true),
	})
	.strict()
	.default({})
	// Ids of the pipeline that every HubSpot account begins with, and of two stages that seed adds to it;
	// another pipeline has its own.
	.transform((hubspot) =>
		hubspot.pipeline === 'default'
			? { ...hubspot, stages: { ...stagesOfDefault, ...hubspot.stages } }
			: hubspot,
	);

/** A link in the head of a channel: a place that is known by a word, or one of the agency's own. */
const bookmark = z.union([
	z.enum(['n8n', 'forms', 'deals']),
	z
		.object({
			title: text.max(100, 'expected at most 100 characters'),
			link: url,
			emoji: z
				.string()
				.regex(/^:[\w+-]+:$/, 'expected the name of an emoji such as :movie_camera:')
				.optional(),
		})
		.strict(),
]);

/** Where people hear of things. */
export const slackSchema = z
	.object({
		tokenEnv: variable.default('SLACK_BOT_TOKEN'),
		channels: namesWith({
			'sales-hot': '#sales-hot',
			sales: '#sales',
			ops: '#ops',
			caracas: '#hub-caracas',
			copenhagen: '#hub-copenhagen',
			lima: '#hub-lima',
			test: '#agency-test',
		}),
		/** Links in the heads of channels, by the channels' names above; false: none. */
		bookmarks: z.union([z.literal(false), z.record(z.array(bookmark))]).default({
			'sales-hot': ['deals'],
			sales: ['deals', 'forms'],
			ops: ['n8n', 'deals'],
		}),
	})
	.strict()
	.default({});

/** Where work is planned. */
export const clickupSchema = z
	.object({
		tokenEnv: variable.default('CLICKUP_TOKEN'),
		/** Lists by the names workflows use; each is a list's number, or its place, which seed makes. */
		lists: z
			.record(
				z.string().refine(isListKey, {
					message:
						'expected the number of the list, in quotes, or its place: Space / Folder / List',
				}),
			)
			.default({}),
		/** Spaces by the names workflows use; each is a space's name in ClickUp, or its number. */
		spaces: namesWith({ projects: 'Projects', test: 'Test' }),
		keyField: text.default('Agency Ops key'),
		/** Name or number of the workspace, where the token sees several. */
		workspace: text.optional(),
		/** What ClickUp tells the service of, by a webhook that seed registers; none: no webhook. */
		events: z
			.array(
				z.enum(clickupEvents, {
					errorMap: () => ({ message: 'expected an event of ClickUp such as taskUpdated' }),
				}),
			)
			.default([...neededClickupEvents]),
	})
	.strict()
	.default({});

/** Where files are reviewed. */
export const frameioSchema = z
	.object({
		clientIdEnv: variable.default('FRAMEIO_CLIENT_ID'),
		clientSecretEnv: variable.default('FRAMEIO_CLIENT_SECRET'),
		scopes: text.default('openid,AdobeID,frame.s2s.all'),
		account: text.optional(),
		workspace: text.optional(),
		testWorkspace: text.default('Test'),
		/** What Frame.io tells the service of, by a webhook that seed registers; none: no webhook. */
		events: z
			.array(
				z.enum(webhookEvents, {
					errorMap: () => ({ message: 'expected an event of Frame.io such as file.versioned' }),
				}),
			)
			.default([
				'file.upload.completed',
				'file.versioned',
				'file.deleted',
				'comment.created',
				'comment.completed',
				'metadata.value.updated',
				'share.created',
			]),
	})
	.strict()
	.default({});

/** Through what mails leave, and where they may lead. */
export const mailSchema = z
	.object({
		urlEnv: variable.default('SMTP_URL'),
		from: mailbox.default('IAmazing Content <hola@iamazingcontent.space>'),
		test: email.default('prueba@iamazingcontent.space'),
		/** Mailbox of those who unsubscribe by mail; a person there puts them on the list. */
		unsubscribeMailto: email.optional(),
		/** Hosts that milestone mails may lead to. */
		linkHosts: z.array(linkHost).default([...defaultLinkHosts]),
		/** Events of the relay that a flow of yours waits for; the service finishes the others itself. */
		flows: z
			.array(
				z
					.string()
					.regex(/^mail\.[a-z-]+$/, 'expected a topic of mail events, such as mail.bounced'),
			)
			.default([]),
	})
	.strict()
	.default({});

/** The account that makes out invoices. */
export const stripeSchema = z
	.object({
		/** A restricted key for customers, invoices and webhook endpoints; while it is empty none is made. */
		keyEnv: variable.default('STRIPE_API_KEY'),
		/** Whether Stripe works out the tax; it has to be set up there first. */
		automaticTax: z.boolean().default(defaultStripe.automaticTax),
		/** Whether Stripe mails invoices to clients, beside the agency's own mail. */
		mails: z.boolean().default(defaultStripe.mails),
		/** At the foot of each invoice; default: nothing. */
		footer: text.max(5_000, 'expected at most 5,000 characters').optional(),
	})
	.strict()
	.default({});
