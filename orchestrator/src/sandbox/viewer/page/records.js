import { avatar, clock, day, empty, h, link, rawRequests } from './dom.js';

/** The HubSpot tab: deals and contacts with their links and all their values. */
export function renderHubSpot({ contacts, deals, totals }, open, toggle, moveDeal) {
	return h(
		'div',
		{ class: 'stack' },
		table({
			title: 'Contacts',
			what: 'contacts',
			total: totals.contacts,
			hint: 'What the workflow writes to HubSpot appears here.',
			columns: ['Name', 'E-mail', 'Company', 'Lifecycle', 'Lead', 'Deals', 'Created'],
			rows: contacts.map(({ id, name, properties, createdAt, deals: linked }) => ({
				id: `contact-${id}`,
				title: name || properties.email,
				cells: [
					properties.email,
					properties.company ?? '–',
					properties.lifecyclestage ? pill(properties.lifecyclestage) : '–',
					tier(properties),
					linked.map((deal) => h('div', null, deal.name)),
					h('time', { datetime: createdAt }, clock(createdAt)),
				],
				more: () => [values(properties), rawRequests(id)],
			})),
			open,
			toggle,
		}),
		table({
			title: 'Deals',
			what: 'deals',
			total: totals.deals,
			hint: 'Deals appear here with the contact they belong to.',
			columns: ['Deal', 'Amount', 'Stage', 'Lead', 'Contact', 'Created'],
			rows: deals.map(({ id, properties, stage, stages, createdAt, contacts: linked }) => ({
				id: `deal-${id}`,
				title: properties.dealname ?? id,
				cells: [
					money(properties),
					pill(stage),
					tier(properties),
					linked.map((contact) => h('div', null, contact.name)),
					h('time', { datetime: createdAt }, clock(createdAt)),
				],
				more: () => [
					stageField(id, properties.dealstage, stages, moveDeal),
					values(properties),
					rawRequests(id),
				],
			})),
			open,
			toggle,
		}),
	);
}

/** Moves a deal as a person does in HubSpot, which tells the service by webhook. */
function stageField(id, current, stages, moveDeal) {
	return h(
		'label',
		{ class: 'stage' },
		h('span', null, 'Move to stage'),
		h(
			'select',
			{ id: `stage-${id}`, onchange: (event) => moveDeal(id, event.target.value) },
			stages.map((stage) =>
				h('option', { value: stage.id, selected: stage.id === current }, stage.label),
			),
		),
	);
}

/** The ClickUp tab: the lists with their tasks, which a person may throw away. */
export function renderClickUp(lists, open, toggle, remove) {
	return h(
		'div',
		{ class: 'stack' },
		lists.map(({ name, where, content, total, tasks }) =>
			table({
				title: name,
				where: where.join(' › '),
				note: content,
				what: 'tasks',
				total,
				hint: 'Tasks created in this list appear here.',
				columns: ['Task', 'Status', 'Assignee', 'Due', 'Priority', 'Tags'],
				rows: tasks.map((task) => ({
					id: `task-${task.id}`,
					title: task.name,
					cells: [
						h(
							'span',
							{ class: 'status', style: `--tone:${task.status.color}` },
							task.status.status,
						),
						task.assignees.length === 0
							? '–'
							: task.assignees.map(({ username }) =>
									h('span', { class: 'person' }, avatar(username, 'avatar'), username),
								),
						task.due_date ? day(Number(task.due_date)) : '–',
						task.priority
							? h(
									'span',
									{ class: 'flag', style: `--tone:${task.priority.color}` },
									task.priority.priority,
								)
							: '–',
						task.tags.map((tag) => pill(tag.name)),
					],
					more: () => [
						task.description && h('pre', { class: 'description' }, task.description),
						values({ ...planned(task), ...fieldValues(task) }),
						h(
							'p',
							{ class: 'acts' },
							h(
								'button',
								{ type: 'button', id: `delete-${task.id}`, onclick: () => remove(task.id) },
								'Delete the task',
							),
						),
						h('p', null, link(task.url, null, task.url), ' ', rawRequests(task.id)),
					],
				})),
				open,
				toggle,
			}),
		),
	);
}

/** When the work on a task begins and how long it takes, and what it is a part of. */
const planned = ({ start_date: start, time_estimate: ms, parent }) => ({
	...(start && { Start: day(Number(start)) }),
	...(ms && { Estimate: `${Math.round(ms / 36_000) / 100} h` }),
	...(parent && { 'Part of': parent }),
});

const fieldValues = (task) =>
	Object.fromEntries(task.custom_fields.map(({ name, value }) => [name, value ?? '–']));

export function table({ title, where, note, what, total, hint, columns, rows, open, toggle }) {
	return h(
		'section',
		{ class: 'card' },
		h('h2', null, title, h('span', { class: 'count' }, total)),
		where && h('p', { class: 'place' }, note ? `${where}\n${note}` : where),
		rows.length === 0
			? empty(`No ${what} yet`, hint)
			: h(
					'div',
					{ class: 'scroll', tabindex: '0', role: 'region', 'aria-label': title },
					h(
						'table',
						null,
						h(
							'thead',
							null,
							h(
								'tr',
								null,
								columns.map((name) => h('th', { scope: 'col' }, name)),
							),
						),
						h(
							'tbody',
							null,
							rows.map((row) => tableRow(row, columns.length, open, toggle)),
						),
					),
				),
	);
}

function tableRow({ id, title, cells, more }, width, open, toggle) {
	const isOpen = open.has(id);
	return [
		h(
			'tr',
			{ class: isOpen ? 'open' : null },
			h(
				'th',
				{ scope: 'row' },
				h(
					'button',
					{
						type: 'button',
						id,
						class: 'expand',
						'aria-expanded': String(isOpen),
						onclick: () => toggle(id),
					},
					title,
				),
			),
			cells.map((cell) => h('td', null, cell)),
		),
		isOpen && h('tr', { class: 'more' }, h('td', { colspan: width }, more())),
	];
}

const pill = (text) => h('span', { class: 'pill' }, text);

function tier({ agency_lead_tier: name, agency_lead_score: score }) {
	if (!name && !score) return '–';
	return h(
		'span',
		{ class: `tier ${/^[a-z]+$/.test(name ?? '') ? name : ''}` },
		name,
		score && ` ${score}`,
	);
}

function money({ amount, deal_currency_code: currency = 'USD' }) {
	if (amount === undefined) return '–';
	return new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(Number(amount));
}

export const values = (properties) =>
	h(
		'dl',
		{ class: 'values' },
		Object.entries(properties)
			.sort(([a], [b]) => a.localeCompare(b))
			.map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))),
	);
