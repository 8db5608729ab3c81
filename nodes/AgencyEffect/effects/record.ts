import type { EffectModule } from './effectModule';
import { pathField, textField } from './fields';
import { stepField, withStep } from './step';

/** Keeps a note in the ledger and disturbs nobody. */
export const record: EffectModule = {
	label: 'Ledger Record',
	description: 'Keep a note in the ledger; nobody is disturbed',
	action: 'Keep a ledger record',
	kind: 'record',
	keyWord: 'record',
	receipt: 'record',
	properties: [
		{
			displayName: 'Record Type',
			name: 'recordType',
			type: 'string',
			default: 'disqualified-lead',
			description: 'What kind of note it is; notes are counted and searched by it',
		},
		{
			displayName: 'Text Template',
			name: 'recordTemplate',
			type: 'string',
			default: 'disqualified',
			description: 'Name of the text of the Agency Ops service that makes the note',
		},
		textField({
			displayName: 'Own Text',
			name: 'recordText',
			default: '',
			rows: 4,
			description: 'Text of the note instead of the template; leave empty to use the template',
		}),
		stepField('recordStepPath', 'notes'),
		pathField({
			displayName: 'Data Path',
			name: 'recordDataPath',
			default: '',
			description:
				'Where in the item the data stands that is kept beside the text; empty keeps none',
		}),
	],
	draft(parameters) {
		const type = parameters.text('recordType');
		const text = parameters.text('recordText');
		const data = parameters.text('recordDataPath') === '' ? null : parameters.at('recordDataPath');
		return {
			destination: withStep(parameters, type, 'recordStepPath'),
			content: {
				type,
				...(text === '' ? { template: parameters.text('recordTemplate') } : { text }),
				...(data === null ? {} : { data }),
			},
		};
	},
};
