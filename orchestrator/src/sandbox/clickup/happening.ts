/** Something that happened, as far as a webhook tells of it. */
export interface Happening {
	/** ClickUp's word, such as `taskDeleted`. */
	event: ClickUpEvent;
	/** Id of the task, list, folder or space. */
	id: string;
	/** What changed of a task; left out where it was made or deleted, and for places. */
	change?: { field: string; before: string | null; after: string | null };
	/** Milliseconds since 1970. */
	at: number;
}

/** The events that the stand-in tells of; the real ClickUp has more. */
export type ClickUpEvent =
	| `${'task' | 'list' | 'folder' | 'space'}${'Created' | 'Deleted'}`
	| 'taskUpdated'
	| 'taskStatusUpdated'
	| 'taskAssigneeUpdated'
	| 'taskDueDateUpdated'
	| 'taskPriorityUpdated';
