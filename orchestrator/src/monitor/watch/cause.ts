/** Longest cause that is shown, in characters. */
const LIMIT = 120;

/**
 * The words of an error without what differs from case to case or is about somebody: addresses, links,
 * quoted values, ids and numbers. Errors with the same cause come to the same words.
 */
export function causeOf(message: string): string {
	const bare = message
		.replace(/https?:\/\/\S+/g, '…')
		.replace(/[^\s"'<>(]+@[^\s"'<>)]+/g, '…')
		.replace(/(["'«“])[^"'»”]*(["'»”])/g, '…')
		.replace(/\b(?=\w*\d)[\w-]{6,}\b/g, '…')
		.replace(/\bn8n\b|\d+(?:[.,]\d+)*/g, (found) => (found === 'n8n' ? found : '…'))
		.replace(/…(\s*…)+/g, '…')
		.replace(/\s+/g, ' ')
		.trim();
	const cut = bare.length > LIMIT ? `${bare.slice(0, LIMIT - 1)}…` : bare;
	return cut === '' ? 'no reason given' : cut;
}

/** Counts by a name, the most first. */
export function countedBy<Item>(
	items: readonly Item[],
	nameOf: (item: Item) => string,
): Array<[string, number]> {
	const counts = new Map<string, number>();
	for (const item of items) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1);
	return [...counts].sort(([, a], [, b]) => b - a);
}
