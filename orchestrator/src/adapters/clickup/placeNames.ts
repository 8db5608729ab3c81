import type { PlaceKind } from './places';

/** What stands between the names of a place: `Agency / Sales / Leads`. */
const BETWEEN = ' / ';

/** Whether a place is given by its number. */
export const isPlaceNumber = (key: string) => /^\d+$/.test(key);

/** The names that lead to a place, the space first. */
export const placePath = (key: string) => key.split(BETWEEN).map((name) => name.trim());

/** What a place itself is called; a space stands alone, whatever its name has in it. */
export const placeName = (kind: PlaceKind, key: string) =>
	kind === 'space' ? key : (placePath(key).at(-1) ?? key);

/** Whether a text leads to a list: its number, or `Space / List`, or `Space / Folder / List`. */
export function isListKey(key: string): boolean {
	const path = placePath(key);
	const isPath = path.length === 2 || path.length === 3;
	return isPlaceNumber(key) || (isPath && path.every((name) => name !== ''));
}

/** The place around another; null for a space, and for what is given by its number. */
export function placeWithin(
	kind: PlaceKind,
	key: string,
): { kind: 'space' | 'folder'; key: string } | null {
	if (kind === 'space' || isPlaceNumber(key)) return null;
	const path = placePath(key).slice(0, -1);
	if (path.length === 0) return null;
	return { kind: path.length === 1 ? 'space' : 'folder', key: path.join(BETWEEN) };
}
