import { wholeMonths } from './leadTexts';
import type { LeadTexts } from './leadTexts';

function ago(days: number | null): string {
	if (days === null || days < 1) return 'today';
	return days === 1 ? 'yesterday' : `${days} days ago`;
}

function inDays(days: number | null): string {
	if (days === 0) return 'right away';
	return days === 1 ? 'in 1 day' : `in ${days} days`;
}

/** The words of a lead's decision in English. */
export const en: LeadTexts = {
	levels: {
		budget: {
			express: 'express',
			startup: 'startup',
			sme: 'small company',
			enterprise: 'enterprise',
			'above-enterprise': 'top',
		},
		service: {
			'brand-campaign': 'a brand campaign',
			subscription: 'a content subscription',
			'social-management': 'social media management',
			'asset-library': 'a brand asset library',
			explainer: 'an explainer video',
			'ai-asset': 'an AI-made asset',
			template: 'a template',
			'quick-edit': 'a quick edit',
			'social-video': 'a social media video',
			other: 'something else',
		},
		vertical: {
			ecommerce: 'e-commerce',
			saas: 'software (SaaS)',
			'real-estate': 'real estate',
			education: 'education',
			other: 'another industry',
		},
		source: {
			paid: 'an advertisement',
			referral: 'a recommendation',
			partner: 'a partner',
			event: 'an event',
			outbound: 'our own outreach',
			social: 'social media',
			organic: 'a search',
			direct: 'our website',
			other: 'another source',
		},
	},
	reasons: {
		budget: ({ id, level, budget }) => {
			if (budget === null) return 'No budget was given';
			if (id === 'unknown') return `Budget ${budget} cannot be compared: no exchange rate for it`;
			return `Budget ${budget} is in the ${level} band`;
		},
		timeline: ({ days }) => (days === null ? 'No timeline was given' : `Wants it ${inDays(days)}`),
		service: ({ id, level }) =>
			id === 'unknown' ? 'Did not say which service' : `Asks for ${level}`,
		vertical: ({ id, level }) => (id === 'unknown' ? 'Industry is not known' : `Works in ${level}`),
		source: ({ id, level }) =>
			id === 'unknown' ? 'Where they found us is not known' : `Came by ${level}`,
		email: ({ id, domain }) => {
			if (id === 'company') return `Writes from a company address (${domain})`;
			if (id === 'free') return `Writes from a free mail address (${domain})`;
			if (id === 'disposable') return `Writes from a throw-away address (${domain})`;
			return 'Left no e-mail address';
		},
		completeness: ({ answers, questions }) => `Answered ${answers} of ${questions} questions`,
		signals: ({ id }) => {
			if (id === 'selling') return 'Seems to be selling something to us';
			if (id === 'unsubscribed') return 'Has unsubscribed from our mail';
			if (id === 'bounced') return 'Mail to this address came back';
			return 'The message has a sign of spam';
		},
		opened: ({ lastDays }) => `Opened our mail, last ${ago(lastDays)}`,
		clicked: ({ lastDays }) => `Clicked in our mail, last ${ago(lastDays)}`,
		visited: ({ lastDays }) => `Visited our site, last ${ago(lastDays)}`,
		replied: ({ lastDays }) => `Replied to us, last ${ago(lastDays)}`,
		booked: ({ lastDays }) => `Booked a call, last ${ago(lastDays)}`,
	},
	cap: (group) => `All of "${group}" together counts only this far`,
	column: (column, level) => `${column}: ${level}`,
	disqualifiers: {
		'no-contact': 'There is no e-mail address and no phone number to answer to',
		'below-floor': 'The budget is below everything we sell',
		spam: 'The message is spam',
		'job-seeker': 'The sender is looking for a job, not for a video',
		competitor: 'The sender belongs to a competitor',
	},
	tiers: { hot: 'hot', warm: 'warm', cold: 'cold', disqualified: 'disqualified' },
	perMonth: (money) => `${money} a month`,
	points: (points) => (points === 1 ? '1 point' : `${points} points`),
	onlyDisqualified: 'what rules it out',
	flips: {
		budgetFrom: (money) => `budget is at least ${money}`,
		budgetUnder: (money) => `budget is under ${money}`,
		within: (span) => `timeline is within ${span}`,
		after: (span) => `timeline is more than ${span}`,
		service: (level) => `they ask for ${level}`,
		vertical: (level) => `they work in ${level}`,
		email: 'they write from a company address',
		emailGiven: 'they leave an e-mail address',
		replied: 'they reply',
		booked: 'they book a call',
	},
	span: (days) => {
		const months = wholeMonths(days);
		if (months !== null) return months === 1 ? 'a month' : `${months} months`;
		if (days % 7 === 0 && days > 0) return days === 7 ? 'a week' : `${days / 7} weeks`;
		return days === 1 ? 'a day' : `${days} days`;
	},
	ask: (points) => `could move the score by ${points === 1 ? '1 point' : `${points} points`}`,
	questions: {
		budget: 'What budget do you have in mind for this project?',
		timeline: 'When do you need it?',
		service: 'What kind of video or content do you need?',
		vertical: 'What industry are you in?',
		source: 'How did you hear about us?',
		company: 'Which company is it for?',
		phone: 'What number can we reach you at?',
	},
};
