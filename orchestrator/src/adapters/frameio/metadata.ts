import { z } from 'zod';
import type { Failure, Outcome } from '../outcome';
import { unknownOf } from '../outcome';
import type { FilePlace } from './comments';
import type { FrameioClient } from './http';
import { VENDOR, refusal } from './http';

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

const option = z.object({ id: z.string(), display_name: z.string() });
const valueSchema = z.object({
	field_definition_id: z.string().min(1),
	field_definition_name: z.string(),
	field_type: z.string(),
	field_options: z.array(option).optional(),
	value: z.unknown(),
});
type FieldValue = z.infer<typeof valueSchema>;

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
	const { metadata } = await client.read(
		`${file}/metadata?show_null=true`,
		z.object({ metadata: z.array(valueSchema) }),
	);
	const field = metadata.find(
		(each) =>
			each.field_definition_id === wanted.field ||
			sameWord(each.field_definition_name, wanted.field),
	);
	if (field === undefined) {
		return noSuch(
			'field',
			wanted.field,
			metadata.map((each) => each.field_definition_name),
		);
	}
	const value = valueIn(field, wanted.value);
	if ('result' in value) return value;
	const receipt = {
		fileId: wanted.fileId,
		field: field.field_definition_name,
		value: value.name,
	};
	if (sameValue(field, value.sent)) {
		return { result: 'done', receipt: { ...receipt, changed: false } };
	}
	const { project_id: project } = await client.read(file, z.object({ project_id: z.string() }));
	const response = await client.send(
		'PATCH',
		`${account}/projects/${encodeURIComponent(project)}/metadata/values`,
		{
			file_ids: [wanted.fileId],
			values: [{ field_definition_id: field.field_definition_id, value: value.sent }],
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

const sameWord = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/** What is sent for a value, and how a person reads it. */
function valueIn(
	field: FieldValue,
	text: string,
): { sent: unknown; name: string | null } | Failure {
	const { field_type: type, field_options: options = [] } = field;
	const isList = type === 'select' || type === 'select_multi' || type.startsWith('user_');
	if (text === '') return { sent: isList ? [] : null, name: null };
	if (type === 'select' || type === 'select_multi') {
		const chosen = options.find(
			({ id, display_name: name }) => id === text || sameWord(name, text),
		);
		if (chosen !== undefined) return { sent: [chosen.id], name: chosen.display_name };
		const where = `option of "${field.field_definition_name}"`;
		return noSuch(
			where,
			text,
			options.map(({ display_name: name }) => name),
		);
	}
	if (type === 'number' || type === 'rating') return { sent: Number(text), name: text };
	if (type === 'toggle') return { sent: text === 'true', name: text };
	if (type.startsWith('user_')) return { sent: [{ id: text, type: 'user' }], name: text };
	return { sent: text, name: text };
}

/** Whether a field has that value; chosen options are compared by their ids. */
function sameValue({ value }: FieldValue, sent: unknown): boolean {
	const idsOf = (one: unknown) =>
		Array.isArray(one)
			? one.map((each: unknown) => (isObject(each) ? String(each.id) : String(each))).sort()
			: (one ?? null);
	return JSON.stringify(idsOf(value)) === JSON.stringify(idsOf(sent));
}

const isObject = (value: unknown): value is { id: unknown } =>
	typeof value === 'object' && value !== null;

function noSuch(what: string, wanted: string, there: string[]): Failure {
	return {
		result: 'refused',
		status: null,
		error: {
			code: 'frameio/field-unclear',
			what: 'Nothing was changed in Frame.io.',
			why: `There is no ${what} "${wanted}"; there are: ${there.join(', ') || 'none'}.`,
			mend: 'Correct it in the node, or add it in Frame.io (account settings, metadata); then run it again with "retry".',
		},
	};
}
