import type { SlackInteraction } from '../../adapters/slack/interaction';
import type { Moment } from '../../ledger/inbox';
import type { Json } from '../../ledger/json';
import type { Claim } from '../../ledger/leadClaims';
import { readClaim } from '../../ledger/leadClaims';
import type { Store } from '../../ledger/store';
import type { FormNotice, LeadReason, PrivateAnswer } from '../../texts/leadAnswers';
import { formFields, leadReasons, NOTE_LIMIT } from '../../texts/leadAnswers';
import type { Texts } from '../../texts/texts';
import type { AlertPressParts } from './alerts';
import { answerAlertPress } from './alerts';
import type { Alert } from './alert';
import { findAlert } from './alert';
import { keepAnswer } from './answer';
import type { DraftParts } from './drafts';
import { answerDraftForm, answerDraftPress } from './drafts';
import type { MovePressParts } from './moves';
import { answerMoves } from './moves';
import type { OfferParts } from './offers';
import { answerDeclination, answerOffer } from './offers';
import type { ReviewParts } from './reviews';
import { answerReviewForm, answerReviewPress } from './reviews';
import type { FormMetadata, Interaction, Press, Submission } from './read';
import { readInteraction } from './read';

/** What interactions are answered with. */
export interface InteractionParts
	extends OfferParts,
		ReviewParts,
		Omit<MovePressParts, 'texts' | 'slack'>,
		Omit<DraftParts, 'texts' | 'slack'>,
		Omit<AlertPressParts, 'texts' | 'slack'> {
	store: Store;
	texts: Pick<Texts, 'leadAnswers' | 'assignments' | 'reviews' | 'moves' | 'drafts' | 'alerts'>;
	slack: Pick<SlackInteraction, 'openView' | 'tellPrivately' | 'findPerson' | 'replaceMessage'>;
	/** Clock of new events' ids. */
	now(): Date;
	/** A test's clock for the ledger; the database's without one. */
	moment(): Moment;
}

/** What Slack is answered at once, and what is done after that. */
export interface Reply {
	/** Body of the answer; null for an empty one, since Slack shows what is in it. */
	body: Json;
	/** Done once Slack has its answer: it waits three seconds, and no longer. */
	after?: () => Promise<void>;
}

/** Answers people who press buttons in Slack. */
export interface Interactions {
	/** null where the call is nothing of ours. */
	handle(payload: Json): Promise<Reply | null>;
	/** Waits for what is still being done after an answer. */
	stop(): Promise<void>;
}

const EMPTY: Reply = { body: null };

/** Opens it over the service's ledger. */
export function openInteractions(parts: InteractionParts): Interactions {
	const { logger } = parts;
	const running = new Set<Promise<void>>();
	const tracked = (after: () => Promise<void>) => async () => {
		const work = after()
			.catch((error: unknown) => logger.error({ err: error }, 'interaction broke'))
			.finally(() => running.delete(work));
		running.add(work);
		await work;
	};
	return {
		handle: async (payload) => {
			const interaction = readInteraction(payload);
			if (interaction === null) return null;
			if (interaction.kind === 'link') return EMPTY;
			const reply = await answer(parts, interaction);
			return reply.after === undefined ? reply : { ...reply, after: tracked(reply.after) };
		},
		stop: async () => {
			await Promise.all(running);
		},
	};
}

async function answer(
	parts: InteractionParts,
	interaction: Exclude<Interaction, { kind: 'link' }>,
): Promise<Reply> {
	switch (interaction.kind) {
		case 'press':
			return await answerPress(parts, interaction);
		case 'submission':
			return await answerForm(parts, interaction);
		case 'offer':
			return await answerOffer(parts, interaction);
		case 'declination':
			return await answerDeclination(parts, interaction);
		case 'review':
			return await answerReviewPress(parts, interaction);
		case 'reviewForm':
			return await answerReviewForm(parts, interaction);
		case 'moves':
			return await answerMoves(parts, interaction);
		case 'draft':
			return await answerDraftPress(parts, interaction);
		case 'draftForm':
			return await answerDraftForm(parts, interaction);
		case 'alert':
			return answerAlertPress(parts, interaction);
	}
}

async function answerPress(parts: InteractionParts, press: Press): Promise<Reply> {
	const { store } = parts;
	const alert = await findAlert(store, press.value.alert);
	if (alert === null) return privately(parts, press, { tell: 'unknown' });
	if (press.action === 'notAFit') return await askWhy(parts, press, alert);

	const answer = press.action === 'take' ? 'taken' : 'given-back';
	const answered = await keepAnswer(
		store,
		alert,
		{ ...press, answer },
		parts.now(),
		parts.moment(),
	);
	parts.logger.info({ answer, kept: answered.isKept, test: alert.run !== null }, 'lead answered');
	if (answered.isKept) {
		parts.wake();
		return EMPTY;
	}
	const { holds } = answered;
	const isRepeated = holds?.answer === answer && holds.personId === press.person.id;
	if (isRepeated && answer === 'given-back') return EMPTY;
	return privately(parts, press, inTheWay(press, holds));
}

/** Who was first and when, or that it is theirs already. */
function inTheWay({ action, person }: Press, holds: Claim | null): PrivateAnswer {
	if (holds?.answer === 'not-a-fit') return { tell: 'notAFit', ...whoOf(holds) };
	if (action === 'giveBack') return { tell: 'notYours' };
	if (holds === null) return { tell: 'unknown' };
	return { tell: holds.personId === person.id ? 'yours' : 'taken', ...whoOf(holds) };
}

const whoOf = ({ personId, at }: Claim) => ({ personId, at });

function privately(
	{ texts, slack, logger }: InteractionParts,
	press: Press,
	answer: PrivateAnswer,
): Reply {
	const { responseUrl, value } = press;
	if (responseUrl === null) return EMPTY;
	return {
		body: null,
		after: async () => {
			const text = texts.leadAnswers(value.language).privately(answer);
			const told = await slack.tellPrivately(responseUrl, text);
			if (told.result !== 'done')
				logger.warn({ code: told.error.code }, 'private answer not given');
		},
	};
}

/** Opens the form at once: the press is good for it for about three seconds. */
async function askWhy(parts: InteractionParts, press: Press, { lead }: Alert): Promise<Reply> {
	const { texts, slack, store, logger } = parts;
	const holds = await readClaim(store, lead);
	if (holds?.answer === 'not-a-fit') return privately(parts, press, inTheWay(press, holds));
	const { value, channel, ts } = press;
	const metadata: FormMetadata = { value, seen: holds?.occurrence ?? 0, channel, ts };
	const notice = noticeOf(holds, press.person.id);
	const form = texts.leadAnswers(value.language).form(JSON.stringify(metadata), [notice]);
	return {
		body: null,
		after: async () => {
			const opened = await slack.openView(press.triggerId, form);
			if (opened.result === 'done') return;
			logger.warn({ code: opened.error.code }, 'form not opened');
			await privately(parts, press, { tell: 'formFailed' }).after?.();
		},
	};
}

/** Says that another person has the lead, before it is taken off them. */
function noticeOf(holds: Claim | null, personId: string): FormNotice {
	if (holds === null || holds.answer === 'given-back') return null;
	if (holds.answer === 'not-a-fit') return { notice: 'settled', ...whoOf(holds) };
	return holds.personId === personId ? null : { notice: 'taken', ...whoOf(holds) };
}

async function answerForm(parts: InteractionParts, submission: Submission): Promise<Reply> {
	const { store, texts, logger } = parts;
	const { metadata, person, note } = submission;
	const { value, seen, channel, ts } = metadata;
	const words = texts.leadAnswers(value.language);
	const reason = leadReasons.find((one) => one === submission.reason);
	if (reason === undefined || (note?.length ?? 0) > NOTE_LIMIT) {
		return { body: wrongFields(words.wrong, reason, note) };
	}
	const alert = await findAlert(store, value.alert);
	if (alert === null) return { body: { response_action: 'clear' } };

	const because = { reason, note, label: words.reason(reason), seen };
	const given = { answer: 'not-a-fit', person, value, channel, ts, because } as const;
	const answered = await keepAnswer(store, alert, given, parts.now(), parts.moment());
	logger.info(
		{ answer: 'not-a-fit', reason, kept: answered.isKept, test: alert.run !== null },
		'lead answered',
	);
	if (answered.isKept) {
		parts.wake();
		return EMPTY;
	}
	// What the person saw has changed: they look again, at a form that knows what holds now.
	const { holds } = answered;
	const again: FormMetadata = { ...metadata, seen: holds?.occurrence ?? 0 };
	const notice = noticeOf(holds, person.id);
	const notices: FormNotice[] =
		notice?.notice === 'settled' ? [notice] : [{ notice: 'changed' }, notice];
	const view = words.form(JSON.stringify(again), notices);
	return { body: { response_action: 'update', view } };
}

function wrongFields(
	wrong: (field: 'reason' | 'note') => string,
	reason: LeadReason | undefined,
	note: string | null,
): Json {
	const { reason: first, note: second } = formFields;
	return {
		response_action: 'errors',
		errors: {
			...(reason === undefined ? { [first.block]: wrong('reason') } : {}),
			...((note?.length ?? 0) > NOTE_LIMIT ? { [second.block]: wrong('note') } : {}),
		},
	};
}
