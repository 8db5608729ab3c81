import { sha256Hex } from '../hash';

/** What a name can be made of. */
export const nameTokens = [
	'project',
	'client',
	'deliverable',
	'platform',
	'aspect',
	'resolution',
	'language',
	'version',
	'date',
] as const;

/** One of the things that a name can be made of. */
export type NameToken = (typeof nameTokens)[number];

/** What is known of a file for its name; empty where nothing is. */
export type NameParts = Readonly<Record<NameToken, string>>;

/** How names are made. */
export interface NamingRules {
	pattern: string;
	alphabet: 'ascii' | 'letters';
	/** With the ending, in bytes of UTF-8. */
	longest: number;
}

/** Longest part of a name, in characters: one long title must not push the others out. */
const longestPart = 40;

/** Letters that Unicode takes apart into no Latin ones. */
const latin: Readonly<Record<string, string>> = {
	æ: 'ae',
	ø: 'o',
	å: 'a',
	ß: 'ss',
	œ: 'oe',
	ð: 'd',
	þ: 'th',
	ł: 'l',
	đ: 'd',
	ı: 'i',
};

/** Names of devices, which Windows does not let a file have, whatever its ending. */
const devices = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/** Parts of a pattern that have no meaning, which is a mistake of whoever wrote it. */
export function unknownTokens(pattern: string): string[] {
	return [...pattern.matchAll(/\{([^{}]*)\}/g)]
		.map(([, token]) => token)
		.filter((token) => !nameTokens.some((known) => known === token));
}

/**
 * A text as a part of a name: small letters, digits and dashes alone, so that it means nothing to any
 * file system, shell or header. Equal texts, however Unicode writes them, give equal parts; a text of
 * which nothing is left gives a mark made from it, since two of them must not look alike.
 */
export function namePart(text: string, alphabet: NamingRules['alphabet'] = 'ascii'): string {
	const whole = text.normalize('NFKC').trim();
	if (whole === '') return '';
	const small = whole.toLowerCase();
	const spelt =
		alphabet === 'letters'
			? small.normalize('NFC').replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
			: [...small.normalize('NFC')]
					.map((letter) => latin[letter] ?? letter)
					.join('')
					.normalize('NFKD')
					.replace(/\p{M}+/gu, '')
					.replace(/[^a-z0-9]+/g, '-');
	const part = cut(spelt.replace(/^-+|-+$/g, ''), longestPart);
	return part === '' ? `x${sha256Hex(whole).slice(0, 8)}` : part;
}

/** The name of a file without what tells it from others of the same name: stem and ending. */
export function nameOf(
	parts: NameParts,
	extension: string,
	{ pattern, alphabet, longest }: NamingRules,
): { stem: string; ending: string } {
	const ending = /^[a-z0-9]{1,8}$/.test(extension) ? `.${extension}` : '';
	const pieces: Array<{ before: string; part: string }> = [];
	let before = '';
	for (const [whole, token] of pattern.matchAll(/\{([a-zA-Z]+)\}|[^{}]+/g)) {
		if (token === undefined) {
			before += plainLiteral(whole);
			continue;
		}
		const part = namePart(parts[token as NameToken] ?? '', alphabet);
		// With a part that is not known goes what leads up to it, such as the "_v" of a version.
		if (part !== '') pieces.push({ before, part });
		before = '';
	}
	const joined = pieces
		.map(
			({ before: lead, part }, index) => (index === 0 ? lead.replace(/^[_.-]+/, '') : lead) + part,
		)
		.join('');
	const stem = fitting(joined === '' ? 'file' : joined, longest - ending.length - 4);
	return { stem: devices.test(stem.toLowerCase()) ? `${stem}-file` : stem, ending };
}

/**
 * Gives each its name. Where two would have the same one, letters compared without their case, the
 * later gets a number: `film-2.mp4`.
 */
export function uniqueNames(names: ReadonlyArray<{ stem: string; ending: string }>): string[] {
	const taken = new Set<string>();
	return names.map(({ stem, ending }) => {
		let name = `${stem}${ending}`;
		for (let number = 2; taken.has(name.toLowerCase()); number += 1) {
			name = `${stem}-${number}${ending}`;
		}
		taken.add(name.toLowerCase());
		return name;
	});
}

/** The ending of a name in small letters; empty where it has none that is one. */
export function extensionOf(fileName: string): string {
	return /\.([A-Za-z0-9]{1,8})$/.exec(fileName.trim())?.[1]?.toLowerCase() ?? '';
}

/** A name without its ending. */
export function stemOf(fileName: string): string {
	return fileName.trim().replace(/\.[A-Za-z0-9]{1,8}$/, '');
}

/** What stands between the parts: letters, digits, `_`, `-` and blanks as `-`; no dots, no slashes. */
function plainLiteral(literal: string): string {
	return literal.replace(/\s+/g, '-').replace(/[^A-Za-z0-9_-]+/g, '');
}

function cut(text: string, longest: number): string {
	return [...text].slice(0, longest).join('').replace(/-+$/, '');
}

/** Cut to so many bytes, never within a character. */
function fitting(text: string, bytes: number): string {
	const kept: string[] = [];
	let used = 0;
	for (const letter of text) {
		used += new TextEncoder().encode(letter).length;
		if (used > bytes) break;
		kept.push(letter);
	}
	return kept.join('').replace(/[_-]+$/, '') || 'file';
}
