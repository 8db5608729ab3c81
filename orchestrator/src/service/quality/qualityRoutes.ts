import type { FastifyInstance, FastifyReply } from 'fastify';
import type { z } from 'zod';
import { LookUpFailed } from '../../adapters/harmless';
import type { Failure } from '../../adapters/outcome';
import type { Json } from '../../ledger/json';
import { readContents, readFile, setAuthors } from '../../ledger/qualityFiles';
import { listOpenReviews, readReview } from '../../ledger/qualityReviews';
import { answerReview } from '../../quality/answerReview';
import { askReview } from '../../quality/askReview';
import { giveWaiver } from '../../quality/giveWaiver';
import { sentBack } from '../../quality/knownFile';
import { qualityNumbers, readCounted } from '../../quality/numbers';
import { recordVerdict } from '../../quality/recordVerdict';
import type { QualityRefusal } from '../../quality/refusals';
import { qualityRefusal } from '../../quality/refusals';
import { reviewView } from '../../quality/view';
import { currentRoster } from '../../roster/currentRoster';
import { readAs } from '../effects/request';
import type { InboxParts } from '../inboxParts';
import { described } from '../openapi/describe';
import {
	answerDescription,
	askDescription,
	authorsDescription,
	gatesDescription,
	numbersDescription,
	reviewDescription,
	storyDescription,
	verdictDescription,
	waiverDescription,
} from './descriptions';
import {
	answerSchema,
	askSchema,
	authorsSchema,
	findSchema,
	gatesSchema,
	numbersSchema,
	verdictSchema,
	waiverSchema,
} from './requests';
import { fileStory } from './story';
import { placeOf, tellGates } from './tellGates';
import type { FamilyReader } from './families';

/** What the routes of quality are built on. */
export interface QualityParts
	extends Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake' | 'logger'> {
	families: FamilyReader;
}

/** Most open reviews that are told at a time. */
const MOST_OPEN = 500;

interface OfContent {
	Params: { sha256: string };
}
interface WithId {
	Params: { id: string };
}

/** Adds what flows call: verdicts, reviews, waivers, and what is known of a content. */
export function addQualityRoutes(app: FastifyInstance, parts: QualityParts): void {
	const { store, now, moment, wake, logger } = parts;

	app.get<OfContent>(
		'/v1/files/:sha256/gates',
		described(gatesDescription(gatesSchema)),
		async ({ params: { sha256 }, query }, reply) => {
			const asked = readAs(gatesSchema, query, 'The file cannot be told.', '');
			try {
				return await tellGates(parts, sha256, asked);
			} catch (error) {
				if (error instanceof LookUpFailed) return await sendFailure(error.failure, reply);
				throw error;
			}
		},
	);

	app.post<OfContent>(
		'/v1/files/:sha256/authors',
		described(authorsDescription(authorsSchema)),
		async ({ params: { sha256 }, body }, reply) => {
			const { authors, test } = readAs(authorsSchema, body, 'The authors were not kept.', '');
			const { people } = await currentRoster(store, now());
			const isKnown = (author: string) => people.some(({ id }) => id === author);
			if (!authors.every(isKnown)) return await refuse(reply, NOT_KEPT, 'unknown-person');
			const found = await readContents(store, sha256, test);
			if (found.length === 0) return await refuse(reply, NOT_KEPT, 'unknown-file');
			for (const { id } of found) await setAuthors(store, id, authors, moment());
			logger.info({ sha256, test }, 'authors named');
			return { authors };
		},
	);

	app.post(
		'/v1/verdicts',
		described(verdictDescription(verdictSchema)),
		async ({ body }, reply) => {
			const asked = readAs(verdictSchema, body, 'The verdict was not kept.', '');
			const recorded = await recordVerdict(store, givenVerdict(asked), now(), moment());
			const { gate, outcome } = asked.decision;
			logger.info({ gate, outcome, result: recorded.result, test: asked.test }, 'verdict');
			if (recorded.result === 'refused') {
				return await refuse(reply, 'The verdict was not kept.', recorded.because);
			}
			const { id, repeated, file, content, isApproved } = recorded;
			if (isApproved) wake();
			return {
				id,
				repeated,
				version: file.version,
				cycles: sentBack(content.verdicts, file.version),
				isApproved,
				standing: content.standing,
			};
		},
	);

	app.post('/v1/reviews', described(askDescription(askSchema)), async ({ body }, reply) => {
		const asked = readAs(askSchema, body, 'Nobody was asked.', '');
		const { subject, checklist, ...wanted } = asked;
		const review = await askReview(
			store,
			{ ...wanted, subject: subject ?? null, checklist: checklist as Json },
			now(),
			moment(),
		);
		logger.info({ gate: asked.gate, result: review.result, test: asked.test }, 'review');
		if (review.result === 'refused') {
			return await refuse(reply, 'Nobody was asked for a review.', review.because);
		}
		if (review.result === 'passed') return { result: 'passed', repeated: true, review: null };
		return review;
	});

	app.get<WithId>(
		'/v1/reviews/:id',
		described(reviewDescription),
		async ({ params: { id } }, reply) => {
			const review = await readReview(store, id);
			const file = review === null ? null : await readFile(store, review.file);
			if (review === null || file === null) {
				return await refuse(reply, 'There is no such review.', 'unknown-review');
			}
			return { review: reviewView(review, file, await currentRoster(store, now())) };
		},
	);

	app.post<WithId>(
		'/v1/reviews/:id/answer',
		described(answerDescription(answerSchema)),
		async ({ params: { id }, body }, reply) => {
			const said = readAs(answerSchema, body, 'The answer was not kept.', '');
			const { note = null, satisfaction = null, opportunity = null, ...given } = said;
			const answer = { ...given, note, satisfaction, opportunity };
			const answered = await answerReview(store, id, answer, now(), moment());
			if (answered.result === 'refused') {
				return await refuse(reply, 'The answer was not kept.', answered.because);
			}
			if (answered.result === 'answered') wake();
			return { changed: answered.result === 'answered', review: answered.review };
		},
	);

	app.post('/v1/waivers', described(waiverDescription(waiverSchema)), async ({ body }, reply) => {
		const { expiresAt, subject, ...asked } = readAs(waiverSchema, body, 'Nothing was waived.', '');
		const given = {
			...asked,
			subject: subject ?? null,
			expiresAt: typeof expiresAt === 'string' ? new Date(expiresAt) : null,
		};
		const waived = await giveWaiver(store, given, now(), moment());
		logger.info({ rule: asked.rule, result: waived.result, test: asked.test }, 'waiver');
		if (waived.result === 'refused') {
			return await refuse(reply, 'Nothing was waived.', waived.because);
		}
		if (waived.result === 'given') wake();
		return { changed: waived.result === 'given', waiver: waived.waiver };
	});
}

/** Adds what people look at: numbers, and one file. */
export function addQualityViewRoutes(
	app: FastifyInstance,
	{ store, now }: Pick<QualityParts, 'store' | 'now'>,
): void {
	app.get('/v1/quality', described(numbersDescription(numbersSchema)), async ({ query }) => {
		const asked = readAs(numbersSchema, query, 'The numbers cannot be told.', '');
		const { days } = asked;
		const test = asked.test === 'true';
		const since = new Date(now().getTime() - days * 86_400_000);
		const roster = await currentRoster(store, now());
		const open = [];
		for (const review of await listOpenReviews(store, test, MOST_OPEN)) {
			const file = await readFile(store, review.file);
			if (file === null) continue;
			const isOverdue = review.dueAt <= now();
			open.push({ ...reviewView(review, file, roster), isOverdue });
		}
		return { days, ...qualityNumbers(await readCounted(store, since, test)), open };
	});

	app.get('/v1/quality/file', described(storyDescription(findSchema)), async ({ query }, reply) => {
		const { word, test } = readAs(findSchema, query, 'The file cannot be told.', '');
		const roster = await currentRoster(store, now());
		const story = await fileStory(store, word, test === 'true', roster, now());
		if (story === null) return await refuse(reply, 'There is no such file.', 'unknown-file');
		return story;
	});
}

const NOT_KEPT = 'The authors were not kept.';

function givenVerdict(asked: z.infer<typeof verdictSchema>) {
	const { decision, file, project, authors, check, context, test } = asked;
	const { heldUntil, decidedAt, ...said } = decision;
	return {
		...said,
		heldUntil: heldUntil === null ? null : new Date(heldUntil),
		decidedAt: new Date(decidedAt),
		decision: decision as unknown as Json,
		place: placeOf(file),
		project: project ?? null,
		authors,
		check: (check ?? null) as Json,
		context: context as Json,
		test,
	};
}

/** Never 401 or 403: these say that the caller's own key is wrong. */
async function sendFailure(failure: Failure, reply: FastifyReply): Promise<FastifyReply> {
	const body = { error: failure.error, serviceStatus: failure.status };
	if (failure.result !== 'rateLimited') return await reply.code(502).send(body);
	const seconds = Math.ceil(failure.retryAfterMs / 1_000);
	return await reply.code(503).header('retry-after', seconds).send(body);
}

async function refuse(
	reply: FastifyReply,
	what: string,
	because: QualityRefusal,
): Promise<FastifyReply> {
	const status = because.startsWith('unknown-') && because !== 'unknown-rule' ? 404 : 409;
	return await reply.code(status).send({ error: qualityRefusal(what, because) });
}
