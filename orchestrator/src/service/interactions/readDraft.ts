import { z } from 'zod';
import { tryParse } from '../../inbox/sources/read';
import type { DraftValue } from '../../texts/draftTexts';
import { draftActions, draftFields, draftValueSchema } from '../../texts/draftTexts';
import type { Presser } from './read';
import type { FormValues } from './readReview';

/** A button under a draft that was pressed. */
export interface DraftPress {
	kind: 'draft';
	action: keyof typeof draftActions;
	value: DraftValue;
	person: Presser;
	/** Lives about three seconds. */
	triggerId: string;
	/** Takes answers to the press; null where Slack gave none. */
	responseUrl: string | null;
}

const metadataSchema = z.object({ value: draftValueSchema, responseUrl: z.string().nullable() });
/** What the form says about itself, so that it comes back when it is sent. */
export type DraftMetadata = z.infer<typeof metadataSchema>;

/** The form in which a mail is put otherwise, filled in. */
export interface DraftSubmission {
	kind: 'draftForm';
	metadata: DraftMetadata;
	person: Presser;
	/** As they were typed; empty where nothing was. */
	date: string;
	text: string;
}

const actionNames = new Map(
	Object.entries(draftActions).map(([name, id]) => [
		id as string,
		name as keyof typeof draftActions,
	]),
);

/** Whether an `action_id` is one of a draft's buttons. */
export const isDraftAction = (id: string): boolean => actionNames.has(id);

/** Reads a press under a draft; null where it is nothing of ours. */
export function readDraftPress(
	id: string,
	given: string,
	from: Omit<DraftPress, 'kind' | 'action' | 'value'>,
): DraftPress | null {
	const action = actionNames.get(id);
	const value = draftValueSchema.safeParse(tryParse(given));
	return action !== undefined && value.success
		? { kind: 'draft', action, value: value.data, ...from }
		: null;
}

/** Reads the form about a draft; null where its metadata is nothing of ours. */
export function readDraftForm(
	metadata: string,
	values: FormValues,
	person: Presser,
): DraftSubmission | null {
	const told = metadataSchema.safeParse(tryParse(metadata));
	if (!told.success) return null;
	const at = ({ block, action }: { block: string; action: string }) =>
		values[block]?.[action]?.value?.trim() ?? '';
	return {
		kind: 'draftForm',
		metadata: told.data,
		person,
		date: at(draftFields.date),
		text: at(draftFields.text),
	};
}
