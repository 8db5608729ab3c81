import { S3Client } from '@aws-sdk/client-s3';
import { sandboxStorage } from '../../../orchestrator/src/sandbox/accounts';
import { FaultBook } from '../../../orchestrator/src/sandbox/faults';
import { vaultInMemory } from '../../../orchestrator/src/sandbox/frameio/vault';
import { Journal } from '../../../orchestrator/src/sandbox/journal';
import { startStorage } from '../../../orchestrator/src/sandbox/s3/server';
import { S3Store } from '../../../orchestrator/src/sandbox/s3/store';
import type { FaultRule } from '../../../orchestrator/src/sandbox/types';

/** The stand-in for S3 on a port of its own. */
export interface TestStorage {
	url: string;
	store: S3Store;
	journal: Journal;
	/** Lets the next calls that match go wrong. */
	fault(rule: Omit<FaultRule, 'host' | 'times'> & { times?: number }): void;
	/** Moves the clock of the storage, in milliseconds. */
	laterBy(ms: number): void;
	/** Calls so far, as `PUT /bucket/key`, queries without what SDKs add. */
	calls(): string[];
	/** A client with the right keys, or with what a test wants. */
	client(changes?: ConstructorParameters<typeof S3Client>[0]): S3Client;
	/** Back to empty buckets, no faults and no calls. */
	reset(): void;
	stop(): Promise<void>;
}

/** Starts it; parts may be as small as one byte unless a test wants S3's bound. */
export async function aStorage(leastPartBytes = 1): Promise<TestStorage> {
	const store = new S3Store(vaultInMemory(), Object.values(sandboxStorage.buckets));
	const [faults, journal] = [new FaultBook(), new Journal(1_000)];
	let shiftMs = 0;
	const server = await startStorage({
		port: 0,
		store,
		faults,
		journal,
		now: () => new Date(Date.now() + shiftMs),
		onChange: () => undefined,
		leastPartBytes,
	});
	const clients: S3Client[] = [];
	return {
		url: server.url,
		store,
		journal,
		fault: (rule) => faults.order({ host: 's3', times: 1, ...rule }),
		laterBy: (ms) => {
			shiftMs = ms;
		},
		calls: () =>
			journal.list().map(({ method, path }) => {
				const [place = '', search = ''] = path.split('?');
				const query = new URLSearchParams(search);
				query.delete('x-id');
				return `${method} ${place}${query.size > 0 ? `?${[...query.keys()].sort().join('&')}` : ''}`;
			}),
		client: (changes = {}) => {
			const client = new S3Client({
				endpoint: server.url,
				region: sandboxStorage.region,
				credentials: { ...sandboxStorage.keys },
				forcePathStyle: true,
				maxAttempts: 1,
				...changes,
			});
			clients.push(client);
			return client;
		},
		reset: () => {
			store.reset();
			faults.clear();
			journal.clear();
			shiftMs = 0;
		},
		stop: async () => {
			for (const client of clients) client.destroy();
			await server.stop();
		},
	};
}
