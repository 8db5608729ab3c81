import type { AlertView, BudgetView, FindingView, MonitorView, SweepReport } from './report';
import { isPersons } from './verdict';

const signs: Record<AlertView['level'], string> = {
	urgent: '!!',
	attention: '! ',
	opportunity: '+ ',
	info: 'i ',
};

/** Everything the monitor knows, for a person at a terminal. */
export function tellMonitor(view: MonitorView): string {
	const { lastSweep, alerts, findings, repaired } = view;
	return [
		...(lastSweep === null ? ['No sweep yet.'] : tellSweep(lastSweep)),
		'',
		...part('Alerts', alerts.flatMap(tellAlert), 'None.'),
		...part('Differences from the ledger', findings.flatMap(tellFinding), 'None.'),
		...part('Put right in the last day', repaired.map(tellRepaired), 'Nothing.'),
	].join('\n');
}

/** What is wrong, since when, and who was told, as `status` adds it. */
export function tellAlerts(
	view: Pick<MonitorView, 'alerts' | 'budgets' | 'unwatched' | 'lastSweep'>,
): string[] {
	const { alerts, budgets, unwatched, lastSweep } = view;
	return [
		...part('Alerts', alerts.flatMap(tellAlert), 'None.'),
		...part('Promises, last four weeks', budgets.map(tellBudget), 'None.'),
		...(unwatched.length === 0
			? []
			: part('Schedules that cannot be watched', unwatched.map(tellUnwatched), '')),
		lastSweep === null ? 'No sweep yet: agency-ops monitor.' : (tellSweep(lastSweep)[0] ?? ''),
	];
}

/** What in a sweep or among alerts needs a person. */
export function needsPerson({
	alerts,
	findings,
}: Pick<MonitorView, 'alerts' | 'findings'>): boolean {
	return (
		alerts.some(({ level }) => level === 'urgent' || level === 'attention') ||
		findings.some(isPersons)
	);
}

function part(title: string, lines: string[], none: string): string[] {
	return [title, ...(lines.length === 0 ? [none] : lines).map((line) => `  ${line}`), ''];
}

function tellSweep({
	beganAt,
	endedAt,
	looked,
	calls,
	audited,
	repaired,
	problems,
	told,
}: SweepReport): string[] {
	const seconds = (Date.parse(endedAt) - Date.parse(beganAt)) / 1_000;
	const services = Object.entries(looked)
		.filter(([service]) => service !== 'ledger')
		.map(([service, count]) => `${service} ${count} (${calls[service] ?? 0} calls)`);
	return [
		`Swept ${momentOf(beganAt)} in ${seconds.toFixed(1)} s: ${services.join(', ')}; ${audited} of them old.`,
		...problems.map(({ service, why }) => `! ${service} could not be read: ${why}`),
		...repaired.map(({ thing, done }) => `✓ ${thing}: ${done}`),
		...(told > 0 ? [`${told} alert${told === 1 ? '' : 's'} told.`] : []),
	];
}

function tellAlert(alert: AlertView): string[] {
	const { level, title, lines, since, mend } = alert;
	return [
		`${signs[level]} ${title}`,
		...lines.flatMap((line) => line.split('\n')).map((line) => `     ${line}`),
		`     ${[`since ${momentOf(since)}`, toldOf(alert), ...hasOf(alert)].join('; ')}`,
		...(mend === '' ? [] : [`     → ${mend}`]),
	];
}

/** Who was told of an alert, as far as it went out. */
export function toldOf({ toldIn, mails, notTold }: AlertView): string {
	const told = [
		...(toldIn === null ? [] : [`in ${toldIn}`]),
		...(mails === 0 ? [] : [`by ${mails} mail${mails === 1 ? '' : 's'}`]),
	].join(' and ');
	if (told === '') return `told nobody yet${notTold === null ? '' : `: ${notTold}`}`;
	return `told ${told}${notTold === null ? '' : `, but ${notTold}`}`;
}

/** Who looks after an alert; nothing where nobody needs to. */
export function hasOf(
	{ level, acknowledgedBy, snoozedUntil }: AlertView,
	clock: (at: string) => string = momentOf,
): string[] {
	if (level === 'info') return [];
	if (acknowledgedBy === null) return ['nobody has it'];
	return [
		snoozedUntil === null
			? `${acknowledgedBy} has it`
			: `${acknowledgedBy} looks again ${clock(snoozedUntil)}`,
	];
}

function tellFinding({
	id,
	class: sort,
	service,
	thing,
	effect,
	ours,
	theirs,
}: FindingView): string[] {
	return [
		`${sort}: ${thing} in ${service}  (${id})`,
		`     effect  ${effect}`,
		`     ledger  ${ours}`,
		`     ${service.padEnd(6)}  ${theirs}`,
	];
}

function tellRepaired({ thing, service, done, doneBy, endedAt }: FindingView): string {
	const by = doneBy === null ? '' : ` by ${doneBy}`;
	return `✓ ${thing} in ${service}: ${done ?? ''}${by}, ${momentOf(endedAt ?? '')}`;
}

function tellBudget({ name, target, withinSeconds, good, bad }: BudgetView): string {
	const all = good + bad;
	const share = all === 0 ? 'none yet' : `${good} of ${all} (${Math.floor((good / all) * 100)}%)`;
	return `${name} within ${withinSeconds} s: ${share}; promised ${Math.round(target * 100)}%`;
}

const tellUnwatched = ({ workflow, why }: MonitorView['unwatched'][number]) =>
	`${workflow}: ${why}`;

/** `2026-11-26 10:02:01Z` */
function momentOf(at: string): string {
	return `${at.slice(0, 10)} ${at.slice(11, 19)}Z`;
}
