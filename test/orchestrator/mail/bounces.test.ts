import { SOFT_BOUNCE_DAYS, suppressionFor } from '../../../orchestrator/src/mail/bounces';

describe('suppressionFor', () => {
	it.each([
		{ what: 'bounced', bounce: 'hard', days: 0, scope: 'all' },
		{ what: 'bounced', bounce: 'soft', days: 1, scope: null },
		{ what: 'bounced', bounce: 'soft', days: SOFT_BOUNCE_DAYS - 1, scope: null },
		{ what: 'bounced', bounce: 'soft', days: SOFT_BOUNCE_DAYS, scope: 'all' },
		{ what: 'complained', bounce: null, days: 0, scope: 'marketing' },
		{ what: 'delivered', bounce: null, days: 9, scope: null },
		{ what: 'opened', bounce: null, days: 9, scope: null },
	] as const)('of $what ($bounce) on day $days is $scope', ({ what, bounce, days, scope }) => {
		const wish = suppressionFor({ what, bounce }, { softBounceDays: days });
		expect(wish?.scope ?? null).toBe(scope);
	});
});
