import type { EffectModule } from './effectModule';
import { textField, withoutEmpty } from './fields';
import { accountIn, fileFields, fileIn } from './frameIoFile';
import { stepField, withStep } from './step';

/** Sets the status of a file in Frame.io, or another metadata field of it. */
export const frameIoStatus: EffectModule = {
	label: 'Frame.io Status',
	description: 'Set the status of a file, or another metadata field of it',
	action: 'Set a frame io status',
	kind: 'frameio.status',
	keyWord: 'frameio-status',
	receipt: 'status',
	properties: [
		...fileFields('status'),
		stepField('statusStepPath', 'changes of one file'),
		{
			displayName: 'Field',
			name: 'statusField',
			type: 'string',
			default: 'Status',
			description: 'Name or ID of the metadata field in Frame.io',
		},
		textField({
			displayName: 'Value',
			name: 'statusValue',
			default: 'Approved',
			description:
				'Name of an option of the field, or its value; empty takes the value away. An option that the field has not is refused, with those it has.',
		}),
	],
	draft(parameters) {
		const fileId = fileIn(parameters, 'status');
		return {
			destination: withStep(parameters, fileId, 'statusStepPath'),
			content: {
				...withoutEmpty({
					accountId: accountIn(parameters, 'status'),
					fileId,
					field: parameters.text('statusField'),
				}),
				value: parameters.text('statusValue'),
			},
		};
	},
};
