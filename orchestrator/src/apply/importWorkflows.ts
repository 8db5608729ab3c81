import { MendableError } from '../../../nodes/domain/errors';
import type { ImportedWorkflow, N8nApi } from '../adapters/n8n/api';
import { fingerprint } from '../bundle/normalise';
import type { BundleWorkflow } from '../bundle/pack';
import { pack, withCredentialIds, workflowReferences } from '../bundle/pack';
import { remapReferences } from '../bundle/references';
import type { SeededMemory } from './seeded';

/** What an import needs to know besides the workflows. */
export interface ImportContext {
	api: N8nApi;
	/** Name and version of the bundle, and the n8n it was tried with. */
	source: string;
	n8nVersion: string;
	/** Our credential ids with the ids they have in this n8n. */
	credentials: Record<string, string>;
	memory: SeededMemory;
	say: (line: string) => void;
}

/**
 * Writes workflows into n8n and publishes them: as one package under their own ids, or one by one
 * where this n8n has no importer.
 *
 * @returns for each id the reason why it was not published, null when it was
 */
export async function importWorkflows(
	workflows: BundleWorkflow[],
	context: ImportContext,
): Promise<Map<string, string | null>> {
	const { api, source, n8nVersion, credentials, memory, say } = context;
	const archive = pack({ source, n8nVersion, workflows });
	const used = usedCredentials(workflows, credentials);
	const imported = await api.importPackage(archive, used);
	if (imported === null) {
		say('This n8n has no importer for packages: workflows are written one by one, with new ids.');
		return await writeOneByOne(workflows, context);
	}
	const outcomes = workflows.map(({ id, workflow }) => {
		const problem = problemOf(imported.find((each) => each.id === id));
		memory.keepWorkflow(id, { localId: id, fingerprint: fingerprint(workflow) });
		return [id, problem] as const;
	});
	return new Map(outcomes);
}

function problemOf(imported: ImportedWorkflow | undefined): string | null {
	if (imported === undefined) return 'n8n imported it under another id';
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
	{ api, credentials, memory }: ImportContext,
): Promise<Map<string, string | null>> {
	const localIds = new Map(
		Object.entries(memory.read().workflows).map(([id, { localId }]) => [id, localId]),
	);
	const outcomes = new Map<string, string | null>();
	for (const { id, workflow } of calledFirst(workflows)) {
		const remapped = remapReferences(workflow, localIds);
		const nodes = remapped.nodes.map((node) => withLocalCredentials(node, credentials));
		const written = { ...remapped, nodes };
		const known = localIds.get(id);
		const isThere = known !== undefined && (await api.getWorkflow(known)) !== null;
		const localId = isThere ? known : await api.createWorkflow(written);
		if (isThere) await api.replaceWorkflow(localId, written);
		localIds.set(id, localId);
		memory.keepWorkflow(id, { localId, fingerprint: fingerprint(workflow) });
		await api.publishWorkflow(localId);
		outcomes.set(id, null);
	}
	return outcomes;
}

function withLocalCredentials(
	node: BundleWorkflow['workflow']['nodes'][number],
	credentials: Record<string, string>,
) {
	const bound = withCredentialIds(node);
	const entries = Object.entries(bound.credentials ?? {}).map(
		([type, { id, name }]) => [type, { id: credentials[id ?? ''] ?? id, name }] as const,
	);
	return entries.length === 0 ? bound : { ...bound, credentials: Object.fromEntries(entries) };
}
