import { strongestReasons } from '../../../nodes/domain/decision';

describe('strongestReasons', () => {
	const reasons = [0.2, -1.5, 0, 0.9, -0.1].map((contribution) => ({
		rule: String(contribution),
		level: 'any',
		contribution,
		text: '',
	}));

	it.each([
		[1, ['-1.5']],
		[3, ['-1.5', '0.9', '0.2']],
		[9, ['-1.5', '0.9', '0.2', '-0.1']],
	])('gives the %d that weigh most, for or against, without those of no weight', (most, rules) => {
		expect(strongestReasons(reasons, most).map(({ rule }) => rule)).toEqual(rules);
	});
});
