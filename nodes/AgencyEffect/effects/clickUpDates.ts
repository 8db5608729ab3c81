import type { EffectModule } from './effectModule';
import { pathField, textAtOr, withoutEmpty } from './fields';

/** Gives a task other dates. */
export const clickUpDates: EffectModule = {
	label: 'ClickUp Dates',
	description: 'Change when a task begins and is due',
	action: 'Change the dates of a click up task',
	kind: 'clickup.dates',
	keyWord: 'clickup-dates',
	receipt: 'dates',
	properties: [
		pathField({
			displayName: 'Start Path',
			name: 'datesStartPath',
			default: 'startsAt',
			description:
				'Where in the item the time stands at which the work begins; nothing there leaves it',
		}),
		pathField({
			displayName: 'Due Path',
			name: 'datesDuePath',
			default: 'endsAt',
			description: 'Where in the item the time stands by which it is done; nothing there leaves it',
		}),
		pathField({
			displayName: 'Task Key Path',
			name: 'datesTaskPath',
			default: 'receipts.task.key',
			description:
				'Where in the item the key of the effect stands that created the task; nothing there: nothing changes',
		}),
	],
	draft: (parameters) => ({
		destination: 'task',
		content: withoutEmpty({
			task: parameters.at('datesTaskPath'),
			startAt: textAtOr(parameters, 'datesStartPath', ''),
			dueAt: textAtOr(parameters, 'datesDuePath', ''),
		}),
	}),
};
