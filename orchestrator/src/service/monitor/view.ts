import type { Told } from '../../ledger/alerts';
import { listAlerts, readTold } from '../../ledger/alerts';
import type { Finding } from '../../ledger/monitorFindings';
import { listEndedFindings, listOpenFindings } from '../../ledger/monitorFindings';
import { isCursorHeld } from '../../ledger/monitorCursors';
import { readLastSweep } from '../../ledger/monitorSweeps';
import type { Alert } from '../../monitor/alerts/model';
import { alertLevels } from '../../monitor/alerts/model';
import { isQuiet } from '../../monitor/alerts/quiet';
import type { AlertTexts } from '../../texts/alertTexts';
import type { Unseen } from '../../monitor/watch/schedules/judgeSchedules';
import { readBudgets } from './budgets';
import { SWEEP_CURSOR } from './position';
import type { AlertView, FindingView, MonitorView } from './report';
import { sweepReportSchema } from './report';
import type { SweepParts } from './sweep';
import type { Audience } from './tellAlerts';
import { channelFor } from './tellAlerts';
import { readUnseenSchedules } from './watch/watchRuns';

const DAY_MS = 86_400_000;

/** Alerts and findings that are shown; more are counted. */
const MOST = 200;

/** Reads all that the monitor knows, in English: the words of the command line and the status page. */
export async function readMonitor(
	parts: Pick<SweepParts, 'store' | 'texts' | 'audience' | 'everyMs' | 'now' | 'moment'>,
): Promise<MonitorView> {
	const { store, texts, audience, everyMs, now, moment } = parts;
	const words = texts.alerts('en');
	const since = new Date(now().getTime() - DAY_MS);
	const last = await readLastSweep(store);
	const alerts = await listAlerts(store, { isOpen: true, limit: MOST });
	const told = await readTold(
		store,
		alerts.map(({ id }) => id),
	);
	const at = now().getTime();
	const lastSweep = last === null ? null : sweepReportSchema.parse(last.report);
	return {
		isSweeping: await isCursorHeld(store, SWEEP_CURSOR, moment()),
		isLate: lastSweep !== null && isLate(lastSweep.endedAt, everyMs, at),
		lastSweep,
		alerts: byLevel(alerts).map((alert) =>
			alertView(alert, words, notesOf(alert, told.get(alert.id) ?? nothingTold, audience, at)),
		),
		findings: (await listOpenFindings(store, MOST)).map(findingView),
		repaired: (await listEndedFindings(store, { state: 'repaired', since, limit: MOST })).map(
			findingView,
		),
		budgets: await readBudgets(store, now()),
		unwatched: (await readUnseenSchedules(store)).map(({ workflow, why }) => ({
			workflow,
			why: unseenWords[why],
		})),
	};
}

/** Why nobody can tell whether n8n begins a workflow. */
const unseenWords: Record<Unseen, string> = {
	unreadable: 'its times cannot be read: an expression decides them, or they are of another kind',
	notKept: 'n8n keeps nothing of what succeeds, by its own setting',
	perhapsNotKept:
		'n8n was never seen to keep what succeeds: save it in the settings of the workflow',
};

/** The worst first, and of one level the oldest. */
function byLevel(alerts: readonly Alert[]): Alert[] {
	return [...alerts].sort(
		(a, b) => alertLevels.indexOf(a.level) - alertLevels.indexOf(b.level) || a.since - b.since,
	);
}

/** A sweep may take a quarter of an hour, and one or two may be missed while a service starts anew. */
const LONGEST_SWEEP_MS = 15 * 60_000;
const MISSED = 3;

function isLate(endedAt: string, everyMs: number | null, at: number): boolean {
	return everyMs !== null && at - Date.parse(endedAt) > MISSED * everyMs + LONGEST_SWEEP_MS;
}

const nothingTold: Told = { message: null, mails: 0, mailsLeft: 0 };

/** How a message stands that is not out. */
const waiting: Record<Exclude<NonNullable<Told['message']>, 'done'>, string> = {
	planned: 'waits to be sent',
	in_flight: 'is being sent',
	unknown: 'may or may not be out',
	failed: 'was refused by Slack',
};

/** Who was told of an alert, and why somebody was not. */
function notesOf(
	alert: Alert,
	{ message, mails, mailsLeft }: Told,
	audience: Audience,
	at: number,
): Pick<AlertView, 'toldIn' | 'mails' | 'notTold'> {
	const channel = channelFor(alert, audience);
	const toldIn = message === 'done' ? channel : null;
	if (alert.announcedAt === null) {
		const isHeld =
			alert.level !== 'urgent' && isQuiet(audience.quiet, alert.labels.hub ?? null, at);
		const notTold = isHeld ? 'it is quiet hours' : 'another alert says it all';
		return { toldIn, mails, notTold };
	}
	const problems = [
		...(channel === null ? ['slack.channels names no channel for it'] : []),
		...(channel !== null && message === null ? [`its message in ${channel} was not begun`] : []),
		...(message === null || message === 'done'
			? []
			: [`its message in ${channel ?? 'Slack'} ${waiting[message]}`]),
		...(mailsLeft === 0 ? [] : [`${mailsLeft} mail${mailsLeft === 1 ? ' is' : 's are'} not out`]),
	];
	return { toldIn, mails, notTold: problems.length === 0 ? null : problems.join(', ') };
}

function alertView(
	alert: Alert,
	words: AlertTexts,
	notes: Pick<AlertView, 'toldIn' | 'mails' | 'notTold'>,
): AlertView {
	const { id, rule, level, count, since, announcedAt, acknowledged } = alert;
	return {
		id,
		rule,
		level,
		title: words.title(alert),
		lines: words.lines(alert),
		mend: words.mend(alert),
		count,
		since: new Date(since).toISOString(),
		toldAt: announcedAt === null ? null : new Date(announcedAt).toISOString(),
		...notes,
		acknowledgedBy: acknowledged?.personName ?? null,
		snoozedUntil:
			acknowledged?.until === undefined || acknowledged.until === null
				? null
				: new Date(acknowledged.until).toISOString(),
	};
}

function findingView(finding: Finding): FindingView {
	const { id, class: sort, service, effect, thing, ours, theirs, offers, done, doneBy } = finding;
	return {
		id,
		class: sort,
		service,
		effect,
		thing,
		ours: ours.says,
		theirs: theirs.says,
		offers: [...offers],
		done,
		doneBy,
		foundAt: finding.foundAt.toISOString(),
		endedAt: finding.endedAt?.toISOString() ?? null,
	};
}
