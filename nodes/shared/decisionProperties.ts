import type { INodeProperties } from 'n8n-workflow';

/** Fields that the nodes which decide have in common. */

/** The rules as JSON, where `rulesSource` says so; `placeholder` shows one of them. */
export const rulesJson = (placeholder: string): INodeProperties => ({
	displayName: 'Rules JSON',
	name: 'rulesJson',
	type: 'json',
	typeOptions: { rows: 10 },
	default: '{}',
	placeholder,
	displayOptions: { show: { rulesSource: ['json'] } },
	description: 'A wrong field is refused by name, with what was expected there',
});

/** In which language a decision explains itself, for what has a client with one. */
export const languageOfReasons: INodeProperties = {
	displayName: 'Language of Reasons',
	name: 'language',
	type: 'options',
	options: [
		{ name: "Client's Language", value: 'client' },
		{ name: 'Danish', value: 'da' },
		{ name: 'English', value: 'en' },
		{ name: 'Spanish', value: 'es' },
	],
	default: 'en',
	description: 'The language in which the decision explains itself to the team',
};

/** Where an item says as of when is decided; read by `momentAt`. */
export const momentField: INodeProperties = {
	displayName: 'Moment Field',
	name: 'momentField',
	type: 'string',
	default: '',
	placeholder: 'receivedAt',
	description: 'Path to the moment as of which is decided; empty decides as of now',
};
