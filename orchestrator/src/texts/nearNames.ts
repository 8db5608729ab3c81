/** Deepest path looked at, and most of them. */
const MAX_DEPTH = 5;
const MAX_NAMES = 1_000;

/** The paths into the data that look most like a wanted one, best first, three at most. */
export function nearNames(wanted: string, data: object): string[] {
	const names = pathsOf(data);
	const limit = Math.max(2, Math.floor(wanted.length / 2));
	return names
		.map((name) => ({ name, distance: distanceOf(wanted.toLowerCase(), name.toLowerCase()) }))
		.filter(({ distance }) => distance <= limit)
		.sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
		.slice(0, 3)
		.map(({ name }) => name);
}

function pathsOf(data: object): string[] {
	const names: string[] = [];
	const visit = (value: unknown, path: string, depth: number) => {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
		for (const [name, inner] of Object.entries(value)) {
			if (names.length >= MAX_NAMES) return;
			const here = path === '' ? name : `${path}.${name}`;
			names.push(here);
			if (depth < MAX_DEPTH) visit(inner, here, depth + 1);
		}
	};
	visit(data, '', 1);
	return names;
}

/** Levenshtein's distance: fewest letters to add, drop or change. */
function distanceOf(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i += 1) {
		const next = [i];
		for (let j = 1; j <= b.length; j += 1) {
			const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[b.length] ?? 0;
}
