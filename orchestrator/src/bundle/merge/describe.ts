import { differences, tellDifferences } from '../../data/differences';
import { withoutSecrets } from '../diff/secretValues';
import { excerpt, firstDifference } from '../excerpt';
import { describeLineChanges } from '../lineChanges';
import type { Json } from '../normalise';
import type { Conflict, Side, Three } from './model';
import { eachOf, isObject, sides } from './model';
import { sameJson } from './sameJson';

/** Columns that a line may take. */
const WIDTH = 80;
/** Lines that one value of a single line may take. */
const MOST_LINES = 3;
/** What is shown where there is no value. */
const NONE = '–';
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
	const example = conflicts.find(({ path }) => path !== '') ?? conflicts[0];
	const { node, path } = example;
	return [
		total,
		...[...byNode].flatMap(([node, found]) => [
			'',
			node ?? 'The workflow itself',
			...found.flatMap((conflict) => describeConflict(conflict)),
		]),
		'',
		'Answer them one by one, all of a node, or all by a rule:',
		...(path === '' ? [] : [`  --answer ${shellQuoted(`${node ?? ''}:${path}=mine`)}`]),
		...(node === null ? [] : [`  --answer ${shellQuoted(`${node}=theirs`)}`]),
		'  --prefer mine',
	];
}

/**
 * One conflict with its three values; of texts of several lines, what each side made of the base.
 *
 * @param width columns that a line may take
 */
export function describeConflict(conflict: Conflict, width = WIDTH): string[] {
	const { node, path } = conflict;
	if (node !== null && path === '') {
		return ['  the node as a whole', ...describeNodes(conflict, width)];
	}
	const values = eachOf(conflict, (value) => withoutSecrets(value, fieldAt(path)));
	const plain = describeValues(eachOf(values, valueText), width);
	return [`  ${path}`, ...(describeTexts(values, width) ?? plain)];
}

/** Three values below each other, from where they begin to differ. */
function describeValues(texts: Three<string>, width: number): string[] {
	const from = firstDifference(Object.values(texts).filter((text) => text !== NONE));
	const room = width - INDENT;
	return versions.flatMap((version) =>
		wrapped(excerpt(texts[version], from, MOST_LINES * room), room).map((line, at) =>
			labelled(at === 0 ? version : '', line),
		),
	);
}

function wrapped(text: string, room: number): string[] {
	const signs = Array.from(text);
	const count = Math.max(1, Math.ceil(signs.length / room));
	return Array.from({ length: count }, (_, at) => signs.slice(at * room, (at + 1) * room).join(''));
}

/** What each side made of a text of several lines; null where the three are no such texts. */
function describeTexts(values: Three<Json>, width: number): string[] | null {
	const { base, mine, theirs } = eachOf(values, linesOf);
	if (mine === null || theirs === null || !`${mine}${theirs}`.includes('\n')) return null;
	const changes = (version: Side, from: string, to: string) => {
		const lines = describeLineChanges(from, to, width - INDENT);
		return lines.map((line, at) => labelled(at === 0 ? version : '', line));
	};
	if (base === null) {
		return [
			labelled('base', NONE),
			labelled('mine', 'before -, theirs after +'),
			...changes('theirs', mine, theirs),
		];
	}
	const count = base.split('\n').length;
	return [
		labelled('base', `${count} lines; below, what each side made of them`),
		...changes('mine', base, mine),
		...changes('theirs', base, theirs),
	];
}

/** A text, or a value that fills more than a line as JSON; null for what is short or not there. */
function linesOf(value: Json): string | null {
	if (typeof value === 'string') return value;
	if (typeof value !== 'object' || value === null) return null;
	return JSON.stringify(value, null, 2);
}

/** What became of a node, with each value that was changed. */
function describeNodes({ base, mine, theirs }: Conflict, width: number): string[] {
	const isLeft = (node: Json) => node !== null && sameJson(node, base);
	return [
		labelled('base', base === null ? NONE : typeOf(base)),
		...sides.flatMap((side) => {
			const node = { mine, theirs }[side];
			if (node === null) return [labelled(side, 'deleted')];
			if (base === null) return [labelled(side, `added, ${typeOf(node)}`)];
			if (isLeft(node)) return [labelled(side, 'as it was, but newly connected or referred to')];
			const changed = tellDifferences(differences(withoutSecrets(base), withoutSecrets(node)));
			return [
				labelled(side, 'changed'),
				...changed.map((line) => labelled('', excerpt(line.trim(), 0, width - INDENT))),
			];
		}),
	];
}

function typeOf(node: Json): string {
	return isObject(node) && typeof node.type === 'string' ? node.type : 'a node';
}

function labelled(label: string, text: string): string {
	return `    ${label.padEnd(INDENT - 4)}${text}`;
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

function valueText(value: Json): string {
	return value === null ? NONE : JSON.stringify(value);
}

/** `headers[Authorization].value` is what the entry says, `options.apiKey` what the field says. */
function fieldAt(path: string): string | undefined {
	const [, label] = /\[([^\]]+)\]\.value$/.exec(path) ?? [];
	return label ?? path.split('.').at(-1);
}

function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A text as one word of a shell's command line. */
export function shellQuoted(text: string): string {
	return `'${text.replaceAll("'", "'\\''")}'`;
}
