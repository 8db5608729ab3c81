/** A stretch of JavaScript in which a name may be used: everything but quoted text and patterns. */
export interface CodeSpan {
	start: number;
	/** Exclusive. */
	end: number;
}

/** Signs after which a slash begins a pattern; after anything else it divides. */
const beforePattern = /(^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|void))\s*$/;

/**
 * Splits JavaScript into its code, comments included, and its quoted text, which is left out. What
 * stands in `${…}` of a template is code. A quote that follows an opening bracket or parenthesis is
 * still quoted text: callers read it from the whole source.
 */
export function codeSpans(source: string): CodeSpan[] {
	const spans: CodeSpan[] = [];
	/** For each open template: how many braces are open inside its `${`. */
	const templates: number[] = [];
	let start = 0;
	let at = 0;
	const leave = (end: number) => {
		if (end > start) spans.push({ start, end });
	};
	/** Moves behind the next backtick or into the next `${`. */
	const passTemplate = () => {
		while (at < source.length) {
			if (source[at] === '\\') at += 2;
			else if (source[at] === '`') {
				at += 1;
				break;
			} else if (source.startsWith('${', at)) {
				at += 2;
				templates.push(0);
				break;
			} else at += 1;
		}
		start = at;
	};
	while (at < source.length) {
		const sign = source[at];
		if (source.startsWith('//', at)) {
			at = indexFrom(source, '\n', at);
		} else if (source.startsWith('/*', at)) {
			at = indexFrom(source, '*/', at);
		} else if (sign === "'" || sign === '"') {
			leave(at);
			at = passQuoted(source, at, sign);
			start = at;
		} else if (sign === '`') {
			leave(at);
			at += 1;
			passTemplate();
		} else if (sign === '/' && beforePattern.test(source.slice(Math.max(0, at - 12), at))) {
			const end = passPattern(source, at);
			if (end === null) at += 1;
			else {
				leave(at);
				at = end;
				start = at;
			}
		} else if (sign === '{' && templates.length > 0) {
			templates[templates.length - 1] += 1;
			at += 1;
		} else if (sign === '}' && templates.length > 0) {
			if (templates[templates.length - 1] === 0) {
				leave(at);
				templates.pop();
				at += 1;
				passTemplate();
			} else {
				templates[templates.length - 1] -= 1;
				at += 1;
			}
		} else at += 1;
	}
	leave(source.length);
	return spans;
}

function indexFrom(source: string, text: string, at: number): number {
	const found = source.indexOf(text, at + 2);
	return found === -1 ? source.length : found + text.length;
}

/** Behind the closing quote; a line's end closes too, as such text cannot go on. */
function passQuoted(source: string, from: number, quote: string): number {
	for (let at = from + 1; at < source.length; at += 1) {
		if (source[at] === '\\') at += 1;
		else if (source[at] === quote || source[at] === '\n') return at + 1;
	}
	return source.length;
}

/** Behind a pattern that ends on its line; null where it does not, so that it is none. */
function passPattern(source: string, from: number): number | null {
	let isInSet = false;
	for (let at = from + 1; at < source.length && source[at] !== '\n'; at += 1) {
		const sign = source[at];
		if (sign === '\\') at += 1;
		else if (sign === '[') isInSet = true;
		else if (sign === ']') isInSet = false;
		else if (sign === '/' && !isInSet) return at + 1;
	}
	return null;
}
