/** What a comment in Frame.io says to a review. */
export type CommentAnswer =
	| { answer: 'approve'; note: string | null }
	| { answer: 'changes'; note: string | null }
	/** `days`: how long the waiver holds. `reason` is null where none was given. */
	| { answer: 'waive'; rule: string; days: number; reason: string | null };

/** Words that a comment may begin with, in the languages of the agency; with `#`, so that no talk is taken for an answer. */
const wordsFor: Record<CommentAnswer['answer'], readonly string[]> = {
	approve: ['approve', 'approved', 'aprobar', 'aprobado', 'aprobada', 'godkend', 'godkendt'],
	changes: ['changes', 'cambios', 'rettelser'],
	waive: ['waive', 'dispensar', 'undtag'],
};

/** How long a waiver holds that names no time, in days, and the longest one may name. */
const USUAL_DAYS = 30;
const LONGEST_DAYS = 365;

const tagged = /^\s*#(?<word>\p{L}+)(?![\p{L}\p{N}_-])[\s:,.–-]*(?<rest>.*)$/su;
const waived = /^(?<rule>[\w./-]+)(?:[\s,]+(?<days>\d{1,3})\s?d)?[\s:,–-]*(?<reason>.*)$/su;

/**
 * Reads a comment: `#approve`, `#changes The logo is cut`, `#waive true-peak 30d The client's master`,
 * also in Spanish and Danish. null: it answers nothing.
 */
export function readCommentAnswer(text: string): CommentAnswer | null {
	const found = tagged.exec(text)?.groups;
	const word = found?.word?.toLowerCase() ?? '';
	const rest = found?.rest?.trim() ?? '';
	if (wordsFor.approve.includes(word)) return { answer: 'approve', note: rest || null };
	if (wordsFor.changes.includes(word)) return { answer: 'changes', note: rest || null };
	if (!wordsFor.waive.includes(word)) return null;
	const { rule = '', days, reason = '' } = waived.exec(rest)?.groups ?? {};
	const asked = Number(days ?? USUAL_DAYS);
	return {
		answer: 'waive',
		rule,
		days: Math.min(Math.max(asked, 1), LONGEST_DAYS),
		reason: reason.trim() || null,
	};
}
