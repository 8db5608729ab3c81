import { createHash } from 'node:crypto';
import type { NormalWorkflow, WorkflowNode } from './normalise';
import { normalise } from './normalise';
import type { ArchiveFile } from './tarball';
import { tarball } from './tarball';

/** A workflow of a bundle with the id it has in every n8n. */
export interface BundleWorkflow {
	/** Letters, digits and underscores, at most 36: n8n's importer takes it as it is. */
	id: string;
	name: string;
	workflow: NormalWorkflow;
}

/** What an archive is made of. */
export interface PackInput {
	/** Name and version of the bundle, e.g. `agency-ops@1.0.0`. */
	source: string;
	/** n8n version that the workflows were made and tried with. */
	n8nVersion: string;
	workflows: BundleWorkflow[];
}

/** A node type at a version. */
export interface NodeTypeVersion {
	type: string;
	typeVersion: number;
}

/** A credential that workflows name; n8n shall know it under `id`. */
export interface CredentialNeed {
	id: string;
	type: string;
	name: string;
}

/** Version of the archive's layout that n8n 2.41 reads. */
const FORMAT_VERSION = '1';

/** Archives carry no time of making: equal bundles shall be equal bytes. */
const EXPORTED_AT = '1970-01-01T00:00:00.000Z';

/**
 * Makes the `.n8np` archive that n8n's `n8n-packages/import` takes: manifest first, then each
 * workflow with its metadata. Deterministic.
 */
export function pack(input: PackInput): Buffer {
	return tarball(packFiles(input));
}

/** The files of that archive, in their order. */
export function packFiles({ source, n8nVersion, workflows }: PackInput): ArchiveFile[] {
	const entries = workflows.map(({ id, name }) => ({ id, name, target: `workflows/${id}` }));
	const manifest = {
		packageFormatVersion: FORMAT_VERSION,
		exportedAt: EXPORTED_AT,
		sourceN8nVersion: n8nVersion,
		sourceId: source,
		workflows: entries,
		requirements: requirementsOf(workflows),
	};
	return [
		jsonFile('manifest.json', manifest),
		...workflows.flatMap((workflow) => workflowFiles(workflow)),
	];
}

function workflowFiles({ id, name, workflow }: BundleWorkflow): ArchiveFile[] {
	const content = {
		...workflow,
		nodes: workflow.nodes.map((node) => withCredentialIds(node)),
		id,
		name,
		parentFolderId: null,
		isArchived: false,
	};
	const versionId = uuidOf(JSON.stringify(content));
	return [
		jsonFile(`workflows/${id}/workflow.json`, content),
		jsonFile(`workflows/${id}/workflow-metadata.json`, {
			versionId,
			publishedVersionId: versionId,
		}),
	];
}

/** The credentials that the nodes of these workflows name, each once. */
export function credentialNeeds(
	workflows: Array<Pick<BundleWorkflow, 'workflow'>>,
): CredentialNeed[] {
	const needs = new Map<string, CredentialNeed>();
	for (const { workflow } of workflows) {
		for (const need of workflow.nodes.flatMap(credentialsOf)) needs.set(need.id, need);
	}
	return [...needs.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * The id under which a credential is created and found again: made from its type and name, in the
 * 16 letters and digits that n8n allows.
 */
export function credentialId(type: string, name: string): string {
	return createHash('sha256').update(`${type}\n${name}`).digest('hex').slice(0, 16);
}

/** Ids of other workflows that a workflow calls or hands its errors to. */
export function workflowReferences(workflow: NormalWorkflow): string[] {
	const called = workflow.nodes.flatMap(({ parameters }) => {
		const { workflowId, source = 'database' } = parameters;
		if (source !== 'database') return []; // its text is in the node, or in a file
		const value =
			typeof workflowId === 'object' && workflowId !== null && !Array.isArray(workflowId)
				? workflowId.value
				: workflowId;
		return isStaticId(value) ? [value] : [];
	});
	const { errorWorkflow } = workflow.settings;
	const handsOn = isStaticId(errorWorkflow) && errorWorkflow !== NO_ERROR_WORKFLOW;
	return [...new Set([...called, ...(handsOn ? [errorWorkflow] : [])])];
}

/** What n8n's screen writes where no error workflow is chosen. */
const NO_ERROR_WORKFLOW = 'DEFAULT';

function isStaticId(value: unknown): value is string {
	return typeof value === 'string' && value !== '' && !value.startsWith('=');
}

function requirementsOf(workflows: BundleWorkflow[]) {
	const usedBy = (isUser: (workflow: BundleWorkflow) => boolean) =>
		workflows.filter(isUser).map(({ id }) => id);
	const called = new Set(workflows.flatMap(({ workflow }) => workflowReferences(workflow)));
	return {
		credentials: credentialNeeds(workflows).map((need) => ({
			...need,
			usedByWorkflows: usedBy(({ workflow }) =>
				workflow.nodes.flatMap(credentialsOf).some(({ id }) => id === need.id),
			),
		})),
		workflows: [...called].sort().map((id) => ({
			id,
			usedByWorkflows: usedBy(({ workflow }) => workflowReferences(workflow).includes(id)),
		})),
		nodeTypes: nodeTypes(workflows).map((wanted) => ({
			...wanted,
			usedByWorkflows: usedBy(({ workflow }) =>
				workflow.nodes.some(
					({ type, typeVersion }) => type === wanted.type && typeVersion === wanted.typeVersion,
				),
			),
		})),
	};
}

/** The node types that these workflows use, each once, in alphabetical order. */
export function nodeTypes(workflows: Array<Pick<BundleWorkflow, 'workflow'>>): NodeTypeVersion[] {
	const types = workflows
		.flatMap(({ workflow }) => workflow.nodes)
		.map(({ type, typeVersion }) => [`${type}@${typeVersion}`, { type, typeVersion }] as const);
	return [...new Map(types)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, type]) => type);
}

function credentialsOf(node: WorkflowNode): CredentialNeed[] {
	return Object.entries(node.credentials ?? {}).map(([type, { name }]) => ({
		id: credentialId(type, name),
		type,
		name,
	}));
}

/** A node whose credentials carry ids: n8n's importer binds by id only. */
export function withCredentialIds(node: WorkflowNode, idOf = credentialId): WorkflowNode {
	if (node.credentials === undefined) return node;
	const credentials = Object.entries(node.credentials).map(
		([type, { name }]) => [type, { id: idOf(type, name), name }] as const,
	);
	return { ...node, credentials: Object.fromEntries(credentials) };
}

/** A JSON file of an archive. */
export function jsonFile(path: string, content: unknown): ArchiveFile {
	return { path, content: `${JSON.stringify(content, null, '\t')}\n` };
}

/** A version id in the shape of a UUID, made from the content alone. */
function uuidOf(content: string): string {
	const hex = createHash('sha256').update(content).digest('hex');
	const parts = [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`8${hex.slice(13, 16)}`,
		`8${hex.slice(17, 20)}`,
	];
	return [...parts, hex.slice(20, 32)].join('-');
}

/** A workflow of a bundle from any exported JSON. */
export function bundleWorkflow(id: string, exported: unknown): BundleWorkflow {
	const workflow = normalise(exported);
	return { id, name: workflow.name, workflow };
}
