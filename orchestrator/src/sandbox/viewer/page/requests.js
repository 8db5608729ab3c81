import { clock, empty, h, pretty } from './dom.js';

/** The requests tab: every call with what was sent and answered; refused hosts stand out. */
export function renderRequests(
	{ requests, total, found },
	{ search, onlyProblems, open, detail },
	act,
) {
	const shown = onlyProblems ? requests.filter(isProblem) : requests;
	return h(
		'div',
		{ class: 'stack' },
		h(
			'form',
			{ class: 'filter', role: 'search', onsubmit: (event) => event.preventDefault() },
			h(
				'label',
				null,
				h('span', null, 'Find in address or bodies'),
				h('input', {
					id: 'search',
					type: 'search',
					value: search,
					placeholder: 'an e-mail address, an id, chat.postMessage…',
					onchange: (event) => act.search(event.target.value),
				}),
			),
			h(
				'label',
				{ class: 'check' },
				h('input', {
					id: 'problems',
					type: 'checkbox',
					checked: onlyProblems,
					onchange: (event) => act.onlyProblems(event.target.checked),
				}),
				'Only problems',
			),
			h('output', null, search ? `${found} of ${total} calls` : `${total} calls`),
		),
		h(
			'section',
			{ class: 'card' },
			shown.length === 0
				? empty('No calls to show', 'Every call through the proxy is listed here.')
				: h(
						'ol',
						{ class: 'calls' },
						shown.map((request) => callEntry(request, open, detail, act)),
					),
		),
	);
}

const isProblem = ({ status, refused, fault, violations }) =>
	refused || fault || violations > 0 || status === 0 || status >= 400;

function callEntry(request, open, detail, act) {
	const { id, at, host, method, path, status, ms, fault, refused, violations } = request;
	const isOpen = open === id;
	return h(
		'li',
		{ class: refused ? 'refused' : null },
		h(
			'button',
			{
				type: 'button',
				id: `call-${id}`,
				class: 'call',
				'aria-expanded': String(isOpen),
				onclick: () => act.open(isOpen ? null : id),
			},
			h('time', { datetime: at }, clock(at)),
			h('span', { class: `method ${method.toLowerCase()}` }, method),
			h('span', { class: 'where' }, h('b', null, host), path),
			refused && h('span', { class: 'note bad' }, 'refused: no stand-in'),
			fault && h('span', { class: 'note warn' }, `fault: ${fault}`),
			violations > 0 && h('span', { class: 'note bad' }, `${violations} against the description`),
			h(
				'span',
				{ class: `code c${Math.floor(status / 100)}` },
				status === 0 ? 'no answer' : status,
			),
			h('span', { class: 'ms' }, `${ms} ms`),
		),
		isOpen && detail && detail.id === id && callDetail(detail),
	);
}

function callDetail({ requestHeaders, requestBody, responseBody, violations }) {
	const headers = Object.entries(requestHeaders).map(([name, value]) => `${name}: ${value}`);
	return h(
		'div',
		{ class: 'detail' },
		violations.length > 0 &&
			h(
				'ul',
				{ class: 'violations' },
				violations.map((violation) => h('li', null, violation)),
			),
		h(
			'div',
			null,
			h('h3', null, 'Sent'),
			h('pre', { class: 'faint' }, headers.join('\n')),
			body(requestBody),
		),
		h('div', null, h('h3', null, 'Answered'), body(responseBody)),
	);
}

const body = (text) => h('pre', null, text === '' ? '(empty)' : pretty(text));
