import { z } from 'zod';
import { tryParse } from '../../inbox/sources/read';
import type { ReviewValue } from '../../texts/reviewAnswers';
import {
	reviewActions,
	reviewFields,
	reviewForms,
	reviewValueSchema,
} from '../../texts/reviewAnswers';
import type { Presser } from './read';

/** A button of a review or a report that was pressed. */
export interface ReviewPress {
	kind: 'review';
	action: keyof typeof reviewActions;
	value: ReviewValue;
	person: Presser;
	triggerId: string;
	responseUrl: string | null;
}

/** What a form says about itself, so that it comes back when it is sent. */
export const reviewMetadataSchema = z.object({
	value: reviewValueSchema,
	/** Takes answers for the person who pressed alone; null where Slack gave none. */
	responseUrl: z.string().nullable(),
});
export type ReviewMetadata = z.infer<typeof reviewMetadataSchema>;

/** A form about a review, filled in. */
export interface ReviewSubmission {
	kind: 'reviewForm';
	form: keyof typeof reviewForms;
	metadata: ReviewMetadata;
	person: Presser;
	/** What was filled in, by field; null where nothing was. */
	filled: Record<keyof typeof reviewFields, string | null>;
}

/** What was filled in, as Slack gives it back by block and element. */
export type FormValues = Record<
	string,
	Record<
		string,
		{ value?: string | null | undefined; selected_option?: { value: string } | null | undefined }
	>
>;

const actionNames = new Map(
	Object.entries(reviewActions).map(([name, id]) => [
		id as string,
		name as keyof typeof reviewActions,
	]),
);
const formNames = new Map(
	Object.entries(reviewForms).map(([name, id]) => [id as string, name as keyof typeof reviewForms]),
);

/** Whether an `action_id` is one of a review's buttons. */
export const isReviewAction = (id: string): boolean => actionNames.has(id);

/** The `callback_id` of every form about a review. */
export const reviewFormIds = Object.values(reviewForms);

/** Reads a press under a review; null where it is nothing of ours. */
export function readReviewPress(
	id: string,
	given: string,
	from: Omit<ReviewPress, 'kind' | 'action' | 'value'>,
): ReviewPress | null {
	const value = reviewValueSchema.safeParse(tryParse(given));
	const action = actionNames.get(id);
	return value.success && action !== undefined
		? { kind: 'review', action, value: value.data, ...from }
		: null;
}

/** Reads a form about a review; null where it is none. */
export function readReviewForm(
	id: string,
	metadata: string,
	values: FormValues,
	person: Presser,
): ReviewSubmission | null {
	const form = formNames.get(id);
	const told = reviewMetadataSchema.safeParse(tryParse(metadata));
	if (form === undefined || !told.success) return null;
	const at = ({ block, action }: { block: string; action: string }) => {
		const { value, selected_option: chosen } = values[block]?.[action] ?? {};
		return chosen?.value ?? (value?.trim() || null);
	};
	const filled = Object.fromEntries(
		Object.entries(reviewFields).map(([name, place]) => [name, at(place)]),
	) as ReviewSubmission['filled'];
	return { kind: 'reviewForm', form, metadata: told.data, person, filled };
}
