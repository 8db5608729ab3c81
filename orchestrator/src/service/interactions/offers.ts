import type { FastifyBaseLogger } from 'fastify';
import type { SlackInteraction } from '../../adapters/slack/interaction';
import type { Json } from '../../ledger/json';
import type { AssignmentTexts, OfferValue, PrivateNotice } from '../../texts/assignmentAnswers';
import { DECLINE_NOTE_LIMIT, declineFields, declineReasons } from '../../texts/assignmentAnswers';
import type { Texts } from '../../texts/texts';
import type { Reply } from './interactions';
import type { Declination, OfferPress, Presser } from './read';

/** Hours of somebody that are offered to them. */
export interface OfferedWork {
	/** Whether they may still be answered for. */
	isOpen: boolean;
	/** In a test run whoever tries it out may answer. */
	test: boolean;
	/** Whoever is asked, as the roster has them. */
	person: { name: string; email: string | null };
}

/** What became of an answer. */
export type AnswerResult = 'changed' | 'same' | 'refused' | 'missing';

/** The reservations that offers are about. */
export interface Assignments {
	find(id: string): Promise<OfferedWork | null>;
	/** Keeps the answer with the event that sets its flow going: both or none. */
	answer(
		id: string,
		given: { answer: 'accept' | 'decline'; reason: string | null; by: string },
	): Promise<AnswerResult>;
}

/** What offers are answered with. */
export interface OfferParts {
	assignments: Assignments;
	texts: Pick<Texts, 'assignments'>;
	slack: Pick<SlackInteraction, 'openView' | 'tellPrivately' | 'findPerson'>;
	/** Tells the forwarder that there is something to do. */
	wake(): void;
	logger: FastifyBaseLogger;
}

/** Answers a press under an offer: only whoever is asked may, told apart by their e-mail address. */
export async function answerOffer(parts: OfferParts, press: OfferPress): Promise<Reply> {
	const { assignments, logger } = parts;
	const { value, action, person } = press;
	const kept = await mayAnswer(parts, value, person);
	if (kept.notice !== null) return privately(parts, press, kept.notice);
	if (action === 'decline') return askWhy(parts, press);

	const result = await assignments.answer(value.reservation, {
		answer: 'accept',
		reason: null,
		by: person.name,
	});
	logger.info({ answer: 'accept', result }, 'assignment answered');
	const notice = noticeOf[result];
	if (notice !== null) return privately(parts, press, { tell: notice });
	parts.wake();
	return { body: null };
}

/** Keeps why somebody declines; what is wrong with it is shown in the form. */
export async function answerDeclination(
	parts: OfferParts,
	{ value, person, reason: given, note }: Declination,
): Promise<Reply> {
	const words = parts.texts.assignments(value.language);
	const reason = declineReasons.find((one) => one === given);
	const isLong = (note?.length ?? 0) > DECLINE_NOTE_LIMIT;
	if (reason === undefined || isLong) {
		return wrongFields({
			...(reason === undefined ? { [declineFields.reason.block]: words.wrong('reason') } : {}),
			...(isLong ? { [declineFields.note.block]: words.wrong('note') } : {}),
		});
	}
	const kept = await mayAnswer(parts, value, person);
	if (kept.notice !== null) return wrongFields(inForm(words, kept.notice));

	const result = await parts.assignments.answer(value.reservation, {
		answer: 'decline',
		reason: words.reason(reason, note),
		by: person.name,
	});
	parts.logger.info({ answer: 'decline', reason, result }, 'assignment answered');
	// Said twice it is the same as said once.
	if (result === 'same') return { body: null };
	const notice = noticeOf[result];
	if (notice !== null) return wrongFields(inForm(words, { tell: notice }));
	parts.wake();
	return { body: null };
}

const noticeOf = {
	changed: null,
	same: 'yours',
	refused: 'over',
	missing: 'unknown',
} as const satisfies Record<AnswerResult, string | null>;

/** What stands in the way of somebody's answer; null where nothing does. */
async function mayAnswer(
	{ assignments, slack, logger }: OfferParts,
	{ reservation }: OfferValue,
	presser: Presser,
): Promise<{ notice: PrivateNotice | null }> {
	const work = await assignments.find(reservation);
	if (work === null) return { notice: { tell: 'unknown' } };
	if (!work.isOpen) return { notice: { tell: 'over' } };
	if (work.test) return { notice: null };
	const found = await slack.findPerson(presser.id);
	if (found.result !== 'done') {
		logger.warn({ code: found.error.code }, 'presser not looked up');
		return { notice: { tell: 'busy' } };
	}
	const { email } = found.receipt;
	if (email === null) return { notice: { tell: 'notSeen' } };
	const { name, email: asked } = work.person;
	return asked?.toLowerCase() === email ? { notice: null } : { notice: { tell: 'notYours', name } };
}

/** Opens the form at once: the press is good for it for about three seconds. */
function askWhy(parts: OfferParts, press: OfferPress): Reply {
	const { texts, slack, logger } = parts;
	const form = texts.assignments(press.value.language).form(JSON.stringify(press.value));
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

function privately(
	{ texts, slack, logger }: OfferParts,
	{ responseUrl, value }: OfferPress,
	notice: PrivateNotice,
): Reply {
	if (responseUrl === null) return { body: null };
	return {
		body: null,
		after: async () => {
			const text = texts.assignments(value.language).privately(notice);
			const told = await slack.tellPrivately(responseUrl, text);
			if (told.result !== 'done')
				logger.warn({ code: told.error.code }, 'private answer not given');
		},
	};
}

/** A form has no address for a private answer: it says so itself, under its first question. */
function inForm(words: AssignmentTexts, notice: PrivateNotice): Record<string, string> {
	return { [declineFields.reason.block]: words.privately(notice) };
}

function wrongFields(errors: Record<string, Json>): Reply {
	return { body: { response_action: 'errors', errors } };
}
