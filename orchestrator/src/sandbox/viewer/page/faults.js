import { empty, h } from './dom.js';

const hosts = [
	['api.hubapi.com', 'HubSpot'],
	['slack.com', 'Slack'],
	['api.clickup.com', 'ClickUp'],
	['api.frame.io', 'Frame.io'],
	['ims-na1.adobelogin.com', 'Adobe sign-in'],
	['s3', 'Storage'],
	['smtp', 'SMTP inbox'],
];

const kinds = [
	['429', 'Too many requests', 'Refused with Retry-After; the SMTP inbox says 451.'],
	['500', 'Server error', 'Answered with 500; the SMTP inbox says 550.'],
	['timeout', 'Timeout', 'The connection is held and no answer comes.'],
	['reset', 'Connection reset', 'The connection is cut in the middle.'],
	['slow', 'Slow answer', 'Answered two seconds late.'],
];

/** The faults tab: what will go wrong next, and buttons for more of it. */
export function renderFaults(pending, { afterWork, times }, act) {
	return h(
		'div',
		{ class: 'stack' },
		h(
			'section',
			{ class: 'card' },
			h('h2', null, 'Make the next calls go wrong'),
			h(
				'div',
				{ class: 'fault-options' },
				h(
					'label',
					null,
					h('span', null, 'Calls to hit'),
					h('input', {
						id: 'times',
						type: 'number',
						min: 1,
						max: 1000,
						value: times,
						onchange: (event) => act.times(Number(event.target.value)),
					}),
				),
				h(
					'label',
					{ class: 'check' },
					h('input', {
						id: 'after-work',
						type: 'checkbox',
						checked: afterWork,
						onchange: (event) => act.afterWork(event.target.checked),
					}),
					'Do the work first: the caller cannot know whether it was done',
				),
			),
			h(
				'div',
				{ class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Faults by service' },
				h(
					'table',
					{ class: 'faults' },
					h(
						'thead',
						null,
						h(
							'tr',
							null,
							h('th', { scope: 'col' }, 'Fault'),
							hosts.map(([, name]) => h('th', { scope: 'col' }, name)),
						),
					),
					h(
						'tbody',
						null,
						kinds.map((kind) => faultRow(kind, act)),
					),
				),
			),
		),
		h(
			'section',
			{ class: 'card' },
			h('h2', null, 'Waiting to happen', h('span', { class: 'count' }, pending.length)),
			pending.length === 0
				? empty('No faults ordered', 'All services answer as they should.')
				: [
						h(
							'ul',
							{ class: 'pending' },
							pending.map(({ rule, left }) => h('li', null, describe(rule, left))),
						),
						h('button', { type: 'button', class: 'plain', onclick: act.clear }, 'Clear all faults'),
					],
		),
		h(
			'section',
			{ class: 'card' },
			h('h2', null, 'Start over'),
			h('p', null, 'Forgets every record, message, mail, call and fault; the accounts stay.'),
			h('button', { type: 'button', class: 'danger', onclick: act.reset }, 'Reset the sandbox'),
		),
	);
}

function faultRow([kind, title, meaning], act) {
	return h(
		'tr',
		null,
		h('th', { scope: 'row' }, title, h('small', null, meaning)),
		hosts.map(([host, name]) =>
			h(
				'td',
				null,
				h(
					'button',
					{
						type: 'button',
						class: 'plain',
						'aria-label': `${title} at ${name}`,
						onclick: () => act.order(host, kind),
					},
					'Order',
				),
			),
		),
	);
}

function describe(rule, left) {
	const where = hosts.find(([host]) => host === rule.host)?.[1] ?? rule.host ?? 'any service';
	const what = kinds.find(([kind]) => kind === rule.kind)?.[1] ?? rule.kind;
	const more = [rule.method, rule.path && `path ${rule.path}`, rule.afterWork && 'after the work'];
	return `${left} × ${what} at ${where}${more
		.filter(Boolean)
		.map((part) => `, ${part}`)
		.join('')}`;
}
