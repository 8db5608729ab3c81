import { z } from 'zod';
import type { FrameioAdapter } from '../../../adapters/frameio/frameio';
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
		if (!made.safeParse(thing.receipt).success) continue;
		await before();
		calls += 1;
		const found = await find(frameio, thing);
		if (found === null || (found.result === 'failed' && found.several === undefined)) continue;
		looked.push(thing.key);
		if (found.result === 'absent') differences.push(missing(thing));
		if (found.result === 'failed') differences.push(doubled(thing, found.several ?? []));
		const wanted = share.safeParse(thing.content);
		if (found.result !== 'found' || thing.kind !== 'frameio.share' || !wanted.success) continue;
		await before();
		calls += 1;
		const { accountId } = wanted.data;
		const read = await frameio.readShare({ accountId, shareId: found.receipt.id });
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

function doubled({ key, subject, receipt, doneAt }: MadeThing, ids: readonly string[]): Difference {
	const others = ids.filter((id) => id !== receipt.id);
	return {
		name: `doubled/frameio/${key}`,
		class: 'doubled',
		service: 'frameio',
		effect: key,
		subject,
		thing: 'project',
		ours: { says: `made ${shortMoment(doneAt)}: ${String(receipt.url)}`, id: receipt.id },
		theirs: {
			says: `${ids.length} projects have its name, also ${others.map((id) => `https://next.frame.io/project/${id}`).join(', ')}`,
		},
		repair: null,
		offers: ['leave'],
	};
}

function missing({ key, kind, subject, receipt, doneAt }: MadeThing): Difference {
	const thing = kind === 'frameio.project' ? 'project' : 'share';
	const url = typeof receipt.url === 'string' ? receipt.url : null;
	return {
		name: `missing/frameio/${key}`,
		class: 'missing',
		service: 'frameio',
		effect: key,
		subject,
		thing,
		ours: { says: `made ${shortMoment(doneAt)}${url === null ? '' : `: ${url}`}` },
		theirs: { says: `no such ${thing}: it was deleted or renamed` },
		repair: null,
		offers: ['leave'],
	};
}
