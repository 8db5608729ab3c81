import type { MailWord, UnknownMail } from '../../ledger/mailWords';
import type { Difference } from './model';
import { shortMoment } from './model';

/** A mail as the ledger says it was sent. */
export interface WantedMail {
	key: string;
	subject: string;
	sentAt: Date;
	/** What the relay told of it, the first word first. */
	words: readonly MailWord[];
}

/**
 * How long a relay may be at it before somebody looks, in milliseconds: one that is put off is tried
 * again for four or five days (RFC 5321, 4.5.4.1), and a client waits for a day at most.
 */
const DAY_MS = 86_400_000;

/** Compares mails with what relays told of them; no mailbox is read. */
export function compareMails(
	sent: readonly WantedMail[],
	unknown: readonly UnknownMail[],
	now: Date,
): Difference[] {
	// A relay that told of later ones and not of this one ought to have.
	const spokeOf = Math.max(
		...sent
			.filter(({ words }) => words.some(({ what }) => what === 'delivered'))
			.map(({ sentAt }) => sentAt.getTime()),
		-Infinity,
	);
	return [
		...sent.flatMap((mail) => ofOne(mail, now, spokeOf)),
		...unknown.map((mail) => nobodyKnows(mail)),
	];
}

const base = ({ key, subject }: { key: string; subject: string }) =>
	({
		service: 'mail',
		effect: key,
		subject,
		thing: key.startsWith('milestone:') ? 'mail of a milestone' : 'mail',
		// Sent again to the same address it would come back again; another address is a person's to know.
		repair: null,
		offers: ['leave'],
	}) as const;

function ofOne(mail: WantedMail, now: Date, spokeOf: number): Difference[] {
	const { key, sentAt, words } = mail;
	const ours = { says: `sent ${shortMoment(sentAt)}` };
	const difference = (sort: 'late' | 'missing' | 'doubled' | 'unknown', theirs: string) => [
		{ ...base(mail), name: `${sort}/mail/${key}`, class: sort, ours, theirs: { says: theirs } },
	];
	const delivered = words.filter(({ what }) => what === 'delivered');
	const ways = new Set(delivered.flatMap(({ relayId }) => relayId ?? []));
	if (ways.size > 1) {
		return difference('doubled', `the relay delivered it ${ways.size} times`);
	}
	if (delivered.length > 0) return [];
	const isOver = now.getTime() - sentAt.getTime() > DAY_MS;
	const last = words.filter(({ what }) => what === 'bounced' || what === 'failed').at(-1);
	if (last !== undefined && last.bounce !== 'soft') {
		return difference(
			'missing',
			`it came back ${shortMoment(last.at)}: whoever it is for has not got it`,
		);
	}
	if (last !== undefined && isOver) {
		return difference('late', `put off since ${shortMoment(last.at)}, and not delivered so far`);
	}
	return words.length === 0 && isOver && sentAt.getTime() < spokeOf
		? difference('unknown', 'the relay told nothing of it, and of later ones it did')
		: [];
}

function nobodyKnows({ at, what, ...mail }: UnknownMail): Difference {
	return {
		...base(mail),
		name: `unknown/mail/${mail.key}`,
		class: 'unknown',
		ours: { says: `tried ${shortMoment(at)}` },
		theirs: { says: what ?? 'nobody knows whether it went out' },
	};
}
