import type { EffectModule } from './effectModule';
import { textField } from './fields';

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
	],
	draft(parameters) {
		const type = parameters.text('recordType');
		const text = parameters.text('recordText');
		return {
			destination: type,
			content: {
				type,
				...(text === '' ? { template: parameters.text('recordTemplate') } : { text }),
			},
		};
	},
};
