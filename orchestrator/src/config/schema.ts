import { z } from 'zod';
import { defaultLinkHosts } from '../../../nodes/domain/letter/safeLink';
import { defaultBrand } from '../../../nodes/domain/letter/schema';
import { webhookEvents } from '../../../nodes/domain/frameio/events';
import { isPublicKey } from '../bundle/package/keys';
import { defaultInvoiceRules } from '../invoices/schedule';
import {
	defaultCapacity,
	defaultMilestones,
	defaultLimits,
	defaultMedia,
	defaultPortal,
	defaultRouting,
	defaultStorage,
	defaultStripe,
} from '../service/settings';
import { crossChecks } from './crossChecks';
import {
	colour,
	email,
	hour,
	linkHost,
	mailbox,
	namesWith,
	network,
	perMinute,
	picture,
	port,
	processes,
	text,
	url,
	variable,
	zone,
} from './fields';
import { monitorSchema } from './monitorSchema';

/** The hosts of a configuration nobody has written yet: everything on this machine. */
const LOOPBACK = 'http://127.0.0.1';

const closerSchema = z
	.object({
		email,
		zone,
		from: hour.default('09:00'),
		to: hour.default('18:00'),
		/** ISO weekdays, 1 is Monday. */
		days: z
			.array(z.number().int().min(1, 'expected 1 (Monday) to 7').max(7, 'expected 1 (Monday) to 7'))
			.min(1, 'expected at least one day')
			.default([1, 2, 3, 4, 5]),
	})
	.strict()
	.refine(({ from, to }) => from < to || !hour.safeParse(from).success, {
		message: 'expected a time after "from"',
		path: ['to'],
	});

/** The agency's own people, one for each hub: Caracas, Copenhagen, Lima. */
const defaultClosers = [
	{ email: 'camila@iamazingcontent.space', zone: 'America/Caracas' },
	{ email: 'freja@iamazingcontent.space', zone: 'Europe/Copenhagen', to: '17:00' },
	{ email: 'diego@iamazingcontent.space', zone: 'America/Lima' },
];

/** Where the hubs are, and what is spoken there. */
const defaultHubs = {
	caracas: { zone: 'America/Caracas', language: 'es' as const },
	copenhagen: { zone: 'Europe/Copenhagen', language: 'da' as const },
	lima: { zone: 'America/Lima', language: 'es' as const },
};

const bucketPlace = z
	.object({
		bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'expected the name of a bucket'),
		/** Goes before every name in the bucket. */
		prefix: z
			.string()
			.regex(/^[\w.-]+(\/[\w.-]+)*$|^$/, 'expected parts with slashes between')
			.default(''),
		storageClass: z
			.string()
			.regex(/^[A-Z0-9_]{1,40}$/, 'expected a class such as STANDARD_IA')
			.optional(),
	})
	.strict();

/** The shape of agency.config.yaml, every field optional; the defaults here are the documentation. */
export const configSchema = z
	.object({
		agency: z
			.object({
				name: text.default('IAmazing Content'),
				replyTo: email.default('hola@iamazingcontent.space'),
				/** Of the head and the buttons of mails, and of pages for clients. */
				colour: colour.default(defaultBrand.colour),
				/** Picture in the head of milestone mails, 140 pixels wide; default: the name. */
				logo: picture.optional(),
				/** One line under milestone mails. */
				address: text.optional(),
				languages: z
					.array(z.enum(['es', 'en', 'da']))
					.min(1, 'expected at least one of es, en, da')
					.default(['es', 'en', 'da']),
			})
			.strict()
			.default({}),
		n8n: z
			.object({
				url: url.default(`${LOOPBACK}:5678`),
				/** Names the variable with an API key made in n8n by hand; not needed where seed makes the owner. */
				apiKeyEnv: variable.default('N8N_API_KEY'),
				ownerEmail: email.default('ops@iamazingcontent.space'),
				/** Addresses at which worker processes tell their health, for doctor to ask. */
				workers: z.array(url).default([]),
			})
			.strict()
			.default({}),
		service: z
			.object({
				url: url.default(`${LOOPBACK}:5680`),
				/**
				 * Proxies in front of the service, by address or network. What they say of who calls is
				 * believed; what anybody else says is not.
				 */
				trustedProxies: z.array(network).default([]),
				/** Calls a minute: of one key at /v1, of one address at /hooks. */
				limits: z
					.object({
						callsPerMinute: perMinute.default(defaultLimits.callsPerMinute),
						hooksPerMinute: perMinute.default(defaultLimits.hooksPerMinute),
					})
					.strict()
					.default({}),
				/** Seconds between saying "not ready" and taking no more connections, for a balancer to notice. */
				drainSeconds: z
					.number()
					.min(0, 'expected 0 or more seconds')
					.max(300, 'expected at most 300 seconds')
					.default(0),
			})
			.strict()
			.default({}),
		ledger: z
			.object({
				/** Names the variable with `postgres://…`; while it is empty the embedded database is used. */
				urlEnv: variable.default('DATABASE_URL'),
			})
			.strict()
			.default({}),
		sandbox: z
			.union([
				z.literal(false),
				z
					.object({
						proxyPort: port.default(5690),
						viewerPort: port.default(5691),
						smtpPort: port.default(5692),
						/** Of the storage that speaks S3. */
						storagePort: port.default(5693),
						/** Whether the stand-ins keep the vendors' published rate limits. */
						limits: z.enum(['published', 'off']).default('published'),
						/** Whether calls are compared with the vendors' descriptions, where these are found. */
						checks: z.boolean().default(true),
					})
					.strict(),
			])
			.default({}),
		hubspot: z
			.object({
				tokenEnv: variable.default('HUBSPOT_TOKEN'),
				portalId: z
					.string()
					.regex(/^\d+$/, 'expected the number of the portal, in quotes')
					.optional(),
				pipeline: text.default('default'),
				/** Stages of deals that are won, by their ids in HubSpot; one of them sets a project up. */
				wonStages: z.array(text).default(['closedwon']),
				/** Of amounts that name no currency: HubSpot writes it only where a portal has several. */
				currency: z
					.string()
					.regex(/^[A-Z]{3}$/, 'expected a currency such as USD')
					.default('USD'),
				stages: namesWith({ hot: 'appointmentscheduled', warm: 'qualifiedtobuy' }),
			})
			.strict()
			.default({})
			// Ids of the pipeline that every HubSpot account begins with; another one has its own.
			.transform((hubspot) =>
				hubspot.pipeline === 'default'
					? { ...hubspot, stages: { lost: 'closedlost', won: 'closedwon', ...hubspot.stages } }
					: hubspot,
			),
		slack: z
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
			})
			.strict()
			.default({}),
		clickup: z
			.object({
				tokenEnv: variable.default('CLICKUP_TOKEN'),
				lists: z
					.record(z.string().regex(/^\d+$/, 'expected the number of the list, in quotes'))
					.default({}),
				/** Spaces by the names workflows use; each is a space's name in ClickUp, or its number. */
				spaces: namesWith({ projects: 'Projects', test: 'Test' }),
				keyField: text.default('Agency Ops key'),
			})
			.strict()
			.default({}),
		frameio: z
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
			.default({}),
		mail: z
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
			.default({}),
		hooks: z
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
			.default({}),
		inbox: z
			.object({
				/** Days after which an event that came to no end is given up, until a person replays it. */
				deadAfterDays: z.number().positive('expected a number of days above 0').default(3),
			})
			.strict()
			.default({}),
		scale: z
			.object({
				/** First of the ports that the processes of `up --scale` take one after the other. */
				firstPort: port.default(5700),
				/** Processes of n8n that run flows, and that take calls beside the main one. */
				workers: processes.default(2),
				webhooks: processes.default(1),
				/** Replicas of the service. */
				services: processes.default(2),
			})
			.strict()
			.default({}),
		capacity: z
			.object({
				/** Part of somebody's hours over a week from which they have too much. */
				warnAt: z
					.number()
					.gt(0, 'expected a part above 0')
					.max(2, 'expected a part such as 0.85')
					.default(defaultCapacity.warnAt),
				/** Working mornings on which each hub hears how it stands; false: none. */
				digest: z
					.union([
						z.literal(false),
						z
							.object({
								at: hour.default('08:30'),
								hubs: z
									.record(
										z.object({ zone, language: z.enum(['en', 'es', 'da']).default('en') }).strict(),
									)
									.default(defaultHubs),
							})
							.strict(),
					])
					.default({}),
			})
			.strict()
			.default({}),
		media: z
			.object({
				/** Folder with spec packs of your own, YAML or JSON; from the file's own folder. */
				packs: text.optional(),
				/** Folder with room for files while they are checked; default: the machine's temporary one. */
				folder: text.optional(),
				/** Larger files are refused. */
				maxGigabytes: z
					.number()
					.gt(0, 'expected a number of gigabytes above 0')
					.default(defaultMedia.maxGigabytes),
				/** Checks that one process of the service does at a time. */
				atATime: processes.default(defaultMedia.atATime),
				/** Days that a link to a report is good for. */
				reportDays: z
					.number()
					.gt(0, 'expected a number of days above 0')
					.max(366, 'expected a year at most')
					.default(defaultMedia.reportDays),
			})
			.strict()
			.default({}),
		/** Sweeps that compare, watch and tell; false: only when somebody asks for one. */
		monitor: z.union([z.literal(false), monitorSchema]).default({}),
		milestones: z
			.object({
				/** Rounds of changes that every price holds; null: nothing is said of them. */
				rounds: z
					.number()
					.int('expected a whole number of rounds')
					.min(0, 'expected 0 rounds or more')
					.max(100, 'expected 100 rounds at most')
					.nullable()
					.default(defaultMilestones.rounds),
			})
			.strict()
			.default({}),
		routing: z
			.object({
				/** Whether work that nobody has started changes hands after a yes in Slack, or at once. */
				moves: z.enum(['ask', 'at-once']).default(defaultRouting.moves),
			})
			.strict()
			.default({}),
		followUps: z
			.object({
				/** Whether customers are told when they order that they may refuse offers: a ground for these. */
				existingCustomers: z.boolean().default(false),
			})
			.strict()
			.default({}),
		portal: z
			.object({
				/** Days that a client's link is good for. */
				days: z
					.number()
					.gt(0, 'expected a number of days above 0')
					.max(366, 'expected a year at most')
					.default(defaultPortal.days),
			})
			.strict()
			.default({}),
		invoices: z
			.object({
				/** Days from the due date on which clients are reminded; less than 0: before it. None: never. */
				reminders: z
					.array(
						z
							.number()
							.int('expected whole days')
							.min(-60, 'expected 60 days before at most')
							.max(365, 'expected a year at most'),
					)
					.max(20, 'expected 20 reminders at most')
					.default([...defaultInvoiceRules.reminders]),
				/** Days after the due date on which people are told that the reminders did not help. */
				overdueAfterDays: z
					.number()
					.int('expected whole days')
					.min(1, 'expected 1 or more')
					.max(730, 'expected two years at most')
					.default(defaultInvoiceRules.overdueAfterDays),
			})
			.strict()
			.default({}),
		stripe: z
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
			.default({}),
		storage: z
			.object({
				/** Address of a storage that speaks S3; default: Amazon's own for the region. */
				endpoint: url.optional(),
				region: text.default(defaultStorage.region),
				/** Whether the bucket stands in the path and not in the name of the host. */
				pathStyle: z.boolean().default(defaultStorage.pathStyle),
				accessKeyIdEnv: variable.default('STORAGE_ACCESS_KEY_ID'),
				secretAccessKeyEnv: variable.default('STORAGE_SECRET_ACCESS_KEY'),
				/** What clients download. */
				delivery: bucketPlace.optional(),
				/** What the agency keeps. */
				archive: bucketPlace.optional(),
				/** Days that download links are good for after a delivery was stored. */
				linkDays: z
					.number()
					.gt(0, 'expected a number of days above 0')
					.max(3_660, 'expected ten years at most')
					.default(defaultStorage.linkDays),
				/** Minutes that one address of a file is good for; S3 takes a week at most. */
				urlMinutes: z
					.number()
					.min(1, 'expected 1 or more minutes')
					.max(10_080, 'expected a week at most')
					.default(defaultStorage.urlMinutes),
				/** Deliveries that one process of the service stores at a time. */
				atATime: processes.default(defaultStorage.atATime),
				/** Size of the parts of large files; S3 takes 5 to 5,000 MB. */
				partMegabytes: z
					.number()
					.min(5.3, 'expected at least 5.3 MB')
					.max(500, 'expected at most 500 MB')
					.default(defaultStorage.partMegabytes),
				/** What the storage compares parts by: md5 for those that know no SHA-256. */
				checksums: z.enum(['sha256', 'md5']).default(defaultStorage.checksums),
			})
			.strict()
			.default({}),
		bundle: z
			.object({
				/** Public keys whose packages are taken, as bundle keygen prints them; none: anybody's. */
				trusted: z
					.array(z.string().refine(isPublicKey, 'expected a key as bundle keygen prints it'))
					.default([]),
			})
			.strict()
			.default({}),
		duty: z
			.object({
				closers: z
					.array(closerSchema)
					.min(1, 'expected at least one closer')
					.default(defaultClosers),
			})
			.strict()
			.default({}),
	})
	.strict()
	.superRefine((config, context) => {
		for (const { path, message } of crossChecks(config)) {
			context.addIssue({ code: z.ZodIssueCode.custom, path, message });
		}
	});
export type Config = z.infer<typeof configSchema>;
