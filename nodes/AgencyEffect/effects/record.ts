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
		textField({
			displayName: 'Record Text',
			name: 'recordText',
			default:
				'{{ lead.name }} ({{ lead.email }}): {{ decision.reasons | map: "text" | join: "; " }}',
			rows: 4,
			description: 'The note',
		}),
	],
	draft(parameters) {
		const type = parameters.text('recordType');
		return { destination: type, content: { type, text: parameters.text('recordText') } };
	},
};
