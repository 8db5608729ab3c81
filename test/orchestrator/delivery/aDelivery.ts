import { sha256Hex } from '../../../nodes/domain/hash';
import type { Gate } from '../../../nodes/domain/quality/gates/schema';
import { gates } from '../../../nodes/domain/quality/gates/schema';
import type { AskSurroundings } from '../../../orchestrator/src/delivery/askDelivery';
import { askDelivery } from '../../../orchestrator/src/delivery/askDelivery';
import type { DeliveryRequest } from '../../../orchestrator/src/delivery/requestSchema';
import { deliveryRequestSchema } from '../../../orchestrator/src/delivery/requestSchema';
import type { Delivery } from '../../../orchestrator/src/ledger/deliveries';
import { keepMeasurement } from '../../../orchestrator/src/ledger/mediaMeasurements';
import { keepFile, keepVerdict, lockLineage } from '../../../orchestrator/src/ledger/qualityFiles';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { aMeasuredFile } from '../../support/aMeasuredFile';

/** The moment of these tests. */
export const noon = new Date('2026-11-26T12:00:00.000Z');

/** The bytes of a film, told apart by its name. */
export const filmBytes = (fileId: string, size = 40) =>
	Buffer.from(`film ${fileId} `.repeat(Math.ceil(size / (6 + fileId.length)))).subarray(0, size);

/** The hash of these bytes. */
export const filmHash = (fileId: string, size = 40) =>
	sha256Hex(filmBytes(fileId, size).toString('latin1'));

/** A file as it stands with its gates. */
export interface SeenFilm {
	fileId: string;
	sha256?: string;
	/** At Frame.io; default `a1`. */
	accountId?: string;
	project?: string;
	/** Files with one are versions of each other. */
	stack?: string;
	test?: boolean;
	/** The gates that it has passed; default: all. */
	passed?: readonly Gate[];
	measured?: boolean;
	/** Until when the machine's verdict holds. */
	heldUntil?: Date | null;
}

let count = 0;

/** Keeps a film with its verdicts, as if it had gone through its gates. */
export async function seeFilm(store: Store, film: SeenFilm): Promise<string> {
	const { fileId, project = '9001', test = false, passed = gates, heldUntil = null } = film;
	const { accountId = 'a1' } = film;
	const sha256 = film.sha256 ?? filmHash(fileId);
	const lineage = film.stack === undefined ? `file:${fileId}` : `stack:${film.stack}`;
	await store.transaction(async (queries) => {
		await lockLineage(queries, lineage, test);
		const { id } = await keepFile(
			queries,
			{
				lineage,
				test,
				sha256,
				subject: `file:${fileId}`,
				file: { fileId, name: `${fileId}.mp4`, accountId, projectId: 'fp1' },
				project,
				authors: ['luis'],
				facts: {},
				mediaCheck: null,
				context: {},
			},
			noon,
		);
		for (const [index, gate] of passed.entries()) {
			count += 1;
			await keepVerdict(
				queries,
				id,
				{
					id: `ver_${String(count).padStart(26, '0')}`,
					gate,
					outcome: 'pass',
					by: { machine: null, peer: 'diego', senior: 'freja' }[gate],
					inputHash: `sha256:${sha256Hex(`${sha256}${gate}`)}`,
					specs: [],
					heldUntil: gate === 'machine' ? heldUntil : null,
					decision: {},
					at: new Date(noon.getTime() + (index - 10) * 60_000),
				},
				noon,
			);
		}
	});
	if (film.measured === true) {
		const measured = aMeasuredFile();
		await keepMeasurement(store, { sha256, measurer: 'test/1', measured, tookSeconds: 1 });
	}
	return sha256;
}

/** A film in a manifest. */
export const aFilm = (fileId: string, changes: object = {}) => ({
	name: `${fileId}.mp4`,
	sha256: filmHash(fileId),
	bytes: 40,
	mediaType: 'video/mp4',
	role: 'deliverable',
	source: { kind: 'frameio', accountId: 'a1', fileId },
	...changes,
});

/** Captions in a manifest. */
export const someCaptions = (text = 'Hej') => ({
	name: 'f1.srt',
	sha256: sha256Hex(text),
	mediaType: 'application/x-subrip',
	role: 'captions',
	source: { kind: 'text', text },
});

/** A request as a flow sends it. */
export const aRequest = (changes: object = {}) => ({
	deal: '9001',
	client: { id: '101', email: 'Mette@Nordlys.test', name: 'Mette', language: 'da' },
	manifest: { files: [aFilm('f1'), someCaptions()], convention: 'house/1' },
	storagePlan: { targets: [{ name: 'delivery', kind: 's3', prefix: 'nordlys' }] },
	facts: { hub: 'copenhagen' },
	...changes,
});

/** Two buckets. */
export const someTargets: AskSurroundings['targets'] = {
	delivery: { kind: 's3', prefix: '' },
	archive: { kind: 's3', prefix: 'vault' },
};

/** Starts a delivery in the ledger, without a service. */
export async function ask(
	store: Store,
	request: object,
	changes: Partial<AskSurroundings> = {},
): Promise<{ delivery: Delivery; isNew: boolean }> {
	const asked: DeliveryRequest = deliveryRequestSchema.parse(request);
	return await store.transaction(
		async (queries) =>
			await askDelivery(queries, asked, {
				targets: someTargets,
				linkDays: 30,
				now: noon,
				moment: noon,
				...changes,
			}),
	);
}
