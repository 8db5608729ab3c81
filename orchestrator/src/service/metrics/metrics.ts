import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { MediaVerdict } from '../../../../nodes/domain/quality/finding';
import { verdicts } from '../../../../nodes/domain/quality/finding';
import type { ExecutionState } from '../../inbox/decide';
import { executionStates } from '../../inbox/decide';
import type { EffectState } from '../../ledger/effects';
import type { Queries } from '../../ledger/store';
import type { SweepReport } from '../monitor/report';
import { alertLevels } from '../../monitor/alerts/model';
import { differenceClasses } from '../../monitor/reconcile/model';
import type { Budget } from '../../monitor/watch/budgets';
import { budgets } from '../../monitor/watch/budgets';
import { effectKinds } from '../effects/kinds';
import type { PaceName } from '../pacing/paces';
import { publishedPaces } from '../pacing/paces';
import { openEffectStates, openInboxStates, readLedgerNumbers } from './ledgerNumbers';

/** How handing an event to n8n ended. */
export type ForwardResult = 'taken' | 'refused' | 'away';

/** Why the ledger did not do a statement: it did not answer, or it would not. */
export type LedgerFailure = 'away' | 'refused';

/** How a wait for a turn ended: it had one, or left without. */
export type WaitResult = 'had' | 'left';

/** The numbers of one process. No label holds anything but words of ours from a short list. */
export interface Metrics {
	/** Of the text that `render` gives. */
	contentType: string;
	/** All numbers in Prometheus' text form; those of the ledger are read now. */
	render(queries: Queries): Promise<string>;
	/** @param route pattern of the route, e.g. `/v1/effects/:key`; null where nobody answers */
	answered(method: string, route: string | null, status: number, seconds: number): void;
	forwarded(result: ForwardResult): void;
	lookedUp(state: ExecutionState): void;
	/** An effect was done, or left to wait, by this process. */
	carriedOut(kind: string, state: EffectState, seconds: number): void;
	/** A call waited for its turn at a vendor. */
	waited(pace: PaceName, result: WaitResult, seconds: number): void;
	ledgerFailed(why: LedgerFailure): void;
	/** A sweep of the monitor came to its end in this process. */
	swept(report: SweepReport, seconds: number): void;
	/** Messages or mails of a promise were counted by this process: in time, or late. */
	promised(name: Budget['name'], inTime: number, late: number): void;
	/** A trial lead came to its end in this process. */
	tried(result: TrialEnd): void;
	/** A check of a media file came to its end in this process. */
	mediaChecked(result: MediaCheckEnd, took: MediaTimes | null): void;
	/** An attempt at a delivery came to its end in this process, with the bytes that are stored then. */
	deliveryEnded(result: 'stored' | 'failed', bytes: number): void;
}

/** How long a check took, in seconds. */
export interface MediaTimes {
	/** The whole, fetching the file included. */
	checkSeconds: number;
	/** Measuring; null where the file had been measured before. */
	measureSeconds: number | null;
	/** Of the film; null for what has no length. */
	mediaSeconds: number | null;
}

/** How checks of media files end. */
export type MediaCheckEnd = MediaVerdict | 'failed';

/** In seconds: from an answer out of memory to a call that waited as long as it may. */
const HTTP_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120];

/** In seconds: vendors take a tenth of one at best. */
const EFFECT_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** In seconds: from a file that was measured before to a long film. */
const CHECK_BUCKETS = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600];

const mediaCheckEnds: MediaCheckEnd[] = [...verdicts, 'failed'];

/** How a trial lead ends. */
export type TrialEnd = 'through' | 'stopped';

const trialEnds: TrialEnd[] = ['through', 'stopped'];
const promiseResults = ['in_time', 'late'] as const;
const sweepResults = ['whole', 'partial'] as const;
const forwardResults: ForwardResult[] = ['taken', 'refused', 'away'];
const ledgerFailures: LedgerFailure[] = ['away', 'refused'];
const waitResults: WaitResult[] = ['had', 'left'];
const endsOfEffects: EffectState[] = ['done', 'failed', 'unknown', 'planned'];

/** Opens the numbers of a process; counters begin at 0 for everything they may count. */
export function openMetrics(): Metrics {
	const registry = new Registry();
	const registers = [registry];
	collectDefaultMetrics({ register: registry });
	const http = new Histogram({
		name: 'agency_http_request_duration_seconds',
		help: 'Time from a call to its answer, by route and status',
		labelNames: ['method', 'route', 'status'],
		buckets: HTTP_BUCKETS,
		registers,
	});
	const events = new Gauge({
		name: 'agency_inbox_events',
		help: 'Events of the inbox that have not ended, by state',
		labelNames: ['state'],
		registers,
	});
	const oldest = new Gauge({
		name: 'agency_inbox_oldest_unfinished_age_seconds',
		help: 'Age of the oldest event that has neither ended nor been given up; 0 without one',
		registers,
	});
	const forwards = new Counter({
		name: 'agency_inbox_forwards_total',
		help: 'Tries to hand an event to n8n, by what came of them',
		labelNames: ['result'],
		registers,
	});
	const lookUps = new Counter({
		name: 'agency_inbox_look_ups_total',
		help: 'Executions that n8n was asked for, by what it said',
		labelNames: ['state'],
		registers,
	});
	const effects = new Gauge({
		name: 'agency_effects',
		help: 'Effects that are not done, by state',
		labelNames: ['state'],
		registers,
	});
	const carriedOut = new Counter({
		name: 'agency_effects_carried_out_total',
		help: 'Effects this process worked on, by kind and by the state it left them in',
		labelNames: ['kind', 'state'],
		registers,
	});
	const durations = new Histogram({
		name: 'agency_effect_duration_seconds',
		help: 'Time an effect took in this process, its wait for a turn included, by kind',
		labelNames: ['kind'],
		buckets: EFFECT_BUCKETS,
		registers,
	});
	const waits = new Histogram({
		name: 'agency_effect_turn_wait_seconds',
		help: 'Time calls waited for their turn at a vendor, by its limit and by whether they had one',
		labelNames: ['pace', 'result'],
		buckets: EFFECT_BUCKETS,
		registers,
	});
	const failures = new Counter({
		name: 'agency_ledger_query_failures_total',
		help: 'Statements the ledger did not carry out: it was away, or refused them',
		labelNames: ['reason'],
		registers,
	});
	const mediaChecks = new Counter({
		name: 'agency_media_checks_total',
		help: 'Checks of media files that ended in this process, by verdict',
		labelNames: ['result'],
		registers,
	});
	const deliveries = new Counter({
		name: 'agency_deliveries_total',
		help: 'Attempts at deliveries that ended in this process, by whether all is stored',
		labelNames: ['result'],
		registers,
	});
	const deliveryBytes = new Counter({
		name: 'agency_delivery_bytes_total',
		help: 'Bytes of deliveries that were stored whole, over all their targets',
		registers,
	});
	const realTime = new Gauge({
		name: 'agency_media_real_time_factor',
		help: 'Seconds that measuring took for one of film, at the newest film measured by this process',
		registers,
	});
	const measuring = new Counter({
		name: 'agency_media_measuring_seconds_total',
		help: 'Seconds this process spent on measuring films; by those of the next, the real-time factor',
		registers,
	});
	const measuredFilm = new Counter({
		name: 'agency_media_measured_film_seconds_total',
		help: 'Seconds of film that this process measured; films measured before are left out',
		registers,
	});
	const mediaSeconds = new Histogram({
		name: 'agency_media_check_duration_seconds',
		help: 'Time a check took in this process, fetching the file included',
		buckets: CHECK_BUCKETS,
		registers,
	});
	const sweeps = new Counter({
		name: 'agency_monitor_sweeps_total',
		help: 'Sweeps of the monitor that ended in this process, by whether every service could be read',
		labelNames: ['result'],
		registers,
	});
	const sweepSeconds = new Gauge({
		name: 'agency_monitor_sweep_seconds',
		help: 'Time of the newest sweep of this process, its waits for turns included',
		registers,
	});
	const sweepCalls = new Counter({
		name: 'agency_monitor_calls_total',
		help: 'Calls that sweeps of this process made, by service',
		labelNames: ['service'],
		registers,
	});
	const repairs = new Counter({
		name: 'agency_monitor_repairs_total',
		help: 'Differences that sweeps of this process put right',
		registers,
	});
	const lastSweep = new Gauge({
		name: 'agency_monitor_last_sweep_timestamp_seconds',
		help: 'When the newest sweep of any process ended, in seconds since 1970; absent before the first',
		registers,
	});
	const promises = new Counter({
		name: 'agency_promises_total',
		help: 'What was promised within some time and is out, as sweeps of this process counted it: in time, or late',
		labelNames: ['promise', 'result'],
		registers,
	});
	const trials = new Counter({
		name: 'agency_trial_leads_total',
		help: 'Trial leads of which sweeps of this process saw the end, by whether all came of them',
		labelNames: ['result'],
		registers,
	});
	const alerts = new Gauge({
		name: 'agency_alerts',
		help: 'Alerts that fire, by level',
		labelNames: ['level'],
		registers,
	});
	const differences = new Gauge({
		name: 'agency_differences',
		help: 'Differences between the ledger and the services that nobody has settled, by class',
		labelNames: ['class'],
		registers,
	});
	const isUp = new Gauge({
		name: 'agency_ledger_up',
		help: 'Whether the ledger answered when these numbers were read; without it its own are absent',
		registers,
	});

	for (const result of sweepResults) sweeps.inc({ result }, 0);
	for (const { name } of budgets) {
		for (const result of promiseResults) promises.inc({ promise: name, result }, 0);
	}
	for (const result of trialEnds) trials.inc({ result }, 0);
	for (const result of forwardResults) forwards.inc({ result }, 0);
	for (const state of executionStates) lookUps.inc({ state }, 0);
	for (const reason of ledgerFailures) failures.inc({ reason }, 0);
	for (const result of mediaCheckEnds) mediaChecks.inc({ result }, 0);
	for (const pace of Object.keys(publishedPaces)) {
		for (const result of waitResults) waits.zero({ pace, result });
	}
	for (const kind of effectKinds.keys()) {
		for (const state of endsOfEffects) carriedOut.inc({ kind, state }, 0);
		durations.zero({ kind });
	}

	const readLedger = async (queries: Queries) => {
		try {
			const numbers = await readLedgerNumbers(queries);
			for (const state of openInboxStates) events.set({ state }, numbers.inbox[state]);
			for (const state of openEffectStates) effects.set({ state }, numbers.effects[state]);
			oldest.set(numbers.oldestUnfinishedSeconds);
			if (numbers.lastSweepSeconds === null) lastSweep.remove();
			else lastSweep.set(numbers.lastSweepSeconds);
			for (const level of alertLevels) alerts.set({ level }, numbers.alerts[level] ?? 0);
			for (const name of differenceClasses) {
				differences.set({ class: name }, numbers.differences[name] ?? 0);
			}
			isUp.set(1);
		} catch {
			// Told by the number itself, and counted where the ledger is asked. Old numbers would lie.
			events.reset();
			effects.reset();
			oldest.remove();
			lastSweep.remove();
			alerts.reset();
			differences.reset();
			isUp.set(0);
		}
	};

	return {
		contentType: registry.contentType,
		render: async (queries) => {
			await readLedger(queries);
			return await registry.metrics();
		},
		answered: (method, route, status, seconds) =>
			http.observe(
				route === null ? { method: 'other', route: 'none', status } : { method, route, status },
				seconds,
			),
		forwarded: (result) => forwards.inc({ result }),
		lookedUp: (state) => lookUps.inc({ state }),
		carriedOut: (kind, state, seconds) => {
			if (!effectKinds.has(kind)) return;
			carriedOut.inc({ kind, state });
			durations.observe({ kind }, seconds);
		},
		waited: (pace, result, seconds) => waits.observe({ pace, result }, seconds),
		ledgerFailed: (reason) => failures.inc({ reason }),
		swept: ({ calls, repaired, problems }, seconds) => {
			sweeps.inc({ result: problems.length === 0 ? 'whole' : 'partial' });
			sweepSeconds.set(seconds);
			repairs.inc(repaired.length);
			for (const [service, count] of Object.entries(calls)) sweepCalls.inc({ service }, count);
		},
		promised: (promise, inTime, late) => {
			promises.inc({ promise, result: 'in_time' }, inTime);
			promises.inc({ promise, result: 'late' }, late);
		},
		tried: (result) => trials.inc({ result }),
		deliveryEnded: (result, bytes) => {
			deliveries.inc({ result });
			if (result === 'stored') deliveryBytes.inc(bytes);
		},
		mediaChecked: (result, took) => {
			mediaChecks.inc({ result });
			if (took === null) return;
			mediaSeconds.observe(took.checkSeconds);
			if (took.measureSeconds === null || took.mediaSeconds === null) return;
			measuring.inc(took.measureSeconds);
			measuredFilm.inc(took.mediaSeconds);
			if (took.mediaSeconds > 0) realTime.set(took.measureSeconds / took.mediaSeconds);
		},
	};
}
