import type { FastifyBaseLogger } from 'fastify';
import type { FrameioAdapter } from '../../adapters/frameio/frameio';
import { isObject, wordIn } from '../../inbox/sources/read';
import type { SourceEvent } from '../../inbox/sources/read';
import type { JobQueue, Jobs } from '../../ledger/jobs';
import type { ContactOf } from '../../milestones/takeClientNote';
import { takeClientNote } from '../../milestones/takeClientNote';
import type { CommentRefusal } from '../../quality/takeCommentAnswer';
import { takeCommentAnswer } from '../../quality/takeCommentAnswer';
import type { ReviewNotice } from '../../texts/reviewAnswers';
import type { Texts } from '../../texts/texts';
import type { EffectDoer } from '../effects/perform';
import type { InboxParts } from '../inboxParts';
import { noticeOf } from '../interactions/reviews';
import type { Pacer } from '../pacing/pacer';

/** Comments in Frame.io that may answer a review, a job for each. */
export const commentQueue: JobQueue = {
	name: 'comment-answers',
	isKeyed: true,
	retrySeconds: 2,
	longestRetrySeconds: 300,
};

/** How long a reading waits for its turn; the job comes again. */
const WAIT_MS = 20_000;

/** What answers by comment need of a service. */
export interface CommentSurroundings {
	inbox: Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake'>;
	frameio: Pick<FrameioAdapter, 'readComment'>;
	/** Whom a deal is for, by their address. */
	contactOf: ContactOf;
	texts: Pick<Texts, 'reviews'>;
	perform: EffectDoer['perform'];
	pacer: Pacer;
	jobs: Jobs;
	logger: FastifyBaseLogger;
}

/** Answers to reviews that people give by comments in Frame.io. */
export interface CommentAnswers {
	/** Has comments among the events of a call looked at; the job is kept before the call is answered. */
	note(events: readonly SourceEvent[]): Promise<void>;
	/** Begins to work, until the jobs are stopped. */
	start(): Promise<void>;
}

/** Opens it. Frame.io's event names neither the file nor what was written, so each comment is read. */
export function openCommentAnswers(surroundings: CommentSurroundings): CommentAnswers {
	const { jobs } = surroundings;
	return {
		note: async (events) => {
			for (const { source, topic, payload } of events) {
				if (source !== 'frameio' || topic !== 'comment.created' || !isObject(payload)) continue;
				const { resource, account } = payload;
				const comment = isObject(resource) ? wordIn(resource.id) : undefined;
				if (comment === undefined) continue;
				const accountId = (isObject(account) ? wordIn(account.id) : undefined) ?? null;
				await jobs.send(commentQueue.name, { comment, accountId }, { key: comment });
			}
		},
		start: async () => {
			await jobs.work(commentQueue.name, async ({ data: { comment, accountId } }) => {
				if (typeof comment !== 'string') return;
				const account = typeof accountId === 'string' ? accountId : null;
				await takeComment(surroundings, account, comment);
			});
		},
	};
}

async function takeComment(
	{ inbox, frameio, contactOf, texts, perform, pacer, logger }: CommentSurroundings,
	accountId: string | null,
	commentId: string,
): Promise<void> {
	const lane = pacer.lane({ pace: 'frameioRead', name: 'comments' });
	if ((lane.takeNow() ?? (await lane.next(pacer.place(), WAIT_MS))) === null) throw new Later();
	const comment = await frameio.readComment({ accountId, commentId });
	if (comment === null) return;
	// What a client writes is no answer to a review, whatever it looks like.
	const note = await takeClientNote(
		inbox.store,
		{ ...comment, id: commentId },
		contactOf,
		inbox.now(),
		inbox.moment(),
	);
	if (note !== 'elsewhere') return logger.info({ said: note }, 'client commented');
	const taken = await takeCommentAnswer(inbox.store, comment, inbox.now(), inbox.moment());
	if (taken.result === 'ignored') return;
	logger.info({ result: taken.result }, 'comment answered a review');
	if (taken.result === 'kept') return inbox.wake();
	await perform({
		key: `comment:${commentId}/frameio-comment/answer/1`,
		kind: 'frameio.comment',
		test: false,
		onConflict: 'keepFirst',
		retry: false,
		content: {
			accountId,
			fileId: comment.fileId,
			text: texts.reviews(taken.language).privately(noticeFor(taken.because)),
		},
		data: {},
		source: {},
	});
}

function noticeFor(because: CommentRefusal): ReviewNotice {
	switch (because) {
		case 'no-note':
			return { tell: 'noNote' };
		case 'no-reason':
			return { tell: 'noReason' };
		case 'no-review':
			return { tell: 'over' };
		case 'not-asked':
			return { tell: 'notAsked' };
		default:
			return { tell: noticeOf[because] ?? 'over' };
	}
}

/** Has a job come again. */
class Later extends Error {
	override name = 'Later';
}
