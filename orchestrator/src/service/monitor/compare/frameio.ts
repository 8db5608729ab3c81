import { z } from 'zod';
import type { FrameioAdapter } from '../../../adapters/frameio/frameio';
import type { LookUp } from '../../../adapters/outcome';
import type { MadeThing } from '../../../ledger/madeThings';
import { listMadeSince } from '../../../ledger/madeThings';
import { compareShare } from '../../../monitor/reconcile/compareFiles';
import type { Difference } from '../../../monitor/reconcile/model';
import { shortMoment } from '../../../monitor/reconcile/model';
import { compareFrameioFiles } from './frameioFiles';
import type { CompareParts, Swept } from './parts';
import { distinct, MOST_RECENT } from './parts';

const KINDS = ['frameio.project', 'frameio.share'];

/** Projects and shares that one sweep looks for; each takes a listing. */
export const FRAMEIO_BUDGET = 10;

/** What Frame.io is read with. */
export type FrameioReader = Pick<
	FrameioAdapter,
	'findProject' | 'findShare' | 'readShare' | 'family' | 'heldAgainst'
>;

const project = z.object({ name: z.string() });
const share = z.object({
	accountId: z.string().nullable(),
	projectId: z.string(),
	name: z.string(),
	isDownloadable: z.boolean().default(false),
	expiresAt: z.string().nullable().default(null),
	access: z.enum(['public', 'secure']).default('public'),
});
const made = z.object({ id: z.string().min(1), url: z.string().nullish() });

/**
 * Looks whether the projects and shares of the recent days, and of the audit, are there and as they were
 * made, and how its files stand.
 */
export async function compareFrameio(
	parts: CompareParts,
	frameio: FrameioReader,
	before: () => Promise<void>,
): Promise<Swept> {
	const recent = await listMadeSince(parts.store, KINDS, parts.recentFrom, MOST_RECENT);
	const again = parts.again.filter(({ kind }) => KINDS.includes(kind));
	const audited = parts.audited.filter(({ kind }) => KINDS.includes(kind));
	// Half of it for each, so that neither starves the other; the recent ones by turns.
	const turn = Math.floor(parts.now.getTime() / 60_000) % Math.max(1, recent.length);
	const some = [...recent.slice(turn), ...recent.slice(0, turn)].slice(0, FRAMEIO_BUDGET / 2);
	const looked: string[] = [];
	const differences: Difference[] = [];
	let calls = 0;
	for (const thing of distinct(some, again, audited).slice(0, FRAMEIO_BUDGET)) {
		// Of what a test run left alone there is nothing.
		const own = made.safeParse(thing.receipt);
		if (!own.success) continue;
		await before();
		calls += 1;
		const found = await find(frameio, thing);
		if (found === null || (found.result === 'failed' && found.several === undefined)) continue;
		looked.push(thing.key);
		const ids = idsOf(found);
		const isThere = ids.includes(own.data.id);
		if (ids.length === 0) differences.push(missing(thing));
		else if (!isThere) differences.push(replaced(thing, ids));
		else if (ids.length > 1) differences.push(doubled(thing, ids));
		const wanted = share.safeParse(thing.content);
		if (!isThere || thing.kind !== 'frameio.share' || !wanted.success) continue;
		await before();
		calls += 1;
		const { accountId } = wanted.data;
		const read = await frameio.readShare({ accountId, shareId: own.data.id });
		if (read !== null) differences.push(...compareShare(thing, wanted.data, read));
	}
	const files = await compareFrameioFiles(parts, frameio, before);
	return {
		differences: [...differences, ...files.differences],
		looked: [...looked, ...files.looked],
		calls: calls + files.calls,
		readTo: null,
	};
}

async function find(frameio: FrameioReader, { kind, content }: MadeThing) {
	if (kind === 'frameio.project') {
		const read = project.safeParse(content);
		return read.success ? await frameio.findProject({ test: false, name: read.data.name }) : null;
	}
	const read = share.safeParse(content);
	return read.success ? await frameio.findShare(read.data) : null;
}

/** Ids of all that have its name: our mark is in it. */
function idsOf(found: LookUp<{ id: string }>): readonly string[] {
	if (found.result === 'absent') return [];
	if (found.result === 'failed') return found.several ?? [];
	return found.several ?? [found.receipt.id];
}

function doubled(thing: MadeThing, ids: readonly string[]): Difference {
	const others = ids.filter((id) => id !== thing.receipt.id);
	const words = `${ids.length} ${wordOf(thing)}s have its name, also ${shown(thing, others)}`;
	return { ...differs(thing, 'doubled'), theirs: { says: words, ids: [...others] } };
}

function replaced(thing: MadeThing, ids: readonly string[]): Difference {
	const words = `that one is gone, and ${shown(thing, ids)} has its name`;
	return { ...differs(thing, 'changed'), theirs: { says: words, ids: [...ids] } };
}

function missing(thing: MadeThing): Difference {
	const words = `no such ${wordOf(thing)}: it was deleted or renamed`;
	return { ...differs(thing, 'missing'), theirs: { says: words } };
}

const wordOf = ({ kind }: MadeThing) => (kind === 'frameio.project' ? 'project' : 'share');

/** Projects by their pages; a share has none that follows from its id. */
const shown = ({ kind }: MadeThing, ids: readonly string[]) =>
	ids
		.map((id) => (kind === 'frameio.project' ? `https://next.frame.io/project/${id}` : id))
		.join(', ');

/** What differences of one thing have in common. */
function differs(thing: MadeThing, sort: Difference['class']): Omit<Difference, 'theirs'> {
	const { key, subject, receipt, doneAt } = thing;
	const url = typeof receipt.url === 'string' ? `: ${receipt.url}` : '';
	return {
		name: `${sort}/frameio/${key}`,
		class: sort,
		service: 'frameio',
		effect: key,
		subject,
		thing: wordOf(thing),
		ours: { says: `made ${shortMoment(doneAt)}${url}`, id: receipt.id },
		repair: null,
		offers: ['leave'],
	};
}
