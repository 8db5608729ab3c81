/** The part of a long text around a place in it, at most `room` characters, with dots where it is cut. */
export function excerpt(text: string, place: number, room: number): string {
	if (text.length <= room) return text;
	const start = Math.max(0, Math.min(place - 20, text.length - room));
	const head = start > 0 ? '…' : '';
	const isCut = start + room < text.length;
	const end = start + room - head.length - (isCut ? 1 : 0);
	return `${head}${text.slice(start, end)}${isCut ? '…' : ''}`;
}

/** Where texts begin to differ; 0 for fewer than two. */
export function firstDifference(texts: readonly string[]): number {
	const [first, ...others] = texts;
	if (first === undefined || others.length === 0) return 0;
	let at = 0;
	while (at < first.length && others.every((text) => text[at] === first[at])) at += 1;
	return at;
}
