import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { isErrorReport } from '../../../../nodes/domain/errors';
import type { NormalWorkflow } from '../../bundle/normalise';
import type {
	CredentialInput,
	ImportedWorkflow,
	N8nApi,
	StoredWorkflow,
	WrittenWorkflow,
} from './apiTypes';
import { type N8nHttp, n8nHttp } from './http';

export type * from './apiTypes';

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

/** What it takes besides to see data tables, for bundles that name any. */
export const TABLE_SCOPE = 'dataTable:list';

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
		sourceWorkflowId: z.string().nullish(),
	})
	.passthrough();
const tableSchema = z.object({ id: z.string(), name: z.string() });
const importSchema = z.object({
	workflows: z.array(
		z.object({
			sourceWorkflowId: z.string(),
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

/** Codes by which n8n does not take a key, or knows none. */
const noKey = new Set(['n8n/refused', 'n8n/not-found']);

/** Opens n8n's public API with a key; a busy n8n is waited for a while where only reading is meant. */
export function n8nApi(
	url: string,
	apiKey: string,
	pause: (ms: number) => Promise<unknown> = wait,
): N8nApi {
	const http = n8nHttp(`${url}/api/v1`, { 'X-N8N-API-KEY': apiKey }, pause);
	return { url, ...keyCalls(http), ...credentialCalls(http), ...workflowCalls(http) };
}

function keyCalls(http: N8nHttp) {
	return {
		scopes: async () => {
			const schema = z.object({ data: z.object({ scopes: z.array(z.string()) }) });
			try {
				return (await http.request(schema, { url: '/discover' })).data.scopes;
			} catch (error) {
				// One that cannot answer says nothing of the key.
				if (isErrorReport(error) && noKey.has(error.code)) return null;
				throw error;
			}
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
		listCredentials: async () =>
			await allOf(http, credentialSchema, '/credentials', { limit: 250 }),
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
		listWorkflows: async ({ withPins } = { withPins: true }) => {
			const params = { limit: 100, ...(withPins ? {} : { excludePinnedData: true }) };
			return (await allOf(http, workflowSchema, '/workflows', params)).map(storedWorkflow);
		},
		listDataTables: async () => await allOf(http, tableSchema, '/data-tables', { limit: 250 }),
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
			return answer.workflows.map(importedWorkflow);
		},
	};
}

/** Every entry of a list that n8n hands out page by page. */
async function allOf<Entry extends z.ZodTypeAny>(
	http: N8nHttp,
	entry: Entry,
	url: string,
	params: Record<string, number | boolean>,
): Promise<Array<z.output<Entry>>> {
	const schema = z.object({ data: z.array(entry), nextCursor: z.string().nullish() });
	const found: Array<z.output<Entry>> = [];
	let cursor: string | null | undefined;
	do {
		const at = typeof cursor === 'string' ? { cursor } : {};
		const page = await http.request(schema, { url, params: { ...params, ...at } });
		found.push(...page.data);
		cursor = page.nextCursor;
	} while (typeof cursor === 'string');
	return found;
}

function storedWorkflow(draft: z.infer<typeof workflowSchema>): StoredWorkflow {
	const { id, name, versionId, activeVersionId = null, isArchived, sourceWorkflowId } = draft;
	return {
		id,
		name,
		versionId,
		activeVersionId,
		isArchived,
		sourceId: sourceWorkflowId ?? null,
		draft,
	};
}

function importedWorkflow({
	sourceWorkflowId: id,
	localId,
	status,
	activeVersionId,
	publishing: { state, error, blockedReason, skippedPublishReason },
}: z.infer<typeof importSchema>['workflows'][number]): ImportedWorkflow {
	const isPublished = activeVersionId !== null && state !== 'failed';
	const problem = error ?? blockedReason ?? skippedPublishReason ?? null;
	return { id, localId, status, isPublished, problem };
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
