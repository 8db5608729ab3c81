import type { IDataObject } from 'n8n-workflow';

import { knownAnswerSchema, readQualityAnswer } from '../../domain/quality/gates/ledgerAnswers';
import { isRecord } from '../../domain/webhookItem';
import { askLedger } from '../../shared/askLedger';
import { authorsField, authorsOf, fileField, fileOf, projectField, projectOf } from './fileOf';
import { answerWithinMs, idAt, isTest } from './operation';
import type { Operation } from './operation';

/** Adds what is known of a file's content, as Quality Gate judges by it. */
export const readGates: Operation = {
	label: 'Read Gates of a File',
	description:
		'Add what is known of the very content, under "known" and "standing": authors, verdicts, waivers, newest version, brief, and which gates it has passed; who made it stands under "makers", the first of them under "editor"',
	action: 'Read the gates of a file',
	outputs: ['Done'],
	properties: [
		{
			displayName: 'SHA-256 Path',
			name: 'shaPath',
			type: 'string',
			default: 'sha256',
			description: 'Where in the item the SHA-256 of the content stands',
		},
		{
			displayName: 'Subject Path',
			name: 'subjectPath',
			type: 'string',
			default: 'subject',
			description: 'Where in the item the subject of the file stands, such as file:4f6c',
		},
		fileField,
		authorsField('context.authors'),
		projectField,
	],
	async run(context, itemIndex, json) {
		const sha256 = idAt(context, itemIndex, json, 'shaPath');
		const file = fileOf(context, itemIndex, json);
		const { fileId, accountId, projectId, versionStackId: stack } = file;
		const authors = authorsOf(context, itemIndex, json);
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'GET',
			url: `/v1/files/${encodeURIComponent(sha256)}/gates`,
			query: {
				subject: idAt(context, itemIndex, json, 'subjectPath'),
				fileId,
				...(accountId === undefined ? {} : { accountId }),
				...(projectId === undefined ? {} : { projectId }),
				...(stack === undefined ? {} : { versionStackId: stack }),
				...projectOf(context, itemIndex, json),
				...(authors.length === 0 ? {} : { authors: authors.join(',') }),
				test: String(isTest(context, json)),
			},
			withinMs: answerWithinMs,
		});
		const answer = readQualityAnswer(knownAnswerSchema, status, body);
		const { known, standing, makers, versionStackId, versionIds } = answer as {
			known: IDataObject;
			standing: IDataObject;
			makers: IDataObject[];
			versionStackId: string | null;
			versionIds: string[];
		};
		const added = { known, standing, makers, editor: makers[0] ?? null };
		return {
			output: 0,
			json: {
				...json,
				...added,
				file: { ...(isRecord(json.file) ? json.file : file), versionStackId, versionIds },
			},
		};
	},
};
