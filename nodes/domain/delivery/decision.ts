import type { Decision } from '../decision';
import type { Money } from '../money';
import type { Gate } from '../quality/gates/schema';
import type { InvoiceDraft } from './invoice';
import type { RefusedBecause } from './judgeFile';
import type { Billing, DeliveryPolicy, Role } from './schema';
import type { StoragePlan } from './storagePlan';

/** What becomes of a delivery, in the order of the node's outputs. */
export const deliveryOutcomes = ['deliver', 'preview', 'waiting', 'refused'] as const;

/**
 * It goes out; the client is to look at it first; it waits for something that is on its way; a person has
 * to mend something first.
 */
export type DeliveryOutcome = (typeof deliveryOutcomes)[number];

/** All that was ordered, a part of it, or nothing but what replaces something delivered. */
export type DeliveryKind = 'full' | 'partial' | 'redelivery';

/** Who has to do something: by their work, since nobody knows here who that is. */
export type Owner = 'editor' | 'peer' | 'senior' | 'client' | 'sales' | 'ops';

/** Something without which there is no delivery, or not all of it. */
export interface Missing {
	/** A part of the order, or a field of the facts. */
	field: string;
	owner: Owner;
	/** One sentence for a person. */
	because: string;
	/** Whether it comes by itself, once somebody's work is done. */
	isOnItsWay: boolean;
}

/** How one file of the project stands. */
export interface FileStanding {
	fileId: string;
	name: string;
	sha256: string;
	/** `new` goes out now, `delivered` has gone, `left` was not ordered or is not the turn of. */
	state: 'new' | 'delivered' | 'left' | 'refused';
	/** The gate that lacks; null where none does. */
	gate: Gate | null;
	because: RefusedBecause | null;
	text: string;
}

/** What was decided about a delivery. */
export interface DeliveryDecision extends Decision<DeliveryOutcome> {
	/** Null where nothing goes out. */
	kind: DeliveryKind | null;
	/** 1 for the first delivery of the deal; the ledger gives the number that holds. */
	version: number;
	/** Whether something that was ordered still remains after this. */
	isPartial: boolean;
	policy: DeliveryPolicy;
	/** Share of the order that the client has now, and after this, 0 to 1. */
	share: { before: number; after: number };
	files: FileStanding[];
	missing: Missing[];
	/** What the client has paid too much; null for nothing. */
	credit: Money | null;
}

/** One file as it goes to the client. */
export interface ManifestFile {
	/** The name that the client gets it by; unique within the delivery. */
	name: string;
	sha256: string;
	bytes: number | null;
	mediaType: string;
	/** Captions go with a deliverable. */
	role: 'deliverable' | 'captions';
	type: Role;
	/** Parts of the order that it is. */
	parts: string[];
	deliverable: string;
	/** What it was ordered for; empty where nobody said. */
	platforms: string[];
	aspect: string | null;
	resolution: string | null;
	language: string | null;
	/** 1 for the first that the client gets of it. */
	version: number;
	captions: { kind: 'none' | 'file' | 'embedded'; names: string[] };
	approvedAt: string | null;
	/** The content that the client had of it before; null for the first. */
	replaces: string | null;
	source: { kind: 'frameio'; accountId: string | null; fileId: string; name: string };
}

/** What a delivery holds. Made without any clock: the same files give the same manifest. */
export interface Manifest {
	format: 'delivery-manifest/1';
	deal: string;
	project: string | null;
	kind: DeliveryKind;
	files: ManifestFile[];
	total: { files: number; bytes: number | null };
}

/** Whom a delivery is for. */
export interface DeliveryClient {
	/** Of the contact in HubSpot. */
	id: string;
	email: string;
	name: string | null;
	language: string | null;
	country: string | null;
	company: { id: string; name: string | null } | null;
}

/** What the client is to look at and say yes to. */
export interface DeliveryPreview {
	/** The files where they lie in Frame.io, to be shared from there. */
	share: DeliveryPlan['share'];
	/** Equal for equal contents: a newer version is another preview. */
	id: string;
}

/** Everything that begins a delivery. */
export interface DeliveryPlan {
	client: DeliveryClient;
	/** The version that it is to be, as far as is known of the deal. */
	version: number;
	manifest: Manifest;
	/** `sha256:…` over the manifest. */
	manifestHash: string;
	storagePlan: StoragePlan;
	/** Days for which the client's links work, from the moment that the files are stored. */
	linkDays: number;
	/** The files where they lie in Frame.io, to be shared from there. */
	share: { accountId: string | null; projectId: string | null; assetIds: string[] };
	/** The deal that has all of its order after this; null where something remains. */
	completes: string | null;
	/** Null where nothing is to be paid. */
	invoice: InvoiceDraft | null;
	/** What later deliveries go by; null where nothing was counted. */
	billing: Billing | null;
}
