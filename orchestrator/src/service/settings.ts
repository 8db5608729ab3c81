import type { DigestSettings } from '../reservations/digestTimes';
import type { MonitorSettings } from './monitor/monitorSettings';
import type { FrameioSettings } from '../adapters/frameio/open';
import type { InvoiceRules } from '../invoices/schedule';

/** The part of the settings the service needs; the configuration file's own names. */
export interface ServiceSettings {
	/** Installation under which the ledger keeps what seed made; default `local`. */
	target?: string;
	agency: {
		name: string;
		replyTo: string;
		/** `#` and six hex digits; default: that of `defaultBrand`. */
		colour?: string | undefined;
		/** Address of a picture for the head of letters; absent: the name. */
		logo?: string | undefined;
		/** One line under letters; absent: none. */
		address?: string | undefined;
	};
	service: {
		url: string;
		port: number;
		/** Addresses or networks of proxies whose word on who calls is taken; default: none. */
		trustedProxies?: string[];
		limits?: CallLimits;
		/** How long the service answers on after it said that it stops; default 0. */
		drainSeconds?: number;
	};
	hubspot: {
		portalId: string;
		pipeline: string;
		/** Deal stages by the names workflows use. */
		stages: Record<string, string>;
		/** Ids of the stages that mean a deal is won. */
		wonStages: string[];
		/** Code of the currency of amounts that name none. */
		currency: string;
	};
	slack: {
		/** Channels by the names workflows use; `test` takes every message of a test run. */
		channels: Record<string, string>;
	};
	clickup: {
		/** Lists, by number or place, by the names workflows use; `test` takes every task of a test run. */
		lists: Record<string, string>;
		/** Spaces in ClickUp, by name or number, by the names workflows use; `test` holds what test runs make. */
		spaces: Record<string, string>;
		/** Name of our custom field. */
		keyField: string;
	};
	frameio: FrameioSettings;
	mail: {
		/** `Name <name@host>`. */
		from: string;
		/** Takes every mail of a test run. */
		test: string;
		/** Mailbox of those who unsubscribe by mail; none unless it is named. */
		unsubscribeMailto?: string | undefined;
		/** Hosts that letters may lead to; default: as `defaultLinkHosts`. */
		linkHosts?: string[];
		/** Topics of mail events that go on to n8n; the service finishes the others itself. */
		flows?: string[];
	};
	duty: { closers: Closer[] };
	hooks?: {
		/** Address under which the world reaches the service; default: `service.url`. */
		publicUrl?: string | undefined;
	};
	/** When somebody has too much, and who hears of it; default: as `defaultCapacity`. */
	capacity?: CapacitySettings;
	/** How media files are checked; default: as `defaultMedia`. */
	media?: MediaSettings;
	/** On what grounds clients get offers; default: as the forms say. */
	followUps?: { existingCustomers: boolean };
	/** How work changes hands; default: as `defaultRouting`. */
	routing?: RoutingChoices;
	/** What clients are told of their projects; default: as `defaultMilestones`. */
	milestones?: MilestoneChoices;
	/** What clients see of their projects; default: as `defaultPortal`. */
	portal?: PortalSettings;
	/** Where what is delivered is stored; absent: nowhere. */
	storage?: StorageSettings;
	/** How services are watched; absent: only when somebody asks. */
	monitor?: MonitorSettings;
	/** When clients are reminded of invoices; default: as `defaultInvoiceRules`. */
	invoices?: InvoiceRules;
	/** How invoices are made; default: as `defaultStripe`. */
	stripe?: StripeChoices;
	/** Stand-ins without limits are not paced either; null or absent: real accounts. */
	sandbox?: { limits: 'published' | 'off' } | null;
}

/** How invoices are made. */
export interface StripeChoices {
	/** Whether Stripe works out the tax, by the codes of the lines and where the client is. */
	automaticTax: boolean;
	/** Whether Stripe mails an invoice to the client, beside the agency's own mail. */
	mails: boolean;
	/** One or more lines at the foot; absent: none. */
	footer?: string | undefined;
}

/** Without automatic tax, mailed by Stripe. */
export const defaultStripe: StripeChoices = { automaticTax: false, mails: true };

/** How media files are checked. */
export interface MediaSettings {
	/** Folder with spec packs of the agency's own; absent: none. */
	packs?: string | undefined;
	/** Folder that has room for files while they are checked; absent: the machine's temporary one. */
	folder?: string | undefined;
	/** Larger files are refused. */
	maxGigabytes: number;
	/** Checks that one process does at a time; each keeps its processors busy. */
	atATime: number;
	/** Days that a link to a report is good for. */
	reportDays: number;
}

/** One check at a time, of files as an agency delivers them. */
export const defaultMedia: MediaSettings = { maxGigabytes: 20, atATime: 1, reportDays: 30 };

/** A bucket, and what goes before the names in it. */
export interface BucketPlace {
	bucket: string;
	/** Parts with slashes between; empty for none. */
	prefix: string;
	/** Of what is stored there, where the plan of a delivery does not say; absent: the bucket's own. */
	storageClass?: string | undefined;
}

/** Where what is delivered is stored, and how. */
export interface StorageSettings {
	/** Address of a storage that speaks S3; absent: Amazon's own for the region. */
	endpoint?: string | undefined;
	region: string;
	/** Whether the bucket stands in the path and not in the name of the host. */
	pathStyle: boolean;
	/** What clients download; absent: nothing can be delivered. */
	delivery?: BucketPlace | undefined;
	/** What the agency keeps; absent: nothing is archived. */
	archive?: BucketPlace | undefined;
	/** Days that download links are good for after a delivery was stored. */
	linkDays: number;
	/** Minutes that one address of a file is good for, which such a link leads to. */
	urlMinutes: number;
	/** Deliveries that one process stores at a time. */
	atATime: number;
	/** Size of the parts that large files are sent in, in MB of 1,000,000 bytes. */
	partMegabytes: number;
	/** What the storage compares parts by: `md5` for those that know no SHA-256. */
	checksums: 'sha256' | 'md5';
}

/** Links for a month, whose addresses end within a quarter of an hour. */
export const defaultStorage: StorageSettings = {
	region: 'us-east-1',
	pathStyle: false,
	linkDays: 30,
	urlMinutes: 15,
	atATime: 2,
	partMegabytes: 16,
	checksums: 'sha256',
};

/** How work changes hands. */
export interface RoutingChoices {
	/** `ask`: somebody says yes in Slack before anything moves. */
	moves: 'ask' | 'at-once';
}

/** Nothing moves without somebody's yes. */
export const defaultRouting: RoutingChoices = { moves: 'ask' };

/** The pages on which clients see their projects. */
export interface PortalSettings {
	/** Days that a link is good for. */
	days: number;
}

/** A month, as long as reports. */
export const defaultPortal: PortalSettings = { days: 30 };

/** What clients are told of their projects. */
export interface MilestoneChoices {
	/** Rounds of changes that every price holds; null where it differs: then nothing is said of them. */
	rounds: number | null;
}

/** What the price holds differs from deal to deal. */
export const defaultMilestones: MilestoneChoices = { rounds: null };

/** When somebody has too much, and who hears of it. */
export interface CapacitySettings {
	/** Part of somebody's hours from which they have too much; the bound counts. */
	warnAt: number;
	/** When the digest is due; false where none is wanted. */
	digest: DigestSettings | false;
}

/** The agency's plan: a warning at 85%. */
export const defaultCapacity: CapacitySettings = { warnAt: 0.85, digest: false };

/** How many calls a minute are taken; each process counts for itself. */
export interface CallLimits {
	/** For each key. */
	callsPerMinute: number;
	/** For each address that calls at /hooks. */
	hooksPerMinute: number;
}

/**
 * Far above what is needed: 50 leads a second are about 400 calls a second of n8n's key, and as
 * hooks 50 a second of one address. Meant for what runs wild, not for whoever is busy.
 */
export const defaultLimits: CallLimits = { callsPerMinute: 60_000, hooksPerMinute: 12_000 };

/** Someone who may be mentioned for a hot lead, with the hours they are on duty. */
export interface Closer {
	email: string;
	/** IANA zone the hours are in. */
	zone: string;
	/** `HH:MM`; the minute itself is on duty. */
	from: string;
	/** `HH:MM`; the minute itself is not. Not after `from` means the next day. */
	to: string;
	/** ISO weekdays on which the duty begins, 1 is Monday. */
	days: number[];
}

/** What the service is let in with and lets itself in with; never logged, never answered. */
export interface ServiceSecrets {
	/** Key that the command line sends as a bearer token; it may do everything. */
	ledgerApiKey: string;
	/** Key that n8n sends; it may do what the nodes do. */
	nodesApiKey?: string;
	hubspotToken: string;
	slackToken: string;
	clickupToken: string;
	/** The service account at Adobe; null or absent where Frame.io is not used. */
	frameio?: { clientId: string; clientSecret: string } | null;
	/** Keys to the storage; null or absent where nothing is stored. */
	storage?: StorageKeys | null;
	/** Stripe's key; null or absent where Stripe is not used. */
	stripeKey?: string | null;
	/** `smtp://…` or `smtps://…` with user and password. */
	smtpUrl: string;
	/** What signs the links that unsubscribe; without one no marketing mail goes out. */
	unsubscribeSecret?: string;
	/** What signs the links to reports; without one none is given. */
	reportSecret?: string;
	/** What signs the links into the client portal; without one there are none. */
	portalSecret?: string;
}

/** What lets into a storage that speaks S3. */
export interface StorageKeys {
	accessKeyId: string;
	secretAccessKey: string;
}

/** Bounds of the service's patience, all in milliseconds. */
export interface Patience {
	/** One call to a vendor. */
	timeoutMs: number;
	/** How long an effect waits for its turn, the quiet after a 429 included. */
	waitForTurnMs: number;
	/** All tries of one effect together, once it has its turn. */
	retryTotalMs: number;
	/** How long a second call for a key waits for the first. */
	waitForFirstMs: number;
}

/** The node gives up after 120 s: a full wait, a round of tries, and a last call with a look-up fit in. */
export const defaultPatience: Patience = {
	timeoutMs: 10_000,
	waitForTurnMs: 80_000,
	retryTotalMs: 15_000,
	waitForFirstMs: 110_000,
};

/**
 * Names of the stages in which deals stand after they were won: they only show where a project is, so
 * that no flow fails where a pipeline lacks them.
 */
export const stagesAfterWon: readonly string[] = ['delivered', 'paid'];

/** Ids of HubSpot's stages whose deals are won: those that set a project up, and those that come after. */
export function wonStagesOf({ hubspot }: Pick<ServiceSettings, 'hubspot'>): string[] {
	const { wonStages, stages } = hubspot;
	const after = stagesAfterWon.flatMap((name) => stages[name] ?? []);
	return [...new Set([...wonStages, ...after])];
}

/** Ids of HubSpot's stages that mean a deal is lost; empty where the configuration names none. */
export function lostStagesOf({ hubspot }: Pick<ServiceSettings, 'hubspot'>): string[] {
	const { lost } = hubspot.stages as { lost?: string };
	return lost === undefined ? [] : [lost];
}
