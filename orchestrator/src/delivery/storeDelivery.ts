import type { WholeDelivery } from '../ledger/deliveries';
import type { DeliveryFile, HeldDelivery } from '../ledger/deliveryFiles';
import { beginFile, failFile, finishFile } from '../ledger/deliveryFiles';
import type { Moment } from '../ledger/moment';
import type { Queries } from '../ledger/store';
import { readableFailure } from '../media/checks/frameioSource';
import type { TargetName } from '../storage/openStorage';
import type { StorageTarget, StoredFile } from '../storage/target';
import { noTarget, problemOf } from './problems';
import type { DeliverySources } from './openSource';
import { planSchema } from './requestSchema';

/** What storing a delivery is done with. */
export interface StoreTools {
	store: Queries;
	sources: DeliverySources;
	targets: Partial<Record<TargetName, StorageTarget>>;
	moment(): Moment;
}

/** How storing goes on. */
export interface StoreProgress {
	/** Ends it; what is stored stays, what is on its way is taken back. */
	signal: AbortSignal;
	/** 0 to 1, by bytes. */
	onShare(share: number): void;
	/** Hears of what failed without an error of ours. */
	onBug(error: unknown): void;
}

/** Files of one delivery on their way at a time: each holds a few parts in memory. */
const AT_ONCE = 2;

/** The delivery is somebody else's by now, or nobody's. */
export class NoLongerOurs extends Error {
	readonly name = 'NoLongerOurs';

	constructor() {
		super('the delivery is no longer ours');
	}
}

/**
 * Stores every file of a delivery that is not there yet, from its source straight to its target. The
 * first file that fails ends the others; what is stored then is not sent again.
 *
 * @throws what the first file failed with, NoLongerOurs, or the signal's reason
 */
export async function storeFiles(
	tools: StoreTools,
	held: HeldDelivery,
	{ files, plan }: Pick<WholeDelivery, 'files' | 'plan'>,
	{ signal, onShare, onBug }: StoreProgress,
): Promise<void> {
	const failed = new AbortController();
	const every = AbortSignal.any([signal, failed.signal]);
	const share = shareOf(files, onShare);
	const wishes = planSchema.safeParse(plan).data?.targets ?? [];
	const waiting = files.filter(({ state }) => state !== 'stored');
	let first: { error: unknown } | null = null;
	const work = async () => {
		for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
			every.throwIfAborted();
			const target = file.target;
			await storeFile(tools, held, file, {
				signal: every,
				onBytes: share(file),
				onBug,
				wish: wishes.find(({ name }) => name === target) ?? {},
			});
		}
	};
	await Promise.all(
		Array.from({ length: AT_ONCE }, async () => {
			await work().catch((error: unknown) => {
				first ??= { error };
				failed.abort(error);
			});
		}),
	);
	if (first !== null) throw (first as { error: unknown }).error;
}

interface FileProgress {
	signal: AbortSignal;
	onBytes(bytes: number): void;
	onBug(error: unknown): void;
	/** What the plan wants of the target. */
	wish: { storageClass?: string | null | undefined; retentionDays?: number | null | undefined };
}

async function storeFile(
	tools: StoreTools,
	held: HeldDelivery,
	file: DeliveryFile,
	progress: FileProgress,
): Promise<void> {
	const { store, moment } = tools;
	const { signal, onBug } = progress;
	const { target, name } = file;
	if (!(await beginFile(store, held, file))) throw new NoLongerOurs();
	try {
		const to = tools.targets[target as TargetName];
		if (to === undefined) throw noTarget(target);
		const { bytes, checksum } = await put(tools, to, file, progress);
		progress.onBytes(bytes);
		const isOurs = await finishFile(store, held, { target, name, bytes, checksum }, moment());
		if (!isOurs) throw new NoLongerOurs();
	} catch (error) {
		if (error instanceof NoLongerOurs) throw error;
		signal.throwIfAborted();
		const told = readableFailure(error);
		const isOurs = await failFile(store, held, file, problemOf(told, name, onBug));
		if (!isOurs) throw new NoLongerOurs();
		throw new FileFailed(name, told);
	}
}

/** A file that failed, with its name; the cause says why. */
export class FileFailed extends Error {
	readonly name = 'FileFailed';

	constructor(
		readonly file: string,
		readonly cause: unknown,
	) {
		super(`the file ${file} was not stored`);
	}
}

async function put(
	{ sources }: StoreTools,
	to: StorageTarget,
	file: DeliveryFile,
	{ signal, onBytes, wish }: FileProgress,
): Promise<StoredFile> {
	const { storageKey, sha256, bytes, mediaType, name, source } = file;
	// A try before may have ended after it was there and before that was written down.
	const there = await to.find(storageKey, sha256, signal);
	if (there !== null && (bytes === null || there.bytes === bytes)) return there;
	const opened = await sources.open(source, signal);
	return await to.put(
		{
			stream: opened.stream,
			bytes: opened.bytes,
			sha256,
			mediaType,
			name,
			storageClass: wish.storageClass ?? undefined,
			retentionDays: wish.retentionDays ?? undefined,
		},
		storageKey,
		{ signal, onBytes },
	);
}

/** Adds up the bytes of all files; one of unknown length counts as nothing until it is there. */
function shareOf(files: readonly DeliveryFile[], onShare: (share: number) => void) {
	const sent = new Map(
		files.map((file) => [file, file.state === 'stored' ? (file.bytes ?? 0) : 0]),
	);
	const all = files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
	return (file: DeliveryFile) => (bytes: number) => {
		sent.set(file, bytes);
		const sum = [...sent.values()].reduce((total, each) => total + each, 0);
		onShare(all === 0 ? 0 : Math.min(1, sum / all));
	};
}
