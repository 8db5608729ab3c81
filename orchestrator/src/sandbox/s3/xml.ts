/** Something that XML is made of: texts and numbers, more of it, or several of one name. */
export type XmlValue =
	| string
	| number
	| boolean
	| null
	| undefined
	| XmlValue[]
	| { [name: string]: XmlValue };

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** A document with one root; what is null or undefined is left out. */
export function xmlOf(root: string, value: { [name: string]: XmlValue }, plain = false): string {
	const inside = inner(value);
	return `${HEAD}<${root}${plain ? '' : ` xmlns="${NAMESPACE}"`}>${inside}</${root}>`;
}

function inner(value: XmlValue): string {
	if (value === null || value === undefined) return '';
	if (typeof value !== 'object') return escaped(String(value));
	if (Array.isArray(value)) return value.map(inner).join('');
	return Object.entries(value)
		.map(([name, each]) => {
			if (each === null || each === undefined) return '';
			const all = Array.isArray(each) ? each : [each];
			return all.map((one) => `<${name}>${inner(one)}</${name}>`).join('');
		})
		.join('');
}

const entities: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
};

const escaped = (text: string) => text.replace(/[&<>"']/g, (found) => entities[found] ?? found);

/** The texts of every element of a name, in their order; elements may hold others. */
export function elementsIn(xml: string, name: string): string[] {
	const found = xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g'));
	return [...found].map(([, text = '']) => text);
}

/** The text of the first element of a name; null where there is none. */
export function textIn(xml: string, name: string): string | null {
	const [text] = elementsIn(xml, name);
	if (text === undefined) return null;
	return text.replace(
		/&(quot|apos|lt|gt|amp|#34|#39);/g,
		(_all, entity: string) => plain[entity] ?? '',
	);
}

const plain: Record<string, string> = {
	quot: '"',
	'#34': '"',
	apos: "'",
	'#39': "'",
	lt: '<',
	gt: '>',
	amp: '&',
};
