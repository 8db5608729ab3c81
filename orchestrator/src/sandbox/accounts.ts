/**
 * The accounts that exist in the sandbox from the first start. The tokens are fixed words, no
 * secrets: they open nothing but the stand-ins on this machine.
 */
export const sandboxTokens = {
	hubspot: 'sandbox-hubspot-token',
	slack: 'xoxb-sandbox-slack-token',
	clickup: 'pk_sandbox_clickup_token',
	stripe: 'sk_test_sandbox',
} as const;

/** What the Slack stand-in signs with when somebody presses a button in it; no secret either. */
export const sandboxSigningSecret = 'sandbox-slack-signing-secret';

/** What the HubSpot stand-in signs its webhooks with; no secret either. */
export const sandboxHubspotSecret = 'sandbox-hubspot-client-secret';

/** The storage that speaks S3: its keys, its region and its buckets. */
export const sandboxStorage = {
	keys: {
		accessKeyId: 'SANDBOXACCESSKEYID01',
		secretAccessKey: 'sandbox-secret-access-key',
	},
	region: 'us-east-1',
	buckets: { delivery: 'agency-delivery', archive: 'agency-archive' },
} as const;

/** The account at Stripe, and what its stand-in signs events for the service with; no secret either. */
export const sandboxStripe = {
	account: 'acct_1SANDBOX',
	name: 'IAmazing Content',
	country: 'DK',
	/** The version of the API that the sandbox speaks. */
	apiVersion: '2026-10-28.endive',
	hookSecret: 'whsec_sandbox_stripe',
	/** The endpoint that leads to the service from the start. */
	endpointId: 'we_sandbox',
} as const;

/** Host names the stand-ins answer for. */
export const sandboxHosts = {
	hubspot: 'api.hubapi.com',
	slack: 'slack.com',
	slackHooks: 'hooks.slack.com',
	clickup: 'api.clickup.com',
	frameio: 'api.frame.io',
	/** Where the links lead that Frame.io gives for parts of an upload. */
	frameioUploads: 'frameio-uploads-production.s3-accelerate.amazonaws.com',
	/** Where the links lead that Frame.io gives for a file's media. */
	frameioAssets: 'assets.frame.io',
	/** Adobe's sign-in, which lets into Frame.io. */
	ims: 'ims-na1.adobelogin.com',
	stripe: 'api.stripe.com',
	/** Where clients read and pay invoices. */
	stripeInvoices: 'invoice.stripe.com',
	/** Where their PDFs are. */
	stripePay: 'pay.stripe.com',
} as const;

/** A person known to all three services. */
export interface SandboxPerson {
	firstName: string;
	lastName: string;
	email: string;
	/** IANA time zone. */
	zone: string;
	slackId: string;
	clickupId: number;
	hubspotOwnerId: string;
	hubspotUserId: number;
	/** Six hex digits with `#`. */
	color: string;
}

/** The closers of the default configuration, the operations coordinator, and who else is on the roster. */
export const sandboxPeople: readonly SandboxPerson[] = [
	{
		firstName: 'Camila',
		lastName: 'Rojas',
		email: 'camila@iamazingcontent.space',
		zone: 'America/Caracas',
		slackId: 'U0CAMILA01',
		clickupId: 70000001,
		hubspotOwnerId: '41000001',
		hubspotUserId: 9000001,
		color: '#7b3fe4',
	},
	{
		firstName: 'Freja',
		lastName: 'Lund',
		email: 'freja@iamazingcontent.space',
		zone: 'Europe/Copenhagen',
		slackId: 'U0FREJA001',
		clickupId: 70000002,
		hubspotOwnerId: '41000002',
		hubspotUserId: 9000002,
		color: '#0f8f6f',
	},
	{
		firstName: 'Diego',
		lastName: 'Quispe',
		email: 'diego@iamazingcontent.space',
		zone: 'America/Lima',
		slackId: 'U0DIEGO001',
		clickupId: 70000003,
		hubspotOwnerId: '41000003',
		hubspotUserId: 9000003,
		color: '#c2571a',
	},
	{
		firstName: 'Olivia',
		lastName: 'Marte',
		email: 'ops@iamazingcontent.space',
		zone: 'America/Caracas',
		slackId: 'U0OLIVIA01',
		clickupId: 70000004,
		hubspotOwnerId: '41000004',
		hubspotUserId: 9000004,
		color: '#2d6cdf',
	},
	{
		firstName: 'Luis',
		lastName: 'Mendoza',
		email: 'luis@iamazingcontent.space',
		zone: 'America/Caracas',
		slackId: 'U0LUIS0001',
		clickupId: 70000005,
		hubspotOwnerId: '41000005',
		hubspotUserId: 9000005,
		color: '#b8860b',
	},
	{
		firstName: 'Valentina',
		lastName: 'Paredes',
		email: 'valentina@iamazingcontent.space',
		zone: 'America/Caracas',
		slackId: 'U0VALENT01',
		clickupId: 70000006,
		hubspotOwnerId: '41000006',
		hubspotUserId: 9000006,
		color: '#c2185b',
	},
];

/** The HubSpot portal. */
export const sandboxPortal = {
	id: '48000001',
	/** What the private app's token may do. */
	scopes: [
		...['oauth', 'crm.objects.companies.read', 'crm.objects.owners.read'],
		...['crm.objects.contacts.read', 'crm.objects.contacts.write'],
		...['crm.objects.deals.read', 'crm.objects.deals.write'],
		...['crm.schemas.contacts.read', 'crm.schemas.contacts.write'],
		...['crm.schemas.deals.read', 'crm.schemas.deals.write'],
	],
} as const;

/** The Slack workspace, its channels and the bot that the token belongs to. */
export const sandboxSlack = {
	teamId: 'T0AGENCY01',
	teamName: 'IAmazing Content',
	url: 'https://iamazing-content.slack.com/',
	bot: {
		userId: 'U0AGENCYBOT',
		botId: 'B0AGENCYBOT',
		appId: 'A0AGENCYOPS',
		name: 'agency-ops',
		/** What the app was given when it was installed. */
		scopes: [
			'chat:write',
			'bookmarks:read',
			'bookmarks:write',
			'channels:read',
			'channels:history',
			'channels:join',
			'channels:manage',
			'groups:read',
			'groups:history',
			'im:history',
			'im:write',
			'users:read',
			'users:read.email',
		],
	},
	channels: [
		{ id: 'C0SALESHOT', name: 'sales-hot', purpose: 'Leads to call now' },
		{ id: 'C0SALES', name: 'sales', purpose: 'Leads to follow up' },
		{ id: 'C0OPS', name: 'ops', purpose: 'Failures and alerts' },
		{ id: 'C0CARACAS', name: 'hub-caracas', purpose: 'Work of the hub in Caracas' },
		{ id: 'C0COPENHAGEN', name: 'hub-copenhagen', purpose: 'Work of the hub in Copenhagen' },
		{ id: 'C0LIMA', name: 'hub-lima', purpose: 'Work of the hub in Lima' },
		{ id: 'C0TEST', name: 'agency-test', purpose: 'Messages of test runs' },
	],
} as const;

/** The ClickUp workspace with its places, statuses and custom fields. */
export const sandboxClickUp = {
	teamId: '90110000001',
	teamName: 'IAmazing Content',
	spaceId: '90120000001',
	/** The first is where the folder below stands. */
	spaces: [
		{ id: '90120000001', name: 'Agency' },
		{ id: '90120000002', name: 'Projects' },
		{ id: '90120000009', name: 'Test' },
	],
	folderId: '90130000001',
	folderName: 'Sales',
	lists: [
		{ id: '901100000001', name: 'Leads' },
		{ id: '901100000009', name: 'Test' },
	],
	keyField: { id: 'a9e1c0de-0001-4000-8000-000000000001', name: 'Agency Ops key' },
	statuses: [
		{ status: 'to do', type: 'open', color: '#87909e' },
		{ status: 'in progress', type: 'custom', color: '#5f55ee' },
		{ status: 'complete', type: 'closed', color: '#008844' },
	],
} as const;

/** The Frame.io account with its workspaces, and the service account that Adobe lets in. */
export const sandboxFrameio = {
	clientId: 'sandbox-frameio-client',
	clientSecret: 'sandbox-frameio-secret',
	/** The scope without which Adobe gives no token. */
	scope: 'frame.s2s.all',
	user: {
		id: '000000a0-0000-4000-8000-000000000001',
		name: 'Service Account User',
		email: 'service-account@iamazingcontent.space',
		avatar_url: null,
	},
	account: { id: '000000a1-0000-4000-8000-000000000001', name: 'IAmazing Content' },
	workspaces: [
		{ id: '000000a2-0000-4000-8000-000000000001', name: 'Client Work' },
		{ id: '000000a2-0000-4000-8000-000000000002', name: 'Test' },
	],
} as const;
