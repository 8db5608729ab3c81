import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readPath } from '../../domain/effect/readPath';
import { MendableError } from '../../domain/errors';
import { shown } from '../../domain/read';
import { isRecord } from '../../domain/webhookItem';
import { textOf } from './operation';

/** A file at Frame.io, as the service takes it. */
export interface FileFields extends IDataObject {
	fileId: string;
}

/** Where the file stands that gates speak of. */
export const fileField: INodeProperties = {
	displayName: 'File Path',
	name: 'filePath',
	type: 'string',
	default: 'file',
	description:
		'Where in the item the file at Frame.io stands, with fileId and name, and where they are known accountId, projectId and versionStackId',
};

/** Where the names of whoever made the file stand. */
export const authorsField = (path: string): INodeProperties => ({
	displayName: 'Authors Path',
	name: 'authorsPath',
	type: 'string',
	default: path,
	description:
		"Where in the item the IDs of whoever made the file stand, as the roster has them. When nothing is there, it is whoever uploaded it, else those who have a piece of the file's project.",
});

/** Where the project of the file stands. */
export const projectField: INodeProperties = {
	displayName: 'Project Path',
	name: 'projectPath',
	type: 'string',
	default: 'context.project.id',
	description:
		'Where in the item the ID of the project stands that people are reserved for. When nothing is there, it is looked for by the place in Frame.io.',
};

/**
 * The file where the field "File Path" leads.
 *
 * @throws MendableError `quality/no-file`
 */
export function fileOf(
	context: IExecuteFunctions,
	itemIndex: number,
	json: IDataObject,
): FileFields {
	const path = textOf(context, itemIndex, 'filePath');
	const found = path === '' ? json : readPath(json, path);
	if (!isRecord(found) || typeof found.fileId !== 'string' || found.fileId === '') {
		throw new MendableError(
			'quality/no-file',
			'The ledger cannot be asked about the file.',
			`The path "${path}" leads to ${shown(found)} in this item; a file with its "fileId" was expected.`,
			'Correct "File Path", or start the flow with an event that tells of a file, such as media.checked.',
		);
	}
	const given = (name: string): IDataObject =>
		typeof found[name] === 'string' && found[name] !== '' ? { [name]: found[name] } : {};
	return {
		fileId: found.fileId,
		...given('name'),
		...given('accountId'),
		...given('projectId'),
		...given('versionStackId'),
		...(Array.isArray(found.versionIds) && found.versionIds.length > 0
			? { versionIds: found.versionIds as string[] }
			: {}),
	};
}

/** The ids where the field "Authors Path" leads; none where nothing is. */
export function authorsOf(
	context: IExecuteFunctions,
	itemIndex: number,
	json: IDataObject,
): string[] {
	const found = readPath(json, textOf(context, itemIndex, 'authorsPath') || '-');
	const list: unknown[] = Array.isArray(found) ? found : [found];
	return list.filter((id): id is string => typeof id === 'string' && id.trim() !== '');
}

/** The project where the field "Project Path" leads; nothing where there is none. */
export function projectOf(
	context: IExecuteFunctions,
	itemIndex: number,
	json: IDataObject,
): IDataObject {
	const found = readPath(json, textOf(context, itemIndex, 'projectPath') || '-');
	return typeof found === 'string' && found.trim() !== '' ? { project: found.trim() } : {};
}
