import { listAlerts } from '../../ledger/alerts';
import type { Finding } from '../../ledger/monitorFindings';
import { listEndedFindings, listOpenFindings } from '../../ledger/monitorFindings';
import { isCursorHeld } from '../../ledger/monitorCursors';
import { readLastSweep } from '../../ledger/monitorSweeps';
import type { Alert } from '../../monitor/alerts/model';
import { alertLevels } from '../../monitor/alerts/model';
import type { AlertTexts } from '../../texts/alertTexts';
import { readBudgets } from './budgets';
import { SWEEP_CURSOR } from './position';
import type { AlertView, FindingView, MonitorView } from './report';
import { sweepReportSchema } from './report';
import type { SweepParts } from './sweep';
import type { Audience } from './tellAlerts';
import { channelFor } from './tellAlerts';

const DAY_MS = 86_400_000;

/** Alerts and findings that are shown; more are counted. */
const MOST = 200;

/** Reads all that the monitor knows, in English: the words of the command line and the status page. */
export async function readMonitor(
	parts: Pick<SweepParts, 'store' | 'texts' | 'audience' | 'now' | 'moment'>,
): Promise<MonitorView> {
	const { store, texts, audience, now, moment } = parts;
	const words = texts.alerts('en');
	const since = new Date(now().getTime() - DAY_MS);
	const last = await readLastSweep(store);
	const alerts = await listAlerts(store, { isOpen: true, limit: MOST });
	return {
		isSweeping: await isCursorHeld(store, SWEEP_CURSOR, moment()),
		lastSweep: last === null ? null : sweepReportSchema.parse(last.report),
		alerts: byLevel(alerts).map((alert) => alertView(alert, words, audience)),
		findings: (await listOpenFindings(store, MOST)).map(findingView),
		repaired: (await listEndedFindings(store, { state: 'repaired', since, limit: MOST })).map(
			findingView,
		),
		budgets: await readBudgets(store, now()),
	};
}

/** The worst first, and of one level the oldest. */
function byLevel(alerts: readonly Alert[]): Alert[] {
	return [...alerts].sort(
		(a, b) => alertLevels.indexOf(a.level) - alertLevels.indexOf(b.level) || a.since - b.since,
	);
}

function alertView(alert: Alert, words: AlertTexts, audience: Audience): AlertView {
	const { id, rule, level, count, since, announcedAt, acknowledged, escalations } = alert;
	const mails = audience.rules.find(({ name }) => name === rule)?.mails === true;
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
		toldIn: announcedAt === null ? null : channelFor(alert, audience),
		mails:
			announcedAt === null
				? 0
				: (mails ? audience.mails.length : 0) + escalations * audience.escalatesTo.length,
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
