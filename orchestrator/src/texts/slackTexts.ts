import { z } from 'zod';
import { strongestReasons } from '../../../nodes/domain/decision';
import { MendableError } from '../../../nodes/domain/errors';
import type { Json } from '../ledger/json';
import { monitorAlert } from './alertTexts';
import { assignmentOffer, routingProposal } from './assignmentTexts';
import { buttons, context, fields, header, messageText, plainSection, section } from './blocks';
import { oneLine, truncate } from './escape';
import type { Language } from './formats';
import { countryName, flagOf, languageName } from './formats';
import { capacityDigestText } from './capacityDigest';
import { answerButtons } from './leadAnswers';
import type { LeadItem, LeadReason } from './leadView';
import { labelOf, readLeadItem, withoutEmpty } from './leadView';
import type { Words } from './library';
import type { TextFiller } from './liquid';
import { fileReady, gateReport, reviewDue, reviewRequest } from './reviewTexts';
import { delayDraft } from './draftTexts';
import { moveProposal, workHandedOn, workMoved } from './moveTexts';

/** A Slack message as it will be posted, but for who is mentioned: that is decided when it is sent. */
export interface SlackText {
	/** What a notification shows; escaped. */
	text: string;
	blocks: Json[] | null;
	mentionWords: MentionWords;
}

/** What follows the mention of somebody, and what is said when there is nobody to mention. */
export type MentionWords = Record<'onDuty' | 'nextOnDuty' | 'nobodyOnDuty', string>;

/** A message that mentions nobody has nothing to say to them. */
export const noMentionWords: MentionWords = { onDuty: '', nextOnDuty: '', nobodyOnDuty: '' };

/** What a Slack text is made of. */
export interface SlackTextInput {
	data: unknown;
	words: Words;
	language: Language;
	/** IANA zone of the times in it. */
	zone: string;
	test: boolean;
	/** Key of the effect that posts it; buttons that tell the service name it. */
	key: string | null;
	mrkdwn: TextFiller;
	line: TextFiller;
}

/** The Slack texts that come with the product, by their names. */
export const slackTexts: Readonly<Record<string, (input: SlackTextInput) => SlackText>> = {
	'assignment-offer': assignmentOffer,
	'lead-alert': leadAlert,
	'routing-proposal': routingProposal,
	'workflow-failure': workflowFailure,
	'capacity-digest': capacityDigestText,
	'review-request': reviewRequest,
	'review-due': reviewDue,
	'gate-report': gateReport,
	'file-ready': fileReady,
	'move-proposal': moveProposal,
	'work-moved': workMoved,
	'work-handed-on': workHandedOn,
	'delay-draft': delayDraft,
	'monitor-alert': monitorAlert,
};

/** Longest of what a person wrote, in characters; the rest is one click away in HubSpot. */
const MESSAGE_SHOWN = 1_500;
const NAME_SHOWN = 80;

function leadAlert(input: SlackTextInput): SlackText {
	const { words, mrkdwn, line, language, key } = input;
	const item = readLeadItem(input.data);
	const view = leadAlertView(item, input);
	const filling = { data: withoutEmpty(view), language, zone: input.zone };
	const part = (name: string) => mrkdwn.fill(words.text(name), filling);
	const reasons = strongestReasons(item.decision?.reasons ?? [], 3).map((reason) =>
		mrkdwn.fill(words.text('reason'), { ...filling, data: reasonView(reason) }),
	);
	const hasScore = view.score !== null;
	const labels = words.table('buttons');
	const actions = buttons([
		{ id: 'open_contact', label: labels.contact ?? '', url: item.receipts?.contact?.url ?? null },
		{ id: 'open_deal', label: labels.deal ?? '', url: item.receipts?.deal?.url ?? null },
		{ id: 'open_task', label: labels.task ?? '', url: item.receipts?.task?.url ?? null },
	]);

	const answers = key === null ? null : answerButtons(words, key, language);

	return {
		text: messageText(part('fallback')),
		blocks: [
			header(line.fill(words.text('header'), filling)),
			fields([part('wants'), part('budget'), part('timeline'), part('contact')]),
			...(hasScore ? [section([part('score'), ...reasons].join('\n'))] : []),
			...(view.question === '' ? [] : [section(part('ask'))]),
			...(view.message === '' ? [] : [plainSection(quoted(words.text('message'), view.message))]),
			...(answers === null ? [] : [answers]),
			...(actions === null ? [] : [actions]),
			context(part('context')),
		],
		mentionWords: {
			onDuty: words.text('onDuty'),
			nextOnDuty: words.text('nextOnDuty'),
			nobodyOnDuty: words.text('nobodyOnDuty'),
		},
	};
}

function leadAlertView(item: LeadItem, { words, language, test }: SlackTextInput) {
	const { lead, decision } = item;
	const percent = (share: number | undefined) =>
		share === undefined ? null : Math.round(share * 100);
	const ask = decision?.ask ?? null;
	const tier = decision?.tier ?? decision?.outcome ?? 'other';
	return {
		test,
		tier: words.table('tiers')[tier] ?? words.table('tiers').other ?? '',
		name: truncate(oneLine(lead.name) || lead.email, NAME_SHOWN),
		company: truncate(oneLine(lead.company?.name ?? lead.company?.domain ?? ''), NAME_SHOWN),
		email: truncate(lead.email, 200),
		phone: truncate(lead.phone ?? '', 40),
		service: truncate(labelOf(words.table('services'), lead.service), 120),
		vertical: truncate(labelOf(words.table('verticals'), lead.vertical), 80),
		budget: lead.budget ?? null,
		per: words.table('per')[lead.budget?.per ?? ''] ?? '',
		days: lead.timeline?.days ?? null,
		score: decision?.score ?? null,
		probability: percent(decision?.probability?.value),
		low: percent(decision?.probability?.low),
		high: percent(decision?.probability?.high),
		cell: decision?.cell ?? null,
		expectedValue: decision?.expectedValue ?? null,
		question: ask === null ? '' : truncate(labelOf(words.table('questions'), ask.field), 300),
		because: truncate(ask?.because ?? '', 300),
		message: truncate((lead.message ?? '').trim(), MESSAGE_SHOWN),
		flag: flagOf(lead.country ?? ''),
		country: lead.country ? countryName(lead.country, language) : '',
		leadLanguage: languageName(lead.language ?? '', language) || '–',
		source: truncate(labelOf({}, lead.source), 60),
		receivedAt: lead.receivedAt ?? null,
	};
}

function reasonView({ contribution, text }: LeadReason) {
	return { sign: contribution > 0 ? '▲' : '▼', text: truncate(oneLine(text), 300) };
}

/** What the person wrote goes into plain text as it is: no Liquid, no markup. */
function quoted(pattern: string, message: string): string {
	const [before = '', after = ''] = pattern.split(/\{\{\s*message\s*\}\}/);
	return `${before}${message}${after}`;
}

/** What n8n's Error Trigger hands on, with or without an execution. */
const failureItem = z.object({
	workflow: z.object({ name: z.string() }),
	execution: z
		.object({
			id: z.union([z.string(), z.number()]).nullish(),
			url: z.string().url().nullish().catch(null),
			lastNodeExecuted: z.string().nullish(),
			error: z.object({ message: z.string() }).nullish().catch(null),
		})
		.nullish(),
	trigger: z
		.object({ error: z.object({ message: z.string() }).nullish().catch(null) })
		.nullish()
		.catch(null),
});

function workflowFailure(input: SlackTextInput): SlackText {
	const { words, mrkdwn, line, language, zone } = input;
	const read = failureItem.safeParse(input.data);
	if (!read.success) {
		throw new MendableError(
			'text/no-failure',
			'The text cannot be filled.',
			'The item holds no "workflow" with a name, as n8n\'s Error Trigger gives it.',
			'Put the node behind an Error Trigger, or give it an own text.',
		);
	}
	const { workflow, execution, trigger } = read.data;
	const view = {
		workflow: truncate(oneLine(workflow.name), NAME_SHOWN),
		node: execution?.lastNodeExecuted ?? null,
		executionId: execution?.id ?? null,
	};
	const filling = { data: view, language, zone };
	const part = (name: string) => mrkdwn.fill(words.text(name), filling);
	const message = execution?.error?.message ?? trigger?.error?.message ?? '';
	const link = buttons([
		{
			id: 'open_execution',
			label: words.table('buttons').execution ?? '',
			url: execution?.url ?? null,
		},
	]);

	return {
		text: messageText(part('fallback')),
		blocks: [
			header(line.fill(words.text('header'), filling)),
			fields([part('node'), part('when')]),
			...(message.trim() === '' ? [] : [plainSection(message.trim())]),
			context(part('remedy')),
			...(link === null ? [] : [link]),
		],
		mentionWords: noMentionWords,
	};
}
