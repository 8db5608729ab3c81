/** How a run of text is set. */
export interface Style {
	bold?: true;
	italic?: true;
	strike?: true;
}

/** A run of text with one look; `text` is plain and safe to set as text. */
export type Inline =
	| ({ kind: 'text'; text: string } & Style)
	| ({ kind: 'link'; text: string; url: string } & Style)
	| ({ kind: 'mention'; text: string; of: 'user' | 'channel' | 'everyone' } & Style)
	/** A moment that each reader sees in their own zone; `text` stands where that cannot be. */
	| ({ kind: 'date'; text: string; at: string; pattern: string } & Style)
	| { kind: 'code'; text: string };

/** A stretch of lines that are set the same way. */
export interface Paragraph {
	kind: 'plain' | 'quote' | 'pre';
	inline: Inline[];
}

/** Names for the ids in mentions. */
export interface Names {
	/** Gives the id back when it is not known. */
	user(id: string): string;
	channel(id: string): string;
}

const preformatted = /```\n?([\s\S]*?)\n?```/g;

/** Reads Slack's mrkdwn the way Slack shows it; the time it takes grows with the length only. */
export function parseMrkdwn(text: string, names: Names): Paragraph[] {
	const paragraphs: Paragraph[] = [];
	let from = 0;
	for (const match of text.matchAll(preformatted)) {
		const before = text.slice(from, match.index).replace(/^\n|\n$/g, '');
		paragraphs.push(...parseLines(before, names));
		paragraphs.push({ kind: 'pre', inline: [{ kind: 'text', text: unescape(match[1] ?? '') }] });
		from = match.index + match[0].length;
	}
	const rest = from === 0 ? text : text.slice(from).replace(/^\n/, '');
	return [...paragraphs, ...parseLines(rest, names)];
}

/** Reads plain text: only emoji and line breaks mean anything in it. */
export function parsePlain(text: string): Paragraph[] {
	return text === '' ? [] : [{ kind: 'plain', inline: [{ kind: 'text', text: withEmoji(text) }] }];
}

function parseLines(text: string, names: Names): Paragraph[] {
	if (text === '') return [];
	const paragraphs: Array<{ kind: 'plain' | 'quote'; lines: string[] }> = [];
	for (const line of text.split('\n')) {
		const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
		const kind = quoted ? 'quote' : 'plain';
		const last = paragraphs[paragraphs.length - 1];
		if (last?.kind === kind) last.lines.push(quoted?.[1] ?? line);
		else paragraphs.push({ kind, lines: [quoted?.[1] ?? line] });
	}
	return paragraphs.map(({ kind, lines }) => ({
		kind,
		inline: parseInline(lines.join('\n'), {}, names),
	}));
}

/** Code and things in angle brackets: nothing inside them is styled. */
const atom = /`(?<code>[^`\n]+)`|<(?<inside>[^<>\n]+)>/g;

/** A mark counts only between words: `2*3*4` is no bold text. */
const styled = (mark: string) =>
	new RegExp(
		`(?<![\\p{L}\\p{N}${mark}])${mark}(?<content>[^\\s${mark}](?:[^${mark}\\n]*[^\\s${mark}])?)${mark}(?![\\p{L}\\p{N}${mark}])`,
		'gu',
	);

const styles: Array<[name: keyof Style, pattern: RegExp]> = [
	['bold', styled('\\*')],
	['italic', styled('_')],
	['strike', styled('~')],
];

/** A pattern with its next match, looked for again only when the reader has passed it. */
class Cursor {
	private next: RegExpExecArray | null | undefined;

	constructor(
		private readonly pattern: RegExp,
		private readonly text: string,
	) {}

	/** The first match that begins at `from` or later. */
	after(from: number): RegExpExecArray | null {
		if (this.next === null || (this.next && this.next.index >= from)) return this.next;
		this.pattern.lastIndex = from;
		this.next = this.pattern.exec(this.text);
		return this.next;
	}
}

function parseInline(text: string, style: Style, names: Names): Inline[] {
	const atoms = new Cursor(atom, text);
	const open = styles.filter(([name]) => !style[name]);
	const cursors = open.map(([name, pattern]) => ({ name, cursor: new Cursor(pattern, text) }));
	const inline: Inline[] = [];
	const say = (from: number, to: number) => {
		if (to > from)
			inline.push({ kind: 'text', text: withEmoji(unescape(text.slice(from, to))), ...style });
	};
	let from = 0;
	for (;;) {
		const nextAtom = atoms.after(from);
		const [nextStyle] = cursors
			.flatMap(({ name, cursor }) => {
				const match = cursor.after(from);
				return match && !endsInside(match, nextAtom) ? [{ name, match }] : [];
			})
			.sort((a, b) => a.match.index - b.match.index);
		const isStyle = nextStyle && (!nextAtom || nextStyle.match.index < nextAtom.index);
		const match = isStyle ? nextStyle.match : nextAtom;
		if (!match) break;
		say(from, match.index);
		if (isStyle) {
			const content = match.groups?.content ?? '';
			inline.push(...parseInline(content, { ...style, [nextStyle.name]: true }, names));
		} else inline.push(atomOf(match, style, names));
		from = match.index + match[0].length;
	}
	say(from, text.length);
	return inline;
}

/** Whether a styled run would end inside the code or link that comes next. */
function endsInside(run: RegExpExecArray, next: RegExpExecArray | null): boolean {
	if (!next || next.index < run.index) return false;
	const end = run.index + run[0].length;
	return next.index < end && next.index + next[0].length > end;
}

function atomOf({ groups }: RegExpExecArray, style: Style, names: Names): Inline {
	return groups?.code === undefined
		? bracketed(groups?.inside ?? '', style, names)
		: { kind: 'code', text: unescape(groups.code) };
}

function bracketed(inside: string, style: Style, names: Names): Inline {
	const bar = inside.indexOf('|');
	const target = bar < 0 ? inside : inside.slice(0, bar);
	const label = bar < 0 ? '' : unescape(inside.slice(bar + 1));
	const mention = (of: 'user' | 'channel' | 'everyone', text: string): Inline => ({
		kind: 'mention',
		of,
		text,
		...style,
	});
	if (target.startsWith('@')) return mention('user', `@${names.user(target.slice(1))}`);
	if (target.startsWith('#'))
		return mention('channel', `#${label || names.channel(target.slice(1))}`);
	if (target.startsWith('!date^')) return dateOf(target, label, style);
	if (target.startsWith('!')) return mention('everyone', label || `@${target.slice(1)}`);
	const url = unescape(target);
	if (!/^(?:https?|mailto|tel):/i.test(url)) return { kind: 'text', text: `<${inside}>`, ...style };
	return { kind: 'link', text: withEmoji(label || url.replace(/^mailto:/, '')), url, ...style };
}

/** `!date^1392734382^{date_short} {time}`, perhaps with a link behind another `^`. */
function dateOf(target: string, label: string, style: Style): Inline {
	const [, seconds = '', pattern = ''] = target.split('^');
	const at = new Date(Number(seconds) * 1_000);
	if (!/^\d{1,11}$/.test(seconds)) return { kind: 'text', text: label, ...style };
	return { kind: 'date', text: label, at: at.toISOString(), pattern, ...style };
}

const unescape = (text: string) =>
	text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const emoji: Record<string, string> = {
	'+1': '👍',
	bell: '🔔',
	briefcase: '💼',
	bulb: '💡',
	busts_in_silhouette: '👥',
	calendar: '📅',
	chart_with_upwards_trend: '📈',
	clapper: '🎬',
	email: '📧',
	envelope: '✉️',
	eyes: '👀',
	fire: '🔥',
	hourglass: '⌛',
	information_source: 'ℹ️',
	link: '🔗',
	memo: '📝',
	money_with_wings: '💸',
	moneybag: '💰',
	movie_camera: '🎥',
	no_entry: '⛔',
	phone: '☎️',
	question: '❓',
	rocket: '🚀',
	rotating_light: '🚨',
	snowflake: '❄️',
	sparkles: '✨',
	speech_balloon: '💬',
	star: '⭐',
	sun_with_face: '🌞',
	tada: '🎉',
	telephone_receiver: '📞',
	thinking_face: '🤔',
	thumbsup: '👍',
	warning: '⚠️',
	wave: '👋',
	white_check_mark: '✅',
	x: '❌',
};

/** Writes the emoji it knows; others stay as `:name:`. */
const withEmoji = (text: string) =>
	text.replace(/:([a-z0-9_+-]+):/g, (whole, name: string) => emoji[name] ?? whole);
