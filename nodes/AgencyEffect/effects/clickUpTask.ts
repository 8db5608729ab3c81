import type { EffectModule } from './effectModule';
import { pathField, textField, withoutEmpty } from './fields';
import { withStep } from './step';
import { plannedContent, taskPlanningFields } from './taskPlanning';

/** Creates one task in a ClickUp list. */
export const clickUpTask: EffectModule = {
	label: 'ClickUp Task',
	description: 'Create a task in a list',
	action: 'Create a click up task',
	kind: 'clickup.task',
	keyWord: 'clickup-task',
	receipt: 'task',
	properties: [
		{
			displayName: 'List',
			name: 'taskList',
			type: 'string',
			default: 'leads',
			description:
				'List the task goes to: a name of clickup.lists in agency.config.yaml, or the ID of a list',
		},
		textField({
			displayName: 'Task Name',
			name: 'taskName',
			default:
				'Call {{ lead.name }}{% if lead.company.name %} ({{ lead.company.name }}){% endif %}',
			description: 'Name of the task',
		}),
		textField({
			displayName: 'Task Description',
			name: 'taskDescription',
			default: defaultDescription(),
			rows: 8,
			description: 'What the person who takes the task needs to know; Markdown',
		}),
		{
			displayName: 'Due in Days',
			name: 'taskDueInDays',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 0 },
			default: 1,
			description: 'Days from the time below until the task is due; 0 leaves it without a due date',
		},
		pathField({
			displayName: 'Due From Path',
			name: 'taskDueFromPath',
			default: 'lead.receivedAt',
			description: 'Where in the item the time stands from which the days are counted',
		}),
		{
			displayName: 'Priority',
			name: 'taskPriority',
			type: 'options',
			options: [
				{ name: 'High', value: 2 },
				{ name: 'Low', value: 4 },
				{ name: 'Normal', value: 3 },
				{ name: 'Urgent', value: 1 },
			],
			default: 3,
			description: 'Priority of the task in ClickUp',
		},
		{
			displayName: 'Assignee E-Mail',
			name: 'taskAssigneeEmail',
			type: 'string',
			default: '',
			placeholder: 'e.g. name@example.com',
			description: 'E-mail address of the ClickUp member who gets the task; empty for nobody yet',
		},
		{
			displayName: 'Tags',
			name: 'taskTags',
			type: 'string',
			default: 'lead',
			description: 'Tags of the task, separated by commas',
		},
		...taskPlanningFields,
	],
	draft(parameters) {
		const listPath = parameters.text('taskListPath');
		const list = listPath === '' ? parameters.text('taskList') : listPath;
		const planned = plannedContent(parameters);
		const dueInDays = planned.dueAt === undefined ? parameters.number('taskDueInDays') : 0;
		const tags = parameters.list('taskTags');
		return {
			destination: withStep(parameters, list, 'taskStepPath'),
			content: withoutEmpty({
				list: listPath === '' ? list : parameters.textAt('taskListPath', 'List Path'),
				name: parameters.text('taskName'),
				description: parameters.text('taskDescription'),
				...(dueInDays > 0
					? { dueInDays, dueFrom: parameters.textAt('taskDueFromPath', 'Due From Path') }
					: {}),
				priority: parameters.number('taskPriority'),
				assigneeEmail: parameters.text('taskAssigneeEmail'),
				...(tags.length === 0 ? {} : { tags }),
				...planned,
			}),
		};
	},
};

function defaultDescription(): string {
	return [
		'**{{ lead.name }}**, {{ lead.email }}{% if lead.phone %}, {{ lead.phone }}{% endif %}',
		'',
		'Score {{ decision.score }} ({{ decision.tier }}):',
		'{% assign strongest = decision.reasons | strongest: 3 %}{% for reason in strongest %}- {{ reason.text }}',
		'{% endfor %}',
		'{% if decision.ask %}Ask: {{ decision.ask.question | default: decision.ask.field }} ({{ decision.ask.because }}){% endif %}',
		'',
		'> {{ lead.message | default: "No message" }}',
		'{% if receipts.deal.url %}',
		'[Deal in HubSpot]({{ receipts.deal.url }})',
		'{% endif %}',
	].join('\n');
}
