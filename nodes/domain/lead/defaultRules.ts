import { defaultRates } from '../money';
import { defaultCatalogue } from './defaultCatalogue';
import { defaultPhrases } from './defaultPhrases';
import type { Rules, Weight } from './rules';

/**
 * How sure the first rules are: neighbouring levels lie about 0.4 apart, so a level that was
 * answered is known to within three quarters of a step. What was not answered could have been any
 * level, whose figures spread by about half a unit.
 */
const answeredSd = 0.3;
const unansweredSd = 0.5;

/** Weights from log-odds; `unknown` is less sure than the rest. */
function weights(logOdds: Record<string, number>): Record<string, Weight> {
	return Object.fromEntries(
		Object.entries(logOdds).map(([level, value]) => [
			level,
			{ logOdds: value, sd: level === 'unknown' ? unansweredSd : answeredSd },
		]),
	);
}

/**
 * The rules that ship. The base rate, prices and client tiers are the growth plan's (lead to client
 * 25%, tiers at $50, $100, $500 and $2,000, express work from $15). The plan gives no win rate by
 * level: these log-odds are judgement, set so that the plan's usual client, a small company with a
 * month's time for a social video, comes out near the average. `score fit` replaces them by
 * learning. Thresholds, cells, half-lives, caps and the seconds of a link scanner are our own
 * judgement too.
 */
export const defaultRules: Rules = {
	version: 'lead/1',
	baseRate: 0.25,
	baseRateSd: 0.3,
	thresholds: { hot: 75, warm: 40 },
	cells: { fit: { first: 0.9, second: -0.2 }, engagement: { first: 0.8, second: 0 } },
	groups: {
		need: { axis: 'fit', min: -2.5, max: 2.5 },
		origin: { axis: 'fit', min: -1.5, max: 1.2 },
		interest: { axis: 'engagement', min: -1, max: 2.5 },
		warnings: { axis: 'engagement', min: -3, max: 0 },
	},
	scorecard: {
		budget: {
			group: 'need',
			levels: weights({
				express: -0.7,
				startup: -0.4,
				sme: 0.3,
				enterprise: 1,
				'above-enterprise': 1.1,
				unknown: -0.3,
			}),
		},
		timeline: {
			group: 'need',
			levels: weights({
				week: 0.5,
				'two-weeks': 0.5,
				month: 0.2,
				quarter: -0.2,
				later: -0.9,
				unknown: -0.2,
			}),
		},
		service: {
			group: 'need',
			levels: weights({
				'brand-campaign': 0.2,
				subscription: 0.4,
				'social-management': 0.3,
				'asset-library': 0.1,
				explainer: 0.3,
				'ai-asset': -0.1,
				template: -0.1,
				'quick-edit': 0,
				'social-video': 0.1,
				other: -0.4,
				unknown: -0.2,
			}),
		},
		vertical: {
			group: 'need',
			levels: weights({
				ecommerce: 0.2,
				saas: 0.2,
				'real-estate': 0.1,
				education: 0.1,
				other: -0.2,
				unknown: -0.1,
			}),
		},
		source: {
			group: 'origin',
			levels: weights({
				referral: 0.8,
				partner: 0.5,
				event: 0.3,
				organic: 0.1,
				direct: 0.1,
				social: 0,
				paid: -0.1,
				outbound: -0.5,
				other: -0.1,
				unknown: -0.1,
			}),
		},
		email: {
			group: 'origin',
			levels: weights({ company: 0.4, free: -0.3, disposable: -1.2, unknown: -0.3 }),
		},
		completeness: {
			group: 'interest',
			levels: weights({ full: 0.3, most: 0.1, some: -0.2, little: -0.6 }),
		},
		signals: {
			group: 'warnings',
			levels: weights({
				none: 0,
				suspicious: -1.5,
				selling: -1.8,
				bounced: -1,
				unsubscribed: -1.5,
			}),
		},
	},
	engagement: {
		opened: { group: 'interest', weight: { logOdds: 0.1, sd: 0.1 }, halfLifeDays: 7, most: 3 },
		clicked: { group: 'interest', weight: { logOdds: 0.3, sd: 0.2 }, halfLifeDays: 7, most: 3 },
		visited: { group: 'interest', weight: { logOdds: 0.25, sd: 0.2 }, halfLifeDays: 7, most: 3 },
		replied: { group: 'interest', weight: { logOdds: 1, sd: 0.3 }, halfLifeDays: 14, most: 1 },
		booked: { group: 'interest', weight: { logOdds: 1.5, sd: 0.3 }, halfLifeDays: 21, most: 1 },
	},
	// Link scanners follow every link of a mail while it is being delivered; people need longer.
	scannerSeconds: 30,
	budget: {
		currency: 'USD',
		floorUsd: 15,
		bands: [
			{ level: 'express', fromUsd: 0 },
			{ level: 'startup', fromUsd: 50 },
			{ level: 'sme', fromUsd: 100 },
			{ level: 'enterprise', fromUsd: 500 },
			{ level: 'above-enterprise', fromUsd: 2000 },
		],
	},
	timeline: {
		bands: [
			{ level: 'week', days: 7 },
			{ level: 'two-weeks', days: 14 },
			{ level: 'month', days: 31 },
			{ level: 'quarter', days: 91 },
			{ level: 'later', days: null },
		],
	},
	catalogue: defaultCatalogue,
	// The plan's average price a project, $75 to $120.
	typicalTicket: { minor: 9750, currency: 'USD' },
	disqualify: {
		noContact: true,
		belowFloor: true,
		spam: true,
		jobSeeker: true,
		competitorDomains: [],
	},
	phrases: defaultPhrases,
	rates: { ...defaultRates },
};
