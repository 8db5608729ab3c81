import type { MadeThing } from '../../../ledger/madeThings';
import { listMadeSince } from '../../../ledger/madeThings';
import type { MailWord } from '../../../ledger/mailWords';
import { listMailWords, listUnknownMails } from '../../../ledger/mailWords';
import { compareMails, TOLD_WITHIN_MS } from '../../../monitor/reconcile/compareMails';
import type { Compared } from '../../../monitor/reconcile/model';
import { LATE_MS } from './ledger';
import type { CompareParts } from './parts';
import { distinct, MOST_RECENT } from './parts';

const KIND = 'mail';

/** Mails that one sweep says of that nobody knows whether they went out. */
const MOST_UNKNOWN = 100;

/**
 * Compares the mails of the last days with what their relay told of them. Asks nobody: what relays tell
 * comes by their webhooks, and no mailbox is read.
 */
export async function compareMail(parts: CompareParts): Promise<Compared> {
	const { store, now } = parts;
	const since = new Date(now.getTime() - TOLD_WITHIN_MS);
	const recent = await listMadeSince(store, [KIND], since, MOST_RECENT);
	const again = parts.again.filter(({ kind }) => kind === KIND);
	const needed = distinct(recent, again).filter(isNeeded);
	const keys = needed.map(({ key }) => key);
	const words = new Map<string, MailWord[]>();
	for (const word of await listMailWords(store, keys)) {
		words.set(word.key, [...(words.get(word.key) ?? []), word]);
	}
	const before = new Date(now.getTime() - LATE_MS);
	const unknown = await listUnknownMails(store, before, MOST_UNKNOWN);
	const sent = needed.map(({ key, subject, doneAt: sentAt }) => ({
		...{ key, subject, sentAt },
		words: words.get(key) ?? [],
	}));
	const isWhole = unknown.length < MOST_UNKNOWN;
	const settled = parts.open.filter(({ service, name }) => {
		return isWhole && service === 'mail' && name.startsWith('unknown/mail/');
	});
	return {
		differences: compareMails(sent, unknown, now),
		looked: [...keys, ...unknown.map(({ key }) => key), ...settled.map(({ effect }) => effect)],
		calls: 0,
	};
}

/** Whether a client needs it: who gets no advertising any more is the list's business. */
function isNeeded({ content }: MadeThing): boolean {
	return !(
		typeof content === 'object' &&
		content !== null &&
		!Array.isArray(content) &&
		content.purpose === 'marketing'
	);
}
