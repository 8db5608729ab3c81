import { h, replace } from './dom.js';
import { renderFaults } from './faults.js';
import { showForm } from './form.js';
import { renderMail } from './mail.js';
import { renderFrameio } from './frameio.js';
import { renderClickUp, renderHubSpot } from './records.js';
import { renderRequests } from './requests.js';
import { renderSlack } from './slack.js';
import { renderStorage } from './storage.js';
import { renderStripe } from './stripe.js';

/** How often the page asks whether something changed, in milliseconds. */
const pollMs = 1500;

const names = [
	'slack',
	'mail',
	'hubspot',
	'clickup',
	'frameio',
	'stripe',
	'storage',
	'requests',
	'faults',
];
const panel = document.getElementById('panel');
const tabs = new Map(names.map((name) => [name, document.getElementById(`tab-${name}`)]));

/** What the service said last, and what the person chose. */
const seen = { version: null, view: null, requests: null, detail: null };
const chosen = {
	part: 'html',
	acted: null,
	open: new Set(),
	openCall: null,
	onlyProblems: false,
	afterWork: false,
	times: 1,
	me: localStorage.getItem('me'),
	warning: '',
};

/** The tab and what is chosen in it, from the address: `#slack/C0SALES`. */
function place() {
	const [tab, ...rest] = location.hash.slice(1).split('/');
	const name = names.includes(tab) ? tab : 'slack';
	return { tab: name, item: decodeURIComponent(rest.join('/')) };
}

async function ask(url, options) {
	const answer = await fetch(url, options);
	if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
	return answer.status === 204 ? null : answer.json();
}

async function refresh(force) {
	const now = await ask('/api/view/version');
	// Drawing anew would take away what somebody is writing, or the file they chose.
	if (!force && panel.contains(document.activeElement?.closest('form') ?? null)) return;
	const isNews = JSON.stringify(now) !== JSON.stringify(seen.version);
	seen.version = now;
	if (!isNews && !force) return;
	const { tab, item } = place();
	const search = tab === 'requests' ? item : '';
	const [view, requests] = await Promise.all([
		ask('/api/view'),
		ask(`/api/view/requests?search=${encodeURIComponent(search)}`),
	]);
	seen.view = view;
	seen.requests = requests;
	draw();
}

function draw() {
	const { tab, item } = place();
	for (const [name, button] of tabs) {
		button.setAttribute('aria-selected', String(name === tab));
		button.tabIndex = name === tab ? 0 : -1;
		replace(button, labelOf(name));
		if (name === tab) button.scrollIntoView({ block: 'nearest', inline: 'nearest' });
	}
	panel.setAttribute('aria-labelledby', `tab-${tab}`);
	panel.dataset.tab = tab;
	replace(panel, drawTab(tab, item));
	showForm(tab === 'slack' ? myForm() : null, { send: sendForm, close: closeForm });
	tellWarning();
	const { addresses } = seen.version;
	replace(
		document.getElementById('addresses'),
		Object.entries(addresses).map(([name, url]) =>
			h('span', null, `${name} `, h('code', null, url)),
		),
	);
}

function drawTab(tab, item) {
	const { view, requests, detail, version } = seen;
	const { open, openCall, onlyProblems, part, afterWork, times } = chosen;
	switch (tab) {
		case 'mail':
			return renderMail(
				view.mail,
				item,
				{ part, acted: chosen.acted, hasRelay: version.hasRelay },
				mailActions,
			);
		case 'hubspot':
			return renderHubSpot(view.hubspot, open, toggle, moveDeal);
		case 'clickup':
			return renderClickUp(view.clickup, open, toggle, deleteTask);
		case 'frameio':
			return renderFrameio(view.frameio, open, toggle, frameioActions);
		case 'stripe':
			return renderStripe(view.stripe, open, toggle, actOnInvoice);
		case 'storage':
			return renderStorage(view.storage, open, toggle);
		case 'requests':
			return renderRequests(
				requests,
				{ search: item, onlyProblems, open: openCall, detail },
				{
					search: (text) => (location.hash = `requests/${encodeURIComponent(text)}`),
					onlyProblems: (value) => choose({ onlyProblems: value }),
					open: openRequest,
				},
			);
		case 'faults':
			return renderFaults(version.faults, { afterWork, times }, faultActions);
		default:
			return renderSlack(view.slack, item, slackActions());
	}
}

/** What the chosen person does in Slack. */
const slackActions = () => ({
	me: chosen.me,
	choose: (id) => {
		localStorage.setItem('me', id);
		choose({ me: id, warning: '' });
	},
	press: (press) => act('/api/slack/press', press),
});

const myForm = () => {
	const { people, forms } = seen.view.slack;
	const me = people.find(({ id }) => id === chosen.me) ?? people[0];
	return forms.filter(({ user }) => user === me.id).at(-1) ?? null;
};

const sendForm = (view, values) => act('/api/slack/submit', { view, values });
const closeForm = (view) => act('/api/slack/close', { view });

/** Slack shows a warning where the app does not answer; so does this page, with the reason. */
async function act(url, body) {
	const answer = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	const error = answer.ok ? null : (await answer.json()).error;
	chosen.warning = error === null ? '' : [error.what, error.why].join(' ');
	await refresh(true);
}

function tellWarning() {
	const place = document.getElementById('warning');
	place.hidden = chosen.warning === '';
	place.textContent = chosen.warning === '' ? '' : `⚠️ ${chosen.warning}`;
}

function labelOf(name) {
	const { view, requests, version } = seen;
	const counts = {
		slack: ['Slack', view.slack.channels.reduce((sum, { total }) => sum + total, 0)],
		mail: ['E-mails', view.mail.total],
		hubspot: ['HubSpot', view.hubspot.totals.contacts + view.hubspot.totals.deals],
		clickup: ['ClickUp', view.clickup.reduce((sum, { total }) => sum + total, 0)],
		frameio: ['Frame.io', view.frameio.workspaces.reduce((sum, { total }) => sum + total, 0)],
		stripe: ['Stripe', view.stripe.total],
		storage: ['Storage', view.storage.total],
		requests: ['Requests', requests.total],
		faults: ['Faults', version.faults.length],
	};
	const [label, count] = counts[name];
	const isAlarm = name === 'requests' && version.violations > 0;
	return [label, count > 0 && h('span', { class: isAlarm ? 'count bad' : 'count' }, count)];
}

function choose(changes) {
	Object.assign(chosen, changes);
	draw();
}

function toggle(id) {
	if (!chosen.open.delete(id)) chosen.open.add(id);
	draw();
}

async function openRequest(id) {
	chosen.openCall = id;
	seen.detail = id === null ? null : await ask(`/api/requests/${id}`);
	draw();
}

const mailActions = {
	choosePart: (name) => choose({ part: name }),
	play: async (id, act) => {
		try {
			const { status, text } = await ask(`/api/mails/${id}/acts`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ act }),
			});
			choose({ acted: { id, text: `${text} (${status})`, failed: status >= 300 } });
		} catch (error) {
			choose({ acted: { id, text: String(error.message), failed: true } });
		}
	},
};
/** Says why when the service could not be told: the deal has moved all the same. */
async function moveDeal(id, stage) {
	const answer = await fetch(`/api/hubspot/deals/${encodeURIComponent(id)}/stage`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ stage }),
	});
	const told = await answer.json();
	await refresh(true);
	if (!answer.ok) alert(`${told.error.what} ${told.error.why} ${told.error.mend}`);
	else if (told.status !== null && told.status >= 400) {
		alert(`The deal has moved; the service answered ${told.status} to the webhook.`);
	}
}

/** What a person does in ClickUp; its webhooks hear of it. */
const deleteTask = (task) => act('/api/clickup/acts', { act: 'delete', task });

/** What a client does with an invoice; the service hears of it by webhook. */
const actOnInvoice = (id, name) =>
	act(`/api/stripe/invoices/${encodeURIComponent(id)}/acts`, { act: name });

/** What a person does in Frame.io; the service hears of it by webhook. */
const frameioActions = {
	makeProject: (workspace, name) => act('/api/frameio/projects', { workspace, name }),
	upload: async (place, file, who) => {
		const query = new URLSearchParams({ place, name: file.name, who });
		const answer = await fetch(`/api/frameio/files?${query}`, {
			method: 'POST',
			headers: { 'content-type': 'application/octet-stream' },
			body: file,
		});
		const error = answer.ok ? null : (await answer.json()).error;
		chosen.warning = error === null ? '' : [error.what ?? error, error.why].join(' ');
		await refresh(true);
	},
	comment: (id, body) => act(`/api/frameio/files/${encodeURIComponent(id)}/comments`, body),
	setStatus: (id, body) => act(`/api/frameio/files/${encodeURIComponent(id)}/status`, body),
};

const faultActions = {
	times: (value) => choose({ times: Math.min(1000, Math.max(1, Math.round(value) || 1)) }),
	afterWork: (value) => choose({ afterWork: value }),
	order: (host, kind) =>
		command('POST', '/api/faults', {
			host,
			kind,
			times: chosen.times,
			afterWork: chosen.afterWork,
		}),
	clear: () => command('DELETE', '/api/faults'),
	reset: () => {
		if (confirm('Forget every record, message, mail, call and fault?'))
			command('POST', '/api/reset');
	},
};

async function command(method, url, body) {
	const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
	await ask(url, { method, ...(body ? json : {}) });
	await refresh(true);
}

const live = document.getElementById('live');

/** Says whether the page is up to date; announces only when that changes. */
function tell(text, isLive) {
	if (live.textContent !== text) live.textContent = text;
	live.classList.toggle('on', isLive);
}

async function loop(force) {
	try {
		await refresh(force);
		tell('Live', true);
	} catch (error) {
		tell(error instanceof TypeError ? 'The sandbox does not answer' : String(error.message), false);
	}
}

for (const [name, button] of tabs) {
	button.addEventListener('click', () => (location.hash = name));
	button.addEventListener('keydown', (event) => {
		const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
		if (!step) return;
		const next = names[(names.indexOf(name) + step + names.length) % names.length];
		tabs.get(next).focus();
		location.hash = next;
	});
}

addEventListener('hashchange', () => {
	if (seen.view) draw();
	loop(true);
});
await loop(true);
setInterval(() => {
	if (!document.hidden) loop(false);
}, pollMs);
