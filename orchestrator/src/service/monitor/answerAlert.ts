import { keepAlerts, listAlerts, lockAlert } from '../../ledger/alerts';
import { acknowledge } from '../../monitor/alerts/evaluate';
import type { Alert } from '../../monitor/alerts/model';
import { announce } from '../../monitor/alerts/step';
import type { AlertValue } from '../../texts/alertTexts';
import type { alertActions } from '../../texts/alertTexts';
import type { Presser } from '../interactions/read';
import type { Settling } from './findings';
import { settleFinding } from './findings';
import type { SweepParts } from './sweep';
import { tellWhatIsLeft } from './tellAlerts';

/** How long a press puts an alert off, in milliseconds. */
export const SNOOZE_MS = 60 * 60_000;

/** What came of a press under an alert. */
export type AnsweredAlert = 'kept' | Settling;

/** A press under an alert. */
export interface AlertAnswer {
	action: keyof typeof alertActions;
	value: AlertValue;
	person: Presser;
}

/** Keeps what a person answered to an alert, does what they chose, and changes the message. */
export async function answerAlert(
	parts: SweepParts,
	{ action, value, person }: AlertAnswer,
): Promise<AnsweredAlert> {
	if (action !== 'acknowledge' && action !== 'snooze') {
		if (value.finding === undefined) return 'unknown';
		const settled = await settleFinding(parts, value.finding, action, person.name);
		if (settled !== 'settled') return settled;
		await endMember(parts, value.alert, value.finding);
		return settled;
	}
	const { store, now, moment, audience } = parts;
	const at = now().getTime();
	const answered = await store.transaction(async (queries): Promise<AnsweredAlert> => {
		const found = await lockAlert(queries, value.alert);
		if (found === null) return 'unknown';
		const who = { personId: person.id, personName: person.name.slice(0, 200) };
		const until = action === 'snooze' ? at + SNOOZE_MS : null;
		const kept = acknowledge(found.alert, who, at, until);
		if (kept === null) return 'over';
		await keepAlerts(queries, [shownNow(kept, at, audience.rules)], moment());
		return 'kept';
	});
	if (answered === 'kept') await tellWhatIsLeft(parts);
	return answered;
}

/** The alert with the change of its message that shows how it stands now, and nothing else. */
function shownNow(alert: Alert, now: number, rules: SweepParts['audience']['rules']) {
	const rule = rules.find(({ name }) => name === alert.rule);
	if (rule === undefined) return { alert, acts: [] };
	const told = announce(alert, rule, { now, isQuiet: false, isSilenced: true });
	return { alert: told.alert, acts: told.acts };
}

/** Takes a settled finding out of its alert; one that has nothing else is over at once. */
async function endMember(parts: SweepParts, id: string, finding: string): Promise<void> {
	const { store, now, moment, audience } = parts;
	const at = now().getTime();
	await store.transaction(async (queries) => {
		const found = await lockAlert(queries, id);
		if (found === null || found.alert.phase === 'closed') return;
		const { alert } = found;
		const members = alert.members.filter(({ labels }) => labels.finding !== finding);
		const count = alert.count - (alert.members.length - members.length);
		const isOver = count <= 0;
		const left: Alert = isOver
			? { ...alert, phase: 'resolved', clearSince: at, resolvedAt: at }
			: { ...alert, members, count };
		await keepAlerts(queries, [shownNow(left, at, audience.rules)], moment());
	});
	await tellWhatIsLeft(parts);
}

/** The alerts that fire now, for whoever looks. */
export async function openAlerts({ store }: Pick<SweepParts, 'store'>): Promise<Alert[]> {
	return await listAlerts(store, { isOpen: true, limit: 200 });
}
