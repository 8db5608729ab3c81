import { z } from 'zod';
import type { FieldValue, WantedField } from '../../../../nodes/domain/frameio/fieldValue';
import { chooseValue } from '../../../../nodes/domain/frameio/fieldValue';
import { fieldValueSchema } from '../../../../nodes/domain/frameio/replies';
import type { Failure, Outcome } from '../outcome';
import { unknownOf } from '../outcome';
import type { FilePlace } from './comments';
import type { FrameioClient } from './http';
import { VENDOR, nullFor404, refusal } from './http';

/** What became of a field's value. */
export interface ValueReceipt {
	fileId: string;
	/** Name of the field as Frame.io has it. */
	field: string;
	/** The value as a person reads it; null for none. */
	value: string | null;
	/** Whether it was another one before. */
	changed: boolean;
}

/** A value a field is to have from now on. */
export interface WantedValue extends FilePlace {
	/** Name of the field in any case, or its id. */
	field: string;
	/** Name or id of an option, or the value itself; empty for none. */
	value: string;
	mayStillSend: () => boolean;
}

/** A field as it stands, beside what it was to be. */
export interface HeldValue {
	isSame: boolean;
	/** As a person reads it; null for none. */
	value: string | null;
}

const metadataSchema = z.object({ metadata: z.array(fieldValueSchema) });

/** Reads one metadata field of a file; null where the file or the field is gone. @throws LookUpFailed */
export async function heldAgainst(
	client: FrameioClient,
	{ accountId, fileId, ...wanted }: FilePlace & WantedField,
): Promise<HeldValue | null> {
	const account = `/v4/accounts/${encodeURIComponent(accountId)}`;
	const path = `${account}/files/${encodeURIComponent(fileId)}/metadata?show_null=true`;
	const read = await client.read(path, metadataSchema).catch(nullFor404);
	if (read === null) return null;
	const field = chooseValue(read.metadata, { field: wanted.field, value: '' });
	if (!field.isThere) return null;
	const chosen = chooseValue(read.metadata, wanted);
	return { isSame: chosen.isThere && chosen.isSame, value: shownValue(field.field) };
}

/** Options by the names that people gave them. */
function shownValue({ value, field_options: options = [] }: FieldValue): string | null {
	if (value === null || value === undefined) return null;
	if (!Array.isArray(value)) return String(value);
	const names = value.map((each: unknown) => {
		const id = typeof each === 'object' && each !== null ? (each as { id?: unknown }).id : each;
		return options.find((option) => option.id === id)?.display_name ?? String(id);
	});
	return names.length === 0 ? null : names.join(', ');
}

/**
 * Sets one metadata field of a file. Frame.io is asked for what it is first, so that repeating it writes
 * nothing.
 */
export async function setValue(
	client: FrameioClient,
	wanted: WantedValue,
): Promise<Outcome<ValueReceipt>> {
	const account = `/v4/accounts/${encodeURIComponent(wanted.accountId)}`;
	const file = `${account}/files/${encodeURIComponent(wanted.fileId)}`;
	const { metadata } = await client.read(`${file}/metadata?show_null=true`, metadataSchema);
	const chosen = chooseValue(metadata, wanted);
	if (!chosen.isThere) return noSuch(chosen.missing, chosen.there);
	const { field, sent, name, isSame } = chosen;
	const receipt = { fileId: wanted.fileId, field: field.field_definition_name, value: name };
	if (isSame) return { result: 'done', receipt: { ...receipt, changed: false } };
	const { project_id: project } = await client.read(file, z.object({ project_id: z.string() }));
	const response = await client.send(
		'PATCH',
		`${account}/projects/${encodeURIComponent(project)}/metadata/values`,
		{
			file_ids: [wanted.fileId],
			values: [{ field_definition_id: field.field_definition_id, value: sent }],
		},
		wanted.mayStillSend,
	);
	if (response.status >= 400) return refusal(response);
	if (response.status >= 300) {
		const why = `Frame.io answered ${response.status} to a change.`;
		return unknownOf(VENDOR, why, response.status);
	}
	return { result: 'done', receipt: { ...receipt, changed: true } };
}

function noSuch(missing: string, there: string[]): Failure {
	return {
		result: 'refused',
		status: null,
		error: {
			code: 'frameio/field-unclear',
			what: 'Nothing was changed in Frame.io.',
			why: `There is no ${missing}; there are: ${there.join(', ') || 'none'}.`,
			mend: 'Correct it in the node, or add it in Frame.io (account settings, metadata); then run it again with "retry".',
		},
	};
}
