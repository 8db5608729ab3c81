import { clock, empty, h, link } from './dom.js';

/** The e-mail tab: the inbox at the side, the chosen mail drawn, as text, with headers and raw. */
export function renderMail({ messages, total }, wanted, { part, acted, hasRelay }, act) {
	if (messages.length === 0) {
		return empty(
			'No e-mails yet',
			'What is sent to the SMTP inbox appears here; none is delivered.',
		);
	}
	const chosen = messages.find(({ id }) => String(id) === wanted) ?? messages[0];
	return h(
		'div',
		{ class: 'split' },
		h(
			'nav',
			{ class: 'mail-list', 'aria-label': `${total} e-mails`, 'data-keep': 'mail-list' },
			messages.map((mail) => listEntry(mail, mail === chosen)),
		),
		reader(chosen, { part, acted: acted?.id === chosen.id ? acted : null, hasRelay }, act),
	);
}

function listEntry({ id, to, subject, at, text }, isChosen) {
	return h(
		'a',
		{ href: `#mail/${id}`, 'aria-current': isChosen ? 'page' : null },
		h('span', { class: 'who' }, to.join(', ') || '(nobody)'),
		h('time', { datetime: at }, clock(at)),
		h('strong', null, subject || '(no subject)'),
		h('span', { class: 'preview' }, text.slice(0, 120)),
	);
}

const parts = [
	['html', 'As the client sees it'],
	['text', 'Text'],
	['headers', 'Headers'],
	['raw', 'Raw'],
];

function reader(mail, { part, acted, hasRelay }, act) {
	const shown = part === 'html' && !mail.html ? 'text' : part;
	return h(
		'article',
		{ class: 'mail' },
		h(
			'header',
			null,
			h('h2', null, mail.subject || '(no subject)'),
			h(
				'dl',
				null,
				h('dt', null, 'From'),
				h('dd', null, mail.from),
				h('dt', null, 'To'),
				h('dd', null, mail.to.join(', ')),
				h('dt', null, 'Sent'),
				h('dd', null, clock(mail.at)),
				mail.attachments.length > 0 && [
					h('dt', null, 'Attached'),
					h('dd', null, mail.attachments.map(({ filename }) => filename).join(', ')),
				],
			),
			h(
				'div',
				{ class: 'parts', role: 'group', 'aria-label': 'Ways to look at the mail' },
				parts.map(([name, label]) =>
					h(
						'button',
						{
							type: 'button',
							id: `part-${name}`,
							'aria-pressed': String(name === shown),
							disabled: name === 'html' && !mail.html,
							onclick: () => act.choosePart(name),
						},
						label,
					),
				),
			),
			relayActs(mail, { acted, hasRelay }, act),
		),
		body(mail, shown),
	);
}

const acts = [
	['delivered', 'Delivered'],
	['bouncedHard', 'Bounce for good'],
	['bouncedSoft', 'Bounce for now'],
	['complained', 'Mark as spam'],
	['reply', 'Write back'],
	['outOfOffice', 'Out of office'],
];

/** What may happen to a mail after it was sent: each is told to the service as a relay would. */
function relayActs(mail, { acted, hasRelay }, act) {
	const page = unsubscribePageOf(mail);
	const button = (name, label) =>
		h(
			'button',
			{
				type: 'button',
				id: `act-${name}`,
				disabled: !hasRelay,
				onclick: () => act.play(mail.id, name),
			},
			label,
		);
	return h(
		'div',
		{ class: 'acts', role: 'group', 'aria-label': 'What happens to the mail' },
		acts.map(([name, label]) => button(name, label)),
		page !== null && button('unsubscribe', 'Unsubscribe (one click)'),
		page !== null && link(page, { class: 'page' }, 'Unsubscribe page'),
		h(
			'span',
			{ class: acted?.failed ? 'outcome bad' : 'outcome', role: 'status' },
			hasRelay ? acted?.text : 'Started without a service to tell',
		),
	);
}

/** The address that the mail's own header names for unsubscribing; null where it names none. */
function unsubscribePageOf({ headers }) {
	return /<(https?:[^<>]+)>/.exec(headers['list-unsubscribe'] ?? '')?.[1] ?? null;
}

function body(mail, part) {
	if (part === 'html') {
		// An empty sandbox attribute: no scripts, no forms, no origin. The page's policy holds inside.
		return h('iframe', { sandbox: '', srcdoc: mail.html, title: `E-mail: ${mail.subject}` });
	}
	if (part === 'headers') {
		return h(
			'dl',
			{ class: 'headers' },
			Object.entries(mail.headers).map(([name, value]) => [
				h('dt', null, name),
				h('dd', null, value),
			]),
		);
	}
	return h('pre', { 'data-keep': `mail-${part}` }, part === 'raw' ? mail.raw : mail.text);
}
