import { sha256Hex } from '../../../../nodes/domain/hash';
import type { Part, Side, Three, Trio } from './model';
import { eachOf, sides } from './model';
import type { Referee } from './referee';

/** What the nodes of a merge are called, by their place in the list of trios. */
export interface MergedNames {
	names: string[];
	/** What conflicts call each node: as on the canvas, else as in the base, else as in the bundle. */
	shown: string[];
}

/** The name by which a person finds a node. */
export function shownName({ base, mine, theirs }: Trio): string {
	return (mine ?? base ?? theirs)?.name ?? '';
}

/**
 * Names every node: who renamed one is followed. Where two nodes would be called the same, the one
 * that had the name on the canvas keeps it, and the other gets a number, as n8n does it.
 */
export function mergeNames(trios: readonly Trio[], referee: Referee): MergedNames {
	const shown = trios.map(shownName);
	const wanted = trios.map((trio, at) => wantedName(trio, shown[at], referee));
	const used = new Set(
		trios.flatMap((trio) => [trio.base, trio.mine, trio.theirs].map((node) => node?.name)),
	);
	for (const name of wanted) used.add(name);
	const taken = new Set<string>();
	const names: string[] = [];
	for (const at of inOrderOfClaim(trios, wanted)) {
		const name = taken.has(wanted[at]) ? numbered(wanted[at], used) : wanted[at];
		taken.add(name);
		used.add(name);
		names[at] = name;
	}
	return { names, shown };
}

function wantedName(trio: Trio, shown: string, referee: Referee): string {
	const { base, mine, theirs } = eachOf(trio, (node) => node?.name);
	if (mine === undefined || theirs === undefined) return mine ?? theirs ?? base ?? '';
	// A node that both added may have had to give way to a name in an earlier merge.
	if (base === undefined || base === theirs || mine === theirs) return mine;
	if (base === mine) return theirs;
	return referee.value({ node: shown, path: 'name' }, { base, mine, theirs }) as string;
}

/** First those who had their name on the canvas, last those who may well be gone. */
function inOrderOfClaim(trios: readonly Trio[], wanted: readonly string[]): number[] {
	const claim = ({ base, mine, theirs }: Trio, name: string): number => {
		if (base !== null && (mine === null || theirs === null)) return 3;
		if (mine !== null) return mine.name === name ? 0 : 1;
		return 2;
	};
	return trios
		.map((trio, at) => ({ at, claim: claim(trio, wanted[at]) }))
		.sort((a, b) => a.claim - b.claim || a.at - b.at)
		.map(({ at }) => at);
}

/** The name with the first number that makes it one of its own: "Edit Fields" → "Edit Fields1". */
function numbered(name: string, used: ReadonlySet<string | undefined>): string {
	const stem = name.replace(/\d+$/, '');
	let count = 1;
	while (used.has(`${stem}${count}`)) count += 1;
	return `${stem}${count}`;
}

/**
 * Ids of the merged nodes: the canvas' where it gave new ones. Of two that are equal only because
 * two files came together the later changes.
 */
export function mergeIds(trios: readonly Trio[], names: readonly string[]): Part[] {
	const taken = new Map<Part, Trio>();
	return trios.map((trio, at) => {
		const id = idOf(eachOf(trio, (node) => node?.id));
		if (typeof id !== 'string' && typeof id !== 'number') return id;
		const holder = taken.get(id);
		const isNew = holder !== undefined && !sides.some((side) => isShared(id, holder, trio, side));
		const free = isNew ? madeFrom(`${id}\n${names[at]}`) : id;
		taken.set(free, trio);
		return free;
	});
}

function isShared(id: Part, one: Trio, other: Trio, side: Side): boolean {
	return one[side]?.id === id && other[side]?.id === id;
}

function idOf({ base, mine, theirs }: Three<Part>): Part {
	if (mine === undefined) return theirs;
	return mine === base ? (theirs ?? mine) : mine;
}

function madeFrom(text: string): string {
	const hex = sha256Hex(text);
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`4${hex.slice(13, 16)}`,
		`8${hex.slice(17, 20)}`,
		hex.slice(20, 32),
	].join('-');
}
