import { oneLine, truncate } from '../../texts/escape';

/** Longest of what comes from outside, in characters. */
export const longest = { name: 60, project: 140, file: 200, number: 40, detail: 60 } as const;

/** Words from outside, as one line of a length that a page bears. */
export function outside(text: string, limit: number): string {
	return truncate(oneLine(text), limit);
}
