import type { EffectModule } from './effectModule';
import { pathField } from './fields';

/** Puts a person on a task, or takes them off it. */
export const clickUpAssign: EffectModule = {
	label: 'ClickUp Assignee',
	description: 'Put a person on a task, or take them off it',
	action: 'Assign a click up task',
	kind: 'clickup.assign',
	keyWord: 'clickup-assign',
	receipt: 'assignee',
	properties: [
		{
			displayName: 'Change',
			name: 'assignChange',
			type: 'options',
			options: [
				{ name: 'Put on the Task', value: 'add' },
				{ name: 'Take Off the Task', value: 'remove' },
			],
			default: 'add',
			description: 'What happens to the person; others on the task stay',
		},
		pathField({
			displayName: 'Assignee Path',
			name: 'assignPersonPath',
			default: 'person',
			description:
				'Where in the item the person stands, with a slackId or an email; who is no member of ClickUp changes nothing',
		}),
		pathField({
			displayName: 'Task Key Path',
			name: 'assignTaskPath',
			default: 'receipts.task.key',
			description:
				'Where in the item the key of the effect stands that created the task; nothing there: nothing changes',
		}),
	],
	draft: (parameters) => ({
		destination: 'task',
		content: {
			task: parameters.at('assignTaskPath'),
			person: parameters.at('assignPersonPath'),
			change: parameters.text('assignChange'),
		},
	}),
};
