import type { Json } from '../types';

/** A project with its root folder. */
export interface Project {
	id: string;
	name: string;
	workspaceId: string;
	rootFolderId: string;
	restricted: boolean;
	status: 'active' | 'inactive';
	/** Milliseconds since 1970, like all times here. */
	createdAt: number;
	updatedAt: number;
}

/** What every asset has. */
interface AssetBase {
	id: string;
	name: string;
	projectId: string;
	/** Folder or version stack it is in; null for a project's root folder. */
	parentId: string | null;
	createdAt: number;
	updatedAt: number;
}

/** A folder. */
export interface Folder extends AssetBase {
	type: 'folder';
}

/** A file; its bytes are in the vault under its id. */
export interface FileAsset extends AssetBase {
	type: 'file';
	mediaType: string;
	/** As announced when it was made, in bytes. */
	sizeBytes: number;
	/** `created` until all bytes are there; the stand-in transcodes at once. */
	status: 'created' | 'uploaded' | 'transcoded';
	/** null while bytes are missing. */
	uploadCompletedAt: number | null;
	/** Whether the address that the bytes were to come from gave none. */
	uploadFailed: boolean;
	/** The parts it is uploaded in: their sizes, and whether each has come. */
	parts: Array<{ size: number; isUploaded: boolean }>;
	/** Values of metadata fields by the field's id. */
	values: Record<string, Json>;
}

/** Versions of one file, oldest first by `versionIds`; the last one is the head. */
export interface VersionStack extends AssetBase {
	type: 'version_stack';
	versionIds: string[];
}

/** What stands in a folder. */
export type Asset = Folder | FileAsset | VersionStack;

/** A comment on a file. */
export interface Comment {
	id: string;
	fileId: string;
	text: string;
	/** Frame from 0 it is about; null for the file as a whole. */
	frame: number | null;
	/** How many frames it is about; null for one moment. */
	durationFrames: number | null;
	page: number | null;
	annotation: string | null;
	completedAt: number | null;
	textEditedAt: number | null;
	/** Who wrote it: the service account, or a person of the viewer. */
	author: { id: string; name: string; email: string };
	createdAt: number;
	updatedAt: number;
}

/** A share of a project. */
export interface Share {
	id: string;
	projectId: string;
	name: string;
	description: string | null;
	access: 'public' | 'secure';
	isDownloadable: boolean;
	/** Absent: yes. Only Frame.io's own pages switch one off. */
	isOn?: boolean;
	/** ISO 8601. */
	expiration: string | null;
	assetIds: string[];
	reviewers: string[];
	createdAt: number;
	updatedAt: number;
}

/** A metadata field of the account. */
export interface Field {
	id: string;
	name: string;
	type: string;
	/** False for the fields that every account has. */
	isMutable: boolean;
	configuration: Record<string, Json>;
	createdAt: number;
	updatedAt: number;
}

/** A webhook of a workspace. */
export interface Webhook {
	id: string;
	workspaceId: string;
	name: string;
	url: string;
	events: string[];
	isActive: boolean;
	secret: string;
	createdAt: number;
	updatedAt: number;
}

/** What became of telling one webhook of one event. */
export interface WebhookDelivery {
	id: string;
	webhookId: string;
	event: string;
	resourceId: string;
	/** Calls made so far. */
	attempts: number;
	/** Of the last answer; null while there was none. */
	status: number | null;
	/** Whether it has arrived or been given up. */
	isSettled: boolean;
	at: number;
}

/** A token that Adobe's sign-in gave. */
export interface Token {
	token: string;
	/** Milliseconds since 1970. */
	endsAt: number;
}

/** A workspace of the account. */
export interface Workspace {
	id: string;
	name: string;
	createdAt: number;
}

/** Everything the Frame.io stand-in knows but bytes, with the tokens that Adobe's gave for it. */
export interface FrameioState {
	workspaces: Workspace[];
	projects: Project[];
	assets: Asset[];
	comments: Comment[];
	shares: Share[];
	fields: Field[];
	webhooks: Webhook[];
	deliveries: WebhookDelivery[];
	tokens: Token[];
	/** Number of the id given last. */
	lastId: number;
}
