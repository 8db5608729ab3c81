import { LookUpFailed } from '../../../adapters/harmless';
import type { MadeThing } from '../../../ledger/madeThings';
import type { Finding } from '../../../ledger/monitorFindings';
import type { Store } from '../../../ledger/store';
import type { Compared, DeletedTasks } from '../../../monitor/reconcile/model';
import type { Pacer } from '../../pacing/pacer';
import type { PaceName } from '../../pacing/paces';

/** What every comparison of a sweep is given. */
export interface CompareParts {
	store: Store;
	now: Date;
	/** From when on everything is looked at in every sweep. */
	recentFrom: Date;
	/** The audit's portion of what is older. */
	audited: readonly MadeThing[];
	/** What was found before and is not over, and the effects it is about: looked at in every sweep. */
	open: readonly Finding[];
	again: readonly MadeThing[];
	/** Ids that webhooks tell were deleted, by the kind of effect that made such things. */
	deleted: Readonly<Record<string, readonly string[]>>;
	deletedTasks: DeletedTasks;
}

/** What a comparison found, and how far it has read what changed. */
export interface Swept extends Compared {
	/** Null: as far as before. */
	readTo: Date | null;
}

/** Most effects of the recent days that one sweep compares of a service. */
export const MOST_RECENT = 5_000;

/** How much before it was asked for, and after it was done, a thing may have been made by its service's clock. */
export const SKEW_MS = 5 * 60_000;

/** How long the monitor waits for a turn, in milliseconds: everybody else comes first. */
const WAIT_MS = 60_000;

/** Waits for a turn at each limit in order; rejects with LookUpFailed when there is none soon. */
export async function awaitTurns(pacer: Pacer, paces: readonly PaceName[]): Promise<void> {
	for (const pace of paces) {
		const lane = pacer.lane({ pace, name: '' });
		const turn = (await lane.takeNow()) ?? (await lane.next(pacer.place(), WAIT_MS));
		if (turn === null) throw new LookUpFailed(busy);
	}
}

const busy = {
	result: 'rateLimited',
	status: 429,
	retryAfterMs: WAIT_MS,
	error: {
		code: 'monitor/busy',
		what: 'The service was not read to its end.',
		why: 'Others use its limit, and the monitor waits for them.',
		mend: 'Nothing to mend: the next sweep goes on.',
	},
} as const;

/** Each once, by its key. */
export function distinct(...lists: ReadonlyArray<readonly MadeThing[]>): MadeThing[] {
	return [...new Map(lists.flat().map((thing) => [thing.key, thing])).values()];
}

/** Texts in a list that a side of a finding carries. */
export function textsIn(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
