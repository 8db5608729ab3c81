import type { StatusView } from '../../inbox/view';
import { escapeHtml } from '../../texts/escape';
import type { LedgerStatus } from '../../ledger/inboxReading';
import { findingsOf } from '../../inbox/tell';
import type { AlertView, BudgetView, FindingView, MonitorView } from './report';
import { hasOf, toldOf } from './tell';
import { isPersons, nameOf, titleOf, verdictOf } from './verdict';

/** What the page shows. */
export interface StatusPageInput {
	agency: string;
	now: Date;
	view: MonitorView;
	status: LedgerStatus;
}

/** The status page: green, or what is wrong, since when, and who was told. Holds nothing about clients. */
export function statusPage({ agency, now, view, status }: StatusPageInput): string {
	const findings = findingsOf(asView(status));
	const verdict = verdictOf(view, findings);
	const parts = [
		`<header class="${verdict.tone}"><h1>${escapeHtml(verdict.says)}</h1><p>${escapeHtml(agency)} · ${moment(now.toISOString())}</p></header>`,
		section('Alerts', view.alerts.map(alertItem), 'Nothing asks for anybody.'),
		section(
			'Differences from the ledger',
			view.findings.slice(0, SHOWN).map(findingItem),
			'Every service holds what the ledger says.',
			view.findings.length - SHOWN,
		),
		section('Put right in the last day', view.repaired.slice(0, SHOWN).map(repairedItem), null),
		section('Promises, last four weeks', view.budgets.map(budgetItem), null),
		section(
			'Schedules that cannot be watched',
			view.unwatched.slice(0, SHOWN).map(({ workflow, why }) => item('info', workflow, [why])),
			null,
			view.unwatched.length - SHOWN,
		),
		section('Work under way', [...workItems(status), ...findings.map(needItem)], null),
		sweepFooter(view, now),
	];
	return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="60"><title>${escapeHtml(verdict.says)} · ${escapeHtml(agency)}</title><style>${STYLE}</style></head>
<body><main>${parts.join('\n')}</main></body></html>
`;
}

/** Rules whose lines name projects or leads: they are told in Slack, and not on this page. */
const NAMING = new Set(['delivery-due', 'lead-hot']);

/** Differences that are shown; the rest is a command away. */
const SHOWN = 10;

/** The status as the command line reads it. */
function asView({ inbox, effects }: LedgerStatus): StatusView {
	const line = ({ updatedAt, ...rest }: LedgerStatus['effects']['unknown'][number]) => ({
		...rest,
		updatedAt: updatedAt.toISOString(),
	});
	return {
		inbox,
		effects: {
			...effects,
			unknown: effects.unknown.map(line),
			failed: effects.failed.map(line),
		},
	};
}

function section(title: string, items: string[], none: string | null, more = 0): string {
	if (items.length === 0 && none === null) return '';
	const list =
		items.length === 0
			? `<p class="none">${escapeHtml(none ?? '')}</p>`
			: `<ul>${items.join('')}</ul>`;
	const rest = more > 0 ? `<p class="none">and ${more} more: agency-ops monitor</p>` : '';
	return `<section><h2>${escapeHtml(title)}</h2>${list}${rest}</section>`;
}

function alertItem(alert: AlertView): string {
	const { rule, level, title, mend, since } = alert;
	const lines = NAMING.has(rule) ? [] : alert.lines;
	return item(level, title, [
		...lines,
		`${[`Since ${clock(since)}`, toldOf(alert), ...hasOf(alert, clock)].join('; ')}.`,
		...(mend === '' ? [] : [`→ ${mend}`]),
	]);
}

function findingItem(finding: FindingView): string {
	const { service, ours, theirs, foundAt } = finding;
	return item(isPersons(finding) ? 'attention' : 'info', titleOf(finding), [
		`Ledger: ${ours}`,
		`${nameOf(service)}: ${theirs}`,
		`Found ${clock(foundAt)}.`,
	]);
}

function repairedItem({ service, thing, done, doneBy, endedAt }: FindingView): string {
	const by = doneBy === null ? '' : `, by ${doneBy}`;
	return item('good', `${nameOf(service)} ${thing}`, [
		`${done ?? ''}, ${clock(endedAt ?? '')}${by}`,
	]);
}

const promises: Record<string, string> = {
	'lead-in-slack': 'A lead is in Slack',
	'milestone-mail': 'A milestone mail is out',
};

function budgetItem({ name, target, withinSeconds, good, bad }: BudgetView): string {
	const all = good + bad;
	const within =
		withinSeconds < 120 ? `${withinSeconds} s` : `${Math.round(withinSeconds / 60)} min`;
	const share = all === 0 ? 'none yet' : `${good} of ${all} (${Math.floor((good / all) * 100)}%)`;
	const tone = all === 0 || good / all >= target ? 'good' : 'attention';
	return item(tone, `${promises[name] ?? name} within ${within}`, [
		`${share}; promised: ${Math.round(target * 100)}%`,
	]);
}

function workItems({ inbox, effects }: LedgerStatus): string[] {
	const { received, forwarded, ending, dead, failed } = inbox;
	return [
		item(dead + failed > 0 ? 'attention' : 'good', 'Events', [
			`${received} waiting, ${forwarded} at work, ${ending} ending, ${dead} dead, ${failed} failed`,
		]),
		item(effects.unknown.length + effects.failed.length > 0 ? 'attention' : 'good', 'Effects', [
			`${effects.planned} planned, ${effects.in_flight} in flight, ${effects.unknown.length} unknown, ${effects.failed.length} refused`,
		]),
	];
}

/** What inbox and effects need of a person: the thing, and the commands that end it. */
function needItem(finding: string): string {
	const end = finding.indexOf(': ');
	return item('attention', finding.slice(0, end), [`→ ${finding.slice(end + 2)}`]);
}

function sweepFooter({ lastSweep, isSweeping }: MonitorView, now: Date): string {
	if (lastSweep === null) {
		return `<footer>${isSweeping ? 'The first sweep is under way.' : 'No sweep yet: agency-ops monitor.'}</footer>`;
	}
	const ago = Math.max(0, Math.round((now.getTime() - Date.parse(lastSweep.endedAt)) / 60_000));
	const looked = Object.values(lastSweep.looked).reduce((sum, count) => sum + count, 0);
	const calls = Object.values(lastSweep.calls).reduce((sum, count) => sum + count, 0);
	return `<footer>Last sweep ${ago} min ago: ${looked} effects compared with ${calls} calls.${isSweeping ? ' Another is under way.' : ''}</footer>`;
}

function item(tone: string, title: string, lines: string[]): string {
	const shown = lines
		.flatMap((line) => line.split('\n'))
		.map((line) => `<p>${escapeHtml(line)}</p>`)
		.join('');
	return `<li class="${tone}"><h3>${escapeHtml(title)}</h3>${shown}</li>`;
}

/** `26 Nov 10:02 UTC` */
function clock(at: string): string {
	const date = new Date(at);
	if (Number.isNaN(date.getTime())) return '';
	const month = date.toLocaleString('en', { month: 'short', timeZone: 'UTC' });
	return `${date.getUTCDate()} ${month} ${date.toISOString().slice(11, 16)} UTC`;
}

function moment(at: string): string {
	return `<time datetime="${at}">${clock(at)}</time>`;
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1b1b1f;--soft:#55555f;--paper:#f5f5f7;--card:#fff;--line:#dcdce2;--good:#17693a;--attention:#8a5200;--urgent:#b3261e;--info:#1f5fa8;--opportunity:#17693a}
@media (prefers-color-scheme:dark){:root{--ink:#ececf1;--soft:#b4b4bf;--paper:#141417;--card:#1f1f24;--line:#35353d;--good:#6fcf97;--attention:#f0b454;--urgent:#ff8a80;--info:#8ab8f0;--opportunity:#6fcf97}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:44rem;margin:0 auto;padding:1rem}
header{padding:1.25rem;border-radius:.75rem;background:var(--card);border:1px solid var(--line);border-left:.5rem solid var(--good)}
header.attention{border-left-color:var(--attention)}header.urgent{border-left-color:var(--urgent)}
h1{font-size:1.35rem;line-height:1.3;margin:0}header p,footer,.none{color:var(--soft);margin:.25rem 0 0}
h2{font-size:1rem;margin:1.5rem 0 .5rem}h3{font-size:1rem;margin:0}
ul{list-style:none;margin:0;padding:0}li{background:var(--card);border:1px solid var(--line);border-left:.35rem solid var(--line);border-radius:.5rem;padding:.75rem 1rem;margin:0 0 .5rem;overflow-wrap:anywhere}
li p{margin:.15rem 0 0;color:var(--soft)}li.urgent{border-left-color:var(--urgent)}li.attention{border-left-color:var(--attention)}li.good,li.opportunity{border-left-color:var(--good)}li.info{border-left-color:var(--info)}
footer{margin:1.5rem 0}
`;
