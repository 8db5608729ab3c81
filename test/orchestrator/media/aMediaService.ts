import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { MeasuredFile } from '../../../nodes/domain/quality/measured';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Incoming } from '../../../orchestrator/src/media/checks/fetchToFile';
import type { MediaSource } from '../../../orchestrator/src/media/checks/mediaSource';
import type { Measurer, MeasureOptions } from '../../../orchestrator/src/media/checks/measurer';
import type { CheckTools } from '../../../orchestrator/src/service/media/checkJob';
import { aMeasuredFile } from '../../support/aMeasuredFile';
import { emptyLedgerPlace } from '../../support/ledgerPlace';

/** A measurer that says what a test wants, and counts. */
export interface FakeMeasurer extends Measurer {
	/** Files that were measured. */
	measured: string[];
	pictured: number[][];
	/** Changes what it does from now on. */
	measuring(how: (options: MeasureOptions) => Promise<MeasuredFile> | MeasuredFile): void;
}

/** A measurer that finds the usual film. */
export function aMeasurer(name = 'test/1'): FakeMeasurer {
	let how: (options: MeasureOptions) => Promise<MeasuredFile> | MeasuredFile = () =>
		aMeasuredFile();
	const measured: string[] = [];
	const pictured: number[][] = [];
	return {
		name,
		measured,
		pictured,
		measuring: (next) => {
			how = next;
		},
		measure: async (file, options) => {
			measured.push(file);
			return { sha256: someSha256, measured: await how(options) };
		},
		brand: async () => ({ palette: null, endCard: null, overlay: null }),
		pictures: async (_file, _measured, times) => {
			pictured.push([...times]);
			return times.map((at) => ({ at, jpeg: '/9j/4AAQ' }));
		},
	};
}

/** A source that gives the same bytes for every file, unless a test says otherwise. */
export interface FakeSource extends MediaSource {
	opened: string[];
	giving(how: (fileId: string) => Promise<Incoming> | Incoming): void;
}

/** The bytes that the fake source gives, and their hash. */
export const someBytes = Buffer.from('a film of twenty seconds');
export const someSha256 = createHash('sha256').update(someBytes).digest('hex');

export function aSource(): FakeSource {
	let how: (fileId: string) => Promise<Incoming> | Incoming = () => incoming(someBytes);
	const opened: string[] = [];
	return {
		opened,
		giving: (next) => {
			how = next;
		},
		open: async ({ fileId }) => {
			opened.push(fileId);
			return await how(fileId);
		},
	};
}

/** Bytes as they come from a source that says how many there are. */
export function incoming(bytes: Buffer, sizeBytes: number | null = bytes.length): Incoming {
	return { stream: Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]), sizeBytes };
}

/** What a check is done with in a test. */
export interface TestMedia {
	store: Store;
	tools: CheckTools;
	measurer: FakeMeasurer;
	source: FakeSource;
	bugs: unknown[];
	/** Files that checks have left in their folder. */
	leftovers(): string[];
	/** Forgets everything that was kept and counted; the fakes are as at first. */
	clear(): Promise<void>;
	close(): Promise<void>;
}

/** Opens a ledger, a folder, and fakes of what stands outside. */
export async function aMedia(): Promise<TestMedia> {
	const store = await openLedger(await emptyLedgerPlace());
	const folder = mkdtempSync(path.join(tmpdir(), 'media-checks-test-'));
	const [measurer, source] = [aMeasurer(), aSource()];
	const bugs: unknown[] = [];
	const tools: CheckTools = {
		store,
		source,
		measurer: async () => measurer,
		folder,
		maxBytes: 1_000_000,
		reportUrl: (id) => `http://service.test/media-reports/${id}`,
		now: () => new Date('2026-11-24T10:00:00Z'),
		wake: () => undefined,
		say: () => undefined,
		onBug: (error) => bugs.push(error),
	};
	return {
		store,
		tools,
		measurer,
		source,
		bugs,
		leftovers: () => readdirSync(folder),
		clear: async () => {
			await store.run(
				`DELETE FROM inbox_events; DELETE FROM inbox; DELETE FROM media_checks;
				DELETE FROM media_measurements`,
			);
			for (const list of [measurer.measured, measurer.pictured, source.opened, bugs]) {
				list.length = 0;
			}
			measurer.measuring(() => aMeasuredFile());
			source.giving(() => incoming(someBytes));
		},
		close: async () => {
			await store.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
