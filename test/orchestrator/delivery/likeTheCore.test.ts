import { planDelivery } from '../../../nodes/domain/delivery/planDelivery';
import { readDeliveryFacts } from '../../../nodes/domain/delivery/readDelivery';
import { resolveDeliveryRules } from '../../../nodes/domain/delivery/rules';
import { dealFiles } from '../../../orchestrator/src/delivery/dealFiles';
import { deliveryView } from '../../../orchestrator/src/delivery/view';
import { readDeliveriesOf } from '../../../orchestrator/src/ledger/deliveries';
import { keepClientNote } from '../../../orchestrator/src/ledger/clientNotes';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { rawFacts } from '../../support/aDelivery';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { ask, noon, seeFilm } from './aDelivery';

let store: Store;

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
	await seeFilm(store, { fileId: 'f1', project: '77', measured: true });
	await seeFilm(store, { fileId: 'f2', project: '77', passed: ['machine'] });
});
afterAll(async () => await store.close());

/** What the core decides from what the ledger tells. */
async function plan() {
	const files = await dealFiles(store, { project: '77', test: false }, noon);
	const deliveries = (await readDeliveriesOf(store, { deal: '77', test: false })).map(deliveryView);
	const raw: unknown = JSON.parse(JSON.stringify(rawFacts({ files, deliveries })));
	return planDelivery(readDeliveryFacts(raw), {
		rules: resolveDeliveryRules({ policy: { kind: 'each' } }),
		language: 'en',
		now: noon,
	});
}

it('tells what the client has not said yes to yet', async () => {
	const { delivery, preview, decision } = await plan();
	expect(delivery).toBeNull();
	expect(decision.outcome).toBe('preview');
	expect(preview?.share.assetIds).toEqual(['f1']);
	const [film] = decision.files;
	const note = { id: 'c1', deal: '77', project: '77', fileId: 'f1', said: 'approve' as const };
	await keepClientNote(store, { ...note, sha256: film?.sha256 ?? '' }, noon);
});

it('takes what the core plans from what it tells, and tells what the core then knows as delivered', async () => {
	const { delivery, decision } = await plan();
	if (delivery === null) throw new Error(JSON.stringify(decision.missing));
	expect(delivery.manifest.files).toMatchObject([
		{ role: 'deliverable', source: { fileId: 'f1' }, bytes: expect.any(Number) as number },
	]);
	expect(decision.files).toMatchObject([{ state: 'new' }, { state: 'refused', gate: 'peer' }]);

	const { client, manifest, storagePlan, linkDays } = delivery;
	const { deal, project, kind } = manifest;
	const begun = await ask(store, { deal, client, project, kind, manifest, storagePlan, linkDays });
	expect(begun).toMatchObject({ isNew: true, delivery: { version: decision.version } });

	const after = await plan();
	expect(after.delivery).toBeNull();
	expect(after.decision.files).toMatchObject([{ state: 'delivered' }, { state: 'refused' }]);
});
