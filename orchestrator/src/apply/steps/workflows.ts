import type { ErrorReport } from '../../../../nodes/domain/errors';
import { MendableError } from '../../../../nodes/domain/errors';
import type { WrittenWorkflow } from '../../adapters/n8n/api';
import { isRemovable } from '../../adapters/n8n/session';
import type { WorkflowFile } from '../../bundle/merge/model';
import { readWorkflowFile } from '../../bundle/merge/readFile';
import { askedReferee } from '../../bundle/merge/referee';
import type { Json, JsonObject } from '../../bundle/normalise';
import { fingerprint, normalise } from '../../bundle/normalise';
import type { BundleWorkflow } from '../../bundle/pack';
import { remapReferences } from '../../bundle/references';
import { mergeCanvas, withReferences } from '../../plan/mergeCanvas';
import type { FoundWorkflow, SeededWorkflow, WritingChange } from '../../plan/model';
import { localIds, ourIds } from '../../plan/ourIds';
import { workflowIntent } from '../../plan/planN8n';
import { findWorkflow } from '../../plan/lookAtN8n';
import type { Base } from '../journal';
import type { ImportContext } from '../importWorkflows';
import { calledFirst, importWorkflows, withLocalCredentials } from '../importWorkflows';
import type { SeedServices } from '../services';
import { brokenCredentials } from './credentialTests';
import { openApi } from './n8nApi';
import type { ApplyStep, StepContext, Written } from './step';

/** What the journal keeps of a workflow: all that is needed to put it back. */
export interface WorkflowState {
	localId: string;
	versionId: string;
	activeVersionId: string | null;
	isArchived: boolean;
	draft: JsonObject;
}

/** How workflows are written, published and put back. */
export const workflowStep = {
	after: ['owner', 'apiKey', 'credential', 'workflow'],
	// An import under the same ids makes no second workflow, and no new version of what is the same.
	isRepeatable: true,
	planned: ({ key }, { found }) => {
		const there = found.n8n.contents?.workflows.find(({ id }) => id === key);
		return there === undefined ? null : stateOf(there);
	},
	look: async ({ key }, { services, seeded }) => {
		const there = await findWorkflow(openApi(services), key, seeded);
		return there === null ? null : stateOf(there);
	},
	runAll: writeWorkflows,
	hindrances: brokenCredentials,
	isThere: ({ key }, state, { wanted, found, options, seeded }) => {
		const workflow = wanted.workflows.find(({ id }) => id === key);
		if (state === null || workflow === undefined) return false;
		const { versionId, activeVersionId, draft } = state as unknown as WorkflowState;
		const { merged } = workflowIntent(workflow, wanted, found, options);
		const there = remapReferences(normalise(draft), ourIds(seeded));
		return (
			activeVersionId === versionId &&
			fingerprint(there) === fingerprint(merged ?? workflow.workflow)
		);
	},
	essence: (state) => {
		if (state === null) return null;
		const { versionId, activeVersionId, isArchived, draft } = state as unknown as WorkflowState;
		const published =
			activeVersionId === null ? 'nothing' : activeVersionId === versionId ? 'this' : 'earlier';
		return { fingerprint: fingerprint(draft), published, isArchived };
	},
	undo: async ({ target: { name }, before, after }, { services }) => {
		if (before === null) {
			const { localId } = after as unknown as WorkflowState;
			await (await services.n8n.logIn()).deleteWorkflow(localId);
			return;
		}
		await putBack(services, before as unknown as WorkflowState, name);
	},
} satisfies ApplyStep;

function stateOf(found: FoundWorkflow): Json {
	const { localId, versionId, activeVersionId, isArchived, draft } = found;
	return { localId, versionId, activeVersionId, isArchived, draft };
}

/**
 * Writes the workflows of a plan: those of which n8n holds what the bundle said before as one package,
 * the merged ones each in its place, so that pinned data and what people bound stay.
 */
async function writeWorkflows(
	changes: WritingChange[],
	context: StepContext,
): Promise<Map<string, Written>> {
	const { bundle, wanted, found, options } = context;
	const keys = changes.map(({ target }) => target.key);
	const workflows = bundle.workflows.filter(({ id }) => keys.includes(id));
	const isMerged = (workflow: BundleWorkflow) =>
		workflowIntent(workflow, wanted, found, options).merged !== null;
	const parts = importContext(context);
	const written = new Map<string, Written>();

	const whole = workflows.filter((workflow) => !isMerged(workflow));
	if (whole.length > 0) {
		const imported = await importWorkflows(whole, parts);
		for (const workflow of whole) {
			const { localId, problem } = imported.get(workflow.id) ?? notImported;
			const error = problem === null ? null : notPublished(workflow.name, problem);
			written.set(workflow.id, { bases: [baseOf(workflow, localId)], error });
			const there = found.n8n.contents?.workflows.some(({ id }) => id === workflow.id) ?? false;
			if (there) await clearSettings(context.services, localId, workflow.workflow.settings);
		}
	}
	for (const workflow of calledFirst(workflows.filter(isMerged))) {
		const localId = parts.localIds.get(workflow.id) ?? workflow.id;
		await writeMerged(workflow, localId, parts, context);
		written.set(workflow.id, { bases: [baseOf(workflow, localId)], error: null });
	}
	return written;
}

const notImported = { localId: '', problem: 'n8n did not speak of it' };

function importContext(context: StepContext): ImportContext {
	const { services, bundle, seeded, wanted, say } = context;
	return {
		api: openApi(services),
		source: `${bundle.name}@${bundle.version}`,
		n8nVersion: bundle.n8n,
		credentials: Object.fromEntries(
			wanted.credentials.map(({ id }) => [id, seeded.credentials[id]?.id ?? id]),
		),
		localIds: localIds(seeded),
		tables: new Map(Object.entries(seeded.tables ?? {})),
		say,
	};
}

/** Merges once more, now with pinned data, and writes what comes out. */
async function writeMerged(
	workflow: BundleWorkflow,
	localId: string,
	{ api, credentials, localIds: places }: ImportContext,
	{ services, seeded, options }: StepContext,
): Promise<void> {
	const stored = await api.getWorkflow(localId, { withPins: true });
	const { text = null } = seeded.workflows[workflow.id] ?? {};
	if (stored === null || text === null) throw new Error(`${workflow.name} is not there to merge.`);
	const merge = mergeCanvas(
		{
			base: text,
			canvas: stored.draft as JsonObject,
			bundled: workflow.workflow,
			ours: ourIds(seeded),
		},
		askedReferee(options.answers ?? [], options.prefer ?? null),
	);
	if (merge.state === 'conflict') throw new Error(`${workflow.name} has conflicts after all.`);
	const local = withReferences(merge.workflow, places);
	const written = asWritten(local, credentials);
	await api.replaceWorkflow(localId, written);
	await clearSettings(services, localId, written.settings);
	if (stored.activeVersionId === null) await api.publishWorkflow(localId);
}

/** Takes out what n8n has kept of the settings that were there before, as far as it lets us. */
async function clearSettings(
	services: SeedServices,
	localId: string,
	wanted: JsonObject,
): Promise<void> {
	const stored = await openApi(services).getWorkflow(localId);
	if (stored === null) return;
	const kept = Object.keys(normalise(stored.draft).settings);
	const leftOver = kept.filter((setting) => !Object.hasOwn(wanted, setting)).filter(isRemovable);
	if (leftOver.length === 0) return;
	await (await services.n8n.logIn()).unsetSettings(localId, leftOver);
}

function asWritten(workflow: WorkflowFile, credentials: Record<string, string>): WrittenWorkflow {
	const { name, nodes, connections, settings, nodeGroups, pinData } = workflow;
	return {
		name: name as string,
		nodes: nodes.map((node) => withLocalCredentials(node as never, credentials)),
		connections,
		settings: (settings ?? {}) as JsonObject,
		...(nodeGroups === undefined || nodeGroups === null ? {} : { nodeGroups }),
		...(pinData === undefined || pinData === null ? {} : { pinData }),
	};
}

function baseOf({ id, workflow }: BundleWorkflow, localId: string): Base {
	const value: SeededWorkflow = {
		localId: localId === '' ? id : localId,
		fingerprint: fingerprint(workflow),
		text: workflow as unknown as Json,
	};
	return { kind: 'workflow', key: id, value: value as unknown as Json };
}

/** Writes the text that was there before, and publishes what was published before. */
async function putBack(services: SeedServices, before: WorkflowState, name: string): Promise<void> {
	const api = openApi(services);
	const { localId, versionId, activeVersionId, draft } = before;
	if ((await api.getWorkflow(localId)) === null) throw isGone(name);
	const isPublished = activeVersionId === versionId;
	const workflow = asWritten(readWorkflowFile(draft, name), {});
	await api.replaceWorkflow(localId, workflow, { isDraft: !isPublished });
	await clearSettings(services, localId, workflow.settings);
	if (activeVersionId === null) await api.unpublishWorkflow(localId);
	else if (isPublished) await api.publishWorkflow(localId);
	else await api.publishWorkflow(localId, activeVersionId);
}

function isGone(name: string): MendableError {
	return new MendableError(
		'rollback/cannot',
		`The workflow "${name}" cannot be put back.`,
		'Somebody has deleted it in n8n since.',
		'Run agency-ops seed to make it anew, or leave it.',
	);
}

function notPublished(name: string, problem: string): ErrorReport {
	return {
		code: 'n8n/not-published',
		what: `n8n did not publish "${name}".`,
		why: problem,
		mend: 'Open the workflow in n8n, mend what it says, publish it there or seed again.',
	};
}
