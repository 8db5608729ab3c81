import { escapeHtml } from '../../texts/escape';

/** HTML that was written here: everything from outside in it is escaped. */
export class Markup {
	constructor(readonly html: string) {}
}

/** What may stand in a template: text is escaped, markup is not; nothing stands for nothing. */
export type Part = string | number | Markup | null | readonly Part[];

/**
 * Writes HTML. There is no way to put text in unescaped, so that no name, title or number from outside
 * can become markup; attributes are to be quoted.
 */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
	return new Markup(
		strings.reduce((written, next, index) => `${written}${writtenOf(parts[index - 1])}${next}`),
	);
}

function writtenOf(part: Part | undefined): string {
	if (part === null || part === undefined) return '';
	if (part instanceof Markup) return part.html;
	if (typeof part === 'object') return part.map(writtenOf).join('');
	return escapeHtml(String(part));
}
