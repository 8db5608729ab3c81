import type { INodeProperties } from 'n8n-workflow';

import { shown } from '../../domain/read';
import { MendableError } from '../../domain/errors';
import type { ParameterReader } from '../parameterReader';
import { pathField } from './fields';
import { stepField } from './step';

/** Fields of a task that is planned: all of them are paths, and left empty unless a plan is in the item. */
export const taskPlanningFields: INodeProperties[] = [
	pathField({
		displayName: 'List Path',
		name: 'taskListPath',
		default: '',
		description:
			'Where in the item the ID of the list stands, such as receipts.list.id; it goes before the list above',
	}),
	stepField('taskStepPath', 'tasks'),
	pathField({
		displayName: 'Start Path',
		name: 'taskStartPath',
		default: '',
		description: 'Where in the item the time stands at which the work begins',
	}),
	pathField({
		displayName: 'Due Path',
		name: 'taskDuePath',
		default: '',
		description:
			'Where in the item the time stands at which the task is due; it goes before the days above',
	}),
	pathField({
		displayName: 'Estimate Path',
		name: 'taskEstimatePath',
		default: '',
		description: 'Where in the item the hours stand that the work should take',
	}),
	pathField({
		displayName: 'Assignees Path',
		name: 'taskAssigneesPath',
		default: '',
		description:
			'Where in the item the e-mail addresses of ClickUp members stand, as a list or as one text',
	}),
	pathField({
		displayName: 'Parent Path',
		name: 'taskParentPath',
		default: '',
		description:
			'Where in the item the ID of the task stands that this one is a part of; it is in the same list',
	}),
];

/**
 * The planned part of a task's content, without what nobody asked for.
 *
 * @throws MendableError `effect/path-empty`, `effect/value-invalid`
 */
export function plannedContent(parameters: ParameterReader): Record<string, unknown> {
	const text = (name: string, label: string) =>
		parameters.text(name) === '' ? undefined : parameters.textAt(name, label);
	const hours = text('taskEstimatePath', 'Estimate Path');
	return {
		startAt: text('taskStartPath', 'Start Path'),
		dueAt: text('taskDuePath', 'Due Path'),
		estimateHours: hours === undefined ? undefined : hoursIn(hours),
		assigneeEmails: parameters.text('taskAssigneesPath') === '' ? undefined : emails(parameters),
		parentId: text('taskParentPath', 'Parent Path'),
	};
}

function hoursIn(text: string): number {
	const hours = Number(text);
	if (Number.isFinite(hours) && hours > 0) return hours;
	throw invalid('Estimate Path', text, 'a number of hours above 0');
}

function emails(parameters: ParameterReader): string[] {
	const found = parameters.at('taskAssigneesPath');
	if (typeof found === 'string') return found.split(',').map((email) => email.trim());
	if (Array.isArray(found) && found.every((email): email is string => typeof email === 'string')) {
		return found;
	}
	if (found === null) return [];
	throw invalid('Assignees Path', found, 'an e-mail address or a list of them');
}

function invalid(label: string, found: unknown, expected: string): MendableError {
	return new MendableError(
		'effect/value-invalid',
		'The effect cannot be prepared.',
		`"${label}" points at ${shown(found)}; ${expected} was expected.`,
		'Correct the path, or the node before this one.',
	);
}
