import { evaluate } from '../../../../orchestrator/src/monitor/alerts/evaluate';
import type {
	Act,
	Alert,
	AlertRule,
	Observation,
} from '../../../../orchestrator/src/monitor/alerts/model';
import type { QuietHours } from '../../../../orchestrator/src/monitor/alerts/quiet';

export const MINUTE = 60_000;

/** A Thursday in winter, 10:00 in Copenhagen. */
export const start = Date.parse('2026-11-26T09:00:00Z');

/** A rule that fires at 10 at once and clears below 5; only what matters has to be given. */
export function aRule(changes: Partial<AlertRule> = {}): AlertRule {
	return {
		name: 'r',
		level: 'attention',
		fireAt: 10,
		clearBelow: 5,
		fireForMs: 0,
		clearForMs: 0,
		apartBy: [],
		mostApart: 5,
		silencedBy: [],
		escalateAfterMs: null,
		mostEscalations: 2,
		worseBy: 2,
		channel: 'ops',
		mails: false,
		tellsEnd: true,
		...changes,
	};
}

/** Something that the rule sees. */
export const seen = (
	value: number,
	labels: Record<string, string> = {},
	rule = 'r',
): Observation => ({
	rule,
	labels,
	value,
	facts: {},
});

/** What was told, with the minute in which it was. */
export interface ToldAct {
	minute: number;
	act: Act;
}

/** Alerts through time, with all that was told. */
export interface World {
	/** Everything that is open, in the order of its fingerprints. */
	open: Map<string, Alert>;
	told: ToldAct[];
	/** Sweeps at a minute, blind for some rules. */
	sweep(minute: number, observations: Observation[], blind?: string[]): Act[];
}

/** Opens a world of some rules. */
export function aWorld(rules: AlertRule[], quiet: QuietHours | null = null): World {
	const open = new Map<string, Alert>();
	const told: ToldAct[] = [];
	let ids = 0;
	return {
		open,
		told,
		sweep: (minute, observations, blind = []) => {
			const { alerts, dropped, acts } = evaluate([...open.values()], observations, {
				rules,
				quiet,
				blind,
				now: start + minute * MINUTE,
				newId: () => `alt_${(ids += 1)}`,
			});
			for (const alert of alerts) {
				if (alert.phase === 'closed') open.delete(alert.fingerprint);
				else open.set(alert.fingerprint, alert);
			}
			for (const [print, { id }] of open) if (dropped.includes(id)) open.delete(print);
			told.push(...acts.map((act) => ({ minute, act })));
			return acts;
		},
	};
}
