import { measure } from '../../nodes/domain/lead/learning/metrics';
import { seededRandom } from '../../nodes/domain/lead/learning/random';
import { baseBrier, drawFew } from '../bench/leadModels';
import type { LeadSplit } from '../bench/leadSplits';
import { fitTo, foretell, leadFolder, readLeadSplits } from '../bench/leadSplits';
import { describeWithData } from '../support/sharedData';

describeWithData('lead models on public data', () => {
	let splits: LeadSplit[] = [];
	beforeAll(async () => {
		splits = await readLeadSplits(leadFolder() ?? '');
	});
	const named = (name: string): LeadSplit => {
		const split = splits.find((each) => each.name === name);
		if (split === undefined) throw new Error(`There is no split ${name}.`);
		return split;
	};

	it.each([
		{ name: 'bank, mod4', auc: 0.8, topTenth: 0.515, brier: 0.0765 },
		{ name: 'bank, later', auc: 0.715, topTenth: 0.6, brier: 0.17 },
		{ name: 'b2b, mod4', auc: 0.7, topTenth: 0.4, brier: 0.2 },
		{ name: 'b2b, wave', auc: 0.66, topTenth: 0.3, brier: 0.2 },
	])('reach AUC $auc, top tenth $topTenth and Brier $brier on $name', ({ name, ...bar }) => {
		const { train, test, label } = named(name);
		const result = measure(foretell(fitTo(train, label), test), test.outcomes.values);
		expect(result.auc).toBeGreaterThanOrEqual(bar.auc);
		expect(result.topTenth).toBeGreaterThanOrEqual(bar.topTenth);
		expect(result.brier).toBeLessThanOrEqual(bar.brier);
		const rate = train.outcomes.positives / train.table.rows;
		expect(result.brier).toBeLessThan(baseBrier(rate, test));
	});

	it.each(['bank, mod4', 'bank, later', 'b2b, mod4', 'b2b, wave'])(
		'beat the base rate on %s with thirty train rows',
		(name) => {
			const { train, test, label } = named(name);
			const random = seededRandom(30);
			const gains = Array.from({ length: 10 }, () => {
				const few = drawFew(train, random);
				const base = baseBrier(few.outcomes.positives / few.table.rows, test);
				return base - measure(foretell(fitTo(few, label), test), test.outcomes.values).brier;
			});
			expect(gains.reduce((sum, gain) => sum + gain, 0) / gains.length).toBeGreaterThan(0);
			expect(gains.filter((gain) => gain > 0).length).toBeGreaterThanOrEqual(7);
		},
	);
});
