import { MendableError } from '../../../../nodes/domain/errors';
import type { Json } from '../normalise';
import type { WorkflowFile } from './model';
import { isObject } from './model';

/**
 * A workflow out of parsed JSON as n8n exports it: a download, a selection copied from the canvas, an
 * answer of the API, or the list of one that n8n's command line writes.
 *
 * @param file what to call it in errors
 * @throws MendableError `bundle/no-workflow` with everything that is wrong
 */
export function readWorkflowFile(value: unknown, file: string): WorkflowFile {
	const content = value as Json;
	const workflow = Array.isArray(content) && content.length === 1 ? content[0] : content;
	if (!isObject(workflow)) {
		const kind = workflow === null ? 'null' : typeof workflow;
		const found = Array.isArray(workflow) ? `a list of ${workflow.length}` : kind;
		throw noWorkflow(file, [`expected one workflow, an object with "nodes"; got ${found}`]);
	}
	const { nodes, connections = {} } = workflow;
	const wrong = [
		...(Array.isArray(nodes) ? mistakesIn(nodes) : ['"nodes" is no list']),
		...(isObject(connections) ? [] : ['"connections" is no object']),
	];
	if (wrong.length > 0) throw noWorkflow(file, wrong);
	return { ...workflow, connections } as WorkflowFile;
}

function mistakesIn(nodes: Json[]): string[] {
	const names = new Set<string>();
	return nodes.flatMap((node, at) => {
		if (!isObject(node)) return [`"nodes.${at}" is no object`];
		const { name, type, parameters } = node;
		const wrong: string[] = [];
		if (typeof name !== 'string' || name === '') wrong.push(`"nodes.${at}.name" is missing`);
		else if (names.has(name)) wrong.push(`two nodes are called "${name}"`);
		else names.add(name);
		if (typeof type !== 'string' || type === '') wrong.push(`"nodes.${at}.type" is missing`);
		if (parameters !== undefined && parameters !== null && !isObject(parameters)) {
			wrong.push(`"nodes.${at}.parameters" is no object`);
		}
		return wrong;
	});
}

function noWorkflow(file: string, wrong: string[]): MendableError {
	return new MendableError(
		'bundle/no-workflow',
		`${file} is no workflow of n8n.`,
		`${wrong.join('; ')}.`,
		'Download the workflow in n8n again. Nothing was merged or written.',
	);
}
