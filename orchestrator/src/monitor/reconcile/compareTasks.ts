import type { ClickupMember, FoundTask } from '../../adapters/clickup/tasks';
import type { DeletedTasks, Difference } from './model';
import { shortMoment } from './model';

/** A task as the ledger says it was made. */
export interface WantedTask {
	key: string;
	subject: string;
	/** Its id and address in ClickUp, by the receipt. */
	id: string;
	url: string;
	madeAt: Date;
	/** Whether an effect has closed it. */
	isClosed: boolean;
	/** The status that an effect gave it last; null where none did, or it was closed. */
	status: string | null;
	/** Addresses of those whom effects put on it, in lower case; null where that is not known. */
	assignees: readonly string[] | null;
	/** How often it was made again before. */
	remakes: number;
}

/** What ClickUp has, as far as it was asked. */
export interface SeenTasks {
	/** By id; `gone` is certain: it was asked for by its id. What was not asked for is absent. */
	byId: ReadonlyMap<string, FoundTask | 'gone'>;
	/** Every task that was seen, by the key in our field. */
	byKey: ReadonlyMap<string, readonly FoundTask[]>;
	/** Who can have tasks there. */
	members: readonly ClickupMember[];
}

/** Compares tasks; those that ClickUp was not asked for say nothing. */
export function compareTasks(
	wanted: readonly WantedTask[],
	{ byId, byKey, members }: SeenTasks,
	deletedTasks: DeletedTasks,
): Difference[] {
	return wanted.flatMap((task): Difference[] => {
		const found = byId.get(task.id);
		const twins = (byKey.get(task.key) ?? []).filter(({ id }) => id !== task.id);
		const doubled = twins.length === 0 ? [] : [doubledTask(task, twins)];
		if (found === undefined) return doubled;
		if (found === 'gone') {
			// Under our key there is one after all: whoever moved it knows, and nothing is made again.
			if (twins.length > 0) return [otherTask(task, twins)];
			return task.isClosed ? [] : [missingTask(task, deletedTasks)];
		}
		return [...doubled, ...changesOf(task, found), ...peopleOf(task, found, members)];
	});
}

const base = ({ key, subject }: WantedTask) =>
	({ service: 'clickup', effect: key, subject, thing: 'task' }) as const;

const madeSide = (task: WantedTask) => ({
	says: `made ${shortMoment(task.madeAt)}: ${task.url}`,
	id: task.id,
	url: task.url,
});

function missingTask(task: WantedTask, deletedTasks: DeletedTasks): Difference {
	// Whoever deletes it a second time means it.
	const isRepaired = deletedTasks === 'remake' && task.remakes === 0;
	return {
		...base(task),
		name: `missing/clickup/${task.key}`,
		class: 'missing',
		ours: madeSide(task),
		theirs: { says: 'no such task: it was deleted' },
		repair: isRepaired ? { does: 'remake' } : null,
		offers: isRepaired ? [] : ['remake', 'leave'],
	};
}

function doubledTask(task: WantedTask, twins: readonly FoundTask[]): Difference {
	return {
		...base(task),
		name: `doubled/clickup/${task.key}`,
		class: 'doubled',
		ours: madeSide(task),
		theirs: {
			says: `${twins.length + 1} tasks carry its key, also ${twins.map(({ url }) => url).join(', ')}`,
			ids: twins.map(({ id }) => id),
		},
		repair: null,
		offers: ['leave'],
	};
}

function otherTask(task: WantedTask, twins: readonly FoundTask[]): Difference {
	return {
		...base(task),
		name: `changed/clickup/${task.key}`,
		class: 'changed',
		ours: madeSide(task),
		theirs: { says: `that one is gone, and ${twins.map(({ url }) => url).join(', ')} has its key` },
		repair: null,
		offers: ['leave'],
	};
}

function changesOf(task: WantedTask, found: FoundTask): Difference[] {
	const changed = (ours: string, theirs: string): Difference => ({
		...base(task),
		name: `changed/clickup/${task.key}`,
		class: 'changed',
		ours: { says: ours, url: task.url },
		theirs: { says: theirs },
		repair: null,
		offers: ['leave'],
	});
	if (task.isClosed && !found.isClosed) return [changed('closed', 'open again')];
	if (!task.isClosed && !found.isClosed && found.isArchived) {
		return [changed('open', 'archived without being closed')];
	}
	const { status } = task;
	const isMoved = status !== null && found.status?.toLowerCase() !== status.toLowerCase();
	return isMoved ? [changed(`status "${status}"`, `status "${found.status ?? ''}"`)] : [];
}

/** Who is on a task and should not be, or the other way round; whoever is no member there cannot be. */
function peopleOf(
	task: WantedTask,
	found: FoundTask,
	members: readonly ClickupMember[],
): Difference[] {
	if (task.assignees === null || task.isClosed || found.isClosed) return [];
	const { assignees } = task;
	const ours = members.filter(({ email }) => email !== null && assignees.includes(email));
	const isSame =
		ours.length === found.assignees.length && ours.every(({ id }) => found.assignees.includes(id));
	if (isSame) return [];
	const nameOf = (id: number) => members.find((one) => one.id === id)?.name ?? `person ${id}`;
	const shown = (ids: readonly number[]) =>
		ids.length === 0 ? 'with nobody' : `with ${ids.map(nameOf).sort().join(', ')}`;
	return [
		{
			...base(task),
			name: `changed/clickup/${task.key}/assignees`,
			class: 'changed',
			thing: 'assignees',
			ours: { says: shown(ours.map(({ id }) => id)), url: task.url },
			theirs: { says: shown(found.assignees) },
			repair: null,
			offers: ['leave'],
		},
	];
}
