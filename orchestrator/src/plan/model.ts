import type { FoundPipeline, NewStage } from '../adapters/hubspot/pipelines';
import type { HubspotObject, HubspotProperty } from '../adapters/hubspot/properties';
import type { ErrorReport } from '../../../nodes/domain/errors';
import type { FoundWebhook, WantedWebhook } from '../adapters/frameio/webhooks';
import type { NewBookmark, SlackBookmark } from '../adapters/slack/bookmarks';
import type { SlackChannel } from '../adapters/slack/channels';
import type { MetadataField } from '../adapters/frameio/fields';
import type { WantedClickup } from './clickupWants';
import type { WantedOption } from './frameioOptions';
import type { SeenClickup } from './lookAtClickup';
import type { FoundEndpoint, WantedEndpoint } from '../adapters/stripe/webhooks';
import type { FoundClickupHook, WantedClickupHook } from '../adapters/clickup/webhooks';
import type { Conflict } from '../bundle/merge/model';
import type { Json, JsonObject } from '../bundle/normalise';
import type { BundleWorkflow } from '../bundle/pack';
import type { Listener } from './listeners';
import type { TargetName } from '../storage/openStorage';
import type { SeenBucket } from '../storage/target';
import type { Target } from './target';

export type { Target } from './target';

/*
 * Words: the blueprint is what we want, the snapshot what was found, the plan the difference. A
 * change is one thing to create, update or keep; a manual step is one that no API lets us take.
 */

/** One line of a plan. */
export type Change =
	| {
			kind: 'create' | 'update';
			target: Target;
			because: string;
			/** What was edited on the canvas and stays, one line an edit; left out where nothing was. */
			edits?: string[];
			/** What the write changes of a workflow that is there, one line each; names, no values. */
			brings?: string[];
			/** What a value was and is to be; left out where it is none that may be shown. */
			values?: ValueChange[];
			/** Whether it takes away what seed made once; left out where not. */
			takesAway?: true;
	  }
	| { kind: 'keep'; target: Target; because: string; edits?: string[] }
	| {
			kind: 'manual';
			target: Target;
			because: string;
			mend: string;
			/** What canvas and bundle both changed, without secrets. */
			conflicts?: Conflict[];
	  };

/** One value of a thing, as it was found and as it is to be. */
export interface ValueChange {
	/** What it is, in the service's words. */
	of: string;
	from: string;
	to: string;
}

/** A change that writes something. */
export type WritingChange = Extract<Change, { kind: 'create' | 'update' }>;

/** What would be done, in the order it would be done in. */
export interface Plan {
	planVersion: 1;
	target: string;
	changes: Change[];
	/** Answers of a person that met no conflict; a mistyped one would else go unseen. */
	unusedAnswers?: string[];
	/** What a person should know of the whole, beside its changes. */
	notes?: string[];
}

/** A credential as it should be in n8n; its data stays outside of plans. */
export interface WantedCredential {
	id: string;
	type: string;
	name: string;
	/** Hash of its data: tells whether what we wrote last is what we want now. */
	fingerprint: string;
}

/** Everything seed wants to be there. */
export interface Blueprint {
	target: string;
	/** The bundle that the workflows come from. */
	bundle: { name: string; version: string };
	ownerEmail: string;
	apiKeyScopes: readonly string[];
	credentials: WantedCredential[];
	/** In the order of the bundle. */
	workflows: BundleWorkflow[];
	hubspot: {
		group: { name: string; label: string };
		properties: Array<{ object: HubspotObject; property: HubspotProperty }>;
		pipeline: WantedPipeline;
	};
	/** How HubSpot tells the service of deals; null where it is not to, or is the stand-in, which does. */
	hubspotHook: WantedHubspotHook | null;
	/** Logical name and channel: `#name` or an id. */
	channels: Array<{ logical: string; channel: string }>;
	/** Links in the heads of those channels. */
	bookmarks: WantedBookmark[];
	/** Channels that have a link to each form, as the configuration names them, and the address before its path. */
	formLinks: { channels: string[]; base: string };
	clickup: WantedClickup;
	/** The webhook at ClickUp; null where nothing is to be heard of it. */
	clickupHook: WantedClickupWebhook | null;
	/** The webhook at Frame.io; null where it is not used, or nothing is to be heard of it. */
	frameioHook: WantedHook | null;
	/** Options of metadata fields that flows set; empty where Frame.io is not used. */
	frameioOptions: WantedOption[];
	/** The endpoint at Stripe; null where there is no key for Stripe. */
	stripeHook: WantedStripeHook | null;
	/** Where the buckets are, for people. */
	storage: { place: string };
}

/** A link in the head of a channel; its title tells it from others there. */
export interface WantedBookmark extends NewBookmark {
	/** As the configuration names it: `#name` or an id. */
	channel: string;
}

/** The pipeline that deals are made in. */
export interface WantedPipeline {
	id: string;
	/** Each once, with the name that workflows use first. */
	stages: Array<NewStage & { logical: string }>;
	/** Ids of the stages that mean a deal is won, of whatever pipeline. */
	wonStages: string[];
}

/** The webhooks by which HubSpot tells the service what people do with deals. */
export interface WantedHubspotHook {
	url: string;
	/** Whether HubSpot can call the address at all. */
	isReachable: boolean;
	/** Variable that is to hold the app's client secret, with which HubSpot signs. */
	secretEnv: string;
	hasSecret: boolean;
}

/** The webhook by which Frame.io tells the service what happens. */
export interface WantedHook extends WantedWebhook {
	/** Whether Frame.io can call the address at all. */
	isReachable: boolean;
	/** Variable that holds the secret of a webhook a person registered; null while it is empty. */
	ownSecretEnv: string | null;
}

/** The webhook by which ClickUp tells the service what happens. */
export interface WantedClickupWebhook extends WantedClickupHook {
	/** Whether ClickUp can call the address at all. */
	isReachable: boolean;
	/** Variable that holds the secret of a webhook a person registered; null while it is empty. */
	ownSecretEnv: string | null;
}

/** The endpoint by which Stripe tells the service what clients paid. */
export interface WantedStripeHook extends WantedEndpoint {
	/** Whether Stripe can call the address at all. */
	isReachable: boolean;
	/** Variable that holds the secret of an endpoint a person registered; null while it is empty. */
	ownSecretEnv: string | null;
	/** Endpoint of the sandbox, whose secret is known to everybody; null outside of it. */
	knownId: string | null;
}

/** What a thing looked like when seed last wrote it: the base that edits are told apart by. */
export interface Seeded {
	credentials: Record<string, { id: string; fingerprint: string; updatedAt: string }>;
	workflows: Record<string, SeededWorkflow>;
	/** By our keys, `channel/title`. */
	bookmarks: Record<string, SlackBookmark>;
	/** ClickUp's places by our keys, such as `Agency / Sales / Leads`. */
	spaces: Record<string, RememberedPlace>;
	folders: Record<string, RememberedPlace>;
	lists: Record<string, RememberedPlace>;
	/** Frame.io's metadata fields by our keys: their names in lower case. */
	fields: Record<string, RememberedPlace>;
	/** Ids of this n8n, by ours, of workflows that somebody imported past seed. */
	adopted?: Record<string, string>;
	/** Ids of this n8n, by those in the bundle, of data tables; left out where nobody looked. */
	tables?: Record<string, string>;
}

/** A place of ClickUp, or a field of Frame.io, as it was called when it was made or first found. */
export interface RememberedPlace {
	id: string;
	name: string;
}

/** A workflow as the bundle last brought it. */
export interface SeededWorkflow {
	/** Differs from our id only where n8n has no importer for packages. */
	localId: string;
	fingerprint: string;
	/** The whole of it in normal form; null where an earlier version kept the fingerprint alone. */
	text: Json | null;
}

/** A workflow that was found in n8n. */
export interface FoundWorkflow {
	/** Our id, by which the bundle knows it. */
	id: string;
	isPublished: boolean;
	isArchived: boolean;
	/** Hash that is equal for workflows that say the same. */
	fingerprint: string;
	/** The id under which this n8n keeps it. */
	localId: string;
	versionId: string;
	/** Version that runs, null when none does. */
	activeVersionId: string | null;
	/** What the canvas shows, as n8n answers it, without pinned data. */
	draft: JsonObject;
}

/** What was found in n8n; `contents` is null while there is no key to look with. */
export interface N8nSnapshot {
	hasOwner: boolean;
	/** Scopes of the key we hold; null without one that n8n accepts. */
	keyScopes: string[] | null;
	contents: {
		credentials: Array<{ id: string; type: string; name: string; updatedAt: string }>;
		workflows: FoundWorkflow[];
		/** Where published workflows that are not ours listen. */
		listeners: Listener[];
		/** Their ids, published or not. */
		otherIds: string[];
	} | null;
}

/** Somebody of a hub, beside its channel. */
export interface FoundHubPerson {
	name: string;
	email: string;
	/** The hub's channel, as the configuration names it. */
	channel: string;
	/** Slack's id of the person; null where nobody there has that address. */
	userId: string | null;
	isMember: boolean;
}

/** A workspace of Frame.io that is meant, or why it is not clear which. */
export interface FoundWorkspace {
	/** Whether test runs go there. */
	isTest: boolean;
	name: string | null;
	problem: ErrorReport | null;
	/** Its name where the account surely has none of it, so that it may be made. */
	missing?: string;
}

/** A bucket of the storage, by the name that deliveries use. */
export type FoundBucket = SeenBucket & { target: TargetName };

/** Everything that was found, at one moment. */
export interface Snapshot {
	n8n: N8nSnapshot;
	hubspot: {
		groups: Record<HubspotObject, string[]>;
		properties: Record<HubspotObject, HubspotProperty[]>;
		pipelines: FoundPipeline[];
	};
	slack: {
		channels: SlackChannel[];
		/** What the app may do; null where Slack does not say. */
		scopes: string[] | null;
		/** Who is to be in which channel; empty where Slack does not let us know people. */
		hubPeople: FoundHubPerson[];
		/** By the channel's id, of channels that the bot is in; null where the app may not see them. */
		bookmarks: Record<string, SlackBookmark[]> | null;
	};
	clickup: SeenClickup;
	/** Webhooks at ClickUp, or why they cannot be looked at; null where none is wanted. */
	clickupHooks: { hooks: FoundClickupHook[]; heldId: string | null } | ErrorReport | null;
	/** Webhooks at Frame.io, or why they cannot be looked at; null where none is wanted. */
	frameioHooks: { hooks: FoundWebhook[]; heldId: string | null } | ErrorReport | null;
	/** Frame.io's metadata fields; null where none is wanted, or they cannot be looked at. */
	frameioFields: MetadataField[] | null;
	/** Frame.io's workspaces; empty where it is not used. */
	frameioWorkspaces: FoundWorkspace[];
	/** Endpoints at Stripe, or why they cannot be looked at; null where none is wanted. */
	stripeHooks: { endpoints: FoundEndpoint[]; heldId: string | null } | ErrorReport | null;
	/** The buckets that are set up. */
	buckets: FoundBucket[];
	seeded: Seeded;
	/** Bundle that was applied last, name and version; null where none was. */
	installed: string | null;
}
