import type { RuleChange } from '../../monitor/alerts/rules';
import type { DeletedTasks } from '../../monitor/reconcile/model';
import type { Language } from '../../texts/formats';

/** How services are watched, and who hears of what. */
export interface MonitorSettings {
	/** Minutes between two sweeps; false: only when somebody asks for one. */
	everyMinutes: number | false;
	/** What was done in so many days is compared in every sweep. */
	recentDays: number;
	/** Older effects that each sweep compares. */
	auditPerSweep: number;
	/** Tasks that somebody deleted: made again once, or shown to people. */
	deletedTasks: DeletedTasks;
	/** Of alerts in channels that are no hub's, and of mails. */
	language: Language;
	/** Hours, by each hub's clock, in which only what is urgent is told; false: none. */
	quiet: { from: string; to: string } | false;
	/** Who gets a mail when something is urgent; default: the agency's own address. */
	mails?: readonly string[] | undefined;
	/** Who gets one when nobody has acknowledged it; default: the same. */
	escalateTo?: readonly string[] | undefined;
	/** Hours between two trial leads; false: none is sent. */
	trialLeadHours: number | false;
	/** What differs from the shipped rules, by their names. */
	rules: Readonly<Record<string, RuleChange>>;
}

/** Sweeps every five minutes over three days and a hundred old effects; peace from eight to eight. */
export const defaultMonitor: MonitorSettings = {
	everyMinutes: 5,
	recentDays: 3,
	auditPerSweep: 100,
	deletedTasks: 'remake',
	language: 'en',
	quiet: { from: '20:00', to: '08:00' },
	trialLeadHours: false,
	rules: {},
};
