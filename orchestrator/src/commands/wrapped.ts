/** Columns of a line. */
const WIDTH = 80;

/**
 * Breaks a text at blanks, but not between an option of a command and its value; of several, between them.
 *
 * @param first before the first line
 * @param rest before every other line
 */
export function wrapped(text: string | string[], first: string, rest: string): string[] {
	const lines: string[] = [];
	let line = first;
	let isEmpty = true;
	const words = typeof text === 'string' ? (text.match(/--[a-z-]+ \S+|\S+/g) ?? []) : text;
	for (const word of words) {
		if (!isEmpty && line.length + 1 + word.length > WIDTH) {
			lines.push(line);
			line = rest;
			isEmpty = true;
		}
		line += isEmpty ? word : ` ${word}`;
		isEmpty = false;
	}
	return [...lines, line];
}
