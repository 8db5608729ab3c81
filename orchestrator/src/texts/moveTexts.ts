import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import type { Json } from '../ledger/json';
import type { ProposalView } from '../reservations/proposalSchema';
import { proposalSchema } from '../reservations/proposalSchema';
import { assignmentButtons } from './assignmentAnswers';
import {
	context,
	fields,
	header,
	messageText,
	plainSection,
	pressButtons,
	section,
} from './blocks';
import { escapeFor, oneLine, truncate } from './escape';
import type { Language } from './formats';
import { formatWeekday, languages } from './formats';
import { put, slackDate } from './leadAnswers';
import { labelOf, withoutEmpty } from './leadView';
import type { TextLibrary, Words } from './library';
import { wordingOf } from './library';
import type { SlackText, SlackTextInput } from './slackTexts';
import { noMentionWords } from './slackTexts';

/** What a button under proposed moves asks for, by its `action_id`. */
export const moveActions = { approve: 'moves_yes', refuse: 'moves_no' } as const;

/** Block of the buttons; what was decided takes its place. */
export const MOVES_BLOCK = 'moves_answers';

/** What a button carries: which proposal, and the language of the channel. */
export const moveValueSchema = z.object({
	v: z.literal(1),
	/** Id of the proposal. */
	proposal: z.string().min(1).max(100),
	language: z.enum(languages),
});
export type MoveValue = z.infer<typeof moveValueSchema>;

/** What is told to whoever pressed, alone. */
export type MoveNotice = 'decided' | 'stale' | 'unknown';

/** The words around proposed moves in one language. */
export interface MoveTexts {
	/** What takes the place of the buttons. */
	shown(proposal: ProposalView): { text: string; blocks: Json[] };
	privately(notice: MoveNotice): string;
}

const NAME_SHOWN = 80;
/** Moves that are spelled out; Slack takes fifty blocks and 3,000 characters in each. */
const MOVES_SHOWN = 12;

/** The words in a language, of the newest proposal. */
export function moveTexts(library: TextLibrary, language: Language): MoveTexts {
	const words = wordingOf(library.find('move-proposal', 'slack'), language);
	return {
		shown: ({ state, decidedBy, because, decidedAt }) => {
			const line = put(words.text(state === 'proposed' ? 'pending' : state), {
				by: escapeFor.mrkdwn(shortly(decidedBy ?? '–')),
				since: slackDate(new Date(decidedAt ?? 0)),
				because: escapeFor.mrkdwn(truncate(oneLine(because ?? ''), 300)),
			});
			// In plain text: it is shown exactly as it was written.
			const why = state === 'refused' && because ? [plainSection(because)] : [];
			return { text: line, blocks: [section(line), ...why] };
		},
		privately: (notice) => words.table('private')[notice] ?? '',
	};
}

/**
 * Reads the proposal of an item, as an event of the inbox holds it.
 *
 * @throws MendableError `text/no-moves`
 */
export function readProposedMoves(data: unknown): ProposalView {
	const read = z.object({ proposal: proposalSchema }).safeParse(data);
	if (read.success) return read.data.proposal;
	throw new MendableError(
		'text/no-moves',
		'The text cannot be filled.',
		'The item holds no "proposal" of moves.',
		'Start the flow with moves.proposed or moves.decided, or give the node an own text.',
	);
}

/** Shows the moves as a difference, and asks for a yes or a no. */
export function moveProposal(input: SlackTextInput): SlackText {
	const { words, mrkdwn, line, language, zone, test } = input;
	const proposal = readProposedMoves(input.data);
	const { id, moves, unplaced, reason } = proposal;
	const fill = (name: string, data: object) =>
		mrkdwn.fill(words.text(name), { data: withoutEmpty(data), language, zone });
	const why = { reason: truncate(oneLine(reason), 300), forProject: proposal.project !== null };
	const head = { test, count: moves.length, ...why };
	const shown = moves.slice(0, MOVES_SHOWN).map((move) => {
		const values = {
			piece: shortly(move.piece),
			project: shortly(move.projectName),
			from: shortly(move.fromName),
			to: shortly(move.toName),
			was: daysOf(move.was, language),
			days: daysOf(move.days, language),
			endsAt: move.endsAt,
		};
		const because =
			move.because === null ? [] : [fill('because', { because: shortly(move.because) })];
		const next = move.from === move.to ? 'later' : 'to';
		return section([fill('from', values), fill(next, values), ...because].join('\n'));
	});
	const lost = unplaced.slice(0, MOVES_SHOWN).map((work) =>
		fill('unplacedLine', {
			piece: shortly(work.piece),
			project: shortly(work.projectName),
			person: shortly(work.person),
			because: shortly(work.because),
		}),
	);
	const hidden = moves.length - shown.length;

	return {
		text: messageText(fill('fallback', head)),
		blocks: [
			header(line.fill(words.text('header'), { data: head, language, zone })),
			section(fill('why', head)),
			...shown,
			...(hidden > 0 ? [context(`+${hidden}: agency-ops route moves show ${id}`)] : []),
			...(lost.length === 0 ? [] : [section([words.text('unplaced'), ...lost].join('\n'))]),
			moveButtons(words, { proposal: id, language }),
			context(words.text('pending')),
		],
		mentionWords: noMentionWords,
	};
}

function moveButtons(words: Words, { proposal, language }: Omit<MoveValue, 'v'>): Json {
	const { yes, no } = words.table('answers');
	const value = JSON.stringify({ v: 1, proposal, language } satisfies MoveValue);
	return pressButtons(MOVES_BLOCK, [
		{ id: moveActions.approve, label: yes ?? '', value, style: 'primary' },
		{ id: moveActions.refuse, label: no ?? '', value },
	]);
}

const person = z.object({ id: z.string(), name: z.string().nullish(), zone: z.string().nullish() });
const movedItem = z.object({
	projectName: z.string(),
	piece: z.string(),
	reason: z.string(),
	/** Whether the reason is what needs the room, by its name. */
	forProject: z.boolean().catch(false),
	from: person,
	person,
	endsAt: z.string().nullish(),
	reservation: z.object({
		id: z.string(),
		skill: z.string().nullish(),
		days: z.array(z.object({ day: z.string(), hours: z.number() })),
		holdUntil: z.string().nullish(),
	}),
});

/** Asks whoever takes work over. */
export function workMoved(input: SlackTextInput): SlackText {
	const { words, mrkdwn, line, language, key } = input;
	const { item, view, filling } = movedView(input);
	const part = (name: string) => mrkdwn.fill(words.text(name), filling);
	const answers =
		key === null ? [] : [assignmentButtons(words, { reservation: item.reservation.id, language })];
	return {
		text: messageText(part('fallback')),
		blocks: [
			header(line.fill(words.text('header'), filling)),
			fields([
				part('what'),
				part('before'),
				part('estimate'),
				...(view.endsAt === null ? [] : [part('due')]),
			]),
			section(part('why')),
			...answers,
			context(part('until')),
		],
		mentionWords: {
			onDuty: words.text('onDuty'),
			nextOnDuty: '',
			nobodyOnDuty: words.text('nobodyOnDuty'),
		},
	};
}

/** Tells whoever had the work, or has it on other days now. */
export function workHandedOn(input: SlackTextInput): SlackText {
	const { words, mrkdwn } = input;
	const { item, filling } = movedView(input);
	const name = item.from.id === item.person.id ? 'otherDays' : 'handedOn';
	const text = messageText(mrkdwn.fill(words.text(name), filling));
	return { text, blocks: [section(text)], mentionWords: noMentionWords };
}

function movedView({ data, language, zone, test, words }: SlackTextInput) {
	const read = movedItem.safeParse(data);
	if (!read.success) throw noMove();
	const item = read.data;
	const { reservation, reason, piece } = item;
	const hours = reservation.days.reduce((sum, day) => sum + day.hours, 0);
	const view = {
		test,
		piece: truncate(labelOf(words.table('pieces'), piece), 60),
		project: shortly(item.projectName),
		person: shortly(item.person.name || item.person.id),
		from: shortly(item.from.name || item.from.id),
		skill: reservation.skill ? truncate(labelOf(words.table('skills'), reservation.skill), 60) : '',
		hours: Math.round(hours * 100) / 100,
		days: daysOf(reservation.days, language),
		endsAt: item.endsAt ?? null,
		holdUntil: reservation.holdUntil ?? null,
		reason: truncate(oneLine(reason), 300),
		forProject: item.forProject,
	};
	// Times are the person's own: it is their day that is asked for.
	const filling = { data: withoutEmpty(view), language, zone: item.person.zone ?? zone };
	return { item, view, filling };
}

function noMove(): MendableError {
	return new MendableError(
		'text/no-move',
		'The text cannot be filled.',
		'The item holds no reservation that changed hands or days.',
		'Start the flow with assignment.moved or assignment.replanned, or give the node an own text.',
	);
}

function daysOf(days: Array<{ day: string; hours: number }>, language: Language): string {
	const shown = days.slice(0, MOVES_SHOWN);
	return shown
		.map(({ day, hours }) => `${formatWeekday(day, language)} ${Math.round(hours * 100) / 100} h`)
		.join(', ');
}

function shortly(text: string): string {
	return truncate(oneLine(text), NAME_SHOWN);
}
