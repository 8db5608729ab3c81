import { differences } from '../../data/differences';
import { withoutSecrets } from '../diff/secretValues';
import { excerpt, firstDifference } from '../excerpt';
import type { Json } from '../normalise';
import type { Conflict } from './model';

/** Columns that a line may take. */
const WIDTH = 100;
const versions = ['base', 'mine', 'theirs'] as const;
/** Before a value: four spaces, the longest of `versions`, two spaces. */
const INDENT = 12;

/** Conflicts node by node, three values each, with how to answer them. */
export function describeConflicts(conflicts: readonly Conflict[]): string[] {
	const byNode = new Map<string | null, Conflict[]>();
	for (const conflict of conflicts) {
		byNode.set(conflict.node, [...(byNode.get(conflict.node) ?? []), conflict]);
	}
	const total = `${count(conflicts.length, 'conflict')} in ${count(byNode.size, 'node')}; nothing was merged.`;
	const [first] = conflicts;
	return [
		total,
		...[...byNode].flatMap(([node, found]) => [
			'',
			node ?? 'The workflow itself',
			...found.flatMap(describeConflict),
		]),
		'',
		'Answer them one by one, all of a node, or all by a rule:',
		`  --answer ${shellQuoted(`${first.node ?? ''}:${first.path}=mine`)}`,
		...(first.node === null ? [] : [`  --answer ${shellQuoted(`${first.node}=theirs`)}`]),
		'  --prefer mine',
	];
}

/** One conflict with its three values. */
export function describeConflict(conflict: Conflict): string[] {
	const { node, path, base } = conflict;
	const isWhole = node !== null && path === '';
	const texts = versions.map((version) =>
		isWhole ? nodeText(base, conflict[version]) : valueText(conflict[version], path),
	);
	const from = isWhole ? 0 : firstDifference(texts.filter((text) => text !== '–'));
	return [
		`  ${isWhole ? 'the node as a whole' : path}`,
		...versions.map(
			(version, at) =>
				`    ${version.padEnd(INDENT - 4)}${excerpt(texts[at], from, WIDTH - INDENT)}`,
		),
	];
}

/** A conflict as it may be shown: nothing secret can be read in its values. */
export function shownConflict({ node, path, base, mine, theirs }: Conflict): Conflict {
	const field = fieldAt(path);
	return {
		node,
		path,
		base: withoutSecrets(base, field),
		mine: withoutSecrets(mine, field),
		theirs: withoutSecrets(theirs, field),
	};
}

function valueText(value: Json, path: string): string {
	return value === null ? '–' : JSON.stringify(withoutSecrets(value, fieldAt(path)));
}

/** `headers[Authorization].value` is what the entry says, `options.apiKey` what the field says. */
function fieldAt(path: string): string | undefined {
	const [, label] = /\[([^\]]+)\]\.value$/.exec(path) ?? [];
	return label ?? path.split('.').at(-1);
}

/** What became of a node: its changes are told, since its whole JSON would fill the screen. */
function nodeText(base: Json, node: Json): string {
	if (node === null) return base === null ? '–' : 'deleted';
	if (base === null) return 'added';
	const changed = differences(base, node).map(({ path }) => path);
	return changed.length === 0 ? 'as it was' : `changed: ${changed.join(', ')}`;
}

function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function shellQuoted(text: string): string {
	return `'${text.replaceAll("'", "'\\''")}'`;
}
