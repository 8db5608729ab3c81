import type { WorkflowFile } from '../../bundle/merge/model';
import type { Json, JsonObject, NormalWorkflow } from '../../bundle/normalise';

/** A credential as n8n lists it: its data never leaves n8n again. */
export interface StoredCredential {
	id: string;
	name: string;
	type: string;
	/** ISO 8601; changes with every edit in n8n. */
	updatedAt: string;
}

/** A credential to be written. */
export interface CredentialInput {
	id: string;
	name: string;
	type: string;
	data: Record<string, string | number | boolean>;
}

/** A workflow in n8n: the draft on the canvas, and which version is published. */
export interface StoredWorkflow {
	id: string;
	name: string;
	/** Version of the draft. */
	versionId: string;
	/** Version that runs, null when none does. */
	activeVersionId: string | null;
	isArchived: boolean;
	/** Id it had in the package it was imported from; null for others, and where a list does not say. */
	sourceId: string | null;
	/** The whole answer, for comparison. */
	draft: unknown;
}

/** A data table as n8n lists it. */
export interface DataTable {
	id: string;
	name: string;
}

/** A workflow to be written over one that is there; pinned data stays where none is given. */
export type WrittenWorkflow = Pick<WorkflowFile, 'nodes' | 'connections'> & {
	name: string;
	settings: JsonObject;
	nodeGroups?: Json;
	pinData?: Json;
};

/** Outcome of an import for one workflow. */
export interface ImportedWorkflow {
	/** Id in the package. */
	id: string;
	/** Id under which this n8n has it. */
	localId: string;
	status: 'created' | 'updated' | 'skipped';
	isPublished: boolean;
	/** Why it could not be published, as n8n says it; null when it could. */
	problem: string | null;
}

/** An execution as a list shows it. */
export interface ListedExecution {
	id: string;
	workflowId: string;
	status: string;
	startedAt: string | null;
}

/** n8n's public API, as far as we use it. */
export interface N8nApi {
	url: string;
	/** Scopes of the key; null when n8n does not accept the key. */
	scopes(): Promise<string[] | null>;
	listCredentials(): Promise<StoredCredential[]>;
	createCredential(input: CredentialInput): Promise<StoredCredential>;
	updateCredential(input: CredentialInput): Promise<StoredCredential>;
	/** By n8n's own test; see `hasNoTest` for types that have none. */
	testCredential(id: string): Promise<{ isFine: boolean; message: string }>;
	hasCredentialType(type: string): Promise<boolean>;
	/** null when n8n has no workflow of that id; without pinned data unless it is asked for. */
	getWorkflow(id: string, options?: { withPins: boolean }): Promise<StoredWorkflow | null>;
	/** Those of exactly this name, without pinned data. */
	listWorkflowsNamed(name: string): Promise<StoredWorkflow[]>;
	/** Every workflow, archived ones too; with what is pinned to its nodes unless told otherwise. */
	listWorkflows(options?: { withPins: boolean }): Promise<StoredWorkflow[]>;
	/** Every data table; the key needs `TABLE_SCOPE` for it. */
	listDataTables(): Promise<DataTable[]>;
	createWorkflow(workflow: NormalWorkflow): Promise<string>;
	/** Writes a new draft; one that is published is published anew unless told otherwise. */
	replaceWorkflow(
		id: string,
		workflow: NormalWorkflow | WrittenWorkflow,
		options?: { isDraft: boolean },
	): Promise<void>;
	/** Publishes the draft, or an earlier version. */
	publishWorkflow(id: string, versionId?: string): Promise<void>;
	unpublishWorkflow(id: string): Promise<void>;
	/** null when this n8n has no importer for packages (it is marked beta). */
	importPackage(
		archive: Buffer,
		credentials: Record<string, string>,
	): Promise<ImportedWorkflow[] | null>;
	listExecutions(filter: { workflowId?: string; limit: number }): Promise<ListedExecution[]>;
}
