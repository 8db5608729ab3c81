import { escapeHtml, oneLine, withoutControls } from '../../../nodes/domain/plainText';

export { escapeHtml, oneLine, truncate } from '../../../nodes/domain/plainText';

/** Where a text is shown; each has its own way in which input could become code. */
export type Channel =
	/** Slack's mrkdwn. */
	| 'mrkdwn'
	/** HTML, inside elements and quoted attributes. */
	| 'html'
	/** Markdown of a ClickUp task. */
	| 'markdown'
	/** Text without any meaning of its own: HubSpot properties, plain_text of Slack, text part of mail. */
	| 'plain'
	/** One line of plain text: subjects, names, headers. */
	| 'line';

/** Makes a value from outside harmless for the channel it is shown in. */
export const escapeFor: Readonly<Record<Channel, (text: string) => string>> = {
	mrkdwn: escapeMrkdwn,
	html: escapeHtml,
	markdown: escapeMarkdown,
	plain: withoutControls,
	line: oneLine,
};

const ZERO_WIDTH_SPACE = '\u200B';

/**
 * Escapes `&`, `<` and `>` as Slack asks (no mention, no link can be made), and takes the meaning
 * from formatting characters where Slack would read one: at the edge of a word. Inside a word, as in
 * an e-mail address, they stay untouched so that they can be copied.
 */
function escapeMrkdwn(text: string): string {
	return withoutControls(text)
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/(^|[^\p{L}\p{N}])([*_~`]+)/gu, `$1$2${ZERO_WIDTH_SPACE}`)
		.replace(/([*_~`]+)(?=$|[^\p{L}\p{N}\u200B])/gu, `${ZERO_WIDTH_SPACE}$1`)
		.replace(/^(\s*)&gt;/gm, `$1${ZERO_WIDTH_SPACE}&gt;`);
}

/** A whole value that is an address stays as it is: it shows where it leads. */
const ADDRESS = /^(https?:\/\/[^\s()<>[\]"'`\\*|]+|[^\s()<>[\]"'`\\*|]+@[\w.-]+)$/;

function escapeMarkdown(text: string): string {
	if (ADDRESS.test(text)) return text;
	return withoutControls(text)
		.replace(/[\\`*_[\]<>~|!]/g, '\\$&')
		.replace(/^(\s*)([#+=-]|\d+[.)])/gm, (_match, indent: string, mark: string) =>
			mark.length > 1 ? `${indent}${mark.slice(0, -1)}\\${mark.slice(-1)}` : `${indent}\\${mark}`,
		);
}

/** The same for text that is escaped already: never in the middle of an entity. */
export function truncateEscaped(text: string, limit: number): string {
	if (text.length <= limit) return text;
	const cut = text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '');
	return `${cut.replace(/&[#\w]{0,6}$/, '')}…`;
}
