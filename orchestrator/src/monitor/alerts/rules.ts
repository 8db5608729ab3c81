import type { AlertLevel, AlertRule } from './model';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What every rule has unless it says otherwise: in ops' channel, at once, over at once. */
const usual = {
	clearBelow: 1,
	fireAt: 1,
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
} satisfies Partial<AlertRule>;

/** By level, unless a rule says otherwise. */
const usualOf: Record<AlertLevel, Partial<AlertRule>> = {
	urgent: { escalateAfterMs: 15 * MINUTE, mails: true },
	attention: { escalateAfterMs: 8 * HOUR, mostEscalations: 1 },
	opportunity: {},
	info: { tellsEnd: false },
};

const rule = (
	name: string,
	level: AlertLevel,
	more: Partial<Omit<AlertRule, 'name' | 'level'>> = {},
): AlertRule => ({ ...usual, ...usualOf[level], ...more, name, level });

/**
 * The rules that ship. Delivery in two hours, utilisation at 85%, a lead of 95 and news are the agency's
 * plan; the bounds of error budgets are the multi-window burn rates of Google's SRE workbook (14.4 over
 * an hour, 6 over six); all others are ours.
 */
export const defaultRules: readonly AlertRule[] = [
	rule('delivery-due', 'urgent', { apartBy: ['project'], channel: 'hub' }),
	rule('n8n-away', 'urgent', { fireForMs: 2 * MINUTE }),
	rule('budget-fast', 'urgent', {
		apartBy: ['budget'],
		fireAt: 14.4,
		clearBelow: 6,
		clearForMs: 5 * MINUTE,
		silencedBy: ['n8n-away'],
	}),
	rule('trial-lead', 'urgent', { silencedBy: ['n8n-away', 'budget-fast'] }),
	rule('utilisation', 'attention', {
		apartBy: ['hub'],
		fireAt: 0.85,
		clearBelow: 0.8,
		clearForMs: HOUR,
		worseBy: 1.15,
		channel: 'hub',
		escalateAfterMs: null,
	}),
	rule('budget-slow', 'attention', {
		apartBy: ['budget'],
		fireAt: 6,
		clearBelow: 3,
		clearForMs: 30 * MINUTE,
		silencedBy: ['n8n-away', 'budget-fast'],
	}),
	rule('flows-failed', 'attention', { silencedBy: ['n8n-away'] }),
	rule('execution-hangs', 'attention', {
		apartBy: ['topic'],
		fireAt: 3_600,
		clearBelow: 3_600,
		silencedBy: ['n8n-away'],
	}),
	rule('events-dead', 'attention'),
	rule('events-stuck', 'attention', {
		fireAt: 900,
		clearBelow: 300,
		fireForMs: MINUTE,
		silencedBy: ['n8n-away'],
	}),
	rule('queue-deep', 'attention', {
		fireAt: 200,
		clearBelow: 50,
		fireForMs: 5 * MINUTE,
		silencedBy: ['n8n-away'],
	}),
	rule('jobs-late', 'attention', {
		apartBy: ['queue'],
		fireAt: 1_800,
		clearBelow: 300,
	}),
	rule('effects-unknown', 'attention'),
	rule('effects-refused', 'attention'),
	rule('workflow-silent', 'attention', { apartBy: ['topic'], silencedBy: ['n8n-away'] }),
	rule('schedule-silent', 'attention', { apartBy: ['topic'], silencedBy: ['n8n-away'] }),
	rule('workflow-slow', 'attention', {
		apartBy: ['topic'],
		fireAt: 2,
		clearBelow: 1.5,
		fireForMs: 10 * MINUTE,
		silencedBy: ['n8n-away'],
	}),
	rule('clock', 'attention', { fireAt: 60, clearBelow: 30 }),
	rule('service-unreadable', 'attention', {
		apartBy: ['service'],
		fireAt: 3,
		clearBelow: 1,
	}),
	rule('difference', 'attention', { apartBy: ['finding'], escalateAfterMs: null }),
	rule('lead-hot', 'opportunity', {
		apartBy: ['lead'],
		fireAt: 95,
		clearBelow: 95,
		channel: 'sales-hot',
	}),
	rule('repaired', 'info'),
	rule('workflows-changed', 'info'),
];

/** What a configuration may change of a rule. */
export interface RuleChange {
	/** False: the rule is not looked at. */
	on?: boolean | undefined;
	level?: AlertLevel | undefined;
	fireAt?: number | undefined;
	clearBelow?: number | undefined;
	fireForMinutes?: number | undefined;
	clearForMinutes?: number | undefined;
	/** Null: nobody else hears of it. */
	escalateAfterMinutes?: number | null | undefined;
	channel?: string | undefined;
	mails?: boolean | undefined;
}

/** The shipped rules as the configuration changes them. */
export function rulesBy(changes: Readonly<Record<string, RuleChange>>): AlertRule[] {
	return defaultRules.flatMap((shipped): AlertRule[] => {
		const change = changes[shipped.name] ?? {};
		if (change.on === false) return [];
		const { level = shipped.level, fireAt = shipped.fireAt, channel, mails } = change;
		const minutes = (value: number | undefined, otherwise: number) =>
			value === undefined ? otherwise : value * MINUTE;
		const escalateAfter = change.escalateAfterMinutes;
		return [
			{
				...shipped,
				...(level === shipped.level ? {} : usualOf[level]),
				level,
				fireAt,
				clearBelow: Math.min(change.clearBelow ?? shipped.clearBelow, fireAt),
				fireForMs: minutes(change.fireForMinutes, shipped.fireForMs),
				clearForMs: minutes(change.clearForMinutes, shipped.clearForMs),
				...(escalateAfter === undefined
					? {}
					: { escalateAfterMs: escalateAfter === null ? null : escalateAfter * MINUTE }),
				...(channel === undefined ? {} : { channel }),
				...(mails === undefined ? {} : { mails }),
			},
		];
	});
}
