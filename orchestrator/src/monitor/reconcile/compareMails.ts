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

/** How long relays may still tell of a mail, in milliseconds: those five days, and one for its webhook. */
export const TOLD_WITHIN_MS = 6 * DAY_MS;

/** A relay that tells by webhooks does so within minutes; what comes within an hour is its habit. */
const USUAL_MS = 3_600_000;

/** How long it may be silent about a mail where it has that habit, in milliseconds. */
const SILENT_MS = 4 * 3_600_000;

/** Fewest mails that make a habit, and the part of them that it told of. */
const FEWEST_TOLD = 10;
const USUAL_PART = 0.9;

/**
 * Compares mails with what relays told of them; no mailbox is read. That nothing is told says nothing of
 * a mail, unless its relay usually tells: then it is late, for as long as the relay may still tell.
 */
export function compareMails(
	sent: readonly WantedMail[],
	unknown: readonly UnknownMail[],
	now: Date,
): Difference[] {
	const silentBefore = tellsUsually(sent, now) ? lastToldOf(sent) : -Infinity;
	return [
		...sent.flatMap((mail) => ofOne(mail, now, silentBefore)),
		...unknown.map((mail) => nobodyKnows(mail)),
	];
}

/** Whether there is a relay that tells what becomes of mails, and makes a habit of it. */
function tellsUsually(sent: readonly WantedMail[], now: Date): boolean {
	const settled = sent.filter(({ sentAt }) => {
		const age = now.getTime() - sentAt.getTime();
		return age > USUAL_MS && age <= TOLD_WITHIN_MS;
	});
	const soon = settled.filter(({ sentAt, words: [first] }) => {
		return first !== undefined && first.at.getTime() - sentAt.getTime() <= USUAL_MS;
	});
	return soon.length >= FEWEST_TOLD && soon.length >= USUAL_PART * settled.length;
}

/** When the newest mail was sent that the relay told of: of those before, it has had its turn to tell. */
function lastToldOf(sent: readonly WantedMail[]): number {
	const told = sent.filter(({ words }) => words.length > 0);
	return Math.max(...told.map(({ sentAt }) => sentAt.getTime()), -Infinity);
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

function ofOne(mail: WantedMail, now: Date, silentBefore: number): Difference[] {
	const { key, sentAt, words } = mail;
	const ours = { says: `sent ${shortMoment(sentAt)}` };
	const difference = (sort: 'late' | 'missing' | 'doubled', theirs: string) => [
		{ ...base(mail), name: `${sort}/mail/${key}`, class: sort, ours, theirs: { says: theirs } },
	];
	const delivered = words.filter(({ what }) => what === 'delivered');
	const ways = new Set(delivered.flatMap(({ relayId }) => relayId ?? []));
	if (ways.size > 1) {
		return difference('doubled', `the relay delivered it ${ways.size} times`);
	}
	const age = now.getTime() - sentAt.getTime();
	const last = words.findLast(({ what }) => ['delivered', 'bounced', 'failed'].includes(what));
	// One that a server took and gave back after all has not arrived either.
	if (last?.what === 'delivered') return [];
	if (last !== undefined && last.bounce !== 'soft') {
		return difference(
			'missing',
			`it came back ${shortMoment(last.at)}: whoever it is for has not got it`,
		);
	}
	if (delivered.length > 0) return [];
	if (last !== undefined && age > DAY_MS) {
		return difference('late', `put off since ${shortMoment(last.at)}, and not delivered so far`);
	}
	const isSilent = words.length === 0 && age > SILENT_MS && age <= TOLD_WITHIN_MS;
	return isSilent && sentAt.getTime() < silentBefore
		? difference('late', 'the relay tells of mails within the hour, and told nothing of this one')
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
