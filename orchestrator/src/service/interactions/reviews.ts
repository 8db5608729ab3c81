import type { FastifyBaseLogger } from 'fastify';
import type { SlackInteraction } from '../../adapters/slack/interaction';
import type { Json } from '../../ledger/json';
import type { AnsweredReview, GivenReview } from '../../quality/answerReview';
import type { GivenWaiver, WaiverGiven } from '../../quality/giveWaiver';
import type { QualityRefusal } from '../../quality/refusals';
import type { ReviewNotice, ReviewValue, WaivedContent } from '../../texts/reviewAnswers';
import { REVIEW_NOTE_LIMIT, reviewFields, waiverTimes } from '../../texts/reviewAnswers';
import type { Texts } from '../../texts/texts';
import type { Reply } from './interactions';
import type { Presser } from './read';
import type { ReviewMetadata, ReviewPress, ReviewSubmission } from './readReview';

/** Somebody as the roster has them. */
export interface ReviewPerson {
	id: string;
	name: string;
	email: string | null;
}

/** A review as buttons ask for it. */
export interface AskedFor {
	isOpen: boolean;
	/** In a test run whoever tries it out may answer. */
	test: boolean;
	gate: 'peer' | 'senior';
	reviewer: ReviewPerson;
	/** Who may answer too, once it is overdue. */
	lead: ReviewPerson | null;
	content: WaivedContent;
}

/** The ledger's reviews, contents and people as buttons ask for them. */
export interface ReviewLedger {
	find(id: string): Promise<AskedFor | null>;
	/** Keeps the answer with the event that sets its flow going: both or none. */
	answer(id: string, given: GivenReview): Promise<AnsweredReview>;
	/** What can be waived of a content; null where nobody knows it. */
	waivable(content: WaivedContent): Promise<{ rules: string[]; hasProject: boolean } | null>;
	waive(given: GivenWaiver): Promise<WaiverGiven>;
	personBy(email: string): Promise<ReviewPerson | null>;
	/** The moment that waivers are counted from. */
	now(): Date;
}

/** What reviews are answered with. */
export interface ReviewParts {
	reviews: ReviewLedger;
	texts: Pick<Texts, 'reviews'>;
	slack: Pick<SlackInteraction, 'openView' | 'tellPrivately' | 'findPerson'>;
	/** Tells the forwarder that there is something to do. */
	wake(): void;
	logger: FastifyBaseLogger;
}

const dayMs = 86_400_000;

/** Answers a press under a review or a report. */
export async function answerReviewPress(parts: ReviewParts, press: ReviewPress): Promise<Reply> {
	const { action, value, person } = press;
	if (action === 'waive') return await openWaiver(parts, press);
	const asked = value.review === undefined ? null : await parts.reviews.find(value.review);
	if (asked === null || value.review === undefined) return privately(parts, press, unknown);
	const who = await mayAnswer(parts, asked, person);
	if ('tell' in who) return privately(parts, press, who);
	const { language } = value;
	if (action === 'changes') {
		return openForm(parts, press, parts.texts.reviews(language).changesForm(metadataOf(press)));
	}
	// A senior is asked for more than a yes.
	if (asked.gate === 'senior') {
		return openForm(parts, press, parts.texts.reviews(language).approveForm(metadataOf(press)));
	}
	const notice = await keepAnswer(parts, value.review, {
		...silent,
		answer: 'approve',
		by: who.id,
	});
	return notice === null ? { body: null } : privately(parts, press, notice);
}

/** Keeps what a form says; what is wrong with it is shown in the form. */
export async function answerReviewForm(
	parts: ReviewParts,
	submission: ReviewSubmission,
): Promise<Reply> {
	const { form, metadata, person, filled } = submission;
	const { value } = metadata;
	const words = parts.texts.reviews(value.language);
	if (form === 'waive') return await keepWaiver(parts, submission);
	const first = form === 'changes' ? 'note' : 'opportunity';
	const isTooLong = (filled[first]?.length ?? 0) > REVIEW_NOTE_LIMIT;
	if (isTooLong || (form === 'changes' && filled.note === null)) {
		return wrongFields({ [reviewFields[first].block]: words.wrong(first) });
	}
	const tell = (notice: ReviewNotice) =>
		wrongFields({ [reviewFields[first].block]: words.privately(notice) });
	const asked = value.review === undefined ? null : await parts.reviews.find(value.review);
	if (asked === null || value.review === undefined) return tell(unknown);
	const who = await mayAnswer(parts, asked, person);
	if ('tell' in who) return tell(who);
	const satisfaction = Number(filled.satisfaction ?? NaN);
	const given: GivenReview = {
		answer: form === 'changes' ? 'changes' : 'approve',
		by: who.id,
		note: filled.note,
		satisfaction: Number.isInteger(satisfaction) ? satisfaction : null,
		opportunity: form === 'approve' ? filled.opportunity : null,
	};
	const notice = await keepAnswer(parts, value.review, given);
	// Said twice it is the same as said once.
	return notice === null || notice.tell === 'yours' ? { body: null } : tell(notice);
}

const unknown: ReviewNotice = { tell: 'unknown' };
const silent = { note: null, satisfaction: null, opportunity: null };

/** Keeps an answer. @returns what stands in its way; null where it was kept */
async function keepAnswer(
	{ reviews, wake, logger }: ReviewParts,
	id: string,
	given: GivenReview,
): Promise<ReviewNotice | null> {
	const answered = await reviews.answer(id, given);
	logger.info({ answer: given.answer, result: answered.result }, 'review answered');
	if (answered.result === 'refused') return { tell: noticeOf[answered.because] ?? 'over' };
	if (answered.result === 'same') return { tell: 'yours' };
	wake();
	return null;
}

/** What a refusal is told as. */
export const noticeOf: Partial<
	Record<QualityRefusal, Exclude<ReviewNotice, { name: string }>['tell']>
> = {
	'unknown-review': 'unknown',
	'unknown-file': 'unknown',
	'unknown-person': 'notInRoster',
	'unknown-rule': 'noFindings',
	superseded: 'superseded',
	'by-author': 'byAuthor',
	'same-person': 'samePerson',
	'below-level': 'belowLevel',
	'no-project': 'noProject',
	'one-file-only': 'oneFileOnly',
	over: 'over',
};

/** Who of the roster answers: whoever was asked, or the lead once it is overdue; else why they may not. */
async function mayAnswer(
	parts: ReviewParts,
	{ isOpen, test, reviewer, lead }: AskedFor,
	presser: Presser,
): Promise<ReviewPerson | ReviewNotice> {
	if (!isOpen) return { tell: 'over' };
	if (test) return reviewer;
	const email = await emailOf(parts, presser);
	if (typeof email !== 'string') return email;
	const asked = [reviewer, lead].find((person) => person?.email?.toLowerCase() === email);
	return asked ?? { tell: 'notYours', name: reviewer.name };
}

async function emailOf(
	{ slack, logger }: ReviewParts,
	{ id }: Presser,
): Promise<string | ReviewNotice> {
	const found = await slack.findPerson(id);
	if (found.result !== 'done') {
		logger.warn({ code: found.error.code }, 'presser not looked up');
		return { tell: 'busy' };
	}
	return found.receipt.email ?? { tell: 'notSeen' };
}

/** Opens the form of a waiver at once: the press is good for it for about three seconds. */
async function openWaiver(parts: ReviewParts, press: ReviewPress): Promise<Reply> {
	const { value } = press;
	const content = await contentOf(parts, value);
	const open = content === null ? null : await parts.reviews.waivable(content);
	if (open === null) return privately(parts, press, unknown);
	if (open.rules.length === 0) return privately(parts, press, { tell: 'noFindings' });
	const { rules, hasProject } = open;
	const words = parts.texts.reviews(value.language);
	return openForm(parts, press, words.waiveForm(metadataOf(press), rules, hasProject));
}

async function contentOf(
	{ reviews }: ReviewParts,
	{ review, content }: ReviewValue,
): Promise<WaivedContent | null> {
	if (content !== undefined) return content;
	return review === undefined ? null : ((await reviews.find(review))?.content ?? null);
}

/** Keeps a waiver: whoever gives it is somebody of the roster, told apart by their e-mail address. */
async function keepWaiver(
	parts: ReviewParts,
	{ metadata, person, filled }: ReviewSubmission,
): Promise<Reply> {
	const { value } = metadata;
	const words = parts.texts.reviews(value.language);
	const { finding, scope, until, reason } = filled;
	const isProject = scope === 'project';
	const days = Object.hasOwn(waiverTimes, until ?? '')
		? waiverTimes[until as keyof typeof waiverTimes]
		: undefined;
	const errors: Record<string, Json> = {
		...(finding === null ? { [reviewFields.finding.block]: words.wrong('finding') } : {}),
		...(days === undefined || (isProject && days === null)
			? { [reviewFields.until.block]: words.wrong('until') }
			: {}),
		...(reason === null || reason.length > REVIEW_NOTE_LIMIT
			? { [reviewFields.reason.block]: words.wrong('reason') }
			: {}),
	};
	if (Object.keys(errors).length > 0) return wrongFields(errors);
	const tell = (notice: ReviewNotice) =>
		wrongFields({ [reviewFields.finding.block]: words.privately(notice) });
	const content = await contentOf(parts, value);
	if (content === null) return tell(unknown);
	const email = await emailOf(parts, person);
	if (typeof email !== 'string') return tell(email);
	const by = await parts.reviews.personBy(email);
	if (by === null) return tell({ tell: 'notInRoster' });
	const { sha256, subject, test } = content;
	const waived = await parts.reviews.waive({
		sha256,
		subject,
		test,
		rule: finding ?? '',
		scope: isProject ? 'project' : 'file',
		reason: reason ?? '',
		by: by.id,
		expiresAt: expiryOf(days ?? null, parts.reviews.now()),
	});
	parts.logger.info({ rule: finding, result: waived.result }, 'finding waived');
	if (waived.result === 'refused') return tell({ tell: noticeOf[waived.because] ?? 'over' });
	if (waived.result === 'given') parts.wake();
	const notice = waived.result === 'given' ? 'waived' : 'waivedBefore';
	return { body: null, after: async () => await say(parts, metadata, { tell: notice }) };
}

function expiryOf(days: number | null, now: Date): Date | null {
	return days === null ? null : new Date(now.getTime() + days * dayMs);
}

function metadataOf({ value, responseUrl }: ReviewPress): string {
	return JSON.stringify({ value, responseUrl } satisfies ReviewMetadata);
}

function openForm(parts: ReviewParts, press: ReviewPress, form: Json): Reply {
	const { slack, logger } = parts;
	return {
		body: null,
		after: async () => {
			const opened = await slack.openView(press.triggerId, form);
			if (opened.result === 'done') return;
			logger.warn({ code: opened.error.code }, 'form not opened');
			await say(parts, press, { tell: 'formFailed' });
		},
	};
}

function privately(parts: ReviewParts, press: ReviewPress, notice: ReviewNotice): Reply {
	return { body: null, after: async () => await say(parts, press, notice) };
}

async function say(
	{ texts, slack, logger }: ReviewParts,
	{ value, responseUrl }: Pick<ReviewPress, 'value' | 'responseUrl'>,
	notice: ReviewNotice,
): Promise<void> {
	if (responseUrl === null) return;
	const text = texts.reviews(value.language).privately(notice);
	const told = await slack.tellPrivately(responseUrl, text);
	if (told.result !== 'done') logger.warn({ code: told.error.code }, 'private answer not given');
}

function wrongFields(errors: Record<string, Json>): Reply {
	return { body: { response_action: 'errors', errors } };
}
