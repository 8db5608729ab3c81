import type { Json } from '../ledger/json';
import { truncate, truncateEscaped } from './escape';

/** Slack's limits in characters (@slack/types 3.2.0); for a context ours, below Slack's 3,000. */
const LIMIT = { header: 150, section: 3_000, field: 2_000, context: 2_000, button: 75, url: 3_000 };
/**
 * Slack cuts at 40,000 characters but recommends 4,000
 * (docs.slack.dev/reference/methods/chat.postMessage, as found in a stored copy searched
 * 2026-11-22).
 */
const MESSAGE_LIMIT = 4_000;

/** The notification's text of a message; escaped already. */
export function messageText(text: string): string {
	return truncateEscaped(text, MESSAGE_LIMIT);
}

/** A large line; plain text, so nothing in it is ever read as markup. */
export function header(text: string): Json {
	return { type: 'header', text: plainText(truncate(text, LIMIT.header)) };
}

/** A paragraph in mrkdwn; escaped already. */
export function section(text: string): Json {
	return { type: 'section', text: mrkdwn(truncateEscaped(text, LIMIT.section)) };
}

/** A paragraph from outside, shown exactly as it was written. */
export function plainSection(text: string): Json {
	return { type: 'section', text: plainText(truncate(text, LIMIT.section)) };
}

/** Short paragraphs in two columns; escaped already. Slack takes ten (@slack/types 3.2.0). */
export function fields(texts: string[]): Json {
	const shown = texts.slice(0, 10).map((text) => mrkdwn(truncateEscaped(text, LIMIT.field)));
	return { type: 'section', fields: shown };
}

/** A small grey line; escaped already. */
export function context(text: string): Json {
	return { type: 'context', elements: [mrkdwn(truncateEscaped(text, LIMIT.context))] };
}

/** Buttons that open a link, those without one left out; null when none is left. */
export function buttons(links: Array<{ id: string; label: string; url: string | null }>): Json {
	const elements = links.flatMap(({ id, label, url }) =>
		url === null || url.length > LIMIT.url
			? []
			: [
					{
						type: 'button',
						action_id: id,
						text: plainText(truncate(label, LIMIT.button)),
						url,
					},
				],
	);
	return elements.length === 0 ? null : { type: 'actions', elements };
}

/** A button that tells the service when it is pressed. */
export interface PressButton {
	/** Its `action_id`. */
	id: string;
	label: string;
	/** What comes back with the press; at most 2,000 characters (@slack/types 3.2.0). */
	value: string;
	style?: 'primary' | undefined;
}

/** Buttons in a block of a name of ours, by which they are found again. */
export function pressButtons(block: string, buttons: PressButton[]): Json {
	return {
		type: 'actions',
		block_id: block,
		elements: buttons.map(({ id, label, value, style }) => ({
			type: 'button',
			action_id: id,
			text: plainText(truncate(label, LIMIT.button)),
			value,
			...(style === undefined ? {} : { style }),
		})),
	};
}

/** A question of a form with a short list of answers. */
export function choiceInput(input: {
	block: string;
	action: string;
	label: string;
	placeholder: string;
	options: Array<{ value: string; label: string }>;
	isOptional?: boolean;
}): Json {
	return {
		type: 'input',
		block_id: input.block,
		...(input.isOptional === true ? { optional: true } : {}),
		label: plainText(input.label),
		element: {
			type: 'static_select',
			action_id: input.action,
			placeholder: plainText(input.placeholder),
			options: input.options.map(({ value, label }) => ({
				text: plainText(truncate(label, LIMIT.button)),
				value,
			})),
		},
	};
}

/** A question of a form that is answered in words. */
export function textInput(input: {
	block: string;
	action: string;
	label: string;
	isOptional: boolean;
	/** In characters, up to 3,000 (@slack/types 3.2.0). */
	maxLength: number;
	/** Whether it is one line. */
	isLine?: boolean;
	/** What stands in it when it opens. */
	initial?: string;
}): Json {
	return {
		type: 'input',
		block_id: input.block,
		optional: input.isOptional,
		label: plainText(input.label),
		element: {
			type: 'plain_text_input',
			action_id: input.action,
			multiline: input.isLine !== true,
			max_length: input.maxLength,
			...(input.initial ? { initial_value: input.initial } : {}),
		},
	};
}

function plainText(text: string): Json {
	// Slack refuses an empty text.
	return { type: 'plain_text', text: text.trim() === '' ? '–' : text, emoji: true };
}

function mrkdwn(text: string): Json {
	// `verbatim` keeps Slack from making links of names and addresses it finds in the text.
	return { type: 'mrkdwn', text: text.trim() === '' ? '–' : text, verbatim: true };
}
