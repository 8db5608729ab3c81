import { z } from 'zod';
import type { WorkflowFile } from '../../bundle/merge/model';
import type { Json, JsonObject, NormalWorkflow } from '../../bundle/normalise';
import { type N8nHttp, n8nHttp } from './http';

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
	/** The whole answer, for comparison. */
	draft: unknown;
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
	id: string;
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

/** Scopes of the key that seed makes: what this file calls, and nothing more. */
export const wantedScopes = [
	'credential:create',
	'credential:list',
	'credential:read',
	'credential:update',
	'execution:list',
	'execution:read',
	'workflow:activate',
	'workflow:create',
	'workflow:deactivate',
	'workflow:import',
	'workflow:list',
	'workflow:read',
	'workflow:update',
] as const;

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
	/** Every workflow, archived ones too, with what is pinned to its nodes. */
	listWorkflows(): Promise<StoredWorkflow[]>;
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

const credentialSchema = z.object({
	id: z.string(),
	name: z.string(),
	type: z.string(),
	updatedAt: z.string(),
});
const workflowSchema = z
	.object({
		id: z.string(),
		name: z.string(),
		versionId: z.string(),
		activeVersionId: z.string().nullish(),
		isArchived: z.boolean().default(false),
	})
	.passthrough();
const importSchema = z.object({
	workflows: z.array(
		z.object({
			localId: z.string(),
			status: z.enum(['created', 'updated', 'skipped']),
			activeVersionId: z.string().nullable(),
			publishing: z.object({
				state: z.string(),
				error: z.string().optional(),
				blockedReason: z.string().optional(),
				skippedPublishReason: z.string().optional(),
			}),
		}),
	),
});
const executionSchema = z.object({
	id: z.coerce.string(),
	workflowId: z.string(),
	status: z.string(),
	startedAt: z.string().nullish(),
});

/** Whether n8n only says that it has no test for this type of credential (2.41). */
export function hasNoTest({ message }: { message: string }): boolean {
	return /no testing function/i.test(message);
}

/** Opens n8n's public API with a key. */
export function n8nApi(url: string, apiKey: string): N8nApi {
	const http = n8nHttp(`${url}/api/v1`, { 'X-N8N-API-KEY': apiKey });
	return { url, ...keyCalls(http), ...credentialCalls(http), ...workflowCalls(http) };
}

function keyCalls(http: N8nHttp) {
	return {
		scopes: async () => {
			const { status, data } = await http.probe({ url: '/discover' });
			const schema = z.object({ data: z.object({ scopes: z.array(z.string()) }) });
			return status === 200 ? schema.parse(data).data.scopes : null;
		},
		listExecutions: async (filter: { workflowId?: string; limit: number }) => {
			const schema = z.object({ data: z.array(executionSchema) });
			const { data } = await http.request(schema, { url: '/executions', params: filter });
			return data.map((execution) => ({ ...execution, startedAt: execution.startedAt ?? null }));
		},
	};
}

function credentialCalls(http: N8nHttp) {
	return {
		listCredentials: async () => {
			const schema = z.object({
				data: z.array(credentialSchema),
				nextCursor: z.string().nullish(),
			});
			const found: StoredCredential[] = [];
			let cursor: string | undefined;
			do {
				const params = { limit: 250, ...(cursor === undefined ? {} : { cursor }) };
				const page = await http.request(schema, { url: '/credentials', params });
				found.push(...page.data);
				cursor = page.nextCursor ?? undefined;
			} while (cursor !== undefined);
			return found;
		},
		createCredential: async (input: CredentialInput) =>
			await http.request(credentialSchema, { method: 'POST', url: '/credentials', data: input }),
		updateCredential: async ({ id, name, data }: CredentialInput) =>
			await http.request(credentialSchema, {
				method: 'PATCH',
				url: `/credentials/${encodeURIComponent(id)}`,
				data: { name, data, isPartialData: false },
			}),
		testCredential: async (id: string) => {
			const schema = z.object({ status: z.string(), message: z.string() });
			const url = `/credentials/${encodeURIComponent(id)}/test`;
			const { status, message } = await http.request(schema, { method: 'POST', url });
			return { isFine: status === 'OK', message };
		},
		hasCredentialType: async (type: string) => {
			const url = `/credentials/schema/${encodeURIComponent(type)}`;
			return (await http.probe({ url })).status === 200;
		},
	};
}

function workflowCalls(http: N8nHttp) {
	const place = (id: string) => `/workflows/${encodeURIComponent(id)}`;
	return {
		getWorkflow: async (id: string, { withPins } = { withPins: false }) => {
			const config = { url: place(id), params: { excludePinnedData: !withPins } };
			const draft = await http.find(workflowSchema, config);
			return draft === null ? null : storedWorkflow(draft);
		},
		listWorkflowsNamed: async (name: string) => {
			const schema = z.object({ data: z.array(workflowSchema) });
			const params = { name, excludePinnedData: true, limit: 250 };
			const { data } = await http.request(schema, { url: '/workflows', params });
			return data.filter((draft) => draft.name === name).map(storedWorkflow);
		},
		listWorkflows: async () => {
			const schema = z.object({ data: z.array(workflowSchema), nextCursor: z.string().nullish() });
			const found: StoredWorkflow[] = [];
			let cursor: string | undefined;
			do {
				const params = { limit: 100, ...(cursor === undefined ? {} : { cursor }) };
				const page = await http.request(schema, { url: '/workflows', params });
				found.push(...page.data.map(storedOf));
				cursor = page.nextCursor ?? undefined;
			} while (cursor !== undefined);
			return found;
		},
		createWorkflow: async (workflow: NormalWorkflow) => {
			const schema = z.object({ id: z.string() });
			const config = { method: 'POST', url: '/workflows', data: acceptedFields(workflow) };
			return (await http.request(schema, config)).id;
		},
		replaceWorkflow: async (
			id: string,
			workflow: NormalWorkflow | WrittenWorkflow,
			{ isDraft } = { isDraft: false },
		) => {
			await http.request(z.unknown(), {
				method: 'PUT',
				url: place(id),
				params: isDraft ? { publishIfActive: false } : {},
				data: acceptedFields(workflow),
			});
		},
		publishWorkflow: async (id: string, versionId?: string) => {
			const data = versionId === undefined ? {} : { versionId };
			await http.request(z.unknown(), { method: 'POST', url: `${place(id)}/activate`, data });
		},
		unpublishWorkflow: async (id: string) => {
			await http.request(z.unknown(), { method: 'POST', url: `${place(id)}/deactivate`, data: {} });
		},
		importPackage: async (archive: Buffer, credentials: Record<string, string>) => {
			const form = importForm(archive, credentials);
			const config = { method: 'POST', url: '/n8n-packages/import', data: form };
			const answer = await http.find(importSchema, config);
			if (answer === null) return null;
			return answer.workflows.map(({ localId, status: outcome, activeVersionId, publishing }) => ({
				id: localId,
				status: outcome,
				isPublished: activeVersionId !== null && publishing.state !== 'failed',
				problem:
					publishing.error ?? publishing.blockedReason ?? publishing.skippedPublishReason ?? null,
			}));
		},
	};
}

function storedWorkflow(draft: z.infer<typeof workflowSchema>): StoredWorkflow {
	const { id, name, versionId, activeVersionId = null, isArchived } = draft;
	return { id, name, versionId, activeVersionId, isArchived, draft };
}

function storedOf(draft: z.infer<typeof workflowSchema>): StoredWorkflow {
	const { id, name, versionId, activeVersionId, isArchived } = draft;
	return { id, name, versionId, activeVersionId: activeVersionId ?? null, isArchived, draft };
}

/** PUT and POST refuse what GET answers: only these fields are taken (n8n 2.41). */
function acceptedFields(workflow: NormalWorkflow | WrittenWorkflow) {
	const { name, nodes, connections, settings, nodeGroups, pinData } = workflow as WrittenWorkflow;
	return {
		name,
		nodes,
		connections,
		settings,
		...(Array.isArray(nodeGroups) && nodeGroups.length > 0 ? { nodeGroups } : {}),
		...(pinData === undefined ? {} : { pinData }),
	};
}

function importForm(archive: Buffer, credentials: Record<string, string>): FormData {
	const form = new FormData();
	const fields = {
		workflowConflictPolicy: 'new-version',
		workflowIdPolicy: 'source',
		workflowPublishingPolicy: 'publish-all',
		credentialMatchingMode: 'id-only',
		credentialMissingMode: 'must-preexist',
		missingNodeTypeMode: 'fail',
		bindings: JSON.stringify({ credentials }),
	};
	form.append('package', new Blob([new Uint8Array(archive)]), 'bundle.n8np');
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	return form;
}
