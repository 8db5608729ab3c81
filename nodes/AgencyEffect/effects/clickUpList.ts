import type { EffectModule } from './effectModule';
import { pathField, textField, withoutEmpty } from './fields';

/** Makes a list in a ClickUp folder. */
export const clickUpList: EffectModule = {
	label: 'ClickUp List',
	description: 'Make a list in a folder, for the tasks of a project',
	action: 'Make a click up list',
	kind: 'clickup.list',
	keyWord: 'clickup-list',
	receipt: 'list',
	properties: [
		pathField({
			displayName: 'Folder Path',
			name: 'listFolderPath',
			default: 'receipts.folder.id',
			description:
				'Where in the item the ID of the folder stands; a ClickUp Folder effect before this node leaves it there',
		}),
		{
			displayName: 'Which List',
			name: 'listWord',
			type: 'string',
			default: 'work',
			description:
				'A word that tells this list from others of the same subject; part of the key, and not shown in ClickUp',
		},
		textField({
			displayName: 'List Name',
			name: 'listName',
			default: 'Work',
			description: 'Name of the list; ClickUp takes each name once in a folder',
		}),
		textField({
			displayName: 'List Description',
			name: 'listDescription',
			default: '',
			rows: 4,
			description: 'Plain text; the service adds a line by which the list is found again',
		}),
	],
	draft(parameters) {
		return {
			destination: parameters.text('listWord'),
			content: withoutEmpty({
				folderId: parameters.textAt('listFolderPath', 'Folder Path'),
				name: parameters.text('listName'),
				description: parameters.text('listDescription'),
			}),
		};
	},
};
