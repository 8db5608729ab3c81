import { ClickUpError } from './errors';
import {
	newClickUp,
	type ClickUpState,
	type Field,
	type Folder,
	type List,
	type Task,
} from './model';

/** The workspace in memory with the look-ups that keep a call cheap. */
export class ClickUpStore {
	state: ClickUpState = newClickUp();
	private byId = new Map<string, Task>();

	reset(): void {
		this.restore(newClickUp());
	}

	restore(state: ClickUpState): void {
		// A state that an earlier version saved has no folders, and lists without a description.
		const lists = state.lists.map((list) => ({ ...list, content: list.content ?? '' }));
		this.state = { ...newClickUp(), ...state, lists };
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

	/** Deletes a task with its subtasks and comments. */
	remove(id: string): void {
		const gone = new Set([id]);
		for (const { id: childId, parent } of this.state.tasks) {
			if (parent !== null && gone.has(parent)) gone.add(childId);
		}
		this.state.tasks = this.state.tasks.filter((task) => !gone.has(task.id));
		this.state.comments = this.state.comments.filter(({ taskId }) => !gone.has(taskId));
		for (const goneId of gone) this.byId.delete(goneId);
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
