import type { ClickupTasks, FoundTask, TaskRange } from '../../../adapters/clickup/tasks';
import type { MadeThing } from '../../../ledger/madeThings';
import { listMadeByKeys, listMadeSince, listMadeWithIds } from '../../../ledger/madeThings';
import { compareTasks } from '../../../monitor/reconcile/compareTasks';
import { firstKeyOf, wantedTasks } from '../../../monitor/reconcile/wanted';
import { listAboutTasks } from '../aboutTasks';
import type { CompareParts, Swept } from './parts';
import { distinct, MOST_RECENT, SKEW_MS, textsIn } from './parts';

const KIND = ['clickup.task'];

/**
 * Calls of one sweep at most: pages of the recent days, of the audit and of what changed, and tasks that
 * are asked for one by one. At a third of 100 calls a minute a sweep of 60 takes two minutes.
 */
export const CLICKUP_BUDGET = { recent: 20, audit: 5, changed: 10, single: 25 };

/** Compares the tasks of the recent days, of the audit, and what changed or was deleted since. */
export async function compareClickup(
	parts: CompareParts,
	tasks: ClickupTasks,
	changedAfter: Date,
): Promise<Swept> {
	const { store, now, recentFrom, deletedTasks } = parts;
	const recent = await listMadeSince(store, KIND, recentFrom, MOST_RECENT);
	const audited = parts.audited.filter(({ kind }) => KIND.includes(kind));
	const deleted = await listMadeWithIds(store, KIND, parts.deleted['clickup.task'] ?? []);
	const reader = new TaskReading(tasks);
	const isCovered = new Set<string>();
	for (const [made, budget] of [
		[recent, CLICKUP_BUDGET.recent],
		[audited, CLICKUP_BUDGET.audit],
	] as const) {
		const range = rangeOf(made);
		if (range === null) continue;
		const from = await reader.range(range, budget);
		for (const { key, createdAt } of made) if (createdAt >= from) isCovered.add(key);
	}
	const changed = await reader.changed(changedAfter, now);
	const named = await listMadeByKeys(store, [...reader.byKey.keys()]);
	const again = parts.again.filter(({ kind }) => KIND.includes(kind));
	const looked = distinct(recent, audited, deleted, named, again);
	const about = await listAboutTasks(
		store,
		looked.map(({ subject }) => subject),
	);
	const keys = new Set(looked.map(({ key }) => firstKeyOf(key)));
	const wanted = wantedTasks(about).filter(({ key }) => keys.has(firstKeyOf(key)));
	const isDeleted = new Set(parts.deleted['clickup.task'] ?? []);
	const isAgain = new Set(again.map(({ key }) => key));
	const twins = parts.open.flatMap(({ service, theirs }) =>
		service === 'clickup' ? textsIn(theirs.ids) : [],
	);
	// Listed they are not: whether they are gone, or only archived, says a look at each.
	const doubtful = wanted.filter(
		({ key, id }) =>
			!reader.byId.has(id) && (isCovered.has(key) || isDeleted.has(id) || isAgain.has(key)),
	);
	const singles = [...doubtful.map(({ id }) => id), ...twins].filter((id) => !reader.byId.has(id));
	for (const id of singles.slice(0, CLICKUP_BUDGET.single)) await reader.single(id);
	const isAssigned = wanted.some(({ assignees }) => assignees !== null);
	const members = isAssigned ? await tasks.members() : [];
	const seen = { byId: reader.byId, byKey: reader.byKey, members };
	return {
		differences: compareTasks(wanted, seen, deletedTasks),
		looked: wanted.filter(({ id }) => reader.byId.has(id)).map(({ key }) => key),
		calls: reader.calls,
		readTo: changed,
	};
}

/** The time in which tasks were made, by their service's clock; null without any. */
function rangeOf(made: readonly MadeThing[]): TaskRange | null {
	if (made.length === 0) return null;
	const created = made.map(({ createdAt }) => createdAt.getTime());
	const done = made.map(({ doneAt }) => doneAt.getTime());
	return {
		by: 'created',
		after: new Date(Math.min(...created) - SKEW_MS),
		before: new Date(Math.max(...done) + SKEW_MS),
	};
}

/** Reads tasks and remembers what it saw. */
class TaskReading {
	readonly byId = new Map<string, FoundTask | 'gone'>();
	readonly byKey = new Map<string, FoundTask[]>();
	calls = 0;

	constructor(private readonly tasks: ClickupTasks) {}

	/** @returns moment from which on all of the range was read */
	async range(range: TaskRange, mostPages: number): Promise<Date> {
		for (let page = 0; page < mostPages; page += 1) {
			this.calls += 1;
			const { tasks, isLast } = await this.tasks.page(range, page);
			tasks.forEach((task) => this.keep(task));
			if (isLast) return range.after;
			const oldest = Math.min(...tasks.map(({ createdAt }) => createdAt.getTime()));
			if (page === mostPages - 1) return new Date(oldest + SKEW_MS);
		}
		return range.before ?? range.after;
	}

	/** @returns moment up to which all changes were read; null where it is not further than before */
	async changed(after: Date, now: Date): Promise<Date | null> {
		for (let page = 0; page < CLICKUP_BUDGET.changed; page += 1) {
			this.calls += 1;
			const { tasks, isLast } = await this.tasks.page({ by: 'updated', after, before: null }, page);
			tasks.forEach((task) => this.keep(task));
			// What changes while pages are turned is among the next sweep's.
			if (isLast) return new Date(now.getTime() - SKEW_MS);
		}
		// Newest first: what was not reached is left to the audit, lest every sweep begins here.
		return new Date(now.getTime() - SKEW_MS);
	}

	async single(id: string): Promise<void> {
		this.calls += 1;
		const found = await this.tasks.read(id);
		if (found === null) this.byId.set(id, 'gone');
		else this.keep(found);
	}

	private keep(task: FoundTask): void {
		if (this.byId.has(task.id)) return;
		this.byId.set(task.id, task);
		if (task.key === null) return;
		this.byKey.set(task.key, [...(this.byKey.get(task.key) ?? []), task]);
	}
}
