import { MendableError } from '../../../nodes/domain/errors';
import type { ImportedWorkflow, N8nApi } from '../adapters/n8n/api';
import { sameJson } from '../bundle/merge/sameJson';
import { fingerprint } from '../bundle/normalise';
import type { BundleWorkflow } from '../bundle/pack';
import { credentialId, pack, withCredentialIds, workflowReferences } from '../bundle/pack';
import type { NormalWorkflow, WorkflowNode } from '../bundle/normalise';
import { hiddenReferences, remapReferences } from '../bundle/references';

/** What an import needs to know besides the workflows. */
export interface ImportContext {
	api: N8nApi;
	/** Name and version of the bundle, and the n8n it was tried with. */
	source: string;
	n8nVersion: string;
	/** Our credential ids with the ids they have in this n8n. */
	credentials: Record<string, string>;
	/** Ids under which this n8n keeps workflows that were written before, by ours. */
	localIds: ReadonlyMap<string, string>;
	/** Ids under which this n8n keeps the data tables that they name. */
	tables: ReadonlyMap<string, string>;
	say: (line: string) => void;
}

/** What became of one workflow. */
export interface Imported {
	localId: string;
	/** Why it was not published, null when it was. */
	problem: string | null;
}

/**
 * Writes workflows into n8n and publishes them: as one package under their own ids, or one by one
 * where this n8n has no importer.
 *
 * @returns what became of each, by our ids
 */
export async function importWorkflows(
	workflows: BundleWorkflow[],
	context: ImportContext,
): Promise<Map<string, Imported>> {
	const { api, source, n8nVersion, credentials, tables, localIds, say } = context;
	// n8n's importer knows by its package what came by one: what has another id is written in its place.
	const elsewhere = workflows.filter(({ id }) => (localIds.get(id) ?? id) !== id);
	const packed = workflows.filter((workflow) => !elsewhere.includes(workflow));
	const places = new Map([...localIds].filter(([our, local]) => our !== local));
	// Calls within the package are left to n8n, which goes by the package's ids when it publishes.
	const here = packed.map(({ workflow, ...rest }) => ({
		...rest,
		workflow: remapReferences(workflow, new Map([...tables, ...places])),
	}));
	const archive = pack({ source, n8nVersion, workflows: here });
	const used = usedCredentials(packed, credentials);
	const imported = packed.length === 0 ? [] : await api.importPackage(archive, used);
	if (imported === null) {
		say('This n8n has no importer for packages: workflows are written one by one, with new ids.');
		return await writeOneByOne(workflows, context);
	}
	return new Map([
		...packed.map(({ id }): [string, Imported] => {
			const answer = imported.find((each) => each.id === id);
			return [id, { localId: answer?.localId ?? id, problem: problemOf(answer) }];
		}),
		...(await writeOneByOne(elsewhere, context)),
	]);
}

function problemOf(imported: ImportedWorkflow | undefined): string | null {
	if (imported === undefined) return 'n8n says nothing of it';
	if (imported.status === 'skipped') return 'n8n skipped it';
	return imported.isPublished && imported.problem === null
		? null
		: (imported.problem ?? 'n8n did not publish it');
}

/** n8n refuses bindings for credentials that the package does not need. */
function usedCredentials(
	workflows: BundleWorkflow[],
	credentials: Record<string, string>,
): Record<string, string> {
	const used = new Set<string>();
	for (const node of workflows.flatMap(({ workflow }) => workflow.nodes)) {
		for (const { id } of Object.values(withCredentialIds(node).credentials ?? {})) {
			if (id !== null) used.add(id);
		}
	}
	return Object.fromEntries(Object.entries(credentials).filter(([id]) => used.has(id)));
}

/** The called before the callers: n8n publishes nobody whose sub-workflow is not published. */
export function calledFirst(workflows: BundleWorkflow[]): BundleWorkflow[] {
	const ordered: BundleWorkflow[] = [];
	const visit = (workflow: BundleWorkflow, callers: string[]): void => {
		if (ordered.includes(workflow)) return;
		if (callers.includes(workflow.id)) {
			throw new MendableError(
				'bundle/circle',
				`The workflow "${workflow.name}" calls itself.`,
				`The way round: ${[...callers, workflow.id].join(' → ')}.`,
				'Take one of these calls out of the bundle.',
			);
		}
		const called = workflowReferences(workflow.workflow);
		for (const other of workflows.filter(({ id }) => called.includes(id) && id !== workflow.id)) {
			visit(other, [...callers, workflow.id]);
		}
		ordered.push(workflow);
	};
	for (const workflow of workflows) visit(workflow, []);
	return ordered;
}

async function writeOneByOne(
	workflows: BundleWorkflow[],
	{ api, credentials, localIds: known }: ImportContext,
): Promise<Map<string, Imported>> {
	refuseHidden(workflows, known);
	const localIds = new Map(known);
	const outcomes = new Map<string, Imported>();
	for (const { id, workflow } of calledFirst(workflows)) {
		const remapped = remapReferences(workflow, localIds);
		const nodes = remapped.nodes.map((node) => withLocalCredentials(node, credentials));
		const written = { ...remapped, nodes };
		const localId = await writeOne(api, written, localIds.get(id));
		localIds.set(id, localId);
		await api.publishWorkflow(localId);
		outcomes.set(id, { localId, problem: null });
	}
	return outcomes;
}

/**
 * What is written under new ids can be called by a locator only: nothing is written while an
 * expression names one of them.
 *
 * @throws MendableError `bundle/hidden-reference`
 */
function refuseHidden(
	workflows: readonly BundleWorkflow[],
	localIds: ReadonlyMap<string, string>,
): void {
	const moving = workflows.map(({ id }) => id).filter((id) => localIds.get(id) !== id);
	const [hidden] = workflows.flatMap(({ name, workflow }) =>
		hiddenReferences(workflow, moving).map((each) => ({ ...each, name })),
	);
	if (hidden === undefined) return;
	throw new MendableError(
		'bundle/hidden-reference',
		'No workflow was written.',
		`"${hidden.node}" of "${hidden.name}" names the workflow ${hidden.id} inside an expression, code or text, and this n8n gives it another id.`,
		'Let the node name it by its Workflow field, or update n8n to one that imports packages.',
	);
}

/**
 * Writes one under the id that n8n gave it, or as a new one. A run that broke off may have made it and
 * not have written its id down: node ids are part of the text, so an equal one is ours.
 */
async function writeOne(
	api: N8nApi,
	workflow: NormalWorkflow,
	known: string | undefined,
): Promise<string> {
	const there = known === undefined ? null : await api.getWorkflow(known);
	if (known !== undefined && there !== null) {
		if (!saysTheSame(there.draft as NormalWorkflow, workflow))
			await api.replaceWorkflow(known, workflow);
		return known;
	}
	const wanted = fingerprint(workflow);
	const named = await api.listWorkflowsNamed(workflow.name);
	const ours = named.find(({ draft, isArchived }) => !isArchived && fingerprint(draft) === wanted);
	return ours?.id ?? (await api.createWorkflow(workflow));
}

/** Whether two are equal down to the credentials that are bound. */
function saysTheSame(stored: NormalWorkflow, wanted: NormalWorkflow): boolean {
	const bound = ({ nodes }: NormalWorkflow) =>
		Object.fromEntries(nodes.map(({ id, credentials = {} }) => [id, credentials]));
	return fingerprint(stored) === fingerprint(wanted) && sameJson(bound(stored), bound(wanted));
}

/** A node whose credentials are those of this n8n; what a person bound stays. */
export function withLocalCredentials<Node extends Pick<WorkflowNode, 'credentials'>>(
	node: Node,
	credentials: Record<string, string>,
): Node {
	const entries = Object.entries(node.credentials ?? {}).map(([type, { id, name }]) => {
		const ours = credentialId(type, name);
		return [type, { id: id ?? credentials[ours] ?? ours, name }] as const;
	});
	return entries.length === 0 ? node : { ...node, credentials: Object.fromEntries(entries) };
}
