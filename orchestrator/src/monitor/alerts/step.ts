import type { Act, Alert, AlertRule, Group } from './model';

/** An alert that was resolved stays the same one for so long, in milliseconds: it flaps, it is not new. */
export const REOPENS_MS = 30 * 60_000;

/** Wait between two changes of a message, in milliseconds, but for what people wait to see. */
export const UPDATE_EVERY_MS = 60_000;

/** What surrounds an alert when it is to be told. */
export interface Surroundings {
	now: number;
	/** Whether its hub is left in peace. */
	isQuiet: boolean;
	/** Whether another alert says it all. */
	isSilenced: boolean;
}

/**
 * Moves an alert on by what a sweep saw of it.
 *
 * @param group null where nothing of it was seen
 * @param newId id of the alert, where it is new
 * @returns null where there is no alert: nothing fires, and nothing was told
 */
export function advance(
	alert: Alert | null,
	group: Group | null,
	rule: AlertRule,
	now: number,
	newId: () => string,
): Alert | null {
	const isHigh = group !== null && group.value >= rule.fireAt;
	const isLow = group === null || group.value < rule.clearBelow;
	if (alert === null) return isHigh ? fired(begun(group, rule, now, newId()), rule, now) : null;
	const seen = group === null ? alert : { ...alert, ...seenIn(group) };
	switch (alert.phase) {
		case 'pending':
			return isHigh ? fired(seen, rule, now) : null;
		case 'firing':
			return isLow ? cleared({ ...seen, phase: 'clearing', clearSince: now }, rule, now) : seen;
		case 'clearing':
			return isLow ? cleared(seen, rule, now) : { ...seen, phase: 'firing', clearSince: null };
		case 'resolved':
			return isHigh ? reopened(seen, now) : closedInTime(seen, now);
		case 'closed':
			return alert;
	}
}

function begun(group: Group, rule: AlertRule, now: number, id: string): Alert {
	return {
		id,
		fingerprint: group.fingerprint,
		rule: rule.name,
		level: rule.level,
		...seenIn(group),
		phase: 'pending',
		since: now,
		firedAt: null,
		clearSince: null,
		resolvedAt: null,
		announcedAt: null,
		shown: null,
		shownAt: null,
		updates: 0,
		escalations: 0,
		waitsSince: null,
		acknowledged: null,
		reminders: 0,
	};
}

function seenIn({ labels, value, count, isMany, members }: Group) {
	return { labels, value, count, isMany, members };
}

function fired(alert: Alert, { fireForMs }: AlertRule, now: number): Alert {
	return now - alert.since < fireForMs ? alert : { ...alert, phase: 'firing', firedAt: now };
}

function cleared(alert: Alert, { clearForMs }: AlertRule, now: number): Alert {
	const { clearSince } = alert;
	if (now - (clearSince ?? now) < clearForMs) return alert;
	return { ...alert, phase: 'resolved', resolvedAt: now };
}

function reopened(alert: Alert, now: number): Alert {
	return {
		...alert,
		phase: 'firing',
		clearSince: null,
		resolvedAt: null,
		acknowledged: null,
		waitsSince: alert.announcedAt === null ? null : now,
	};
}

function closedInTime(alert: Alert, now: number): Alert {
	return now - (alert.resolvedAt ?? now) < REOPENS_MS ? alert : { ...alert, phase: 'closed' };
}

/** What is said of an alert that has moved on, and the alert that remembers it. */
export interface Told {
	alert: Alert;
	acts: Act[];
}

/**
 * Says what is to be told of an alert: once by a message, which then changes. Whoever acknowledged it is
 * left in peace until it is worse, over, or back after they put it off.
 */
export function announce(alert: Alert, rule: AlertRule, around: Surroundings): Told {
	if (alert.announcedAt === null) return posted(alert, rule, around);
	if (alert.phase === 'closed' || alert.phase === 'pending') return { alert, acts: [] };
	const reminded = remind(alert, rule, around);
	const escalated = escalate(reminded.alert, rule, around);
	const shown = show(escalated.alert, rule, around);
	return { alert: shown.alert, acts: [...reminded.acts, ...escalated.acts, ...shown.acts] };
}

/** Whether nothing of an alert is told now that is not told already. */
function isHeld(alert: Alert, { isQuiet, isSilenced }: Surroundings): boolean {
	return isSilenced || (isQuiet && alert.level !== 'urgent');
}

function posted(alert: Alert, rule: AlertRule, around: Surroundings): Told {
	const { id, phase } = alert;
	if ((phase !== 'firing' && phase !== 'clearing') || isHeld(alert, around)) {
		return { alert, acts: [] };
	}
	const { now } = around;
	const told = { ...alert, announcedAt: now, waitsSince: now };
	return {
		alert: { ...told, shown: lookOf(told), shownAt: now },
		acts: [
			{ kind: 'post', alert: id },
			...(rule.mails ? [{ kind: 'mail', alert: id, number: 0 } as const] : []),
		],
	};
}

/**
 * Tells whoever acknowledged it that it got worse, when their hub is not quiet, or that the time is over
 * for which they put it off: they asked for that hour.
 */
function remind(alert: Alert, rule: AlertRule, around: Surroundings): Told {
	const { acknowledged } = alert;
	const { now, isSilenced } = around;
	if (acknowledged === null || alert.phase === 'resolved' || isSilenced) return { alert, acts: [] };
	const isWorse =
		!isHeld(alert, around) &&
		alert.value >= Math.max(rule.fireAt, acknowledged.value * rule.worseBy) &&
		alert.value > acknowledged.value;
	const isOver = acknowledged.until !== null && now >= acknowledged.until;
	if (!isWorse && !isOver) return { alert, acts: [] };
	const number = alert.reminders + 1;
	return {
		alert: { ...alert, acknowledged: null, waitsSince: now, reminders: number },
		acts: [{ kind: 'remind', alert: alert.id, number, personId: acknowledged.personId, isWorse }],
	};
}

function escalate(alert: Alert, rule: AlertRule, around: Surroundings): Told {
	const { escalateAfterMs, mostEscalations } = rule;
	const isWaiting = alert.phase === 'firing' && alert.acknowledged === null;
	if (escalateAfterMs === null || !isWaiting || isHeld(alert, around)) return { alert, acts: [] };
	const { now } = around;
	const waited = now - (alert.waitsSince ?? now);
	if (alert.escalations >= mostEscalations || waited < escalateAfterMs) return { alert, acts: [] };
	const number = alert.escalations + 1;
	return {
		alert: { ...alert, escalations: number, waitsSince: now },
		acts: [{ kind: 'mail', alert: alert.id, number }],
	};
}

/** Changes the message where it no longer says what is so. */
function show(alert: Alert, rule: AlertRule, { now }: Surroundings): Told {
	if (alert.phase === 'resolved' && !rule.tellsEnd) return { alert, acts: [] };
	const look = lookOf(alert);
	const isOwn = ownLook(look) !== ownLook(alert.shown ?? '');
	const isDue = now - (alert.shownAt ?? 0) >= UPDATE_EVERY_MS;
	const isPeaceful = alert.acknowledged !== null;
	if (look === alert.shown || (!isOwn && (!isDue || isPeaceful))) return { alert, acts: [] };
	const number = alert.updates + 1;
	return {
		alert: { ...alert, shown: look, shownAt: now, updates: number },
		acts: [{ kind: 'update', alert: alert.id, number }],
	};
}

/**
 * What a message shows of an alert, as far as a change of it is worth changing the message: who has it,
 * whether it is over, and how many it is about, by steps that double.
 */
function lookOf(alert: Alert): string {
	const isOver = alert.phase === 'resolved' || alert.phase === 'closed';
	const own = [
		isOver ? 'over' : 'on',
		alert.acknowledged === null
			? ''
			: `${alert.acknowledged.personId} ${alert.acknowledged.until ?? ''}`,
		alert.escalations,
	].join(' ');
	const members = alert.members.map(({ labels }) => JSON.stringify(labels)).join(' ');
	return `${own}|${Math.ceil(Math.log2(Math.max(1, alert.count)))} ${members}`;
}

/** The part of a look that people caused or wait for: shown at once. */
function ownLook(look: string): string {
	return look.split('|')[0] ?? '';
}
