import type { FeedbackTokens, Question } from './feedbackTokens';

/** An answer and the page that asks whether it is meant. */
export interface FeedbackLink {
	score: number;
	url: string;
}

/** Makes the links of a question, one an answer; none where no page of ours can be reached. */
export type FeedbackLinks = (question: Question, askedAt: Date) => FeedbackLink[];

/** Days after the question in which its links work: longer than a sequence waits for an answer. */
export const FEEDBACK_DAYS = 60;

/** The answers there are, from the worst to the best. */
export const scores = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

/**
 * Links to the service's own page. The same question gives the same links, however often it is asked
 * for them.
 *
 * @param base address under which the world reaches the service, without a slash at its end
 */
export function feedbackLinks(
	base: string,
	tokens: FeedbackTokens | null,
	{ isSandbox }: { isSandbox: boolean },
): FeedbackLinks {
	const isReachable = base.startsWith('https://') || isSandbox;
	return (question, askedAt) => {
		if (tokens === null || !isReachable) return [];
		const until = new Date(askedAt.getTime() + FEEDBACK_DAYS * 86_400_000);
		const page = `${base}/feedback/${tokens.link(question, until)}`;
		return scores.map((score) => ({ score, url: `${page}?score=${score}` }));
	};
}
