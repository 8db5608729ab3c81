import { excerpt, firstDifference } from './excerpt';
import { equalEntries } from './merge/lists';

/** Most lines that are shown of one text; `--json` gives all of it. */
const MOST_LINES = 30;

/** Lines of a text that became others. */
interface LineChange {
	/** The first of them in the text before, from 1. */
	line: number;
	removed: string[];
	added: string[];
}

/** What became of a text line by line; texts too unlike each other are one change. */
export function lineChanges(before: string, after: string): LineChange[] {
	const [from, to] = [before.split('\n'), after.split('\n')];
	const anchors = equalEntries(from, to) ?? [];
	const changes: LineChange[] = [];
	let [at, place] = [0, 0];
	for (const [nextAt, nextPlace] of [...anchors, [to.length, from.length] as const]) {
		const [removed, added] = [from.slice(place, nextPlace), to.slice(at, nextAt)];
		if (removed.length + added.length > 0) changes.push({ line: place + 1, removed, added });
		[at, place] = [nextAt + 1, nextPlace + 1];
	}
	return changes;
}

/** The changes of a text for a person: `line 3`, then what is gone after `-` and what came after `+`. */
export function describeLineChanges(before: string, after: string, width: number): string[] {
	const lines = lineChanges(before, after).flatMap(({ line, removed, added }) => [
		`line ${line}`,
		...removed.map((text, at) => `- ${shown(text, added[at], width - 2)}`),
		...added.map((text, at) => `+ ${shown(text, removed[at], width - 2)}`),
	]);
	const more = lines.length - MOST_LINES;
	return more > 1 ? [...lines.slice(0, MOST_LINES), `… and ${more} more lines`] : lines;
}

/** A line, around the place at which it differs from the one that stood there. */
function shown(text: string, other: string | undefined, width: number): string {
	const [plain, against] = [text, other ?? ''].map((each) => each.replace(/\t/g, '  '));
	return excerpt(plain, other === undefined ? 0 : firstDifference([plain, against]), width);
}
