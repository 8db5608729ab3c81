import { isObject } from './merge/model';
import type { Json } from './normalise';

/** Node types that run what somebody wrote into them (n8n 2.41), without the `Tool` that agents' have. */
const codeTypes = [
	'n8n-nodes-base.code',
	'n8n-nodes-base.aiTransform',
	'n8n-nodes-base.function',
	'n8n-nodes-base.functionItem',
	'n8n-nodes-base.executeCommand',
	'n8n-nodes-base.ssh',
	'@n8n/n8n-nodes-langchain.code',
	'@n8n/n8n-nodes-langchain.toolCode',
];

/** Packages whose nodes come with n8n, and ours. */
const knownPackages = ['n8n-nodes-base', '@n8n/n8n-nodes-langchain', 'n8n-nodes-agency-ops'];

/** Workflows may carry others inside their nodes, which carry others; nobody means more than this. */
const MOST_LEVELS = 8;

/** A node that does what only a look into it tells. */
export type ForeignCode = { node: string; type: string; inside: string[] } & (
	| { kind: 'code' }
	/** A node of a package that somebody else made. */
	| { kind: 'community'; package: string }
	/** A workflow that is fetched, or put together by an expression, when the node runs. */
	| { kind: 'workflow'; from: string }
);

/**
 * Nodes that run code, commands or somebody else's package, in a workflow and in those that its nodes
 * carry as JSON.
 *
 * @param inside names of the nodes that carry it, the outermost first
 */
export function foreignCode(nodes: readonly Json[], inside: string[] = []): ForeignCode[] {
	return nodes.flatMap((node): ForeignCode[] => {
		if (!isObject(node) || typeof node.type !== 'string') return [];
		const { type, parameters } = node;
		const about = { node: String(node.name), type, inside };
		const by = packageOf(type);
		return [
			...(codeTypes.includes(type) || codeTypes.includes(type.replace(/Tool$/, ''))
				? [{ ...about, kind: 'code' as const }]
				: []),
			...(knownPackages.includes(by)
				? []
				: [{ ...about, kind: 'community' as const, package: by }]),
			...(isObject(parameters) ? carried(parameters, about) : []),
		];
	});
}

/** What the workflow does that a node holds as JSON, or gets from elsewhere. */
function carried(
	{ source, workflowJson }: Record<string, Json>,
	about: Pick<ForeignCode, 'node' | 'type' | 'inside'>,
): ForeignCode[] {
	const unknown = (from: string) => [{ ...about, kind: 'workflow' as const, from }];
	if (source === 'url') return unknown('a URL');
	if (source === 'localFile') return unknown('a file on that machine');
	if (source !== 'parameter' || typeof workflowJson !== 'string') return [];
	if (workflowJson.startsWith('=')) return unknown('an expression');
	const nodes = nodesIn(workflowJson);
	const inside = [...about.inside, about.node];
	if (nodes === null || inside.length > MOST_LEVELS) return unknown('text that is no workflow');
	return foreignCode(nodes, inside);
}

function nodesIn(text: string): Json[] | null {
	try {
		const workflow = JSON.parse(text) as Json;
		return isObject(workflow) && Array.isArray(workflow.nodes) ? workflow.nodes : null;
	} catch {
		return null; // n8n fails on it when the node runs
	}
}

function packageOf(type: string): string {
	return type.slice(0, Math.max(0, type.lastIndexOf('.')));
}
