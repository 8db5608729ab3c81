import type { MailWord } from '../../../../orchestrator/src/ledger/mailWords';
import { compareMails } from '../../../../orchestrator/src/monitor/reconcile/compareMails';

const sentAt = new Date('2026-11-26T10:00:00Z');
const later = (hours: number) => new Date(sentAt.getTime() + hours * 3_600_000);
const key = 'milestone:9001-delivered-1/mail/client/1';

const word = (
	what: string,
	bounce: MailWord['bounce'],
	hours: number,
	relayId: string | null = 'e1',
): MailWord => ({ key, what, bounce, relayId, at: later(hours) });
const delivered = (hours: number, relayId: string | null = 'e1') =>
	word('delivered', null, hours, relayId);
const mail = (...words: MailWord[]) => ({ key, subject: 'milestone:9001', sentAt, words });
/** Mails after it, one each minute, of which the relay told after so many hours; null: of none. */
const others = (...told: Array<number | null>) =>
	told.map((hours, index) => {
		const one = { ...mail(), key: `lead:${index}/mail/client/1`, sentAt: later((index + 1) / 60) };
		if (hours === null) return one;
		const at = new Date(one.sentAt.getTime() + hours * 3_600_000);
		return { ...one, words: [{ ...delivered(0), key: one.key, at }] };
	});
const times = (count: number, hours: number | null) => Array.from({ length: count }, () => hours);

it.each([
	{ when: 'it was delivered', words: [delivered(1)], hours: 48, differs: [] },
	{
		when: 'it was put off, then delivered',
		words: [word('bounced', 'soft', 1), delivered(3)],
		hours: 48,
		differs: [],
	},
	{ when: 'it came back', words: [word('bounced', 'hard', 1)], hours: 2, differs: ['missing'] },
	{
		when: 'the relay could not send it',
		words: [word('failed', null, 1)],
		hours: 2,
		differs: ['missing'],
	},
	{
		when: 'it was put off for less than a day',
		words: [word('bounced', 'soft', 1)],
		hours: 24,
		differs: [],
	},
	{
		when: 'it was put off for more than a day',
		words: [word('bounced', 'soft', 1)],
		hours: 25,
		differs: ['late'],
	},
	{
		when: 'it was delivered twice',
		words: [delivered(1), delivered(2, 'e2')],
		hours: 3,
		differs: ['doubled'],
	},
	{
		when: 'one delivery was told twice',
		words: [delivered(1), delivered(1)],
		hours: 3,
		differs: [],
	},
	{
		when: 'a relay without ids told twice',
		words: [delivered(1, null), delivered(1, null)],
		hours: 3,
		differs: [],
	},
	{ when: 'nobody told of it, and of no other', words: [], hours: 48, differs: [] },
	{
		when: 'a server took it and gave it back',
		words: [delivered(1), word('bounced', 'hard', 2)],
		hours: 3,
		differs: ['missing'],
	},
	{
		when: 'it was put off, delivered, and its full mailbox told of late',
		words: [word('bounced', 'soft', 1), delivered(2), word('bounced', 'soft', 3)],
		hours: 48,
		differs: [],
	},
	{
		when: 'it was marked as spam',
		words: [delivered(1), word('complained', null, 2)],
		hours: 48,
		differs: [],
	},
])('a mail differs as $differs when $when', ({ words, hours, differs }) => {
	const all = compareMails([mail(...words)], [], later(hours));
	expect(all.map(({ class: sort }) => sort)).toEqual(differs);
	for (const one of all) {
		expect(one).toMatchObject({ thing: 'mail of a milestone', repair: null, offers: ['leave'] });
	}
});

it.each([
	{ when: 'for less than four hours', told: times(10, 0.1), hours: 4, differs: [] },
	{ when: 'for more than four hours', told: times(10, 0.1), hours: 4.1, differs: ['late'] },
	{ when: 'for almost six days', told: times(10, 0.1), hours: 143, differs: ['late'] },
	{ when: 'for longer than relays tell', told: times(10, 0.1), hours: 145, differs: [] },
	{ when: 'and told of nine others only', told: times(9, 0.1), hours: 48, differs: [] },
	{ when: 'and told of others after hours', told: times(20, 2), hours: 48, differs: [] },
	{
		when: 'and of one in five others',
		told: [...times(12, 0.1), ...times(3, null)],
		hours: 48,
		differs: [],
	},
	{ when: 'as of every other', told: times(40, null), hours: 48, differs: [] },
])(
	'a mail that the relay is silent about $when differs as $differs',
	({ told, hours, differs }) => {
		const all = compareMails([mail(), ...others(...told)], [], later(hours));
		expect(all.map(({ class: sort }) => sort)).toEqual(differs);
		expect(all.every(({ name }) => name === `late/mail/${key}`)).toBe(true);
	},
);

it('is not late while the relay told of none that was sent after it', () => {
	const before = others(...times(12, 0.1)).map((one) => ({
		...one,
		sentAt: new Date(one.sentAt.getTime() - 24 * 3_600_000),
		words: one.words.map((told) => ({
			...told,
			at: new Date(told.at.getTime() - 24 * 3_600_000),
		})),
	}));
	expect(compareMails([mail(), ...before], [], later(5))).toEqual([]);
});

it('names a mail of which nobody knows whether it went out, as a person’s matter', () => {
	const unknown = { key, subject: 'milestone:9001', at: sentAt, what: 'No answer came.' };
	expect(compareMails([], [unknown], later(1))).toMatchObject([
		{ class: 'unknown', repair: null, theirs: { says: 'No answer came.' } },
	]);
});
