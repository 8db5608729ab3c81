import type {
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeType,
	WorkflowExecuteMode,
} from 'n8n-workflow';

/** What a test gives a node. */
export interface FakeRun {
	items?: IDataObject[];
	/** Values of the node's parameters by name; others take the default that the node asks with. */
	parameters?: Record<string, unknown>;
	continueOnFail?: boolean;
	mode?: WorkflowExecuteMode;
}

/** The node that the fake says it is. */
export const fakeNode: INode = {
	id: 'fake',
	name: 'Node under test',
	type: 'n8n-nodes-agency-ops.fake',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** A fake of the part of IExecuteFunctions that nodes without credentials use; it counts reads. */
export interface FakeContext {
	context: IExecuteFunctions;
	/** Names of the parameters that were read, in order. */
	reads: string[];
}

/** Makes the fake for one run. */
export function fakeContext({
	items = [{}],
	parameters = {},
	continueOnFail = false,
	mode = 'webhook',
}: FakeRun): FakeContext {
	const reads: string[] = [];
	const context = {
		getInputData: (): INodeExecutionData[] => items.map((json) => ({ json })),
		getNode: (): INode => fakeNode,
		getMode: (): WorkflowExecuteMode => mode,
		continueOnFail: (): boolean => continueOnFail,
		getNodeParameter: (name: string, _index: number, fallback?: unknown): unknown => {
			reads.push(name);
			return Object.hasOwn(parameters, name) ? parameters[name] : fallback;
		},
	};
	return { context: context as unknown as IExecuteFunctions, reads };
}

/** Runs a node's execute on the fake and gives its outputs. */
export async function runNode(node: INodeType, run: FakeRun): Promise<INodeExecutionData[][]> {
	const { execute } = node;
	if (execute === undefined) throw new Error('The node has no execute.');
	return (await execute.call(fakeContext(run).context)) as INodeExecutionData[][];
}
