/** Takes out halves of characters, control characters, and those that turn the reading direction around for what follows. */
export function withoutControls(text: string): string {
	return text
		.replace(/[\uD800-\uDFFF]/gu, '\uFFFD')
		.replace(/\r\n?/g, '\n')
		.replace(CONTROLS, '');
}

// Everything of C0 and C1 but tab and line feed; U+202A-202E and U+2066-2069 steer the direction of text.
const CONTROLS = /(?![\t\n])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu;

/** Joins lines and squeezes blanks: a header made of it cannot get a second line. */
export function oneLine(text: string): string {
	return withoutControls(text)
		.replace(/[\s\u2028\u2029]+/g, ' ')
		.trim();
}

/** Cuts a text to a number of UTF-16 units, never in the middle of a character, with an ellipsis. */
export function truncate(text: string, limit: number): string {
	if (text.length <= limit) return text;
	return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

const htmlEntities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Escapes the five characters that mean something in HTML text and quoted attributes. */
export function escapeHtml(text: string): string {
	return withoutControls(text).replace(/[&<>"']/g, (character) => htmlEntities[character] ?? '');
}
