import type { EffectModule } from './effectModule';
import { pathField } from './fields';

/** Closes a task. */
export const clickUpClose: EffectModule = {
	label: 'ClickUp Task Closed',
	description: 'Set a task to the closed status of its list',
	action: 'Close a click up task',
	kind: 'clickup.close',
	keyWord: 'clickup-close',
	receipt: 'closedTask',
	properties: [
		pathField({
			displayName: 'Task Key Path',
			name: 'closeTaskPath',
			default: 'receipts.task.key',
			description:
				'Where in the item the key of the effect stands that created the task; nothing there: nothing changes',
		}),
	],
	draft: (parameters) => ({
		destination: 'task',
		content: { task: parameters.at('closeTaskPath') },
	}),
};
