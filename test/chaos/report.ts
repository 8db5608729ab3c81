import type { Verdict } from './judge';
import { mostUnknown } from './judge';
import type { Movement } from './movement';
import { percentile } from './movement';
import type { Sent } from './sender';

/** Everything that is printed about a run. */
export interface RunReport {
	startedAt: number;
	title: string;
	sent: Sent;
	movements: readonly Movement[];
	/** How long each acknowledged lead took to its last effect, milliseconds. */
	timesTaken: readonly number[];
	faults: { ordered: number; met: number };
	/** Milliseconds from the last recovery until nothing was unfinished; null when that did not come. */
	settledMs: number | null;
	/** What did not come back by itself, did not settle, or was given up. */
	findings: readonly string[];
	verdict: Verdict;
}

/** Most names printed of one list; the rest is counted. */
const MOST_NAMES = 100;

/** The report of a run; its last line is for machines too. */
export function tellRun(report: RunReport): string {
	const { title, sent, faults, timesTaken, settledMs, findings, verdict } = report;
	const { calls, refused, untrue, unanswered } = sent;
	return [
		title,
		'',
		...tellBlows(report),
		'',
		`Faults of the vendors and the mail server: ${faults.ordered} ordered, ${faults.met} met a call.`,
		`Calls of the senders: ${calls}, of which ${refused} were refused and ${unanswered} got no answer; all were sent again until they were taken.`,
		...(untrue === 0
			? []
			: [
					`${untrue} of them n8n answered with 200 while it was starting and had taken nothing; senders to its webhooks have to wait for 202.`,
				]),
		`From the word that a lead is kept to its last effect: ${tellSpread(timesTaken)}.`,
		`Settled ${settledMs === null ? 'never' : `${inSeconds(settledMs)} after the last recovery`}.`,
		`Effects that the acknowledged leads must have: ${verdict.wanted}; at most ${mostUnknown(verdict)} of them may be unknown, mails only.`,
		...named('Findings', findings),
		...named('Lost', verdict.lost),
		...named('Doubled', verdict.doubled),
		...named('Falsely unknown', verdict.falselyUnknown),
		...named('Unknown, each for a person to look at', verdict.unknown),
		'',
		lastLine(verdict),
	].join('\n');
}

/** `acknowledged A, lost L, doubled D, unknown U`; leads first, then effects. */
export function lastLine(verdict: Verdict): string {
	const { acknowledged, lost, doubled, unknown, falselyUnknown } = verdict;
	const unknowns = unknown.length + falselyUnknown.length;
	return `acknowledged ${acknowledged}, lost ${lost.length}, doubled ${doubled.length}, unknown ${unknowns}`;
}

function tellBlows({ movements, startedAt }: RunReport): string[] {
	const width = Math.max(...movements.map(({ blow }) => blow.words.length), 4);
	const lines = movements.map(({ blow, stoodMs, recoveredMs }) => {
		const when = inSeconds(blow.at - startedAt).padStart(9);
		const lifted = inSeconds(blow.liftedAt - blow.at);
		const ready = inSeconds(blow.readyAt - blow.at);
		const moved =
			stoodMs === null || recoveredMs === null
				? 'and no new lead came after it'
				: `moved again after ${inSeconds(stoodMs)}, ${inSeconds(recoveredMs)} of it recovery`;
		return `${when}  ${blow.words.padEnd(width)}  lifted after ${lifted}, ready after ${ready}, ${moved}`;
	});
	const recoveries = movements.flatMap(({ recoveredMs }) => recoveredMs ?? []);
	const sinceReady = movements.flatMap(({ sinceReadyMs }) => sinceReadyMs ?? []);
	return [
		...lines,
		'',
		`Blows: ${movements.length}. Time to recover, from the lifting of a blow to the next new lead: ${tellSpread(recoveries)}; once the part was ready again: ${tellSpread(sinceReady)}.`,
	];
}

function tellSpread(figures: readonly number[]): string {
	const shares: Array<[string, number]> = [
		['p50', 0.5],
		['p99', 0.99],
		['longest', 1],
	];
	if (figures.length === 0) return 'none';
	return shares
		.map(([name, share]) => `${name} ${inSeconds(percentile(figures, share) ?? 0)}`)
		.join(', ');
}

function named(title: string, names: readonly string[]): string[] {
	if (names.length === 0) return [];
	const more = names.length - MOST_NAMES;
	return [
		`${title} (${names.length}):`,
		...names.slice(0, MOST_NAMES).map((name) => `  - ${name}`),
		...(more > 0 ? [`  and ${more} more`] : []),
	];
}

const inSeconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
