import type { Json } from '../ledger/json';
import { buttons, context, fields, header, messageText, section } from './blocks';
import { oneLine, truncate } from './escape';
import { withoutEmpty } from './leadView';
import { reviewButtons, waiveButton } from './reviewAnswers';
import {
	fileUrl,
	projectNameIn,
	readReadyItem,
	readReportItem,
	readReviewItem,
} from './reviewView';
import type { ReportItem, ReviewItem } from './reviewView';
import type { SlackText, SlackTextInput } from './slackTexts';
import { noMentionWords } from './slackTexts';

const NAME_SHOWN = 80;
const POINTS_SHOWN = 20;
const REASONS_SHOWN = 12;

/** Asks somebody to look at a file, with what they look at. */
export function reviewRequest(input: SlackTextInput): SlackText {
	const { words, mrkdwn, line, language } = input;
	const item = readReviewItem(input.data);
	const { review, decision } = item;
	const view = { ...reviewView(item, input), depth: shortened(decision?.risk?.text ?? '', 200) };
	// The time is the reviewer's own: it is their day that is asked for.
	const filling = { data: withoutEmpty(view), language, zone: review.reviewer.zone ?? input.zone };
	const part = (name: string) => mrkdwn.fill(words.text(name), filling);
	const points = review.checklist
		.slice(0, POINTS_SHOWN)
		.map(({ text }) =>
			mrkdwn.fill(words.text('point'), { ...filling, data: { text: shortened(text, 300) } }),
		);
	const more = review.checklist.length - points.length;
	const rest = mrkdwn.fill(words.text('more'), { ...filling, data: { count: more } });
	const list = [part('checklist'), ...points, ...(more > 0 ? [rest] : [])];
	const links = linksOf(item, words.table('links'));
	return {
		text: messageText(part('fallback')),
		blocks: [
			header(line.fill(words.text('header'), filling)),
			fields([part('what'), part('client'), part('due'), part('rounds')]),
			...(view.depth === '' ? [] : [section(part('depth'))]),
			...(points.length === 0 ? [] : [section(list.join('\n'))]),
			reviewButtons(words, review.id, language),
			...(links === null ? [] : [links]),
			context(part('until')),
		],
		mentionWords: mentionWordsOf(input),
	};
}

/** Says that a review has waited for half of its time, or that the lead is to answer it now. */
export function reviewDue(input: SlackTextInput): SlackText {
	const { words, mrkdwn, line, language } = input;
	const item = readReviewItem(input.data);
	const { review } = item;
	const zone = review.lead?.zone ?? review.reviewer.zone ?? input.zone;
	const filling = { data: withoutEmpty(reviewView(item, input)), language, zone };
	const part = (name: string) => mrkdwn.fill(words.text(name), filling);
	const links = linksOf(item, words.table('links'));
	return {
		text: messageText(part('fallback')),
		blocks: [
			header(line.fill(words.text('header'), filling)),
			section(part(review.lead ? 'overdue' : 'reminder')),
			reviewButtons(words, review.id, language),
			...(links === null ? [] : [links]),
		],
		mentionWords: mentionWordsOf(input),
	};
}

/** Tells whoever made a file why it did not pass, and what happens next. */
export function gateReport(input: SlackTextInput): SlackText {
	const { words, mrkdwn, line, language, zone, test } = input;
	const item = readReportItem(input.data);
	const { decision } = item;
	const { gate, outcome, reasons, cycles, specs, sha256, subject } = decision;
	const view = {
		...fileView(item, input),
		gate: words.table('gates')[gate] ?? gate,
		outcome: words.table('outcomes')[outcome] ?? outcome,
		cycles,
		packs: shortened(specs.map(({ id, version }) => `${id} ${version}`).join(', '), 200),
	};
	const filling = { data: withoutEmpty(view), language, zone };
	const part = (name: string) => mrkdwn.fill(words.text(name), filling);
	const against = reasons.filter(({ contribution }) => contribution < 0);
	const shown = against.slice(0, REASONS_SHOWN).map(({ text, contribution }) =>
		mrkdwn.fill(words.text('reason'), {
			...filling,
			data: { mark: contribution <= -2 ? '✖️' : '❔', text: shortened(text, 300) },
		}),
	);
	const more = against.length - shown.length;
	const rest = mrkdwn.fill(words.text('more'), { ...filling, data: { count: more } });
	const isOpen = gate === 'machine' && outcome !== 'pass';
	const links = linksOf(item, words.table('links'));
	return {
		text: messageText(part('fallback')),
		blocks: [
			header(line.fill(words.text('header'), filling)),
			fields([part('what'), part('client'), part('by'), part('rounds')]),
			...(shown.length === 0 ? [] : [section([...shown, ...(more > 0 ? [rest] : [])].join('\n'))]),
			...(isOpen ? [waiveButton(words, { sha256, subject, test }, language)] : []),
			...(links === null ? [] : [links]),
			context(part(outcome === 'fail' ? 'nextFail' : 'nextOpen')),
		],
		mentionWords: mentionWordsOf(input),
	};
}

/** Tells the hub that a file has passed every gate, by whom, and which content that is. */
export function fileReady(input: SlackTextInput): SlackText {
	const { words, mrkdwn, line, language, zone } = input;
	const item = readReadyItem(input.data);
	const opportunity = shortened(item.decision?.opportunity ?? '', 500);
	const view = { ...fileView(item, input), sha256: item.sha256.slice(0, 12), opportunity };
	const filling = { data: withoutEmpty(view), language, zone };
	const part = (name: string) => mrkdwn.fill(words.text(name), filling);
	const gates = item.standing.gates.map(({ gate, by, specs }) =>
		mrkdwn.fill(words.text('gate'), {
			...filling,
			data: {
				gate: words.table('gates')[gate] ?? gate,
				by: by ? by : specs.map(({ id, version }) => `${id} ${version}`).join(', '),
			},
		}),
	);
	const { heldUntil } = item.standing;
	const held = mrkdwn.fill(words.text('held'), { ...filling, data: { until: heldUntil ?? '' } });
	const links = linksOf(item, words.table('links'));
	return {
		text: messageText(part('fallback')),
		blocks: [
			header(line.fill(words.text('header'), filling)),
			section([part('what'), ...gates].join('\n')),
			...(opportunity === '' ? [] : [section(part('opportunity'))]),
			...(links === null ? [] : [links]),
			context([part('content'), ...(heldUntil ? [held] : [])].join(' ')),
		],
		mentionWords: noMentionWords,
	};
}

function reviewView(item: ReviewItem, input: SlackTextInput) {
	const { review, decision } = item;
	return {
		...fileView(item, input),
		gate: input.words.table('gates')[review.gate] ?? review.gate,
		person: shortened(review.reviewer.name || review.reviewer.id, NAME_SHOWN),
		lead: shortened(review.lead?.name || review.lead?.id || '', NAME_SHOWN),
		dueAt: review.dueAt,
		cycles: decision?.cycles ?? 0,
	};
}

function fileView(
	item: Pick<ReportItem, 'file' | 'version' | 'verdictKept' | 'context' | 'project' | 'known'> & {
		review?: { version?: number | null | undefined };
	},
	{ test }: SlackTextInput,
) {
	return {
		test,
		file: shortened(item.file.name || item.file.fileId, NAME_SHOWN),
		version: item.verdictKept?.version ?? item.version ?? item.review?.version ?? null,
		project: shortened(projectNameIn(item), NAME_SHOWN),
	};
}

function linksOf(
	{ file, reportUrl }: Pick<ReportItem, 'file' | 'reportUrl'>,
	labels: Record<string, string>,
): Json {
	return buttons([
		{ id: 'open_file', label: labels.file ?? '', url: fileUrl(file) },
		{ id: 'open_report', label: labels.report ?? '', url: reportUrl ?? null },
	]);
}

function mentionWordsOf({ words }: SlackTextInput): SlackText['mentionWords'] {
	return {
		onDuty: words.text('onDuty'),
		nextOnDuty: words.text('nextOnDuty'),
		nobodyOnDuty: words.text('nobodyOnDuty'),
	};
}

function shortened(text: string, limit: number): string {
	return truncate(oneLine(text), limit);
}
