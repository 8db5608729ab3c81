import { z } from 'zod';
import type { KnownFile } from '../../../ledger/comparedFiles';
import { listFilesTold, listKnownFiles } from '../../../ledger/comparedFiles';
import type { MadeThing } from '../../../ledger/madeThings';
import { listMadeSince } from '../../../ledger/madeThings';
import type { FileFamily } from '../../../adapters/frameio/family';
import { changedField, compareVersions, fileEffect } from '../../../monitor/reconcile/compareFiles';
import type { Compared, Difference } from '../../../monitor/reconcile/model';
import type { FrameioReader } from './frameio';
import type { CompareParts } from './parts';
import { distinct, MOST_RECENT } from './parts';

const KIND = 'frameio.status';

/** Files whose versions, and fields whose values, one sweep reads: a call or two each. */
export const FILE_BUDGET = { versions: 5, fields: 5 };

const receipt = z.object({
	fileId: z.string(),
	field: z.string(),
	value: z.string().nullable(),
	note: z.string().nullish(),
});
const place = z.object({ accountId: z.string().nullable() });

/** Looks, by turns, how the files of the recent days stand: their newest version, and what flows set. */
export async function compareFrameioFiles(
	parts: CompareParts,
	frameio: FrameioReader,
	before: () => Promise<void>,
): Promise<Compared> {
	const versions = await compareNewest(parts, frameio, before);
	const fields = await compareFields(parts, frameio, before);
	return {
		differences: [...versions.differences, ...fields.differences],
		looked: [...versions.looked, ...fields.looked],
		calls: versions.calls + fields.calls,
	};
}

async function compareNewest(
	{ store, open, recentFrom, now }: CompareParts,
	frameio: FrameioReader,
	before: () => Promise<void>,
): Promise<Compared> {
	const prefix = fileEffect('');
	const named = open.flatMap(({ effect }) =>
		effect.startsWith(prefix) ? [effect.slice(prefix.length)] : [],
	);
	const known = await listKnownFiles(store, recentFrom, named);
	const isOpen = (file: KnownFile) => named.includes(file.lineage);
	const some = someOf(known, isOpen, FILE_BUDGET.versions, now);
	const families: Array<[KnownFile, FileFamily]> = [];
	for (const each of some) {
		await before();
		const { accountId, fileId } = each.file;
		families.push([each, await frameio.family({ accountId, fileId })]);
	}
	const told = await listFilesTold(
		store,
		families.flatMap(([, { versionIds }]) => versionIds),
	);
	return {
		differences: families.flatMap(([each, family]) => compareVersions(each, family, told, now)),
		looked: some.map(({ lineage }) => fileEffect(lineage)),
		calls: some.length,
	};
}

async function compareFields(
	parts: CompareParts,
	frameio: FrameioReader,
	before: () => Promise<void>,
): Promise<Compared> {
	const { store, recentFrom, now } = parts;
	const recent = await listMadeSince(store, [KIND], recentFrom, MOST_RECENT);
	const again = parts.again.filter(({ kind }) => kind === KIND);
	// What was set last counts; what another flow set before it is over.
	const last = new Map<string, MadeThing>();
	const over: string[] = [];
	for (const thing of distinct(recent, again).sort((a, b) => +a.doneAt - +b.doneAt)) {
		const read = receipt.safeParse(thing.receipt);
		if (!read.success || (read.data.note ?? null) !== null) continue;
		const name = `${read.data.fileId}/${read.data.field}`;
		const earlier = last.get(name);
		if (earlier !== undefined) over.push(earlier.key);
		last.set(name, thing);
	}
	const keys = new Set(again.map(({ key }) => key));
	const some = someOf([...last.values()], ({ key }) => keys.has(key), FILE_BUDGET.fields, now);
	const differences: Difference[] = [];
	for (const thing of some) {
		const { fileId, field, value } = receipt.parse(thing.receipt);
		const accountId = place.safeParse(thing.content).data?.accountId ?? null;
		await before();
		const held = await frameio.heldAgainst({ accountId, fileId, field, value: value ?? '' });
		if (held === null || held.isSame) continue;
		differences.push(changedField(thing, field, value, held.value));
	}
	return { differences, looked: [...over, ...some.map(({ key }) => key)], calls: some.length };
}

/** So many of all: what was found before in any case, of the others by turns. */
function someOf<Item>(
	all: readonly Item[],
	isFound: (item: Item) => boolean,
	count: number,
	now: Date,
): Item[] {
	const found = all.filter(isFound).slice(0, count);
	const others = all.filter((item) => !isFound(item));
	const turn = (Math.floor(now.getTime() / 60_000) * count) % Math.max(1, others.length);
	return [...found, ...[...others.slice(turn), ...others.slice(0, turn)].slice(0, count)];
}
