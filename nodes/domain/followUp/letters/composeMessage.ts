import type { Language } from '../../language';
import type { Letter, LetterBlock } from '../../letter/schema';
import { firstNameOf, plainWords } from '../../milestone/composeLetter';
import { dayText } from '../../milestone/days';
import { fillMessage } from '../../milestone/message';
import type { MessageValues } from '../../milestone/message';
import { formatMoney } from '../../money';
import type { DueMessage } from './schema';
import type { MessageSettings } from './settings';
import type { BlockText, FollowUpWords, LetterText, Message, TaskText } from './texts/messageTexts';

/** How a message of a follow-up is written. */
export interface MessageInput {
	due: DueMessage;
	text: LetterText;
	now: Date;
	/** Where its button leads, as `safeLink` gives it; null: nowhere. */
	url: string | null;
	/** Whether somebody only tries it. */
	test: boolean;
}

/** Something that a person of the agency is asked to do, in plain text. */
export interface ComposedTask {
	name: string;
	description: string;
}

/** Longest of what comes from outside, in characters. */
const longest = { project: 100, client: 80, comment: 1_500 } as const;

type Say = (message: Message) => string | null;

/** Writes the letter of a step. What is not known is not spoken of: its row or paragraph is left out. */
export function composeMessage(
	{ due, text, now, url, test }: MessageInput,
	{ brand, texts }: Pick<MessageSettings, 'brand' | 'texts'>,
): Letter {
	const { language } = due.client;
	const words = texts.languages[language];
	const say = sayer(valuesOf(due, brand.name, words, now), language);
	const title = say(text.title) ?? due.step;
	const subject = say(text.subject) ?? title;
	const isFor = (block: BlockText) =>
		!('when' in block) || block.when === undefined || (block.when === 'link') === (url !== null);
	const drawing = { due, words, say, language, url, button: text.button ?? null };
	return {
		name: due.step,
		version: texts.version,
		language,
		subject: test ? `${words.test} ${subject}` : subject,
		preheader: say(text.preheader) ?? '',
		title,
		blocks: [
			...paragraph(say(words.greeting)),
			...text.blocks.filter(isFor).flatMap((block) => drawn(block, drawing)),
			...paragraph(say(words.closing)),
		],
		footer: say(words.footer[text.purpose]) ?? '',
	};
}

/** Writes what a person of the agency is asked to do, in the language of the team. */
export function composeTask(
	due: DueMessage,
	text: TaskText,
	{ brand, texts }: Pick<MessageSettings, 'brand' | 'texts'>,
	{ language, now, test }: { language: Language; now: Date; test: boolean },
): ComposedTask {
	const words = texts.languages[language];
	const say = sayer(valuesOf(due, brand.name, words, now), language);
	const name = say(text.name) ?? due.template;
	return {
		name: test ? `${words.test} ${name}` : name,
		description: text.lines.flatMap((line) => say(line) ?? []).join('\n\n'),
	};
}

/** What is drawn of a block. */
interface Drawing {
	due: DueMessage;
	words: FollowUpWords;
	say: Say;
	language: Language;
	url: string | null;
	button: string | null;
}

function drawn(block: BlockText, drawing: Drawing): LetterBlock[] {
	const { say, due, words, url, button } = drawing;
	switch (block.kind) {
		case 'steps': {
			const steps = block.steps.flatMap((step) => say(step) ?? []);
			return steps.length === 0 ? [] : [{ kind: 'steps', steps }];
		}
		case 'scale':
			return scaleOf(drawing);
		case 'offer':
			return offerOf(drawing);
		case 'button':
			return url === null || button === null
				? []
				: [{ kind: 'button', text: button, url, label: words.address }];
		default: {
			const text = say(block.text);
			return text === null ? [] : [{ kind: block.kind, text }];
		}
	}

	function scaleOf({ language }: Drawing): LetterBlock[] {
		const answers = due.claim.feedback.map(({ score, url: page }) => ({
			text: String(score),
			label: fillMessage(words.scale.answer, { score }, language) ?? String(score),
			url: page,
		}));
		if (answers.length < 2) return [];
		return [{ kind: 'scale', answers, worst: words.scale.worst, best: words.scale.best }];
	}
}

/** Why this client, what it is, what it costs, and what they get. */
function offerOf({ due: { offer }, words, say }: Drawing): LetterBlock[] {
	const text = offer === null ? undefined : words.offers[offer.id];
	if (offer === null || text === undefined) return [];
	const price = say(words.offer.per[offer.price.per]);
	const rows = [
		{ label: words.offer.what, text: text.name },
		...(price === null ? [] : [{ label: words.offer.price, text: price }]),
	];
	return [
		...paragraph(say(text.why)),
		{ kind: 'facts', rows },
		{ kind: 'steps', steps: text.gets.flatMap((each) => say(each) ?? []) },
	];
}

function paragraph(text: string | null): LetterBlock[] {
	return text === null ? [] : [{ kind: 'paragraph', text }];
}

/** Says the first of several messages that speaks of nothing unknown. */
function sayer(values: MessageValues, language: Language): Say {
	return (message) => {
		for (const each of typeof message === 'string' ? [message] : message) {
			const said = fillMessage(each, values, language);
			if (said !== null) return said;
		}
		return null;
	};
}

function valuesOf(
	{ client, project, anchorAt, feedback, comment, offer, followUp }: DueMessage,
	agency: string,
	words: FollowUpWords,
	now: Date,
): MessageValues {
	const { language, zone } = client;
	const money = (minor: { minor: number; currency: string } | undefined) =>
		minor === undefined ? undefined : formatMoney(minor, language);
	return {
		agency,
		firstName: firstNameOf({ firstName: null, name: client.name }),
		client: plainWords(client.name ?? client.email ?? client.id, longest.client),
		project: plainWords(project ?? '', longest.project),
		deliveredOn: dayText(anchorAt, now, zone, language),
		score: feedback ?? undefined,
		comment: plainWords(comment ?? '', longest.comment),
		offerName: offer === null ? undefined : words.offers[offer.id]?.name,
		used: offer?.used ?? undefined,
		from: money(offer?.price.from),
		to: money(offer?.price.to),
		email: client.email ?? undefined,
		followUp,
	};
}
