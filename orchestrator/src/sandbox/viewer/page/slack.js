import { avatar, clock, day, empty, h, link, rawRequests, zoned } from './dom.js';

/** Who looks and presses, and what a press does; set anew by each drawing. */
let me = null;
let press = () => undefined;

/**
 * The Slack tab: channels at the side, the chosen one's messages as Slack shows them to a person.
 *
 * @param {{ me: string | null, choose(id: string): void, press(press: object): void }} actions
 */
export function renderSlack({ workspace, channels, people }, wanted, actions) {
	me = people.find(({ id }) => id === actions.me) ?? people[0];
	press = actions.press;
	const busiest = channels.find(({ total }) => total > 0);
	const chosen = channels.find(({ id }) => id === wanted) ?? busiest ?? channels[0];
	return h(
		'div',
		{ class: 'slack' },
		sidebar(workspace, channels, chosen, people, actions),
		conversation(chosen),
	);
}

function sidebar(workspace, channels, chosen, people, actions) {
	return h(
		'nav',
		{ class: 'slack-side', 'aria-label': 'Channels' },
		h('h2', null, workspace),
		h(
			'ul',
			null,
			channels.map(({ id, name, total, isDirect }) =>
				h(
					'li',
					null,
					h(
						'a',
						{ href: `#slack/${id}`, 'aria-current': id === chosen.id ? 'page' : null },
						h('span', { class: 'hash', 'aria-hidden': 'true' }, isDirect ? '●' : '#'),
						h('span', { class: 'name' }, name),
						total > 0 && h('span', { class: 'count', title: `${total} messages` }, total),
					),
				),
			),
		),
		h(
			'label',
			{ class: 'slack-me' },
			h('span', null, 'You are'),
			h(
				'select',
				{ id: 'slack-me', onchange: (event) => actions.choose(event.target.value) },
				people.map((person) =>
					h('option', { value: person.id, selected: person.id === me.id }, person.name),
				),
			),
		),
	);
}

function conversation(channel) {
	const { id, name, purpose, members, messages, privately, isDirect, bookmarks } = channel;
	const mine = privately
		.filter(({ to }) => to === me.id)
		.map((told) => ({ ...told, isPrivate: true }));
	const shown = [...messages, ...mine].sort((a, b) => Number(a.ts) - Number(b.ts));
	return h(
		'section',
		{ class: 'slack-main', 'aria-label': `Messages in ${name}` },
		h(
			'header',
			{ class: 'slack-head' },
			h('h2', null, h('span', { class: 'hash' }, isDirect ? '' : '#'), name),
			h('p', null, purpose),
			...bookmarks.map(({ title, link }) =>
				h('a', { class: 'slack-bookmark', href: link, target: '_blank', rel: 'noreferrer' }, title),
			),
			h('span', { class: 'members' }, `${members} members`),
		),
		h(
			'div',
			{ class: 'slack-messages', 'data-keep': `slack-${id}`, 'data-follow': '' },
			shown.length === 0
				? empty('No messages yet', 'What is posted to this channel appears here.')
				: withDays(shown, id),
		),
	);
}

function withDays(messages, channel) {
	let last = '';
	return messages.flatMap((message) => {
		const today = day(message.at);
		const divider =
			today === last ? [] : [h('div', { class: 'slack-day' }, h('span', null, today))];
		last = today;
		return [
			...divider,
			message.isPrivate ? renderPrivate(message) : renderMessage(message, channel),
		];
	});
}

/** What one person is told, and nobody else. */
function renderPrivate({ at, text }) {
	return h(
		'article',
		{ class: 'slack-message private' },
		avatar('Agency Ops', 'slack-avatar'),
		h(
			'div',
			{ class: 'slack-body' },
			h('p', { class: 'only-you' }, 'Only visible to you'),
			h(
				'div',
				{ class: 'slack-byline' },
				h('strong', null, 'Agency Ops'),
				h('span', { class: 'app' }, 'APP'),
				h('time', { datetime: at, title: at }, clock(at)),
			),
			h('div', { class: 'text' }, paragraphs(text)),
		),
	);
}

function renderMessage(message, channel) {
	const { author, isApp, at, edited, blocks, text, metadata, reactions, replies, ts } = message;
	return h(
		'article',
		{ class: 'slack-message' },
		avatar(author, 'slack-avatar'),
		h(
			'div',
			{ class: 'slack-body' },
			h(
				'div',
				{ class: 'slack-byline' },
				h('strong', null, author),
				isApp && h('span', { class: 'app' }, 'APP'),
				h('time', { datetime: at, title: at }, clock(at)),
			),
			blocks.length > 0
				? blocks.map((block) => renderBlock(block, { channel, ts }))
				: h('div', { class: 'text' }, paragraphs(text)),
			edited && h('span', { class: 'edited' }, '(edited)'),
			reactions.length > 0 &&
				h(
					'div',
					{ class: 'slack-reactions' },
					reactions.map(({ name, count }) => h('span', null, `:${name}: ${count}`)),
				),
			replies.length > 0 &&
				h(
					'details',
					{ class: 'slack-thread' },
					h('summary', null, replies.length === 1 ? '1 reply' : `${replies.length} replies`),
					replies.map((reply) => renderMessage(reply, channel)),
				),
			h(
				'p',
				{ class: 'slack-notes' },
				metadata?.event_payload?.key &&
					h('span', { title: 'The key in the message’s metadata' }, metadata.event_payload.key),
				rawRequests(ts),
			),
		),
	);
}

const blockViews = {
	divider: () => h('hr', null),
	header: ({ text }) => h('div', { class: 'block-header' }, paragraphs(text)),
	section: ({ text, fields, accessory }, where) =>
		h(
			'div',
			{ class: 'block-section' },
			h(
				'div',
				{ class: 'content' },
				text.length > 0 && h('div', { class: 'text' }, paragraphs(text)),
				fields.length > 0 &&
					h(
						'div',
						{ class: 'fields' },
						fields.map((field) => h('div', { class: 'text' }, paragraphs(field))),
					),
			),
			accessory && h('div', { class: 'accessory' }, renderElement(accessory, where)),
		),
	context: ({ items }) =>
		h(
			'div',
			{ class: 'block-context' },
			items.map((item) => renderElement(item)),
		),
	actions: ({ items }, where) =>
		h(
			'div',
			{ class: 'block-actions' },
			items.map((item) => renderElement(item, where)),
		),
	image: ({ title, alt, url }) =>
		h(
			'figure',
			{ class: 'block-image' },
			title && h('figcaption', null, title),
			h('div', { class: 'picture' }, alt || 'Picture', h('small', null, url)),
		),
	other: ({ type }) => h('div', { class: 'block-other' }, `Block of type “${type}”`),
};

/** Draws a block; `where` is the message it stands in, for its buttons. */
export const renderBlock = (block, where) => blockViews[block.kind](block, where);

const elementViews = {
	text: ({ text }) => h('span', { class: 'text' }, paragraphs(text)),
	image: ({ alt }) => h('span', { class: 'thumb', title: alt, role: 'img', 'aria-label': alt }),
	button: ({ label, url, style, action }, where) =>
		url
			? link(url, { class: `slack-button ${style}`, role: 'button' }, label)
			: h(
					'button',
					{
						class: `slack-button ${style}`,
						type: 'button',
						disabled: !action || !where,
						onclick: (event) => {
							event.currentTarget.disabled = true;
							press({ ...where, action, user: me.id });
						},
					},
					label,
				),
	other: ({ type }) => h('span', { class: 'slack-button' }, type),
};

const renderElement = (element, where) => elementViews[element.kind](element, where);

const paragraphs = (list) =>
	list.map(({ kind, inline }) => {
		if (kind === 'pre') return h('pre', null, inline.map(renderInline));
		if (kind === 'quote') return h('blockquote', null, inline.map(renderInline));
		return h('span', { class: 'lines' }, inline.map(renderInline));
	});

function renderInline(part) {
	if (part.kind === 'code') return h('code', null, part.text);
	let content = part.kind === 'date' ? zoned(part, me.zone) : part.text;
	if (part.strike) content = h('s', null, content);
	if (part.italic) content = h('em', null, content);
	if (part.bold) content = h('b', null, content);
	if (part.kind === 'link') return link(part.url, null, content);
	if (part.kind === 'mention') return h('span', { class: `mention ${part.of}` }, content);
	return content;
}
