import type { LineCounter, Node } from 'yaml';
import { LineCounter as Lines, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';
import type { ZodTypeAny, z } from 'zod';
import type { ConfigPath, PathMistake } from './gatherMistakes';
import { gatherMistakes } from './gatherMistakes';
import type { Config } from './schema';
import { configSchema } from './schema';

/** A mistake in the file and where it stands; both numbers count from 1. */
export interface ConfigMistake {
	line: number;
	column: number;
	message: string;
}

/** A configuration, or everything that is wrong with it. */
export type ConfigReading =
	| { config: Config; mistakes: [] }
	| { config: null; mistakes: ConfigMistake[] };

/** Reads the YAML text of a configuration and gathers every mistake, in the order of the file. */
export function readYaml(source: string): ConfigReading {
	const { value, mistakes } = readYamlAs(configSchema, source);
	return value === null ? { config: null, mistakes } : { config: value, mistakes: [] };
}

/** What stands in a file, or everything that is wrong with it. */
export type YamlReading<Value> =
	| { value: Value; mistakes: [] }
	| { value: null; mistakes: ConfigMistake[] };

/**
 * Reads YAML text against a schema and gathers every mistake, in the order of the file.
 *
 * @param check says what does not fit together once every field is right by itself
 */
export function readYamlAs<Schema extends ZodTypeAny>(
	schema: Schema,
	source: string,
	check: (value: z.infer<Schema>) => PathMistake[] = () => [],
): YamlReading<z.infer<Schema>> {
	const lines = new Lines();
	const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
	const mistakes = [...document.errors, ...document.warnings].map(({ pos, code, message }) => ({
		...placeAt(lines, pos[0]),
		message: code === 'DUPLICATE_KEY' ? 'this setting was given before' : message,
	}));
	const isReadable = document.errors.every(({ code }) => code === 'DUPLICATE_KEY');
	if (isReadable) {
		const root = document.contents;
		const found = gatherMistakes(schema, toPlain(root) ?? {});
		const wrong = found.value === null ? found.mistakes : check(found.value);
		mistakes.push(
			...wrong.map(({ path, message }) => ({ ...placeOf(root, path, lines), message })),
		);
		if (found.value !== null && mistakes.length === 0) return { value: found.value, mistakes: [] };
	}
	mistakes.sort((a, b) => a.line - b.line || a.column - b.column);
	return { value: null, mistakes };
}

/** Plain value of a node; of a doubled key the first counts, aliases are not followed. */
function toPlain(node: unknown): unknown {
	if (isScalar(node)) return node.value;
	if (isSeq(node)) return node.items.map(toPlain);
	if (isMap(node)) {
		return Object.fromEntries(
			[...node.items].reverse().map(({ key, value }) => [String(toPlain(key)), toPlain(value)]),
		);
	}
	return isNode(node) ? '(alias)' : null;
}

/** Where a path stands, or where its nearest parent does when the value is missing. */
function placeOf(
	root: unknown,
	path: ConfigPath,
	lines: LineCounter,
): { line: number; column: number } {
	for (let length = path.length; length > 0; length -= 1) {
		const node = startOf(root, path.slice(0, length));
		if (node?.range) return placeAt(lines, node.range[0]);
	}
	return placeAt(lines, 0);
}

/** The key of a setting in a mapping, the value itself in a list. */
function startOf(root: unknown, path: ConfigPath): Node | null {
	const parent = path
		.slice(0, -1)
		.reduce<unknown>(
			(node, step) => (isMap(node) || isSeq(node) ? node.get(step, true) : null),
			root,
		);
	const last = path.at(-1);
	if (isMap(parent)) {
		const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === last);
		return pair !== undefined && isNode(pair.key) ? pair.key : null;
	}
	const entry = isSeq(parent) ? parent.get(last, true) : null;
	return isNode(entry) ? entry : null;
}

function placeAt(lines: LineCounter, offset: number): { line: number; column: number } {
	const { line, col } = lines.linePos(offset);
	return { line: Math.max(1, line), column: Math.max(1, col) };
}
