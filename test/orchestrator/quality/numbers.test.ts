import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { giveWaiver } from '../../../orchestrator/src/quality/giveWaiver';
import type { CountedContent } from '../../../orchestrator/src/quality/numbers';
import { qualityNumbers, readCounted } from '../../../orchestrator/src/quality/numbers';
import { aFinding, sha } from '../../support/aFile';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { pushRoster } from '../reservations/aReservation';
import { aDesk, aPlace, studio } from './aGate';

const pass = { gate: 'senior', outcome: 'pass' as const };
const fail = { gate: 'machine', outcome: 'fail' as const };
const content = (lineage: string, changes: Partial<CountedContent> = {}): CountedContent => ({
	lineage,
	version: 1,
	rules: [],
	waived: [],
	outcomes: [],
	...changes,
});

describe('qualityNumbers', () => {
	it('counts approved files by whether their first version was', () => {
		const numbers = qualityNumbers([
			content('a', { outcomes: [pass] }),
			content('b', { outcomes: [fail] }),
			content('b', { version: 2, outcomes: [fail, fail] }),
			content('b', { version: 3, outcomes: [pass] }),
			content('c', { outcomes: [fail] }),
		]);
		expect(numbers.firstPass).toMatchObject({ approved: 2, first: 1, share: { value: 0.5 } });
		// Twice failed at one version is sent back once.
		expect(numbers.cycles).toEqual({ files: 2, mean: 1, most: 2 });
	});

	it('says nothing of no files', () => {
		expect(qualityNumbers([])).toEqual({
			firstPass: { approved: 0, first: 0, share: null },
			cycles: { files: 0, mean: null, most: 0 },
			rules: [],
		});
	});

	it('tells how often people let a rule stand', () => {
		const { rules } = qualityNumbers([
			content('a', { rules: ['black', 'black', 'codec'], waived: ['black'] }),
			content('b', { rules: ['black'], waived: ['loudness'] }),
		]);
		expect(rules).toMatchObject([
			{ rule: 'black', found: 2, waived: 1, kept: { value: 0.5 } },
			{ rule: 'codec', found: 1, waived: 0, kept: { value: 1 } },
		]);
	});
});

describe('what the ledger counts', () => {
	let store: Store;
	const now = new Date('2026-11-23T14:00:00.000Z');
	beforeAll(async () => {
		store = await openLedger(await emptyLedgerPlace());
		await pushRoster(store, studio);
	});
	afterAll(async () => {
		await store.close();
	});

	it('is every version of the files that were seen since, tests apart', async () => {
		const desk = aDesk(store, sha('1'));
		await desk.measure({ findings: [aFinding(), aFinding({ rule: 'codec' })] }, now);
		await desk.measure({ sha256: sha('2') }, now);
		const place = aPlace({ versionStackId: 'other' });
		await desk.measure({ sha256: sha('3'), findings: [aFinding()] }, now, { place });
		const waiver = { rule: 'loudness', scope: 'file', reason: 'x', by: 'camila' } as const;
		const where = { sha256: sha('3'), subject: null, expiresAt: null, test: false };
		await giveWaiver(store, { ...waiver, ...where }, now, now);
		await desk.measure({ sha256: sha('4') }, now, { test: true });
		const counted = await readCounted(store, now, false);
		counted.sort((a, b) => (`${a.lineage}${a.version}` < `${b.lineage}${b.version}` ? -1 : 1));
		expect(counted).toEqual([
			{
				lineage: 'stack:other',
				version: 1,
				rules: ['loudness'],
				waived: ['loudness'],
				outcomes: [{ gate: 'machine', outcome: 'fail' }],
			},
			{
				lineage: 'stack:s1',
				version: 1,
				rules: ['loudness', 'codec'],
				waived: [],
				outcomes: [{ gate: 'machine', outcome: 'fail' }],
			},
			{
				lineage: 'stack:s1',
				version: 2,
				rules: [],
				waived: [],
				outcomes: [{ gate: 'machine', outcome: 'pass' }],
			},
		]);
		expect(await readCounted(store, new Date(now.getTime() + 1), false)).toEqual([]);
	});
});
