/** The candidate a person most likely meant, or null when none is near enough to suggest. */
export function nearest(word: string, candidates: readonly string[]): string | null {
	const ranked = candidates
		.map((candidate) => ({
			candidate,
			distance: editDistance(word.toLowerCase(), candidate.toLowerCase()),
		}))
		.sort((a, b) => a.distance - b.distance);
	const best = ranked[0];
	const limit = Math.max(1, Math.floor(word.length / 3));
	return best !== undefined && best.distance <= limit ? best.candidate : null;
}

/** Number of letters to insert, drop or replace (Levenshtein) to turn one word into the other. */
export function editDistance(from: string, to: string): number {
	let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
	for (let row = 1; row <= from.length; row += 1) {
		const current = [row];
		for (let column = 1; column <= to.length; column += 1) {
			const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
			current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
		}
		previous = current;
	}
	return previous[to.length] ?? 0;
}
