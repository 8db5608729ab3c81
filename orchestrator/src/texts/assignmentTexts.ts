import { strongestReasons } from '../../../nodes/domain/decision';
import type { Json } from '../ledger/json';
import { assignmentButtons } from './assignmentAnswers';
import type { OfferItem } from './assignmentView';
import { projectNameOf, readOfferItem, readProposalItem } from './assignmentView';
import { buttons, context, fields, header, messageText, section } from './blocks';
import { oneLine, truncate } from './escape';
import type { Language } from './formats';
import { formatWeekday } from './formats';
import { labelOf, withoutEmpty } from './leadView';
import type { SlackText, SlackTextInput } from './slackTexts';
import { noMentionWords } from './slackTexts';

const NAME_SHOWN = 80;
const LINES_SHOWN = 12;

/** Offers a piece of work to the person who is to do it. */
export function assignmentOffer(input: SlackTextInput): SlackText {
	const { words, mrkdwn, line, language, key } = input;
	const item = readOfferItem(input.data);
	const { assignment } = item;
	const view = offerView(item, input);
	// Times are the person's own: it is their day that is asked for.
	const filling = { data: withoutEmpty(view), language, zone: assignment.zone };
	const part = (name: string) => mrkdwn.fill(words.text(name), filling);
	const reasons = whyThem(assignment, language).map(({ contribution, text }) =>
		mrkdwn.fill(words.text('reason'), {
			...filling,
			data: {
				sign: contribution > 0 ? '▲' : '▼',
				text: truncate(oneLine(text), 300),
				points: `${contribution > 0 ? '+' : ''}${Math.round(contribution * 10) / 10}`,
			},
		}),
	);
	const next = part(assignment.ranked.length < 2 ? 'nobodyNext' : 'next');
	const labels = words.table('buttons');
	const links = buttons([
		{ id: 'open_task', label: labels.task ?? '', url: item.receipts?.task?.url ?? null },
		{ id: 'open_project', label: labels.project ?? '', url: item.receipts?.project?.url ?? null },
	]);
	const held = item.reservations.find(({ piece }) => piece === assignment.piece);
	const answers =
		key === null || held === undefined
			? null
			: assignmentButtons(words, { reservation: held.id, language });

	return {
		text: messageText(part('fallback')),
		blocks: [
			header(line.fill(words.text('header'), filling)),
			fields([part('what'), part('client'), part('estimate'), part('due')]),
			section([part('why'), ...reasons, next].join('\n')),
			...(view.round > 1 ? [section(part('again'))] : []),
			...(answers === null ? [] : [answers]),
			...(links === null ? [] : [links]),
			context(part('until')),
		],
		mentionWords: {
			onDuty: words.text('onDuty'),
			nextOnDuty: words.text('nextOnDuty'),
			nobodyOnDuty: words.text('nobodyOnDuty'),
		},
	};
}

/**
 * The three terms that set the chosen person apart from who comes next; without a next one, those that
 * weighed most by themselves.
 */
function whyThem(
	{ ranked: [chosen, next], language: own }: OfferItem['assignment'],
	language: Language,
) {
	const apart = (chosen?.terms ?? []).map(({ term, points, text, own: ownText }) => {
		const other = next?.terms.find((each) => each.term === term);
		const said = own === language ? (ownText ?? text) : text;
		return { contribution: points - (other?.points ?? 0), text: said };
	});
	return strongestReasons(apart, 3);
}

function offerView(item: OfferItem, { words, language, test }: SlackTextInput) {
	const { assignment, about, reservations } = item;
	const { piece, skill, hours, name, days, endsAt, round, ranked } = assignment;
	const next = ranked[1];
	const held = reservations.find((each) => each.piece === piece);
	const client = about.company?.name || about.contact?.name || about.contact?.email || '';
	return {
		test,
		project: shortName(projectNameOf(item)),
		client: shortName(client),
		piece: truncate(labelOf(words.table('pieces'), piece), 60),
		skill: truncate(labelOf(words.table('skills'), skill), 60),
		person: shortName(name),
		hours,
		days: days
			.slice(0, LINES_SHOWN)
			.map((each) => `${formatWeekday(each.day, language)} ${each.hours} h`)
			.join(', '),
		endsAt,
		round,
		next: shortName(next?.name ?? ''),
		behind: next?.behind ?? null,
		holdUntil: held?.holdUntil ?? null,
	};
}

/** Tells ops what becomes of a project that own people cannot do. */
export function routingProposal(input: SlackTextInput): SlackText {
	const { words, mrkdwn, line, language, zone, test } = input;
	const item = readProposalItem(input.data);
	const { outcome, steps, assignments, moves, negotiation, margin, dueAt, notes } = item.decision;
	const fill = (name: string, data: object = {}) =>
		mrkdwn.fill(words.text(name), { data: withoutEmpty(data), language, zone });
	const days = (parts: Array<{ day: string; hours: number }>) =>
		parts.map((each) => `${formatWeekday(each.day, language)} ${each.hours} h`).join(', ');
	const head = words.table('headers')[outcome] ?? outcome;
	const titled = { test, head, project: shortName(projectNameOf(item)) };
	const paragraph = (title: string, lines: string[]): Json[] =>
		lines.length === 0 ? [] : [section([fill(title), ...lines.slice(0, LINES_SHOWN)].join('\n'))];
	const event = { event: item.inbox?.id ?? '…' };
	const marks: Record<string, string> = { taken: '✔️', skipped: '⏭️' };

	const tried = steps.map(({ step, result, because }) =>
		fill('step', {
			mark: marks[result] ?? '✖️',
			step: labelOf(words.table('steps'), step),
			because: truncate(oneLine(because), 300),
		}),
	);
	const who = assignments.map((each) =>
		fill('assignment', {
			...each,
			kind: labelOf(words.table('kinds'), each.kind),
			name: shortName(each.name),
		}),
	);
	const moved = moves.flatMap((move) => [
		fill('from', move),
		fill('to', { ...move, days: days(move.days) }),
	]);
	const offers = [
		...(negotiation?.later ? [fill('later', negotiation.later)] : []),
		...(negotiation?.dearer ? [fill('dearer', negotiation.dearer)] : []),
	];
	const { price, share, floor } = margin;
	const shown = {
		price,
		dueAt,
		floor: percent(floor),
		margin: share === null ? '–' : percent(share),
	};
	const link = buttons([
		{
			id: 'open_deal',
			label: words.table('buttons').deal ?? '',
			url: httpsOf(item.about.deal?.url),
		},
	]);

	return {
		text: messageText(fill('fallback', titled)),
		blocks: [
			header(line.fill(words.text('header'), { data: titled, language, zone })),
			...paragraph('tried', tried),
			...paragraph('who', who),
			...paragraph('moves', moved),
			...(moved.length === 0 ? [] : [section(fill('moveFirst', event))]),
			...(outcome !== 'negotiate'
				? []
				: [
						section(
							[...(offers.length === 0 ? [fill('noOffer')] : offers), fill('agreed', event)].join(
								'\n',
							),
						),
					]),
			...notes.slice(0, 5).map((note) => context(fill('note', { note: truncate(note, 300) }))),
			...(link === null ? [] : [link]),
			context(fill(price === null ? 'noMargin' : 'margin', shown)),
		],
		mentionWords: noMentionWords,
	};
}

function shortName(name: string): string {
	return truncate(oneLine(name), NAME_SHOWN);
}

function percent(share: number): string {
	return String(Math.round(share * 1_000) / 10);
}

function httpsOf(url: string | null | undefined): string | null {
	return url?.startsWith('https://') ? url : null;
}
