import type { EffectModule } from './effectModule';
import { textField } from './fields';

/** Makes the folder of a project in a ClickUp space. */
export const clickUpFolder: EffectModule = {
	label: 'ClickUp Folder',
	description: 'Make a folder in a space, for example for a project',
	action: 'Make a click up folder',
	kind: 'clickup.folder',
	keyWord: 'clickup-folder',
	receipt: 'folder',
	properties: [
		{
			displayName: 'Space',
			name: 'folderSpace',
			type: 'string',
			default: 'projects',
			description:
				'Space the folder stands in: a name of clickup.spaces in agency.config.yaml, or the ID of a space',
		},
		textField({
			displayName: 'Folder Name',
			name: 'folderName',
			default: '{{ deal.name }}',
			description:
				'Name of the folder; the service adds a short mark to it, by which the folder is found again',
		}),
	],
	draft(parameters) {
		const space = parameters.text('folderSpace');
		return { destination: space, content: { space, name: parameters.text('folderName') } };
	},
};
