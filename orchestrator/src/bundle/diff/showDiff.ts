import { differences } from '../../data/differences';
import { excerpt, firstDifference } from '../excerpt';
import { describeLineChanges } from '../lineChanges';
import type { FileNode, Part, WorkflowFile } from '../merge/model';
import { fieldOf, isObject } from '../merge/model';
import { wayTo } from '../merge/values';
import type { Json } from '../normalise';
import type { ValueChange } from './changes';
import type { Connection, WorkflowDiff } from './diffWorkflows';
import { withoutSecrets } from './secretValues';

/** Columns that a line may take. */
const WIDTH = 100;

/** The differences as they may be shown: nothing secret can be read in them. */
export function shownDiff(
	diff: WorkflowDiff,
	before: WorkflowFile,
	after: WorkflowFile,
): WorkflowDiff {
	const old = new Map(diff.renamed.map(({ from, to }) => [to, from]));
	const nodeIn = ({ nodes }: WorkflowFile, name: string): Part =>
		nodes.find((node) => node.name === name);
	const shownNode = (node: FileNode) => withoutSecrets(node) as FileNode;
	return {
		...diff,
		removed: diff.removed.map(shownNode),
		added: diff.added.map(shownNode),
		changed: diff.changed.map(({ node, changes }) => ({
			node,
			changes: changes.map((change) =>
				shownChange(change, nodeIn(after, node), nodeIn(before, old.get(node) ?? node)),
			),
		})),
		workflow: diff.workflow.map((change) => shownChange(change, after, before)),
	};
}

function shownChange(change: ValueChange, ...holders: Part[]): ValueChange {
	const { path, before, after } = change;
	const name = holders.map((holder) => labelOf(holder, path)).find((label) => label !== null);
	const field = name ?? path.filter((step) => !/^\d+$/.test(step)).at(-1) ?? '';
	return {
		path,
		...(before === undefined ? {} : { before: withoutSecrets(before, field) }),
		...(after === undefined ? {} : { after: withoutSecrets(after, field) }),
	};
}

/** What a `value` belongs to, where its name stands beside it: `{ name: 'Authorization', value }`. */
function labelOf(holder: Part, path: readonly string[]): string | null {
	if (path.at(-1) !== 'value') return null;
	const beside = path.slice(0, -1).reduce<Part>((value, step) => {
		if (Array.isArray(value)) return value[Number(step)];
		return isObject(value) ? fieldOf(value, step) : undefined;
	}, holder);
	const label = isObject(beside) ? (beside.name ?? beside.key) : undefined;
	return typeof label === 'string' ? label : null;
}

/** Differences node by node, for a person; `diff` as {@link shownDiff} gives it. */
export function describeDiff(diff: WorkflowDiff): string[] {
	const { removed, renamed, changed, added, order, edges, connections, workflow } = diff;
	const wires = [
		...edges.removed.map((edge) => `  - ${edgeText(edge)}`),
		...edges.added.map((edge) => `  + ${edgeText(edge)}`),
	];
	const isRewritten = connections.length > 0 && wires.length === 0;
	return [
		...removed.map((node) => `- ${nodeText(node)}`),
		...added.map((node) => `+ ${nodeText(node)}`),
		...renamed.map(({ from, to }) => `~ ${from} → ${to}: the new name`),
		...changed.flatMap(({ node, changes }) => [`~ ${node}`, ...changes.flatMap(changeLines)]),
		...(wires.length > 0 ? ['Connections', ...wires] : []),
		...(isRewritten ? ['Connections: the same, written differently'] : []),
		...(workflow.length > 0 ? ['The workflow itself', ...workflow.flatMap(changeLines)] : []),
		...(order === null ? [] : ['Nodes stand in another order']),
	];
}

function changeLines({ path, before, after }: ValueChange): string[] {
	const way = path.reduce(wayTo, '');
	const parts =
		Array.isArray(before) && Array.isArray(after)
			? differences(before, after, way)
			: [{ path: way, before, after }];
	return parts.flatMap((part) => {
		if (typeof part.before === 'string' && typeof part.after === 'string') {
			const lines = textLines(part.before, part.after);
			if (lines !== null) return [`    ${part.path}`, ...lines];
		}
		const texts = [part.before, part.after].flatMap((value) =>
			value === undefined ? [] : [JSON.stringify(value)],
		);
		const place = firstDifference(texts);
		const line = (sign: string, value: Json | undefined) =>
			value === undefined
				? []
				: [`      ${sign} ${excerpt(JSON.stringify(value), place, WIDTH - 8)}`];
		return [
			`    ${part.path}`,
			...line('-', part.before as Json | undefined),
			...line('+', part.after as Json | undefined),
		];
	});
}

/** What became of a text line by line; null for one of a single line. */
function textLines(before: string, after: string): string[] | null {
	if (!`${before}${after}`.includes('\n')) return null;
	return describeLineChanges(before, after, WIDTH - 6).map((line) => `      ${line}`);
}

function nodeText({ name, type }: FileNode): string {
	return `${name} (${type})`;
}

function edgeText({ from, type, output, to, input }: Connection): string {
	const ports = [
		...(type === 'main' ? [] : [type]),
		...(output === 0 ? [] : [`output ${output}`]),
		...(input === 0 ? [] : [`input ${input}`]),
	];
	return `${from} → ${to}${ports.length > 0 ? ` (${ports.join(', ')})` : ''}`;
}
