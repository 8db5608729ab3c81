import { readStatus } from '../../../ledger/inboxReading';
import { listLateJobs } from '../../../ledger/jobs';
import {
	countEvents,
	listChangedWorkflows,
	readClock,
	readOldestEvent,
} from '../../../ledger/monitorReading';
import type { Moment } from '../../../ledger/moment';
import type { Store } from '../../../ledger/store';
import type { Observation } from '../../../monitor/alerts/model';
import { causeOf, countedBy } from '../../../monitor/watch/cause';

const HOUR_MS = 3_600_000;

/** Failures are told for as long as this after they happened; what is dead until somebody cares. */
const FAILED_FOR_MS = HOUR_MS;

/** What the ledger itself says: events that failed, died or wait, effects that need somebody, its clock. */
export async function watchLedger(store: Store, now: Date, moment: Moment): Promise<Observation[]> {
	const [failed, dead, oldest, status] = await Promise.all([
		countEvents(store, 'failed', new Date(now.getTime() - FAILED_FOR_MS)),
		countEvents(store, 'dead', new Date(0)),
		readOldestEvent(store, moment),
		readStatus(store, moment),
	]);
	return [
		...counted('flows-failed', failed, ({ topic, reason }) => ({
			topic,
			cause: causeOf(reason ?? ''),
		})),
		...counted('events-dead', dead, ({ topic }) => ({ topic })),
		...(oldest === null
			? []
			: [
					{
						rule: 'events-stuck',
						labels: { topic: oldest.topic },
						value: oldest.seconds,
						facts: { minutes: Math.round(oldest.seconds / 60), state: oldest.state },
					},
					{
						rule: 'queue-deep',
						labels: {},
						value: oldest.waiting,
						facts: { total: oldest.waiting },
					},
				]),
		...counted('effects-unknown', status.effects.unknown, ({ kind }) => ({ kind })),
		...counted('effects-refused', status.effects.failed, ({ kind, what }) => ({
			kind,
			cause: causeOf(what ?? ''),
		})),
		...(await listLateJobs(store)).map(({ queue, waiting, seconds }) => ({
			rule: 'jobs-late',
			labels: { queue },
			value: seconds,
			facts: { waiting, minutes: Math.round(seconds / 60) },
		})),
		...(await clockSeen(store, moment)),
		...(await newsSeen(store, now)),
	];
}

/** News are told for as long as this. */
const NEWS_FOR_MS = 24 * HOUR_MS;

async function newsSeen(store: Store, now: Date): Promise<Observation[]> {
	const changed = await listChangedWorkflows(store, new Date(now.getTime() - NEWS_FOR_MS));
	const told = new Set<string>();
	// The newest first: a workflow is named with its latest change only.
	return changed.flatMap(({ apply, names }): Observation[] => {
		const left = names.filter((name) => !told.has(name));
		for (const name of left) told.add(name);
		if (left.length === 0) return [];
		const facts = { names: left.join(', ') };
		return [{ rule: 'workflows-changed', labels: { apply }, value: 1, facts }];
	});
}

/** One observation for each that is told apart by its labels, with how many there are in all. */
function counted<Item>(
	rule: string,
	items: readonly Item[],
	labelsOf: (item: Item) => Record<string, string>,
): Observation[] {
	return countedBy(items, (item) => JSON.stringify(labelsOf(item))).map(([name, count]) => {
		const labels = JSON.parse(name) as Record<string, string>;
		return { rule, labels, value: count, facts: { count, total: items.length } };
	});
}

async function clockSeen(store: Store, moment: Moment): Promise<Observation[]> {
	// A clock that was set for a trial is apart from the ledger's on purpose.
	if (moment !== null) return [];
	const before = Date.now();
	const ledger = (await readClock(store)).getTime();
	const after = Date.now();
	const apart = Math.max(before - ledger, ledger - after, 0) / 1_000;
	return [{ rule: 'clock', labels: {}, value: apart, facts: { seconds: Math.round(apart) } }];
}
