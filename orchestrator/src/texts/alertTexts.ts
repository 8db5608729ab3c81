import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import type { Json } from '../ledger/json';
import { alertLevels } from '../monitor/alerts/model';
import type { Alert, Member } from '../monitor/alerts/model';
import { context, header, messageText, pressButtons, section } from './blocks';
import { escapeFor } from './escape';
import type { Language } from './formats';
import { languages } from './formats';
import { put, slackDate } from './leadAnswers';
import type { TextLibrary, Words } from './library';
import { wordingOf } from './library';
import type { TextFiller } from './liquid';
import { textFiller } from './liquid';
import type { SlackText, SlackTextInput } from './slackTexts';
import { noMentionWords } from './slackTexts';

/** What a button of an alert asks for, by its `action_id`. */
export const alertActions = {
	acknowledge: 'alert_acknowledge',
	snooze: 'alert_snooze',
	'delete-extra': 'alert_delete_extra',
	remake: 'alert_remake',
	leave: 'alert_leave',
} as const;

/** Block of the buttons that every alert has, and of those about one finding each. */
export const ALERT_BLOCK = 'alert_answers';
const FINDING_BLOCK = 'alert_finding';

/** What a button carries: which alert, of a finding's own which one, and the language of the channel. */
export const alertValueSchema = z.object({
	v: z.literal(1),
	alert: z.string().min(1).max(100),
	finding: z.string().max(100).optional(),
	language: z.enum(languages),
});
export type AlertValue = z.infer<typeof alertValueSchema>;

/** What is told to whoever pressed, alone. */
export type AlertNotice = 'over' | 'unknown' | 'settled' | 'failed';

/** The words around an alert in one language. */
export interface AlertTexts {
	message(alert: Alert): { text: string; blocks: Json[] };
	/** @param isAgain whether nobody acknowledged it so far */
	mail(alert: Alert, isAgain: boolean): { subject: string; body: string };
	remind(alert: Alert, isWorse: boolean): string;
	privately(notice: AlertNotice): string;
	/** One line, without any markup. */
	title(alert: Alert): string;
	/** What is to be done; empty for nothing. */
	mend(alert: Alert): string;
	/** Its members, a line or a few each, without any markup. */
	lines(alert: Alert): string[];
}

const memberSchema = z.object({
	labels: z.record(z.string()),
	value: z.number(),
	facts: z.record(z.union([z.string(), z.number()]).nullable()),
	offers: z
		.array(z.object({ does: z.enum(['delete-extra', 'remake', 'leave']), finding: z.string() }))
		.optional(),
});
const alertSchema = z
	.object({
		id: z.string().min(1),
		rule: z.string(),
		level: z.enum(alertLevels),
		labels: z.record(z.string()),
		phase: z.enum(['pending', 'firing', 'clearing', 'resolved', 'closed']),
		value: z.number(),
		count: z.number(),
		members: z.array(memberSchema),
		since: z.number(),
		resolvedAt: z.number().nullable(),
		escalations: z.number(),
		acknowledged: z
			.object({
				personId: z.string(),
				personName: z.string(),
				at: z.number(),
				value: z.number(),
				until: z.number().nullable(),
			})
			.nullable(),
	})
	.passthrough();

/**
 * Reads the alert of an item.
 *
 * @throws MendableError `text/no-alert`
 */
export function readAlertItem(data: unknown): Alert {
	const read = z.object({ alert: alertSchema }).safeParse(data);
	if (read.success) return read.data.alert as unknown as Alert;
	throw new MendableError(
		'text/no-alert',
		'The text cannot be filled.',
		'The item holds no "alert" as the monitor gives it.',
		'Start the flow with an alert of the monitor, or give the node an own text.',
	);
}

/** Writes the message of an alert. */
export function monitorAlert(input: SlackTextInput): SlackText {
	const { words, language, zone, mrkdwn, line } = input;
	const alert = readAlertItem(input.data);
	const { text, blocks } = alertMessage(alert, { words, language, zone, mrkdwn, line });
	return { text, blocks, mentionWords: noMentionWords };
}

/** The words in a language, of the newest alert text. */
export function alertTexts(library: TextLibrary, language: Language, zone: string): AlertTexts {
	const words = wordingOf(library.find('monitor-alert', 'slack'), language);
	const plain = textFiller('plain');
	const writing = { words, language, zone, mrkdwn: textFiller('mrkdwn'), line: textFiller('line') };
	const title = (alert: Alert) =>
		writing.line.fill(words.table('titles')[alert.rule] ?? alert.rule, {
			data: headData(alert, words),
			language,
			zone,
		});
	const lines = (alert: Alert) =>
		alert.members
			.map((member) =>
				plain
					.fill(words.table('lines')[alert.rule] ?? '', {
						data: memberData(member, words),
						language,
						zone,
					})
					.replace(/\*/g, ''),
			)
			.filter((text) => text !== '');
	const level = ({ level: name }: Alert) => words.table('levels')[name] ?? name;
	return {
		message: (alert) => alertMessage(alert, writing),
		title,
		lines,
		mend: ({ rule }) => words.table('mends')[rule] ?? '',
		mail: (alert, isAgain) => {
			const pattern = words.table('mail')[isAgain ? 'again' : 'subject'] ?? '';
			const mend = words.table('mends')[alert.rule] ?? '';
			const body = [...lines(alert), ...moreOf(alert, words), ...(mend === '' ? [] : ['', mend])];
			return {
				subject: put(pattern, { level: level(alert), title: title(alert) }),
				body: body.join('\n'),
			};
		},
		remind: (alert, isWorse) =>
			plain.fill(words.text('remind'), {
				data: { isWorse, title: title(alert) },
				language,
				zone,
			}),
		privately: (notice) => words.table('private')[notice] ?? '',
	};
}

interface Writing {
	words: Words;
	language: Language;
	zone: string;
	mrkdwn: TextFiller;
	line: TextFiller;
}

function alertMessage(alert: Alert, writing: Writing): { text: string; blocks: Json[] } {
	const { words, language, zone, mrkdwn, line } = writing;
	const isOver = alert.resolvedAt !== null;
	const icons = words.table('icons');
	const icon = (isOver ? icons.over : icons[alert.level]) ?? '';
	const data = headData(alert, words);
	const pattern = `${icon} ${words.table('titles')[alert.rule] ?? alert.rule}`;
	const shown = alert.members.flatMap((member) => {
		const text = mrkdwn.fill(words.table('lines')[alert.rule] ?? '', {
			data: memberData(member, words),
			language,
			zone,
		});
		const buttons = isOver ? null : offerButtons(alert, member, writing);
		return [...(text === '' ? [] : [section(text)]), ...(buttons === null ? [] : [buttons])];
	});
	const mend = words.table('mends')[alert.rule] ?? '';
	return {
		text: messageText(mrkdwn.fill(pattern, { data, language, zone })),
		blocks: [
			header(line.fill(pattern, { data, language, zone })),
			...shown,
			...moreOf(alert, words).map((text) => context(text)),
			...(isOver || mend === '' ? [] : [section(escapeFor.mrkdwn(mend))]),
			...(isOver || alert.level === 'info' ? [] : [answerButtons(alert, writing)]),
			context(standing(alert, writing)),
		],
	};
}

function answerButtons(alert: Alert, { words, language }: Writing): Json {
	const labels = words.table('answers');
	const value = JSON.stringify({ v: 1, alert: alert.id, language } satisfies AlertValue);
	return pressButtons(ALERT_BLOCK, [
		{ id: alertActions.acknowledge, label: labels.acknowledge ?? '', value, style: 'primary' },
		{ id: alertActions.snooze, label: labels.snooze ?? '', value },
	]);
}

function offerButtons(alert: Alert, member: Member, { words, language }: Writing): Json {
	const offers = member.offers ?? [];
	const [first] = offers;
	if (first === undefined) return null;
	const labels = words.table('offers');
	return pressButtons(
		`${FINDING_BLOCK}_${first.finding}`,
		offers.map(({ does, finding }) => ({
			id: alertActions[does],
			label: labels[does] ?? '',
			value: JSON.stringify({ v: 1, alert: alert.id, finding, language } satisfies AlertValue),
		})),
	);
}

/** Since when, who has it, and when it was over. */
function standing(alert: Alert, { words }: Writing): string {
	const at = (moment: number) => slackDate(new Date(moment));
	const { acknowledged, resolvedAt, escalations } = alert;
	const parts = [put(words.text('since'), { since: at(alert.since) })];
	if (escalations > 0) {
		parts.push(put(words.text('escalated'), { escalations: String(escalations) }));
	}
	if (acknowledged !== null) {
		const { personId, personName, until } = acknowledged;
		const person = /^[UW][A-Z0-9]{4,}$/.test(personId)
			? `<@${personId}>`
			: escapeFor.mrkdwn(personName);
		parts.push(
			until === null
				? put(words.text('acknowledged'), { person, at: at(acknowledged.at) })
				: put(words.text('snoozed'), { person, until: at(until) }),
		);
	}
	if (resolvedAt !== null) {
		const duration = durationOf(resolvedAt - alert.since, words);
		parts.push(put(words.text('over'), { at: at(resolvedAt), duration }));
	}
	return parts.join(' · ');
}

function moreOf({ count, members }: Alert, words: Words): string[] {
	const more = count - members.length;
	return more > 0 ? [put(words.text('more'), { more: String(more) })] : [];
}

const MINUTE_MS = 60_000;
const HOURS_FROM = 120 * MINUTE_MS;
const DAYS_FROM = 48 * 60 * MINUTE_MS;

function durationOf(ms: number, words: Words): string {
	const units = words.table('durations');
	const [pattern, unit] =
		ms < HOURS_FROM
			? [units.minutes, MINUTE_MS]
			: ms < DAYS_FROM
				? [units.hours, 60 * MINUTE_MS]
				: [units.days, 24 * 60 * MINUTE_MS];
	return put(pattern ?? '', { n: String(Math.max(1, Math.round(ms / unit))) });
}

/** What a title may name: the alert's own numbers, and what its worst member knows. */
function headData(alert: Alert, words: Words): object {
	const [worst] = alert.members;
	return {
		...(worst === undefined ? {} : memberData(worst, words)),
		...named(alert.labels, words),
		hub: alert.labels.hub ?? null,
		count: alert.count,
	};
}

function memberData({ labels, value, facts }: Member, words: Words): object {
	return { value, ...labels, ...named(labels, words), ...facts };
}

/** Labels that have words of their own. */
function named(labels: Readonly<Record<string, string>>, words: Words): object {
	const wordFor = (table: string, name: string | undefined) =>
		name === undefined ? null : (words.table(table)[name] ?? name);
	return {
		className: wordFor('classes', labels.class),
		serviceName: wordFor('services', labels.service),
		budgetName: wordFor('budgets', labels.budget),
	};
}
