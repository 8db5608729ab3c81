import type { Json } from '../normalise';
import type { FileNode } from './model';
import type { CodeSpan } from './scanCode';
import { codeSpans } from './scanCode';

/** New name of a node, or null to leave the reference as it stands. */
export type Rename = (name: string) => string | null;

const quoted = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`/.source;

/** How code reaches another node: `$('N')`, `$items('N', …)`, `$node['N']` and `$node.N`. */
const inJavaScript = new RegExp(
	`(?<![\\w$.])(?:(\\$\\(\\s*)(${quoted})(?=\\s*\\))|(\\$items\\(\\s*)(${quoted})(?=\\s*[,)])|` +
		`(\\$node(?:\\?\\.)?\\[\\s*)(${quoted})(?=\\s*\\])|(\\$node(?:\\?)?)\\.([A-Za-z_$][\\w$]*))`,
	'gs',
);

/** The same in Python: `_('N')`, `_items('N')` and `_node['N']`. */
const inPython = new RegExp(
	`(?<![\\w.])(_(?:items)?\\(\\s*|_node\\[\\s*)(${quoted})(?=\\s*[,)\\]])`,
	'gs',
);

/** Fields that hold a program whatever it begins with. */
const javaScriptFields = ['jsCode', 'functionCode'];
const langChainCode = '@n8n/n8n-nodes-langchain.code';

/** Fields in which n8n evaluates `{{ }}` without a leading equals sign. */
const markupFields = ['html'];

/**
 * A node whose expressions and code call other nodes by new names. Text that only looks alike stays:
 * plain values, notes, what stands outside of `{{ }}`, quoted text in code.
 */
export function renameReferences(node: FileNode, rename: Rename): FileNode {
	const { parameters } = node;
	if (parameters === undefined) return node;
	const renamed = inValue(parameters, '', node.type, rename);
	return renamed === parameters ? node : { ...node, parameters: renamed };
}

/** Names by which a node's expressions and code call other nodes. */
export function referencesOf(node: FileNode): Set<string> {
	const names = new Set<string>();
	renameReferences(node, (name) => {
		names.add(name);
		return null;
	});
	return names;
}

/** The very same value where nothing in it is renamed. */
function inValue(value: Json, field: string, type: string, rename: Rename): Json {
	if (typeof value === 'string') return inText(value, field, type, rename);
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) {
		const entries = value.map((entry) => inValue(entry, field, type, rename));
		return entries.some((entry, index) => entry !== value[index]) ? entries : value;
	}
	const renamed = new Map<string, Json>();
	for (const name of Object.keys(value)) {
		const inner = inValue(value[name], name, type, rename);
		if (inner !== value[name]) renamed.set(name, inner);
	}
	if (renamed.size === 0) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [name, renamed.get(name) ?? inner]),
	);
}

function inText(text: string, field: string, type: string, rename: Rename): string {
	if (field === 'pythonCode') return replaceNames(text, inPython, () => true, rename);
	if (!text.includes('$')) return text;
	if (javaScriptFields.includes(field) || (field === 'code' && type === langChainCode)) {
		return inCode(text, rename);
	}
	if (!text.startsWith('=') && !markupFields.includes(field)) return text;
	// The first `}}` ends an expression, whatever it stands in (n8n 2.41).
	return text.replace(/\{\{(.*?)\}\}/gs, (_, code: string) => `{{${inCode(code, rename)}}}`);
}

function inCode(code: string, rename: Rename): string {
	// Most code calls no other node, and is not taken apart.
	let spans: CodeSpan[] | null = null;
	let passed = 0;
	// Calls are met from the front to the back, so that each span is looked at once.
	const isCode = (at: number) => {
		spans ??= codeSpans(code);
		while (passed < spans.length && spans[passed].end <= at) passed += 1;
		return passed < spans.length && spans[passed].start <= at;
	};
	return replaceNames(code, inJavaScript, isCode, rename);
}

function replaceNames(
	code: string,
	pattern: RegExp,
	isCode: (at: number) => boolean,
	rename: Rename,
): string {
	return code.replace(pattern, (whole: string, ...found: unknown[]) => {
		const at = found.findIndex((part) => typeof part === 'number');
		const groups = found.slice(0, at).filter((part) => part !== undefined) as string[];
		const [opening, literal] = groups;
		if (!isCode(found[at] as number)) return whole;
		const isQuoted = /^['"`]/.test(literal);
		const name = isQuoted ? unquote(literal) : literal;
		const next = name === null ? null : rename(name);
		if (next === null || next === name) return whole;
		if (isQuoted) return `${opening}${quote(next, literal[0])}`;
		if (/^[A-Za-z_$][\w$]*$/.test(next)) return `${opening}.${next}`;
		return `${opening}${opening.endsWith('?') ? '.' : ''}[${quote(next, '"')}]`;
	});
}

/** The text of a literal; null for a template that is put together when it runs. */
function unquote(literal: string): string | null {
	const inner = literal.slice(1, -1);
	if (literal.startsWith('`') && /(?<!\\)\$\{/.test(inner)) return null;
	return inner.replace(/\\(.)/gs, (_, sign: string) => plainSigns[sign] ?? sign);
}

const plainSigns: Record<string, string> = { n: '\n', t: '\t', r: '\r' };

function quote(name: string, mark: string): string {
	const escaped = name.replace(/[\\]/g, '\\\\').replaceAll(mark, `\\${mark}`).replace(/\n/g, '\\n');
	return `${mark}${mark === '`' ? escaped.replaceAll('${', '\\${') : escaped}${mark}`;
}
