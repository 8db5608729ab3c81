import type { UnsubscribeTokens } from '../../mail/unsubscribeToken';
import type { InboxParts } from '../inboxParts';
import type { UnsubscribePage } from './unsubscribePage';

/** What the routes about consent are built on. */
export interface MailParts
	extends Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake' | 'logger'> {
	/** null without a secret: then no link was ever made. */
	tokens: UnsubscribeTokens | null;
	page: UnsubscribePage;
	/** Topics of mail events that go on to n8n; the others are finished here. */
	flows: readonly string[];
}
