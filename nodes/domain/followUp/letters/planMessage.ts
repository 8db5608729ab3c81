import type { Decision } from '../../decision';
import { hashOf } from '../../hash';
import type { Language } from '../../language';
import { renderLetter } from '../../letter/renderLetter';
import type { RenderedLetter } from '../../letter/renderLetter';
import { ownHost, safeLink } from '../../letter/safeLink';
import type { Letter } from '../../letter/schema';
import { oneLine, truncate } from '../../plainText';
import type { Purpose } from '../purposes';
import { composeMessage, composeTask } from './composeMessage';
import type { ComposedTask } from './composeMessage';
import type { DueMessage } from './schema';
import type { MessageSettings } from './settings';
import type { LetterText } from './texts/messageTexts';
import { whyWords } from './why';
import type { WhyWords } from './why';

/** What becomes of what is due, in the order of the node's outputs. */
export const messageOutcomes = ['mail', 'task', 'refuse'] as const;
/** The client is written to; a person of the agency is to do something; it cannot be done as things are. */
export type MessageOutcome = (typeof messageOutcomes)[number];

/** Something without which nothing can be written. */
export interface Missing {
	/** Way to it in the item, or in the settings. */
	field: string;
	because: string;
}

/** What was decided about a message that is due. */
export interface MessageDecision extends Decision<MessageOutcome> {
	missing: Missing[];
}

/** The mail of a step, as it goes to the client; whoever sends marketing adds the way off the list. */
export interface FollowUpMail extends RenderedLetter {
	to: string;
	language: Language;
	purpose: Purpose;
	preheader: string;
	/** What HTML and text were drawn from. */
	letter: Letter;
	/** Under this the ledger sends it once for the enrolment. */
	name: string;
}

/** What becomes of what is due: a decision, a mail or a task, and a line for Slack. */
export interface PlannedMessage {
	decision: MessageDecision;
	/** null where nobody is written to. */
	mail: FollowUpMail | null;
	/** null where nobody is to do anything. */
	task: ComposedTask | null;
	/** Plain text of one line, in the team's language. */
	note: string;
}

/** How a message is written. */
export interface MessageView {
	settings: MessageSettings;
	/** Of the team. */
	language: Language;
	now: Date;
	/** Whether somebody only tries it. */
	test: boolean;
}

/**
 * Writes what a follow-up has due: a mail in the client's language, or a task in the team's. The same
 * input at the same moment gives the same letter to the last letter.
 */
export function planMessage(due: DueMessage, view: MessageView): PlannedMessage {
	return due.purpose === null ? planTask(due, view) : planMail(due, due.purpose, view);
}

function planTask(due: DueMessage, view: MessageView): PlannedMessage {
	const why = whyWords[view.language];
	const { texts } = view.settings;
	const text = texts.languages[view.language].tasks[due.template];
	if (text === undefined) {
		return refused(due, [{ field: 'template', because: why.noText(due.template) }], view);
	}
	const task = composeTask(due, text, view.settings, view);
	return {
		decision: decisionOf(due, 'task', [], view),
		mail: null,
		task,
		note: why.task(oneLine(task.name)),
	};
}

function planMail(due: DueMessage, purpose: Purpose, view: MessageView): PlannedMessage {
	const { settings, now, test, language } = view;
	const why = whyWords[language];
	const text = settings.texts.languages[due.client.language].letters[due.template];
	if (text === undefined) {
		return refused(due, [{ field: 'template', because: why.noText(due.template) }], view);
	}
	const { url, missing: noLink } = linkOf(due, text, settings, why);
	const missing = [...missingOf(due, text, purpose, settings, why), ...noLink];
	const { email } = due.client;
	if (missing.length > 0 || email === null) return refused(due, missing, view);

	const letter = composeMessage({ due, text, now, url, test }, settings);
	const mail: FollowUpMail = {
		to: email,
		language: due.client.language,
		purpose,
		name: letter.name,
		preheader: letter.preheader,
		letter,
		...renderLetter(letter, settings.brand),
	};
	const note = why.mail({ step: due.step, client: clientOf(due), language: due.client.language });
	return { decision: decisionOf(due, 'mail', [], view), mail, task: null, note };
}

/** What a letter cannot do without, or may not be. */
function missingOf(
	{ client, channel, claim, offer, template }: DueMessage,
	text: LetterText,
	purpose: Purpose,
	{ texts }: MessageSettings,
	why: WhyWords,
): Missing[] {
	const has = (kind: LetterText['blocks'][number]['kind']) =>
		text.blocks.some((block) => block.kind === kind);
	const { offers } = texts.languages[client.language];
	const missing: Array<Missing | null> = [
		client.email === null ? { field: 'client.email', because: why.noAddress } : null,
		channel === 'email' ? null : { field: 'channel', because: why.noChannel(channel) },
		// What belongs to the order reaches whoever refused offers: an offer may not go out as that.
		text.purpose === purpose
			? null
			: { field: 'purpose', because: why.otherPurpose(template, text.purpose) },
		has('scale') && !isScale(claim.feedback)
			? { field: 'claim.links.feedback', because: why.noScale }
			: null,
		has('offer') && offer === null ? { field: 'offer', because: why.noOffer } : null,
		has('offer') && offer !== null && offers[offer.id] === undefined
			? { field: 'offer.id', because: why.noOfferText(offer.id) }
			: null,
	];
	return missing.filter((each) => each !== null);
}

/** Where the button leads: what the settings say, else the client's portal for what is offered. */
function linkOf(
	{ claim }: DueMessage,
	{ link }: LetterText,
	{ links, linkHosts }: MessageSettings,
	why: WhyWords,
): { url: string | null; missing: Missing[] } {
	if (link === undefined) return { url: null, missing: [] };
	const set = links[link];
	if (set === null) {
		const isPage = link === 'offer' && claim.portal !== null && isOwnPage(claim.portal);
		return { url: isPage ? claim.portal : null, missing: [] };
	}
	const verdict = safeLink(set, linkHosts);
	if (verdict.result === 'ok') return { url: verdict.url, missing: [] };
	return { url: null, missing: [{ field: `links.${link}`, because: why.badLink(set) }] };
}

/** Eleven answers from 0 to 10, each at a page of the same place. */
function isScale(feedback: DueMessage['claim']['feedback']): boolean {
	const places = new Set(feedback.map(({ url }) => (isOwnPage(url) ? new URL(url).origin : '')));
	return (
		feedback.length === 11 &&
		feedback.every(({ score }, index) => score === index) &&
		places.size === 1 &&
		!places.has('')
	);
}

/** Whether a link that the service gave is one at all; which hosts are its own, the service checks. */
function isOwnPage(link: string): boolean {
	const own = ownHost(link);
	return own !== null && safeLink(link, [own]).result === 'ok';
}

function refused(due: DueMessage, missing: Missing[], view: MessageView): PlannedMessage {
	const note = whyWords[view.language].refused({
		step: due.step,
		client: clientOf(due),
		because: missing.map(({ because }) => because).join(' '),
	});
	return { decision: decisionOf(due, 'refuse', missing, view), mail: null, task: null, note };
}

function decisionOf(
	due: DueMessage,
	outcome: MessageOutcome,
	missing: Missing[],
	{ settings, now, language, test }: MessageView,
): MessageDecision {
	const reason = (rule: string, text: string) => ({ rule, level: rule, contribution: 0, text });
	return {
		outcome,
		score: null,
		probability: null,
		reasons: [
			...due.why.map((text) => reason('sequence', text)),
			...missing.map(({ because }) => reason('missing', because)),
		],
		runnerUp: null,
		flips: missing.map(({ field }) => ({ if: field, then: 'mail' as const })),
		ask: missing[0] ?? null,
		versions: { rules: settings.texts.version, model: null },
		decidedAt: now.toISOString(),
		inputHash: hashOf({ due, settings: settings.texts.version, language, test, now }),
		missing,
	};
}

function clientOf({ client }: DueMessage): string {
	return truncate(oneLine(client.name ?? client.email ?? client.id), 80);
}
