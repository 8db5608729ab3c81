import type { FeedbackTokens } from '../../followup/feedback/feedbackTokens';
import type { InboxParts } from '../inboxParts';
import type { FeedbackPage } from './feedbackPage';

/** What the page that asks how it was is built on. */
export interface FeedbackParts
	extends Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake' | 'logger'> {
	/** null without a secret: then no link was ever made. */
	tokens: FeedbackTokens | null;
	page: FeedbackPage;
}
