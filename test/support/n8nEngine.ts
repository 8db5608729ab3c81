import 'reflect-metadata';
import './quietEngine';

import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	IBinaryKeyData,
	ICredentialDataDecryptedObject,
	ICredentialType,
	ICredentialsHelper,
	IHttpRequestHelper,
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	INodeTypes,
	IRun,
	IRunExecutionData,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createRunExecutionData, NodeConnectionTypes, UserError, Workflow } from 'n8n-workflow';

import { readPath } from '../../nodes/domain/effect/readPath';
import { FrameIoServerToServerApi } from '../../credentials/FrameIoServerToServerApi.credentials';
import { AgencyLedgerApi } from '../../credentials/AgencyLedgerApi.credentials';

/** A workflow as it stands in a file. */
export type WorkflowFile = Pick<IWorkflowBase, 'name' | 'nodes' | 'connections' | 'settings'>;

/** How a workflow is run in a test. */
export interface EngineRun {
	workflow: WorkflowFile;
	/** Node the run starts at, and the items it is handed. */
	start: { node: string; items: IDataObject[]; binary?: IBinaryKeyData[] };
	/** Classes of our own nodes by type name, e.g. `n8n-nodes-agency-ops.agencyEffect`. */
	nodeTypes: Record<string, INodeType>;
	/** What every credential of the type holds. */
	credentials: Record<string, ICredentialDataDecryptedObject>;
	/** `integrated`, as a sub-workflow runs, unless a test is about something else. */
	mode?: WorkflowExecuteMode;
	/** n8n's number of the execution; 4711 unless a test is about several. */
	executionId?: string;
}

const credentialTypes: Record<string, ICredentialType> = {
	agencyLedgerApi: new AgencyLedgerApi(),
	frameIoServerToServerApi: new FrameIoServerToServerApi(),
};

/**
 * Runs a workflow file in n8n's own engine, without a server.
 *
 * Ours are the node classes from source; n8n's triggers, No Operation and Edit Fields (as JSON) are
 * stand-ins of a line or two each, since they belong to the server's package.
 */
export async function runWorkflow(run: EngineRun): Promise<IRun> {
	const { start } = run;
	const engine = prepare(run);
	const node = nodeNamed(engine.workflow, start.node);
	const data = createRunExecutionData({
		startData: {},
		resultData: { runData: {} },
		executionData: {
			contextData: {},
			metadata: {},
			nodeExecutionStack: [{ node, data: { main: [itemsAt(start)] }, source: null }],
			waitingExecution: {},
			waitingExecutionSource: {},
		},
	});
	return await engine.execute(data).processRunExecutionData(engine.workflow);
}

/** The items of a start, each with its files. */
function itemsAt({ items, binary = [] }: EngineRun['start']): INodeExecutionData[] {
	return items.map((json, index) => {
		const files = binary[index];
		return files === undefined ? { json } : { json, binary: files };
	});
}

/**
 * Retries a failed execution as n8n's button does (its ExecutionService.retry, 2.41): what the failed
 * one kept goes on at the node that failed.
 */
export async function retryExecution(run: EngineRun, failed: IRun): Promise<IRun> {
	const engine = prepare({ ...run, mode: 'retry' });
	const data = structuredClone(failed.data);
	const { lastNodeExecuted = '', runData } = data.resultData;
	delete data.resultData.error;
	if (runData[lastNodeExecuted]?.at(-1)?.error !== undefined) runData[lastNodeExecuted].pop();
	return await engine.execute(data).processRunExecutionData(engine.workflow);
}

/** Executes one step on the canvas with what an earlier run left before it, as its button does. */
export async function executeStep(run: EngineRun, earlier: IRun, node: string): Promise<IRun> {
	const engine = prepare({ ...run, mode: 'manual' });
	const { runData } = structuredClone(earlier.data.resultData);
	return await engine.execute().runPartialWorkflow2(engine.workflow, runData, {}, [node], {
		nodeName: node,
		mode: 'inclusive',
	});
}

/** The engine for one execution. */
function prepare(run: EngineRun) {
	const { workflow: file, mode = 'integrated' } = run;
	const nodes = file.nodes
		.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote')
		.map((node) => ({ ...node, credentials: withIds(node.credentials) }));
	const workflow = new Workflow({
		id: 'workflow-under-test',
		name: file.name,
		nodes,
		connections: file.connections,
		settings: file.settings,
		active: false,
		nodeTypes: nodeTypesOf({ ...standIns, ...run.nodeTypes }),
	});
	const workflowData = {
		...file,
		nodes,
		id: workflow.id,
		active: false,
		createdAt: new Date(0),
		updatedAt: new Date(0),
	} as IWorkflowBase;
	const additionalData = additionalDataOf(run, workflowData, mode);
	return {
		workflow,
		execute: (data?: IRunExecutionData) => new WorkflowExecute(additionalData, mode, data),
	};
}

function nodeNamed(workflow: Workflow, name: string): INode {
	const node = workflow.getNode(name);
	if (node !== null) return node;
	throw new UserError(`The workflow has no node "${name}".`);
}

/** Items that left a node, output by output, as `{ json, from }` where `from` is the item's parent. */
export function itemsOf(
	run: IRun,
	node: string,
): Array<Array<{ json: IDataObject; from: unknown }>> {
	const [task] = run.data.resultData.runData[node] ?? [];
	return (task?.data?.main ?? []).map((items) =>
		(items ?? []).map(({ json, pairedItem }) => ({ json, from: pairedItem })),
	);
}

/** A node that hands on what it was given, as triggers do once they have fired. */
function passing(name: string, more: Partial<INodeTypeDescription> = {}): INodeType {
	return {
		description: describe(name, more),
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			return await Promise.resolve([this.getInputData()]);
		},
	};
}

const standIns: Record<string, INodeType> = {
	'n8n-nodes-base.executeWorkflowTrigger': passing('executeWorkflowTrigger'),
	'n8n-nodes-base.errorTrigger': passing('errorTrigger'),
	'n8n-nodes-base.manualTrigger': passing('manualTrigger'),
	'n8n-nodes-base.webhook': passing('webhook'),
	'n8n-nodes-base.formTrigger': passing('formTrigger'),
	'n8n-nodes-base.noOp': passing('noOp', { inputs: [NodeConnectionTypes.Main] }),
	// One item for each entry of a list, with the item's other fields beside it (n8n's Split Out 1).
	'n8n-nodes-base.splitOut': {
		description: {
			...describe('splitOut', { inputs: [NodeConnectionTypes.Main] }),
			properties: [
				{ displayName: 'Fields', name: 'fieldToSplitOut', type: 'string', default: '' },
				{ displayName: 'Options', name: 'options', type: 'json', default: '{}' },
			],
		},
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const field = String(this.getNodeParameter('fieldToSplitOut', 0));
			const { destinationFieldName } = this.getNodeParameter('options', 0) as IDataObject;
			const items = this.getInputData().flatMap(({ json }, item) =>
				(readPath(json, field) as IDataObject[]).map((entry) => ({
					json: { ...without(json, field.split('.')), [String(destinationFieldName)]: entry },
					pairedItem: { item },
				})),
			);
			return await Promise.resolve([items]);
		},
	},
	'n8n-nodes-base.set': {
		description: {
			...describe('set', { inputs: [NodeConnectionTypes.Main] }),
			properties: [{ displayName: 'JSON', name: 'jsonOutput', type: 'json', default: '{}' }],
		},
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const json = JSON.parse(String(this.getNodeParameter('jsonOutput', 0))) as IDataObject;
			return await Promise.resolve([[{ json, pairedItem: { item: 0 } }]]);
		},
	},
};

/** A copy of an object without what stands at a path. */
function without(json: IDataObject, [first = '', ...rest]: string[]): IDataObject {
	const { [first]: at, ...others } = json;
	return rest.length === 0 ? others : { ...others, [first]: without(at as IDataObject, rest) };
}

function describe(name: string, more: Partial<INodeTypeDescription> = {}): INodeTypeDescription {
	return {
		name,
		displayName: name,
		description: name,
		group: ['trigger'],
		version: 1,
		defaults: { name },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
		...more,
	};
}

function nodeTypesOf(types: Record<string, INodeType>): INodeTypes {
	const find = (type: string) => {
		const found = types[type];
		if (found === undefined) throw new UserError(`The test was given no node type "${type}".`);
		return found;
	};
	return { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) };
}

/** Credentials are named in files and bound to ids by the seed; here the name is the id. */
function withIds(credentials: IWorkflowBase['nodes'][number]['credentials']) {
	return Object.fromEntries(
		Object.entries(credentials ?? {}).map(([type, { name }]) => [type, { id: name, name }]),
	);
}

function additionalDataOf(
	run: EngineRun,
	workflowData: IWorkflowBase,
	mode: WorkflowExecuteMode,
): IWorkflowExecuteAdditionalData {
	const base = 'http://n8n.test/';
	const { executionId = '4711' } = run;
	return {
		executionId,
		instanceBaseUrl: base,
		restApiUrl: `${base}rest`,
		webhookBaseUrl: `${base}webhook`,
		webhookTestBaseUrl: `${base}webhook-test`,
		webhookWaitingBaseUrl: `${base}webhook-waiting`,
		formWaitingBaseUrl: `${base}form-waiting`,
		variables: {},
		currentNodeParameters: undefined,
		hooks: new ExecutionLifecycleHooks(mode, executionId, workflowData),
		credentialsHelper: credentialsHelperOf(run.credentials),
		setExecutionStatus: () => undefined,
		sendDataToUI: () => undefined,
	} as unknown as IWorkflowExecuteAdditionalData;
}

function credentialsHelperOf(
	credentials: Record<string, ICredentialDataDecryptedObject>,
): ICredentialsHelper {
	return {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getDecrypted: async (_data: unknown, _node: unknown, type: string) =>
			await Promise.resolve({ ...credentials[type] }),
		// As n8n's: a hidden field that expires is filled where it is empty, or was refused.
		preAuthentication: async (
			helper: IHttpRequestHelper,
			decrypted: ICredentialDataDecryptedObject,
			type: string,
			_node: INode,
			isExpired: boolean,
		) => {
			const { preAuthentication, properties = [] } = credentialTypes[type] ?? {};
			const field = properties.find(({ typeOptions }) => typeOptions?.expirable === true);
			if (preAuthentication === undefined || field === undefined) return undefined;
			if (decrypted[field.name] !== '' && !isExpired) return undefined;
			const found = await preAuthentication.call(helper, decrypted);
			Object.assign(credentials[type] ?? {}, found);
			return { ...decrypted, ...found };
		},
		authenticate: async (
			decrypted: ICredentialDataDecryptedObject,
			type: string,
			request: Parameters<AgencyLedgerApi['authenticate']>[1],
		) => {
			const { authenticate } = credentialTypes[type] ?? {};
			if (typeof authenticate !== 'function') {
				throw new UserError(`The credential "${type}" does not authenticate by a function.`);
			}
			return await authenticate(decrypted, request);
		},
	} as unknown as ICredentialsHelper;
}
