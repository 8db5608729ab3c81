import type { FastifyInstance } from 'fastify';
import type { ErrorReport } from '../../../../nodes/domain/errors';
import { listDrafts } from '../../ledger/milestoneDrafts';
import type { MilestoneDraft } from '../../ledger/milestoneDrafts';
import { answerDraft } from '../../milestones/answerDraft';
import { draftView } from '../../milestones/draftView';
import { keepDraft } from '../../milestones/keepDraft';
import { readAs } from '../effects/request';
import type { InboxParts } from '../inboxParts';
import { described } from '../openapi/describe';
import { answerDescription, keepDescription, listDescription } from './descriptions';
import { answerSchema, keepSchema, listSchema } from './requests';

/** Adds the routes of mails to clients that a person must say yes to. */
export function addDraftRoutes(
	app: FastifyInstance,
	{
		store,
		now,
		moment,
		wake,
		logger,
	}: Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake' | 'logger'>,
): void {
	app.post('/v1/milestone-drafts', described(keepDescription(keepSchema)), async ({ body }) => {
		const given = readAs(keepSchema, body, 'The draft cannot be kept.', '');
		const draft = await keepDraft(store, given, now(), moment());
		const { id, milestone, state, test } = draft;
		logger.info({ draft: id, milestone, state, test }, 'draft kept');
		return { draft: draftView(draft) };
	});

	app.get('/v1/milestone-drafts', described(listDescription(listSchema)), async ({ query }) => {
		const asked = readAs(listSchema, query, 'The drafts cannot be listed.', '');
		const { deal = null, state = null, limit } = asked;
		const found = await listDrafts(store, { deal, state, test: asked.test === 'true', limit });
		return { drafts: found.map(draftView) };
	});

	for (const answer of ['send', 'refuse'] as const) {
		app.post<{ Params: { id: string } }>(
			`/v1/milestone-drafts/:id/${answer}`,
			described(answerDescription(answer, answerSchema)),
			async ({ params: { id }, body }, reply) => {
				const { by, words, expectedOn } = readAs(answerSchema, body, 'Nothing was decided.', '');
				const given = { answer, by, words: words ?? null, expectedOn: expectedOn ?? null };
				const answered = await answerDraft(store, id, given, now(), moment());
				logger.info({ draft: id, answer, result: answered.result }, 'draft answered');
				if (answered.result === 'missing') {
					return await reply.code(404).send({ error: missing(id) });
				}
				const { result, draft } = answered;
				if (result === 'over' || result === 'expired') {
					return await reply.code(409).send({ error: overError(draft) });
				}
				if (result === 'sent') wake();
				return { changed: result !== 'same', draft: draftView(draft) };
			},
		);
	}
}

function overError({ id, state, decidedBy, because }: MilestoneDraft): ErrorReport {
	const who = decidedBy === null ? '' : ` by ${decidedBy}`;
	return {
		code: 'milestone/draft-over',
		what: 'The mail was not sent.',
		why: `${id} is ${state}${who}. ${because ?? ''}`.trim(),
		mend: 'Look which drafts are open with GET /v1/milestone-drafts?state=asked.',
	};
}

function missing(id: string): ErrorReport {
	return {
		code: 'milestone/draft-not-found',
		what: 'There is no such draft.',
		why: `Nothing waits under the id "${id.slice(0, 60)}".`,
		mend: 'Look for it with GET /v1/milestone-drafts.',
	};
}
