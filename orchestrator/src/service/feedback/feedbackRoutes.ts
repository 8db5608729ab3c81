import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Question } from '../../followup/feedback/feedbackTokens';
import type { FeedbackResult } from '../../followup/feedback/giveFeedback';
import { giveFeedback } from '../../followup/feedback/giveFeedback';
import { readFollowUp } from '../../ledger/followUps';
import type { Language } from '../../texts/formats';
import { languageOf } from '../../texts/formats';
import { described } from '../openapi/describe';
import { pageHeaders } from '../pageHeaders';
import { answerDescription, questionDescription, scoreSchema } from './descriptions';
import type { FeedbackShown, FeedbackView } from './feedbackPage';
import { longestComment } from './feedbackPage';
import type { FeedbackParts } from './feedbackParts';

interface WithToken {
	Params: { token: string };
}

/** A question, and the language of whom it is put to. */
interface Asked extends Question {
	language: Language;
}

/** Largest body that is read, in bytes: a number, a remark in which each character may take twelve, and the form. */
const BODY_LIMIT = 12 * longestComment + 4_096;

const viewOf: Readonly<Record<FeedbackResult, FeedbackView>> = {
	counted: 'done',
	changed: 'done',
	same: 'done',
	late: 'late',
	missing: 'wrong',
};

/**
 * Adds the page behind the answers in a mail. Opening it answers nothing, since scanners open every link
 * of a mail; only a form that was sent from the page itself counts.
 */
export function addFeedbackRoutes(app: FastifyInstance, parts: FeedbackParts): void {
	const { store, tokens, page, now, moment, wake, logger } = parts;
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
	const show = async (
		reply: FastifyReply,
		status: number,
		view: FeedbackView,
		language: Language,
		shown: Partial<FeedbackShown> = {},
	) =>
		await reply
			.code(status)
			.headers(pageHeaders)
			.send(page.write(view, language, shown));
	app.setErrorHandler(async (error, request, reply) => {
		logger.error({ err: error }, 'feedback failed');
		return await show(reply, 503, 'later', languageOf(request.headers['accept-language']));
	});
	const questionOf = async (token: string): Promise<Asked | null> => {
		const question = tokens?.readLink(token, now()) ?? null;
		const followUp = question === null ? null : await readFollowUp(store, question.followUp);
		if (question === null || followUp === null) return null;
		return { ...question, language: languageOf(followUp.enrolment.client.language) };
	};
	const ask = async (
		reply: FastifyReply,
		status: number,
		view: 'ask' | 'again',
		{ language, ...question }: Asked,
		shown: Pick<FeedbackShown, 'score' | 'comment'>,
	) => {
		const form = tokens?.form(question, now()) ?? '';
		return await show(reply, status, view, language, { ...shown, form });
	};

	app.get<WithToken>(
		'/feedback/:token',
		described(questionDescription),
		async ({ params, query, headers }, reply) => {
			const asked = await questionOf(params.token);
			// One answer for every link that is none: it says nothing about whom we know.
			if (asked === null) {
				return await show(reply, 404, 'wrong', languageOf(headers['accept-language']));
			}
			const { score } = scoreSchema.safeParse(query).data ?? {};
			return await ask(reply, 200, 'ask', asked, { score: scoreIn(score), comment: '' });
		},
	);

	app.post<WithToken>(
		'/feedback/:token',
		{ ...described(answerDescription), bodyLimit: BODY_LIMIT },
		async ({ params, headers, body }, reply) => {
			const asked = await questionOf(params.token);
			if (asked === null) {
				return await show(reply, 404, 'wrong', languageOf(headers['accept-language']));
			}
			const { language, ...question } = asked;
			const sent = new URLSearchParams(Buffer.isBuffer(body) ? body.toString('utf8') : '');
			const score = scoreIn(sent.get('score') ?? undefined);
			const comment = (sent.get('comment') ?? '').trim().slice(0, longestComment);
			const isFromPage = tokens?.isForm(sent.get('form') ?? '', question, now()) ?? false;
			if (score === null || !isFromPage) {
				return await ask(reply, 400, 'again', asked, { score, comment });
			}
			const given = { ...question, score, comment: comment === '' ? null : comment };
			const result = await giveFeedback(store, given, now(), moment());
			logger.info({ followUp: question.followUp, result }, 'feedback given');
			if (result !== 'same' && result !== 'missing') wake();
			const status = result === 'missing' ? 404 : 200;
			return await show(reply, status, viewOf[result], language, { score });
		},
	);
}

function scoreIn(text: string | undefined): number | null {
	return text !== undefined && /^(?:\d|10)$/.test(text) ? Number(text) : null;
}
