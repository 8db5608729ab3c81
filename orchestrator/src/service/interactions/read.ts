import { z } from 'zod';
import type { Json } from '../../ledger/json';
import type { AlertValue } from '../../texts/alertTexts';
import { alertActions, alertValueSchema } from '../../texts/alertTexts';
import type { ButtonValue } from '../../texts/leadAnswers';
import type { OfferValue } from '../../texts/assignmentAnswers';
import {
	assignmentActions,
	DECLINE_FORM,
	declineFields,
	offerValueSchema,
} from '../../texts/assignmentAnswers';
import { buttonValueSchema, FORM, formFields, leadActions } from '../../texts/leadAnswers';
import type { MoveValue } from '../../texts/moveTexts';
import { moveActions, moveValueSchema } from '../../texts/moveTexts';
import { tryParse } from '../../inbox/sources/read';
import { DRAFT_FORM } from '../../texts/draftTexts';
import type { DraftPress, DraftSubmission } from './readDraft';
import { isDraftAction, readDraftForm, readDraftPress } from './readDraft';
import type { ReviewPress, ReviewSubmission } from './readReview';
import { isReviewAction, readReviewForm, readReviewPress, reviewFormIds } from './readReview';
import { slackUserId } from '../effects/person';

/** Who pressed or filled in, as Slack tells it. */
export interface Presser {
	id: string;
	/** Their name in the workspace. */
	name: string;
}

/** A button of a lead's alert that was pressed. */
export interface Press {
	kind: 'press';
	action: keyof typeof leadActions;
	value: ButtonValue;
	person: Presser;
	/** Lives about three seconds. */
	triggerId: string;
	/** Takes answers for one person alone; null where Slack gave none. */
	responseUrl: string | null;
	channel: string | null;
	ts: string | null;
}

/** What the form says about itself, so that it comes back when it is sent. */
export const formMetadataSchema = z.object({
	value: buttonValueSchema,
	/** Number of the answer that held when the form was shown, 0 for none. */
	seen: z.number().int().min(0),
	channel: z.string().nullable(),
	ts: z.string().nullable(),
});
export type FormMetadata = z.infer<typeof formMetadataSchema>;

/** The form that says why a lead does not fit, filled in. */
export interface Submission {
	kind: 'submission';
	metadata: FormMetadata;
	person: Presser;
	/** As it was chosen; null where nothing was. */
	reason: string | null;
	note: string | null;
}

/** A button of an offer of work that was pressed. */
export interface OfferPress extends Pick<Press, 'person' | 'triggerId' | 'responseUrl'> {
	kind: 'offer';
	action: keyof typeof assignmentActions;
	value: OfferValue;
}

/** The form that says why work is declined, filled in. */
export interface Declination extends Pick<Submission, 'person' | 'reason' | 'note'> {
	kind: 'declination';
	value: OfferValue;
}

/** A yes or a no to proposed moves. */
export interface MovePress extends Pick<Press, 'person' | 'responseUrl'> {
	kind: 'moves';
	answer: keyof typeof moveActions;
	value: MoveValue;
}

/** A button of an alert of the monitor. */
export interface AlertPress extends Pick<Press, 'person' | 'responseUrl'> {
	kind: 'alert';
	action: keyof typeof alertActions;
	value: AlertValue;
}

/** What Slack sent, where it is ours: `link` is a button that only opened a page. */
export type Interaction =
	| Press
	| Submission
	| OfferPress
	| Declination
	| ReviewPress
	| ReviewSubmission
	| MovePress
	| DraftPress
	| DraftSubmission
	| AlertPress
	| { kind: 'link' };

const user = z
	.object({ id: slackUserId, name: z.string().nullish(), username: z.string().nullish() })
	.transform(({ id, name, username }): Presser => ({ id, name: name || username || id }));

/** `block_actions` of Slack (@slack/bolt 5, BlockAction), as far as it is read. */
const blockActions = z.object({
	type: z.literal('block_actions'),
	user,
	trigger_id: z.string().min(1),
	response_url: z.string().url().nullish().catch(null),
	container: z
		.object({ channel_id: z.string().nullish(), message_ts: z.string().nullish() })
		.nullish(),
	actions: z
		.array(
			z.object({ action_id: z.string(), value: z.string().optional(), url: z.string().optional() }),
		)
		.min(1),
});

/** `view_submission` of Slack (@slack/bolt 5, ViewSubmitAction), as far as it is read. */
const viewSubmission = z.object({
	type: z.literal('view_submission'),
	user,
	view: z.object({
		callback_id: z.enum([FORM, DECLINE_FORM, DRAFT_FORM, ...reviewFormIds]),
		private_metadata: z.string(),
		state: z.object({
			values: z.record(
				z.record(
					z.object({
						value: z.string().nullish(),
						selected_option: z.object({ value: z.string() }).nullish(),
					}),
				),
			),
		}),
	}),
});

const actionNames = new Map(
	Object.entries(leadActions).map(([name, id]) => [id as string, name as keyof typeof leadActions]),
);
const offerNames = new Map(
	Object.entries(assignmentActions).map(([name, id]) => [
		id as string,
		name as keyof typeof assignmentActions,
	]),
);

const moveNames = new Map(
	Object.entries(moveActions).map(([name, id]) => [id as string, name as keyof typeof moveActions]),
);

const alertNames = new Map(
	Object.entries(alertActions).map(([name, id]) => [
		id as string,
		name as keyof typeof alertActions,
	]),
);

/** Reads what Slack sent; null where it is nothing of ours, which the inbox keeps as it is. */
export function readInteraction(payload: Json): Interaction | null {
	const pressed = blockActions.safeParse(payload);
	if (pressed.success) return readPress(pressed.data);
	const submitted = viewSubmission.safeParse(payload);
	return submitted.success ? readSubmission(submitted.data) : null;
}

function readPress(data: z.infer<typeof blockActions>): Interaction | null {
	const reviewed = data.actions.find(({ action_id: id }) => isReviewAction(id));
	if (reviewed !== undefined) {
		return readReviewPress(reviewed.action_id, reviewed.value ?? '', {
			person: data.user,
			triggerId: data.trigger_id,
			responseUrl: data.response_url ?? null,
		});
	}
	const drafted = data.actions.find(({ action_id: id }) => isDraftAction(id));
	if (drafted !== undefined) {
		return readDraftPress(drafted.action_id, drafted.value ?? '', {
			person: data.user,
			triggerId: data.trigger_id,
			responseUrl: data.response_url ?? null,
		});
	}
	const offered = data.actions.find(({ action_id: id }) => offerNames.has(id));
	if (offered !== undefined) return readOfferPress(offered, data);
	const moved = data.actions.find(({ action_id: id }) => moveNames.has(id));
	if (moved !== undefined) return readMovePress(moved, data);
	const alerted = data.actions.find(({ action_id: id }) => alertNames.has(id));
	if (alerted !== undefined) return readAlertPress(alerted, data);
	const ours = data.actions.find(({ action_id: id }) => actionNames.has(id));
	if (ours === undefined) {
		// Slack tells of links too, when they are buttons; the browser has opened them already.
		return data.actions.every(({ url }) => url !== undefined) ? { kind: 'link' } : null;
	}
	const value = buttonValueSchema.safeParse(tryParse(ours.value ?? ''));
	const action = actionNames.get(ours.action_id);
	if (!value.success || action === undefined) return null;
	return {
		kind: 'press',
		action,
		value: value.data,
		person: data.user,
		triggerId: data.trigger_id,
		responseUrl: data.response_url ?? null,
		channel: data.container?.channel_id ?? null,
		ts: data.container?.message_ts ?? null,
	};
}

function readOfferPress(
	{ action_id: id, value: given = '' }: z.infer<typeof blockActions>['actions'][number],
	data: z.infer<typeof blockActions>,
): OfferPress | null {
	const value = offerValueSchema.safeParse(tryParse(given));
	const action = offerNames.get(id);
	if (!value.success || action === undefined) return null;
	return {
		kind: 'offer',
		action,
		value: value.data,
		person: data.user,
		triggerId: data.trigger_id,
		responseUrl: data.response_url ?? null,
	};
}

function readMovePress(
	{ action_id: id, value: given = '' }: z.infer<typeof blockActions>['actions'][number],
	data: z.infer<typeof blockActions>,
): MovePress | null {
	const value = moveValueSchema.safeParse(tryParse(given));
	const answer = moveNames.get(id);
	if (!value.success || answer === undefined) return null;
	const { user: person, response_url: url } = data;
	return { kind: 'moves', answer, value: value.data, person, responseUrl: url ?? null };
}

function readAlertPress(
	{ action_id: id, value: given = '' }: z.infer<typeof blockActions>['actions'][number],
	data: z.infer<typeof blockActions>,
): AlertPress | null {
	const value = alertValueSchema.safeParse(tryParse(given));
	const action = alertNames.get(id);
	if (!value.success || action === undefined) return null;
	const { user: person, response_url: url } = data;
	return { kind: 'alert', action, value: value.data, person, responseUrl: url ?? null };
}

function readSubmission({
	user: person,
	view,
}: z.infer<typeof viewSubmission>):
	| Submission
	| Declination
	| ReviewSubmission
	| DraftSubmission
	| null {
	const { values } = view.state;
	const filled = ({ reason, note }: typeof formFields | typeof declineFields) => ({
		person,
		reason: values[reason.block]?.[reason.action]?.selected_option?.value ?? null,
		note: values[note.block]?.[note.action]?.value?.trim() || null,
	});
	const reviewed = readReviewForm(view.callback_id, view.private_metadata, values, person);
	if (reviewed !== null) return reviewed;
	if (view.callback_id === DRAFT_FORM) {
		return readDraftForm(view.private_metadata, values, person);
	}
	const given = tryParse(view.private_metadata);
	if (view.callback_id === DECLINE_FORM) {
		const value = offerValueSchema.safeParse(given);
		if (!value.success) return null;
		return { kind: 'declination', value: value.data, ...filled(declineFields) };
	}
	const metadata = formMetadataSchema.safeParse(given);
	if (!metadata.success) return null;
	return { kind: 'submission', metadata: metadata.data, ...filled(formFields) };
}
