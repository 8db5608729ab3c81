import type { FastifyBaseLogger } from 'fastify';
import { DateTime } from 'luxon';
import { mistakesOfLinks, mistakesOfOffers } from '../../../../nodes/domain/letter/judgeWords';
import type { SlackInteraction } from '../../adapters/slack/interaction';
import type { Json } from '../../ledger/json';
import type { MilestoneDraft } from '../../ledger/milestoneDrafts';
import type { DraftAnswer, DraftAnswered } from '../../milestones/answerDraft';
import { draftView } from '../../milestones/draftView';
import type { DraftNotice } from '../../texts/draftTexts';
import { DRAFT_WORDS_LIMIT, draftFields } from '../../texts/draftTexts';
import type { Texts } from '../../texts/texts';
import type { Reply } from './interactions';
import type { DraftMetadata, DraftPress, DraftSubmission } from './readDraft';

/** What a press under a draft is answered with. */
export interface DraftParts {
	drafts: {
		read(id: string): Promise<MilestoneDraft | null>;
		/** Sends it or leaves it, with the event that sends it: both or none. */
		answer(id: string, given: DraftAnswer): Promise<DraftAnswered>;
		/** Hosts that mails may lead to. */
		linkHosts: readonly string[];
	};
	texts: Pick<Texts, 'drafts'>;
	slack: Pick<SlackInteraction, 'openView' | 'tellPrivately' | 'replaceMessage'>;
	/** Tells the forwarder that there is something to do. */
	wake(): void;
	logger: FastifyBaseLogger;
}

/** Answers a press under a draft: anybody in the channel may send it, put it otherwise or leave it. */
export async function answerDraftPress(parts: DraftParts, press: DraftPress): Promise<Reply> {
	const { action, value, person } = press;
	if (action === 'edit') return await openForm(parts, press);
	const given = { answer: action, by: person.name, words: null, expectedOn: null };
	return replyTo(parts, press, await answer(parts, value.draft, given));
}

/** Sends a draft as somebody put it; what is wrong with it is shown in the form. */
export async function answerDraftForm(
	parts: DraftParts,
	{ metadata, person, date, text }: DraftSubmission,
): Promise<Reply> {
	const { draft: id, language } = metadata.value;
	const words = parts.texts.drafts(language);
	const draft = await parts.drafts.read(id);
	if (draft === null) return wrongField('text', words.privately('unknown'));
	if (!isLater(date, draft.promisedAt)) return wrongField('date', words.wrong('date'));
	const wrong = wrongWords(parts, text);
	if (wrong !== null) return wrongField('text', words.wrong(wrong.what, wrong.found));
	const isOwn = sameText(text, draft.mail?.words ?? '') === false;
	const answered = await answer(parts, id, {
		answer: 'send',
		by: person.name,
		words: isOwn ? text : null,
		expectedOn: date === dayOf(draft) ? null : date,
	});
	const notice = noticeOf(answered);
	// A form stays open with what was typed, so that nothing of it is lost.
	if (notice !== null && notice !== 'tried') return wrongField('text', words.privately(notice));
	return replyTo(parts, metadata, answered);
}

async function answer(parts: DraftParts, id: string, given: DraftAnswer): Promise<DraftAnswered> {
	const answered = await parts.drafts.answer(id, given);
	const { result } = answered;
	const hasOwnWords = given.words !== null;
	parts.logger.info({ draft: id, answer: given.answer, result, hasOwnWords }, 'draft answered');
	if (result === 'sent') parts.wake();
	return answered;
}

/** What is told alone to whoever answered; null where the message itself says it. */
function noticeOf(answered: DraftAnswered): DraftNotice | null {
	if (answered.result === 'missing') return 'unknown';
	if (answered.result === 'tried' || answered.result === 'expired') return answered.result;
	if (answered.result === 'sent' || answered.result === 'refused') return null;
	const { state } = answered.draft;
	return state === 'found' || state === 'asked' ? 'unknown' : state;
}

function replyTo(parts: DraftParts, to: DraftMetadata, answered: DraftAnswered): Reply {
	const notice = noticeOf(answered);
	const { responseUrl, value } = to;
	if (responseUrl === null) return { body: null };
	const words = parts.texts.drafts(value.language);
	return {
		body: null,
		after: async () => {
			if (answered.result === 'sent' || answered.result === 'refused' || notice === 'tried') {
				if (answered.result === 'missing') return;
				const shown = words.shown(draftView(answered.draft));
				const { result } = await parts.slack.replaceMessage(responseUrl, shown);
				if (result !== 'done') parts.logger.warn({ result }, 'draft not shown as decided');
			}
			if (notice !== null) await tell(parts, to, notice);
		},
	};
}

async function openForm(parts: DraftParts, press: DraftPress): Promise<Reply> {
	const { value, responseUrl, triggerId } = press;
	const draft = await parts.drafts.read(value.draft);
	if (draft === null || draft.state === 'found') return privately(parts, press, 'unknown');
	if (draft.state !== 'asked') return privately(parts, press, draft.state);
	const metadata = JSON.stringify({ value, responseUrl } satisfies DraftMetadata);
	const now = { date: dayOf(draft), text: draft.mail?.words ?? '' };
	const form = parts.texts.drafts(value.language).form(metadata, now);
	return {
		body: null,
		after: async () => {
			const opened = await parts.slack.openView(triggerId, form);
			if (opened.result === 'done') return;
			parts.logger.warn({ code: opened.error.code }, 'form not opened');
			await tell(parts, press, 'formFailed');
		},
	};
}

function dayOf({ expectedAt }: MilestoneDraft): string {
	return expectedAt?.toISOString().slice(0, 10) ?? '';
}

/** A day of the calendar, behind the one that was promised. */
function isLater(date: string, promisedAt: Date | null): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return false;
	if (!DateTime.fromISO(date, { zone: 'utc' }).isValid) return false;
	return promisedAt === null || date > promisedAt.toISOString().slice(0, 10);
}

function wrongWords(
	{ drafts }: DraftParts,
	words: string,
): { what: 'text' | 'link' | 'offer'; found: string } | null {
	if (words === '' || words.length > DRAFT_WORDS_LIMIT) return { what: 'text', found: '' };
	const placed = [{ path: 'words', words }];
	const [link] = mistakesOfLinks(placed, drafts.linkHosts);
	if (link !== undefined) return { what: 'link', found: link.received };
	const [offer] = mistakesOfOffers(placed, []);
	return offer === undefined ? null : { what: 'offer', found: offer.received.replace(/"/g, '') };
}

/** Slack gives a text back with line breaks of its own. */
function sameText(a: string, b: string): boolean {
	const plain = (text: string) => text.replace(/\r\n?/g, '\n').trim();
	return plain(a) === plain(b).slice(0, DRAFT_WORDS_LIMIT);
}

function wrongField(field: keyof typeof draftFields, words: string): Reply {
	const errors: Record<string, Json> = { [draftFields[field].block]: words };
	return { body: { response_action: 'errors', errors } };
}

function privately(parts: DraftParts, press: DraftPress, notice: DraftNotice): Reply {
	return { body: null, after: async () => await tell(parts, press, notice) };
}

async function tell(
	{ texts, slack, logger }: DraftParts,
	{ responseUrl, value }: DraftMetadata,
	notice: DraftNotice,
): Promise<void> {
	if (responseUrl === null) return;
	const told = await slack.tellPrivately(
		responseUrl,
		texts.drafts(value.language).privately(notice),
	);
	if (told.result !== 'done') logger.warn({ code: told.error.code }, 'private answer not given');
}
