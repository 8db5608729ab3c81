import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { MendableError } from '../domain/errors';
import { chooseValue } from '../domain/frameio/fieldValue';
import { fileSchema, metadataSchema } from '../domain/frameio/replies';
import { askForOne, askFrameIo } from '../shared/frameIoRequest';
import type { Given, PreparedCall } from './operation';

/**
 * Sets one metadata field of a file by the names of field and option; what is there already is not
 * written again.
 *
 * @throws MendableError `frameio/field-unclear` with the fields or options that there are
 */
export async function setValue(
	context: IExecuteFunctions,
	{ manner, values }: PreparedCall,
): Promise<Given[]> {
	const [account, file] = [String(values.account), String(values.file)];
	const base = `/v4/accounts/${encodeURIComponent(account)}`;
	const ofFile = `${base}/files/${encodeURIComponent(file)}`;
	const { metadata } = await askForOne(
		context,
		{ method: 'GET', path: `${ofFile}/metadata`, query: { show_null: true } },
		manner,
		metadataSchema,
	);
	const wanted = {
		field: String(values.fieldName),
		value: String(values.value ?? ''),
	};
	const chosen = chooseValue(metadata, wanted);
	if (!chosen.isThere) throw unclear(chosen.missing, chosen.there);
	const { field, sent, name, isSame } = chosen;
	if (!isSame) {
		const { project_id: project } = await askForOne(
			context,
			{ method: 'GET', path: ofFile },
			manner,
			fileSchema,
		);
		const value = {
			field_definition_id: field.field_definition_id,
			value: sent,
		};
		await askFrameIo(
			context,
			{
				method: 'PATCH',
				path: `${base}/projects/${encodeURIComponent(project)}/metadata/values`,
				body: { data: { file_ids: [file], values: [value] } },
			},
			manner,
		);
	}
	const json: IDataObject = {
		fileId: file,
		field: field.field_definition_name,
		value: name,
		changed: !isSame,
	};
	return [{ json }];
}

function unclear(missing: string, there: string[]): MendableError {
	return new MendableError(
		'frameio/field-unclear',
		'Nothing was changed in Frame.io.',
		`There is no ${missing}; there are: ${there.join(', ') || 'none'}.`,
		'Correct the fields, or add it in Frame.io under account settings, metadata.',
	);
}
