import { Readable } from 'node:stream';
import type { DeliverySource } from '../../../orchestrator/src/ledger/deliveryFiles';
import type { DeliverySources, OpenedSource } from '../../../orchestrator/src/delivery/openSource';
import { deliverySources } from '../../../orchestrator/src/delivery/openSource';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { sandboxStorage } from '../../../orchestrator/src/sandbox/accounts';
import type { DeliveryTools } from '../../../orchestrator/src/service/deliveries/deliveryJob';
import { defaultStorage } from '../../../orchestrator/src/service/settings';
import type { Storage } from '../../../orchestrator/src/storage/openStorage';
import { openStorage } from '../../../orchestrator/src/storage/openStorage';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import type { TestStorage } from '../storage/aStorage';
import { aStorage } from '../storage/aStorage';
import { filmBytes, noon } from './aDelivery';

/** Films at a source that does what a test wants. */
export interface FakeSources extends DeliverySources {
	/** Ids of files that were opened, in order. */
	opened: string[];
	/** Changes what is given for films from now on. */
	giving(how: (fileId: string, signal: AbortSignal) => Promise<OpenedSource> | OpenedSource): void;
}

/** Bytes as they come, in pieces of 70. */
export function streamOf(bytes: Buffer): Readable {
	const count = Math.ceil(bytes.length / 70);
	const pieces = Array.from({ length: count }, (_none, at) =>
		bytes.subarray(at * 70, (at + 1) * 70),
	);
	return Readable.from(pieces, { objectMode: false });
}

/** What a film of so many bytes is opened as. */
export const film = (fileId: string, size = 40): OpenedSource => ({
	stream: streamOf(filmBytes(fileId, size)),
	bytes: size,
});

/** Sources whose films are as `filmBytes` makes them. */
export function someSources(): FakeSources {
	const usual = (fileId: string) => film(fileId);
	let how: (fileId: string, signal: AbortSignal) => Promise<OpenedSource> | OpenedSource = usual;
	const opened: string[] = [];
	const texts = deliverySources({
		openOriginal: async () => await Promise.reject(new Error('none')),
	});
	return {
		opened,
		giving: (next) => {
			how = next;
		},
		open: async (source: DeliverySource, signal) => {
			if (source.kind === 'text') return await texts.open(source, signal);
			opened.push(source.fileId);
			return await how(source.fileId, signal);
		},
	};
}

/** What deliveries are stored with in a test: a ledger, a storage that speaks S3, fake films. */
export interface TestDeliveries {
	store: Store;
	s3: TestStorage;
	storage: Storage;
	sources: FakeSources;
	tools: DeliveryTools;
	bugs: unknown[];
	said: object[];
	/** Keys of what is stored, in order. */
	keys(): string[];
	/** Forgets everything but films with their gates. */
	clear(): Promise<void>;
	close(): Promise<void>;
}

/**
 * Opens it, with parts of 100 bytes.
 *
 * @param given a ledger that somebody else closes; default: one of its own
 */
export async function someDeliveries(given: Store | null = null): Promise<TestDeliveries> {
	const store = given ?? (await openLedger(await emptyLedgerPlace()));
	const s3 = await aStorage();
	const storage = openStorage(
		{
			...defaultStorage,
			endpoint: s3.url,
			region: sandboxStorage.region,
			pathStyle: true,
			delivery: { bucket: 'agency-delivery', prefix: '' },
			archive: { bucket: 'agency-archive', prefix: 'vault' },
			partMegabytes: 0.000_1,
		},
		{ ...sandboxStorage.keys },
		// What the SDK would try again by itself comes to us at once.
		{ tries: 1 },
	);
	const sources = someSources();
	const bugs: unknown[] = [];
	const said: object[] = [];
	return {
		store,
		s3,
		storage,
		sources,
		bugs,
		said,
		tools: {
			store,
			sources,
			targets: storage.targets,
			now: () => noon,
			moment: () => noon,
			wake: () => undefined,
			say: (line) => void said.push(line),
			onBug: (error) => void bugs.push(error),
		},
		keys: () => s3.store.state.objects.map(({ bucket, key }) => `${bucket}: ${key}`).sort(),
		clear: async () => {
			await store.run(
				'DELETE FROM inbox_events; DELETE FROM inbox; DELETE FROM delivery_files; DELETE FROM deliveries',
			);
			s3.reset();
			for (const list of [sources.opened, bugs, said]) list.length = 0;
			sources.giving((fileId) => film(fileId));
		},
		close: async () => {
			storage.close();
			await s3.stop();
			if (given === null) await store.close();
		},
	};
}
