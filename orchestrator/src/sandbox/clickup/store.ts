import { ClickUpError } from './errors';
import type { Happening } from './happening';
import {
	newClickUp,
	type ClickUpState,
	type Field,
	type Folder,
	type List,
	type Space,
	type Status,
	type Task,
	type Webhook,
} from './model';

/** The workspace in memory with the look-ups that keep a call cheap. */
export class ClickUpStore {
	state: ClickUpState = newClickUp();
	private byId = new Map<string, Task>();
	/** Hears of everything that a webhook may tell of, after it has happened. */
	onHappening: (happening: Happening) => void = () => undefined;

	reset(): void {
		this.restore(newClickUp());
	}

	restore(state: ClickUpState): void {
		// A state that an earlier version saved lacks what came later.
		const lists = state.lists.map((list) => ({
			...list,
			content: list.content ?? '',
			statuses: list.statuses ?? null,
		}));
		const fields = state.fields.map((field) => ({ ...field, placeId: field.placeId ?? null }));
		const webhooks = state.webhooks.map((hook) => ({ ...hook, failCount: hook.failCount ?? 0 }));
		this.state = { ...newClickUp(), ...state, lists, fields, webhooks };
		this.byId = new Map(state.tasks.map((task) => [task.id, task]));
	}

	/** @throws ClickUpError 404 */
	task(id: string): Task {
		const task = this.byId.get(id);
		if (!task) throw new ClickUpError(404, 'Task not found, deleted', 'ITEM_013');
		return task;
	}

	add(task: Task): void {
		this.state.tasks.push(task);
		this.byId.set(task.id, task);
	}

	/**
	 * Deletes a task with its subtasks and comments.
	 *
	 * @returns ids of all that is gone
	 */
	remove(id: string): string[] {
		const gone = new Set([id]);
		for (const { id: childId, parent } of this.state.tasks) {
			if (parent !== null && gone.has(parent)) gone.add(childId);
		}
		this.state.tasks = this.state.tasks.filter((task) => !gone.has(task.id));
		this.state.comments = this.state.comments.filter(({ taskId }) => !gone.has(taskId));
		for (const goneId of gone) this.byId.delete(goneId);
		return [...gone];
	}

	/** Deletes a list with its tasks. */
	removeList(id: string): void {
		for (const task of this.state.tasks.filter(({ listId }) => listId === id)) this.remove(task.id);
		this.state.lists = this.state.lists.filter((list) => list.id !== id);
		this.forgetFields(id);
	}

	/** Deletes a folder with its lists. */
	removeFolder(id: string): void {
		for (const list of this.state.lists.filter(({ folderId }) => folderId === id)) {
			this.removeList(list.id);
		}
		this.state.folders = this.state.folders.filter((folder) => folder.id !== id);
		this.forgetFields(id);
	}

	/** Deletes a space with all in it. */
	removeSpace(id: string): void {
		const { folders, lists } = this.state;
		for (const folder of folders.filter(({ spaceId }) => spaceId === id)) {
			this.removeFolder(folder.id);
		}
		for (const list of lists.filter(({ spaceId }) => spaceId === id)) this.removeList(list.id);
		this.state.spaces = this.state.spaces.filter((space) => space.id !== id);
		this.forgetFields(id);
	}

	private forgetFields(placeId: string): void {
		this.state.fields = this.state.fields.filter((field) => field.placeId !== placeId);
	}

	/** @throws ClickUpError 404 */
	space(id: string): Space {
		const space = this.state.spaces.find((one) => one.id === id);
		if (!space) throw new ClickUpError(404, 'Space not found', 'ITEM_014');
		return space;
	}

	/** @throws ClickUpError 404 */
	folder(id: string): Folder {
		const folder = this.state.folders.find((one) => one.id === id);
		if (!folder) throw new ClickUpError(404, 'Folder not found', 'ITEM_016');
		return folder;
	}

	/** @throws ClickUpError 404 */
	list(id: string): List {
		const list = this.state.lists.find((one) => one.id === id);
		if (!list) throw new ClickUpError(404, 'List not found', 'ITEM_015');
		return list;
	}

	/** The statuses that tasks of a list may have. */
	statusesOf({ statuses, spaceId }: List): Status[] {
		return statuses ?? this.space(spaceId).statuses;
	}

	/** The custom fields that tasks of a list have: its own, and those of the places around it. */
	fieldsOf({ id, folderId, spaceId }: List): Field[] {
		return this.state.fields.filter(
			({ placeId }) =>
				placeId === null || placeId === id || placeId === folderId || placeId === spaceId,
		);
	}

	/** @throws ClickUpError 404 */
	webhook(id: string): Webhook {
		const webhook = this.state.webhooks.find((one) => one.id === id);
		if (!webhook) throw new ClickUpError(404, 'Webhook not found', 'WEBHOOK_404');
		return webhook;
	}

	/** @throws ClickUpError 400 */
	field(id: string): Field {
		const field = this.state.fields.find((one) => one.id === id);
		if (!field) throw new ClickUpError(400, 'Custom field not found', 'FIELD_011');
		return field;
	}

	/** The next id as ClickUp writes them: lower-case letters and digits. */
	nextTaskId(): string {
		this.state.lastId += 1;
		return `86a${(46_656 + this.state.lastId * 7).toString(36).padStart(6, '0')}`;
	}

	nextNumber(): number {
		this.state.lastId += 1;
		return this.state.lastId;
	}
}
