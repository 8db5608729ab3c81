import type { INodeProperties } from 'n8n-workflow';

import type { ParameterReader } from '../parameterReader';
import { pathField, textAtOr } from './fields';

/** Where the item names the file, for an effect whose fields begin with that word. */
export function fileFields(word: string): INodeProperties[] {
	return [
		pathField({
			displayName: 'File ID Path',
			name: `${word}FilePath`,
			default: 'file.fileId',
			description: 'Where in the item the ID of the Frame.io file stands',
		}),
		accountField(word),
	];
}

/** Where the item names the account. */
export function accountField(word: string): INodeProperties {
	return pathField({
		displayName: 'Account ID Path',
		name: `${word}AccountPath`,
		default: 'file.accountId',
		description:
			'Where in the item the ID of the Frame.io account stands; without one it is the account of agency.config.yaml',
	});
}

/** @throws MendableError `effect/path-empty` */
export const fileIn = (parameters: ParameterReader, word: string): string =>
	parameters.textAt(`${word}FilePath`, 'File ID Path');

/** The account's id; empty for that of the configuration. */
export const accountIn = (parameters: ParameterReader, word: string): string =>
	textAtOr(parameters, `${word}AccountPath`, '');
