/**
 * `npm run build:mail [-- --out FILE]`: makes the shell of mails from its MJML, once, by whoever
 * changes it. Neither the pack nor the service has MJML when it runs.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import mjml2html from 'mjml';
import { format, resolveConfig } from 'prettier';
import { root } from './install.mjs';

const folder = path.join(root, 'nodes', 'domain', 'letter');

/** Colours that stand for those of the brand: MJML takes no slots for colours. */
const brandColours = { '#c0104e': '[[colour]]', '#c0104f': '[[onColour]]' };

const { html, errors } = await mjml2html(await readFile(path.join(folder, 'shell.mjml'), 'utf8'), {
	validationLevel: 'strict',
	// Fonts that everybody has: nothing is fetched when a mail is opened.
	fonts: {},
});
if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join('\n'));

const parts = {};
parts.page = cut(compact(html));
const code = `
	// Made from shell.mjml by "npm run build:mail"; change that one.

	/** The pieces of a mail in HTML; slots stand in double square brackets. */
	export const shell = ${JSON.stringify(parts)} as const;
`;
const out = process.argv[2] === '--out' ? process.argv[3] : path.join(folder, 'shell.ts');
const style = await resolveConfig(path.join(folder, 'shell.ts'));
await writeFile(out, await format(code, { ...style, parser: 'typescript' }));

/** Without what only people who read the source need; a line for each tag and each rule of style. */
function compact(text) {
	const lean = text
		.replace(/(<style[^>]*>)([\s\S]*?)(<\/style>)/g, (_all, open, css, close) => {
			const rules = css.replace(/\s+/g, ' ').replace(/\} /g, '}\n').trim();
			return `${open}\n${rules}\n${close}`;
		})
		.replace(/<\/?[a-z][^>]*>/gi, (tag) =>
			tag
				.replace(/\s+/g, ' ')
				.replace(/\s+(\/?>)$/, '$1')
				.replace(/="\s+|\s+"/g, (edge) => edge.trim()),
		)
		.replace(/^\s+/gm, '')
		.replace(/\s+$/gm, '');
	return Object.entries(brandColours).reduce(
		(coloured, [stand, slot]) => coloured.replaceAll(stand, slot),
		lean,
	);
}

/** Keeps each part by its name and leaves its slot, one for parts of the same slot side by side. */
function cut(text) {
	const left = text.replace(
		/<!--part (\w+) (\w+)-->([\s\S]*?)<!--end \2-->\s*/g,
		(_all, slot, name, inner) => {
			parts[name] = cut(inner.trim());
			return `[[${slot}]]`;
		},
	);
	return left.replace(/(\[\[\w+\]\])(\s*\1)+/g, '$1');
}
