import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import type { Language } from './formats';
import { languageOf, languages } from './formats';
import { nearNames } from './nearNames';

/** A text as it lies in its folder: one version, all languages. */
export interface TextEntry {
	name: string;
	version: number;
	/** Which effect can carry it; `page` is shown by the service itself. */
	channel: 'slack' | 'mail' | 'record' | 'comment' | 'page';
	about: string;
	/** Parts of the item the text cannot do without. */
	needs: string[];
	languages: Language[];
	/** Words and Liquid strings by language, as the YAML has them. */
	wordings: Partial<Record<Language, Wording>>;
	/** Liquid of the HTML and the text part of a mail. */
	mail: { html: string; text: string } | null;
}

/** Strings, lists of strings and tables of strings by name. */
export type Wording = Record<string, string | string[] | Record<string, string>>;

/** Every text there is, and the layouts that mails share. */
export interface TextLibrary {
	entries: TextEntry[];
	layouts: Record<string, string>;
	/**
	 * Finds the newest version of a text, or the one asked for as `lead-alert@1`.
	 *
	 * @throws MendableError `text/unknown` with near names
	 */
	find(name: string, channel: TextEntry['channel']): TextEntry;
}

const aboutSchema = z
	.object({
		channel: z.enum(['slack', 'mail', 'record', 'comment', 'page']),
		about: z.string().min(1),
		needs: z.array(z.string()),
	})
	.strict();
const wordingSchema = z.record(
	z.union([z.string(), z.array(z.string()), z.record(z.string())]),
) satisfies z.ZodType<Wording>;

/** Reads the texts of a folder: `<name>/v<N>/{text.yaml,en.yaml,…}` and `layouts/`. */
export function readTexts(folder = __dirname): TextLibrary {
	const entries = readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && entry.name !== 'layouts')
		.flatMap(({ name }) => readVersions(folder, name))
		.sort((a, b) => a.name.localeCompare(b.name) || b.version - a.version);
	const layouts = Object.fromEntries(
		readdirSync(path.join(folder, 'layouts')).map((file) => [
			path.parse(file).name,
			readFileSync(path.join(folder, 'layouts', file), 'utf8'),
		]),
	);
	return { entries, layouts, find: (name, channel) => find(entries, name, channel) };
}

function readVersions(folder: string, name: string): TextEntry[] {
	return readdirSync(path.join(folder, name))
		.filter((version) => /^v\d+$/.test(version))
		.map((version) => {
			const here = path.join(folder, name, version);
			const read = (file: string) => readFileSync(path.join(here, file), 'utf8');
			const about = aboutSchema.parse(parse(read('text.yaml')));
			const written = languages.filter((language) =>
				existsSync(path.join(here, `${language}.yaml`)),
			);
			return {
				name,
				version: Number(version.slice(1)),
				...about,
				languages: written,
				wordings: Object.fromEntries(
					written.map((language) => [
						language,
						wordingSchema.parse(parse(read(`${language}.yaml`))),
					]),
				),
				mail: about.channel === 'mail' ? { html: read('mail.html'), text: read('mail.txt') } : null,
			};
		});
}

function find(entries: TextEntry[], asked: string, channel: TextEntry['channel']): TextEntry {
	const [name, version] = asked.split('@');
	const fitting = entries.filter((entry) => entry.channel === channel);
	const entry = fitting.find(
		(each) => each.name === name && (version === undefined || String(each.version) === version),
	);
	if (entry !== undefined) return entry;
	const names = Object.fromEntries(fitting.map((each) => [each.name, null]));
	const near = nearNames(asked, names);
	throw new MendableError(
		'text/unknown',
		`There is no ${channel} text "${asked}".`,
		near.length > 0
			? `Near it: ${near.join(', ')}.`
			: `There are: ${Object.keys(names).join(', ') || 'none'}.`,
		'Name one of the texts that GET /v1/texts lists, or write an own text in the node.',
	);
}

/** A text's words in a language, English where the language is missing. */
export function wordingOf(entry: TextEntry, asked: unknown): Words & { language: Language } {
	const wanted = languageOf(asked);
	const language = entry.wordings[wanted] === undefined ? 'en' : wanted;
	const wording = entry.wordings[language] ?? {};
	return {
		language,
		text: (part) => {
			const value = wording[part];
			return typeof value === 'string' ? value : '';
		},
		list: (part) => {
			const value = wording[part];
			return Array.isArray(value) ? value : [];
		},
		table: (part) => {
			const value = wording[part];
			return typeof value === 'object' && !Array.isArray(value) ? value : {};
		},
	};
}

/** Access to the words by the shape they are needed in; a missing one is empty. */
export interface Words {
	text(part: string): string;
	list(part: string): string[];
	table(part: string): Record<string, string>;
}
