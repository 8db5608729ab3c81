import type { EffectModule } from './effectModule';
import { pathField, withoutEmpty } from './fields';
import { stepField, withStep } from './step';

/** Sets the tasks of a project to a status. */
export const clickUpStatus: EffectModule = {
	label: 'ClickUp Status',
	description: 'Set every task that was made for a deal to a status of its list',
	action: 'Set the status of click up tasks',
	kind: 'clickup.status',
	keyWord: 'clickup-status',
	receipt: 'workStatus',
	properties: [
		pathField({
			displayName: 'Deal Path',
			name: 'workDealPath',
			default: 'deal.id',
			description:
				'Where in the item the ID of the deal stands whose work it is; nothing there: nothing changes',
		}),
		{
			displayName: 'New Status',
			name: 'workStatus',
			type: 'string',
			default: '',
			placeholder: 'delivered',
			description:
				'Name of a status; empty takes the one that closes a task. A list that has none of this name keeps its tasks as they are, and the receipt says so.',
		},
		stepField('workStepPath', 'statuses'),
	],
	draft(parameters) {
		const deal = parameters.at('workDealPath');
		const id = typeof deal === 'number' ? String(deal) : deal;
		return {
			destination: withStep(parameters, 'work', 'workStepPath'),
			content: {
				subject: typeof id === 'string' && id.trim() !== '' ? `deal:${id.trim()}` : null,
				...withoutEmpty({ status: parameters.text('workStatus') }),
			},
		};
	},
};
