import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { ErrorReport, RetryableError } from '../../../../nodes/domain/errors';
import { isErrorReport } from '../../../../nodes/domain/errors';
import { brandSchema } from '../../../../nodes/domain/quality/brand';
import type { MeasuredFile } from '../../../../nodes/domain/quality/measured';
import { eventId } from '../../inbox/eventId';
import { recordEvents } from '../../ledger/inbox';
import type { Json } from '../../ledger/json';
import type { MediaCheck, MediaCheckResult } from '../../ledger/mediaChecks';
import {
	failMediaCheck,
	finishMediaCheck,
	giveBackMediaCheck,
	noteProgress,
	readMediaCheck,
	takeMediaCheck,
} from '../../ledger/mediaChecks';
import { keepMeasurement, readMeasurement } from '../../ledger/mediaMeasurements';
import type { Store } from '../../ledger/store';
import { checkedPayload, failedPayload } from '../../media/checks/checkEvent';
import { fetchToFile } from '../../media/checks/fetchToFile';
import { judgeFile, picturesFor } from '../../media/checks/judgeFile';
import type { Measurer } from '../../media/checks/measurer';
import type { MediaSource } from '../../media/checks/mediaSource';
import { inTemporaryFolder } from '../../media/checks/temporary';
import type { Metrics } from '../metrics/metrics';

/** What a check is done with. */
export interface CheckTools {
	store: Store;
	source: MediaSource;
	/** Found when the first check needs it: ffmpeg may be missing where nobody checks media. */
	measurer(): Promise<Measurer>;
	/** Folder that has room for the files. */
	folder: string;
	maxBytes: number;
	/** Link to the report for people without a key; null where nothing can be signed. */
	reportUrl(checkId: string): string | null;
	now(): Date;
	/** Tells the forwarder that there is an event. */
	wake(): void;
	metrics?: Pick<Metrics, 'mediaChecked'>;
	/** Receives one line for each check; nothing about people, no names of files. */
	say(line: object, text: string): void;
	onBug(error: unknown): void;
}

/** How often a check is begun before it is given up: what kills its process every time must end. */
export const MOST_TRIES = 6;

/** How often a check at work looks whether it is still wanted, in milliseconds. */
const LOOK_MS = 1_000;

/** What became of one try; `later` asks for another. */
export type TryResult = 'done' | 'failed' | 'later' | 'gone';

interface Held {
	id: string;
	token: string;
}

/**
 * Does one try at a check: fetches the file, measures it or finds it measured, judges it, and keeps the
 * result together with the event that tells of it. Whatever stops it, the check can be begun again.
 *
 * @param stopping aborted when this process has to let go of it
 */
export async function doCheck(
	tools: CheckTools,
	id: string,
	stopping: AbortSignal,
): Promise<TryResult> {
	const held = { id, token: randomUUID() };
	const check = await takeMediaCheck(tools.store, id, held.token);
	if (check === null) return 'gone';
	if (check.tries > MOST_TRIES) return await giveUp(tools, held, check);
	const lost = new AbortController();
	const signal = AbortSignal.any([stopping, lost.signal]);
	const progress = { step: 'fetching', progress: 0 };
	const look = setInterval(() => {
		noteProgress(tools.store, held, progress).then(
			(isOurs) => {
				if (!isOurs) lost.abort();
			},
			() => undefined, // a ledger that is away for a moment is no reason to begin anew
		);
	}, LOOK_MS);
	try {
		const began = performance.now();
		const { result, measured } = await work(tools, check, progress, signal);
		const isKept = await keep(tools, held, result, measured);
		if (!isKept) return 'gone';
		const { realTimeFactor, reused, measureSeconds, mediaSeconds } = result.figures;
		const { verdict } = result.report;
		tools.metrics?.mediaChecked(verdict, {
			checkSeconds: secondsSince(began),
			measureSeconds: reused ? null : measureSeconds,
			mediaSeconds,
		});
		tools.say(
			{ check: id, attempt: check.attempt, verdict, reused, realTimeFactor },
			'media check',
		);
		tools.wake();
		return 'done';
	} catch (error) {
		if (lost.signal.aborted) return 'gone';
		return await settleError(tools, held, check, error, stopping.aborted);
	} finally {
		clearInterval(look);
	}
}

async function work(
	{ store, source, measurer: findMeasurer, folder, maxBytes }: CheckTools,
	{ file, packs, brand }: MediaCheck,
	progress: { step: string; progress: number },
	signal: AbortSignal,
): Promise<{ result: MediaCheckResult; measured: MeasuredFile }> {
	const measurer = await findMeasurer();
	return await inTemporaryFolder(folder, async (own) => {
		// Its own name goes nowhere near a command line.
		const place = path.join(own, 'original');
		const fetchBegan = performance.now();
		const incoming = await source.open(file, signal);
		const { sha256, sizeBytes } = await fetchToFile(incoming, place, {
			maxBytes,
			signal,
			onBytes: (bytes) => {
				const { sizeBytes: all } = incoming;
				progress.progress = all === null || all === 0 ? 0 : (bytes / all) * 0.3;
			},
		});
		const fetchSeconds = secondsSince(fetchBegan);
		Object.assign(progress, { step: 'measuring', progress: 0.3 });
		const before = await readMeasurement(store, sha256, measurer.name);
		const measureBegan = performance.now();
		const measured =
			before ??
			(
				await measurer.measure(place, {
					signal,
					onProgress: (share) => {
						progress.progress = 0.3 + share * 0.6;
					},
				})
			).measured;
		const measureSeconds = before === null ? secondsSince(measureBegan) : 0;
		if (before === null) {
			const tookSeconds = measureSeconds;
			await keepMeasurement(store, { sha256, measurer: measurer.name, measured, tookSeconds });
		}
		const fileName = file.name === '' ? (incoming.name ?? file.fileId) : file.name;
		const yardsticks = { packs, brand: brandSchema.nullable().parse(brand), fileName };
		const report = await judgeFile(measurer, place, measured, yardsticks, signal);
		Object.assign(progress, { step: 'pictures', progress: 0.9 });
		const mediaSeconds = measured.container.durationSeconds;
		const pictures = await picturesFor(measurer, place, measured, report, signal);
		signal.throwIfAborted();
		const isTimed = before === null && mediaSeconds !== null && mediaSeconds > 0;
		const figures = {
			sizeBytes,
			fetchSeconds,
			measureSeconds,
			mediaSeconds,
			realTimeFactor: isTimed ? measureSeconds / mediaSeconds : null,
			reused: before !== null,
		};
		const { name: by } = measurer;
		const result = { fileName, sha256, measurer: by, report, pictures, figures };
		return { result, measured };
	});
}

/** The result and the event that tells of it: both or none. */
async function keep(
	{ store, now, reportUrl }: CheckTools,
	held: Held,
	result: MediaCheckResult,
	measured: MeasuredFile,
): Promise<boolean> {
	return await store.transaction(async (queries) => {
		if (!(await finishMediaCheck(queries, held, result))) return false;
		const check = await readMediaCheck(queries, held.id);
		if (check === null) return false;
		const payload = checkedPayload(check, measured, reportUrl(held.id));
		await recordEvents(queries, [eventOf(check, 'media.checked', payload, now())]);
		return true;
	});
}

async function settleError(
	tools: CheckTools,
	held: Held,
	check: MediaCheck,
	error: unknown,
	isStopping: boolean,
): Promise<TryResult> {
	if (isStopping) {
		await giveBackMediaCheck(tools.store, held, null, false);
		return 'later';
	}
	if (!isErrorReport(error)) tools.onBug(error);
	const report = reportOf(error);
	const mayHelp = !isErrorReport(error) || isRetryable(error);
	if (mayHelp && check.tries < MOST_TRIES) {
		await giveBackMediaCheck(tools.store, held, report, true);
		return 'later';
	}
	return await fail(tools, held, report);
}

async function giveUp(tools: CheckTools, held: Held, check: MediaCheck): Promise<TryResult> {
	return await fail(tools, held, {
		code: 'media/gave-up',
		what: 'The file was not checked.',
		why: `The check was begun ${MOST_TRIES} times and came to no end${check.error === null ? '' : `; the last time: ${check.error.why}`}.`,
		mend: 'Look into the log of the service for what stopped it, then let it be retried.',
	});
}

async function fail(tools: CheckTools, held: Held, error: ErrorReport): Promise<TryResult> {
	const isKept = await tools.store.transaction(async (queries) => {
		if (!(await failMediaCheck(queries, held, error))) return false;
		const check = await readMediaCheck(queries, held.id);
		if (check === null) return false;
		const payload = failedPayload(check);
		await recordEvents(queries, [eventOf(check, 'media.check-failed', payload, tools.now())]);
		return true;
	});
	if (!isKept) return 'gone';
	tools.metrics?.mediaChecked('failed', null);
	tools.say({ check: held.id, code: error.code }, 'media check failed');
	tools.wake();
	return 'failed';
}

function eventOf(check: MediaCheck, topic: string, payload: Json, now: Date) {
	return {
		id: eventId(now),
		source: 'agency',
		externalId: `${check.id}/${check.attempt}`,
		topic,
		subject: check.subject,
		test: check.test,
		payload,
	};
}

function isRetryable(error: ErrorReport): boolean {
	return (error as Partial<RetryableError>).name === 'RetryableError';
}

/** What goes wrong without a report of ours is the network's, or a bug's; its words stay in the log. */
function reportOf(error: unknown): ErrorReport {
	if (isErrorReport(error)) {
		const { code, what, why, mend } = error;
		return { code, what, why, mend };
	}
	return {
		code: 'media/broke-off',
		what: 'The check broke off.',
		why: 'Something failed that should not; the log of the service says what.',
		mend: 'It is begun again; if it keeps failing, send the log to whoever looks after the service.',
	};
}

function secondsSince(began: number): number {
	return Math.round(performance.now() - began) / 1_000;
}
