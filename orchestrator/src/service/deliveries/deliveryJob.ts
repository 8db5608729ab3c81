import { randomUUID } from 'node:crypto';
import type { RetryableError } from '../../../../nodes/domain/errors';
import { isErrorReport } from '../../../../nodes/domain/errors';
import type { DeliveryTopic } from '../../delivery/deliveryEvent';
import { deliveryEvent } from '../../delivery/deliveryEvent';
import { gaveUp, noTarget, problemOf } from '../../delivery/problems';
import type { StoreTools } from '../../delivery/storeDelivery';
import { FileFailed, NoLongerOurs, storeFiles } from '../../delivery/storeDelivery';
import type { Delivery, DeliveryProblem } from '../../ledger/deliveries';
import { readDelivery } from '../../ledger/deliveries';
import type { HeldDelivery } from '../../ledger/deliveryFiles';
import { filesToRemove, markRemoved } from '../../ledger/deliveryFiles';
import {
	failDelivery,
	finishDelivery,
	giveBackDelivery,
	noteDeliveryProgress,
	takeDelivery,
} from '../../ledger/deliveryWork';
import { recordEvents } from '../../ledger/inbox';
import type { Queries, Store } from '../../ledger/store';
import type { Metrics } from '../metrics/metrics';
import type { TargetName } from '../../storage/openStorage';

/** What deliveries are stored with. */
export interface DeliveryTools extends Omit<StoreTools, 'store'> {
	store: Store;
	now(): Date;
	/** Tells the forwarder that there is an event. */
	wake(): void;
	metrics?: Pick<Metrics, 'deliveryEnded'>;
	/** Receives one line for each try; nothing about people, no names of files. */
	say(line: object, text: string): void;
	onBug(error: unknown): void;
}

/** How often a delivery is begun before it is given up: what kills its process every time must end. */
export const MOST_TRIES = 8;

/** How often a delivery at work is noted, and looked whether it is still wanted, in milliseconds. */
const LOOK_MS = 1_000;

/** What became of one try; `later` asks for another. */
export type TryResult = 'stored' | 'failed' | 'removed' | 'later' | 'gone';

/**
 * Does one try at a delivery: stores the files that are not there yet, and tells of the end once. A
 * withdrawn one is taken out of storage. Whatever stops it, it can be gone on with.
 *
 * @param stopping aborted when this process has to let go of it
 */
export async function doDelivery(
	tools: DeliveryTools,
	id: string,
	stopping: AbortSignal,
): Promise<TryResult> {
	const held = { id, token: randomUUID() };
	const taken = await takeDelivery(tools.store, held, tools.moment());
	if (taken === null) return await removeWithdrawn(tools, id);
	if (taken.tries > MOST_TRIES) return await end(tools, held, gaveUp(MOST_TRIES, taken.problem));
	const lost = new AbortController();
	const signal = AbortSignal.any([stopping, lost.signal]);
	const at = { share: taken.progress };
	const look = setInterval(() => {
		noteDeliveryProgress(tools.store, held, at.share, tools.moment()).then(
			(isOurs) => {
				if (!isOurs) lost.abort(new NoLongerOurs());
			},
			() => undefined, // a ledger that is away for a moment is no reason to begin anew
		);
	}, LOOK_MS);
	try {
		const whole = await readDelivery(tools.store, id);
		if (whole === null) return 'gone';
		await storeFiles(tools, held, whole, {
			signal,
			onShare: (share) => {
				at.share = share;
			},
			onBug: tools.onBug,
		});
		return await end(tools, held, null);
	} catch (error) {
		if (error instanceof NoLongerOurs || lost.signal.aborted) return await letGo(tools, id);
		return await settle(tools, held, taken, error, stopping.aborted);
	} finally {
		clearInterval(look);
	}
}

/** Whoever takes it over goes on with it; what was withdrawn meanwhile must not stay where this put it. */
async function letGo(tools: DeliveryTools, id: string): Promise<TryResult> {
	const result = await removeWithdrawn(tools, id, true);
	return result === 'removed' ? 'gone' : result;
}

/** Takes the files of a withdrawn delivery out of storage; of any other one nothing is left to do. */
async function removeWithdrawn(
	{ store, targets, say, onBug }: DeliveryTools,
	id: string,
	isAll = false,
): Promise<TryResult> {
	const delivery = await readDelivery(store, id);
	if (delivery?.state !== 'withdrawn') return 'gone';
	const known = isAll
		? delivery.files.filter(({ target }) => target !== 'archive')
		: await filesToRemove(store, id);
	try {
		for (const file of known) {
			const target = targets[file.target as TargetName];
			if (target === undefined) throw noTarget(file.target);
			await target.remove(file.storageKey);
			await markRemoved(store, id, file);
		}
	} catch (error) {
		if (!isErrorReport(error)) onBug(error);
		return 'later';
	}
	if (known.length > 0) say({ delivery: id, files: known.length }, 'delivery taken out of storage');
	return known.length > 0 ? 'removed' : 'gone';
}

async function settle(
	tools: DeliveryTools,
	held: HeldDelivery,
	{ tries }: Delivery,
	error: unknown,
	isStopping: boolean,
): Promise<TryResult> {
	if (isStopping) {
		await giveBackDelivery(tools.store, held, null, false, tools.moment());
		return 'later';
	}
	const cause = error instanceof FileFailed ? error.cause : error;
	const file = error instanceof FileFailed ? error.file : null;
	// What has no report of ours was told when its file failed.
	const problem = problemOf(
		cause,
		file,
		error instanceof FileFailed ? () => undefined : tools.onBug,
	);
	const mayHelp =
		!isErrorReport(cause) || (cause as Partial<RetryableError>).name === 'RetryableError';
	if (mayHelp && tries < MOST_TRIES) {
		await giveBackDelivery(tools.store, held, problem, true, tools.moment());
		tools.say({ delivery: held.id, tries, code: problem.code }, 'delivery broke off');
		return 'later';
	}
	return await end(tools, held, problem);
}

/** Keeps the end of an attempt and the event that tells of it: both or none. */
async function end(
	{ store, now, moment, wake, metrics, say }: DeliveryTools,
	held: HeldDelivery,
	problem: DeliveryProblem | null,
): Promise<TryResult> {
	const topic: DeliveryTopic = problem === null ? 'delivery.stored' : 'delivery.failed';
	const keep = async (queries: Queries) =>
		problem === null
			? await finishDelivery(queries, held, moment())
			: await failDelivery(queries, held, problem, moment());
	const delivery = await store.transaction(async (queries) => {
		if (!(await keep(queries))) return null;
		const found = await readDelivery(queries, held.id);
		if (found !== null) await recordEvents(queries, [deliveryEvent(topic, found, now())], moment());
		return found;
	});
	if (delivery === null) return 'gone';
	const { id, attempt, files } = delivery;
	const bytes = files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
	say({ delivery: id, attempt, files: files.length, bytes, code: problem?.code ?? null }, topic);
	metrics?.deliveryEnded(problem === null ? 'stored' : 'failed', bytes);
	wake();
	return problem === null ? 'stored' : 'failed';
}
