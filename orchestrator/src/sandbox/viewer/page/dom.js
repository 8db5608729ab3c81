/**
 * Makes an element. Texts become text nodes, so nothing that came from outside is ever read as HTML.
 *
 * @param {string} tag
 * @param {Record<string, unknown> | null} attributes `class`, `on…` handlers, anything else as it is;
 *   null, false and undefined are left out
 * @param {...unknown} children texts, elements, lists of them; null and false are left out
 */
export function h(tag, attributes, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes ?? {})) {
		if (value === null || value === undefined || value === false) continue;
		if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
		else if (name === 'srcdoc') element.srcdoc = value;
		else element.setAttribute(name, value === true ? '' : String(value));
	}
	append(element, children);
	return element;
}

/** Puts children into an element, lists unfolded. */
export function append(element, children) {
	for (const child of children.flat(Infinity)) {
		if (child === null || child === undefined || child === false) continue;
		element.append(child instanceof Node ? child : String(child));
	}
}

/** Replaces what is in an element and keeps the scrolling of the parts marked `data-keep`. */
export function replace(element, ...children) {
	const positions = new Map();
	for (const part of element.querySelectorAll('[data-keep]')) {
		positions.set(part.dataset.keep, { top: part.scrollTop, end: isAtEnd(part) });
	}
	const focused = document.activeElement?.id;
	element.replaceChildren();
	append(element, children);
	for (const part of element.querySelectorAll('[data-keep]')) {
		const before = positions.get(part.dataset.keep);
		const follow = part.dataset.follow !== undefined && (!before || before.end);
		part.scrollTop = follow ? part.scrollHeight : (before?.top ?? 0);
	}
	if (focused && element.querySelector(`#${CSS.escape(focused)}`)) {
		document.getElementById(focused).focus({ preventScroll: true });
	}
}

const isAtEnd = (part) => part.scrollHeight - part.scrollTop - part.clientHeight < 8;

/** Time of day, with the date when it is another day. */
export function clock(at) {
	const time = new Date(at);
	const isToday = time.toDateString() === new Date().toDateString();
	const options = { hour: '2-digit', minute: '2-digit', hour12: false };
	return isToday
		? time.toLocaleTimeString('en-GB', options)
		: time.toLocaleString('en-GB', { day: 'numeric', month: 'short', ...options });
}

/** A moment as Slack writes it for a reader: in their zone, today and yesterday by name. */
export function zoned({ at, pattern, text }, zone) {
	const moment = new Date(at);
	const dayOf = (time) => time.toLocaleDateString('en-CA', { timeZone: zone });
	const named = new Map([
		[dayOf(new Date()), 'today'],
		[dayOf(new Date(Date.now() - 86_400_000)), 'yesterday'],
	]);
	const write = (options) => moment.toLocaleString('en-US', { timeZone: zone, ...options });
	const short = write({ month: 'short', day: 'numeric', year: 'numeric' });
	const parts = {
		date_short_pretty: named.get(dayOf(moment)) ?? short,
		date_short: short,
		date: write({ month: 'long', day: 'numeric', year: 'numeric' }),
		time: write({ hour: 'numeric', minute: '2-digit' }),
	};
	const written = pattern.replace(/\{(\w+)\}/g, (whole, name) => parts[name] ?? whole);
	return /[{}]/.test(written) ? text : written;
}

/** Day without the time. */
export const day = (at) =>
	new Date(at).toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });

/** What a part shows when there is nothing in it. */
export const empty = (title, hint) =>
	h('div', { class: 'empty' }, h('strong', null, title), h('p', null, hint));

/** A link that opens elsewhere; anything but a web or mail address stays text. */
export function link(url, attributes, ...children) {
	if (!/^(https?|mailto|tel):/i.test(url)) return h('span', attributes, ...children);
	return h(
		'a',
		{ href: url, target: '_blank', rel: 'noopener noreferrer', ...attributes },
		...children,
	);
}

/** Text that is JSON, indented; any other text as it is. */
export function pretty(text) {
	try {
		return JSON.stringify(JSON.parse(text), null, 2);
	} catch {
		return text;
	}
}

/** The link to the calls that mention a text. */
export const rawRequests = (text) =>
	h('a', { class: 'raw', href: `#requests/${encodeURIComponent(text)}` }, 'Raw requests');

/** Initials on a colour that follows from the name. */
export function avatar(name, className) {
	const initials = name
		.split(/\s+/)
		.filter(Boolean)
		.slice(0, 2)
		.map((word) => word.charAt(0).toUpperCase())
		.join('');
	const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);
	return h(
		'span',
		{ class: className, style: `--hue:${hue}`, title: name, 'aria-hidden': 'true' },
		initials,
	);
}
