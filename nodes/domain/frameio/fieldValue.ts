import type { z } from 'zod';

import type { fieldValueSchema } from './replies';

/** A field of a file with its value, as Frame.io answers it. */
export type FieldValue = z.infer<typeof fieldValueSchema>;

/** What a person wants a field to be. */
export interface WantedField {
	/** Name of the field in any case, or its id. */
	field: string;
	/** Name or id of an option (several with commas where the field takes several), or the value; empty for none. */
	value: string;
}

/** The value as it is sent, or what is not there, with what is. */
export type ChosenValue =
	| {
			isThere: true;
			field: FieldValue;
			sent: unknown;
			/** As a person reads it; null for none. */
			name: string | null;
			/** Whether the field has it already. */
			isSame: boolean;
	  }
	| { isThere: false; missing: string; there: string[] };

/** Finds the field and the option that are meant by their names. */
export function chooseValue(fields: readonly FieldValue[], wanted: WantedField): ChosenValue {
	const field = fields.find(
		(each) =>
			each.field_definition_id === wanted.field ||
			isSameWord(each.field_definition_name, wanted.field),
	);
	if (field === undefined) {
		const there = fields.map((each) => each.field_definition_name);
		return { isThere: false, missing: `field "${wanted.field}"`, there };
	}
	const { field_type: type, field_options: options = [] } = field;
	const chosen = (sent: unknown, name: string | null): ChosenValue => ({
		isThere: true,
		field,
		sent,
		name,
		isSame: JSON.stringify(comparable(field.value)) === JSON.stringify(comparable(sent)),
	});
	const isSelect = type === 'select' || type === 'select_multi';
	if (wanted.value === '') return chosen(isSelect || type.startsWith('user_') ? [] : null, null);
	if (isSelect) {
		const words = type === 'select' ? [wanted.value] : wanted.value.split(',');
		const found = words.map((word) =>
			options.find(({ id, display_name: name }) => id === word.trim() || isSameWord(name, word)),
		);
		const missing = words.find((_, index) => found[index] === undefined);
		if (missing !== undefined) {
			const there = options.map(({ display_name: name }) => name);
			const what = `option "${missing.trim()}" of "${field.field_definition_name}"`;
			return { isThere: false, missing: what, there };
		}
		const names = found.map((option) => option?.display_name ?? '').join(', ');
		return chosen(
			found.map((option) => option?.id ?? ''),
			names,
		);
	}
	if (type === 'number' || type === 'rating') return chosen(Number(wanted.value), wanted.value);
	if (type === 'toggle') return chosen(wanted.value === 'true', wanted.value);
	if (type.startsWith('user_')) {
		const ids = wanted.value.split(',').map((id) => ({ id: id.trim(), type: 'user' }));
		return chosen(ids, wanted.value);
	}
	return chosen(wanted.value, wanted.value);
}

const isSameWord = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/** Options and people count by their ids, in any order. */
function comparable(value: unknown): unknown {
	if (!Array.isArray(value)) return value ?? null;
	return value
		.map((each: unknown) =>
			typeof each === 'object' && each !== null
				? String((each as { id?: unknown }).id)
				: String(each),
		)
		.sort();
}
