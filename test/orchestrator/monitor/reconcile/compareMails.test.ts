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
/** A later mail that the relay told of. */
const other = { ...mail(), key: 'lead:1/mail/client/1', sentAt: later(1) };
const spokenOf = { ...other, words: [{ ...delivered(2), key: other.key }] };

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
	{ hours: 23, differs: [] },
	{ hours: 25, differs: ['unknown/mail/' + key] },
])(
	'a mail that the relay is silent about, and of a later one is not, differs after $hours h as $differs',
	({ hours, differs }) => {
		const all = compareMails([mail(), spokenOf], [], later(hours));
		expect(all.map(({ name }) => name)).toEqual(differs);
	},
);

it('names a mail of which nobody knows whether it went out, as a person’s matter', () => {
	const unknown = { key, subject: 'milestone:9001', at: sentAt, what: 'No answer came.' };
	expect(compareMails([], [unknown], later(1))).toMatchObject([
		{ class: 'unknown', repair: null, theirs: { says: 'No answer came.' } },
	]);
});
