import type { Sequence } from './schema';

/**
 * After a delivery: three days later the question how it was, then by the answer a person (0 to 6), one
 * more question (7 and 8), or a request for a review and what the client's use speaks for (9 and 10).
 */
export const afterDelivery: Sequence = {
	id: 'after-delivery',
	version: 1,
	title: 'After a delivery',
	priority: 50,
	goal: ['deal_created'],
	exits: [
		'replied',
		'meeting_booked',
		'deal_created',
		'invoice_overdue',
		'dispute',
		'bounced',
		'complained',
		'unsubscribed',
		'negative_score',
		'stopped',
	],
	holdout: { share: 0.1, salt: 'after-delivery' },
	quietHours: { from: '18:00', to: '09:00', days: [6, 7] },
	staleAfterDays: 14,
	listensDays: 14,
	steps: [
		{
			kind: 'send',
			id: 'feedback-request',
			wait: { days: 3, at: '10:00' },
			channel: 'email',
			template: 'feedback-request',
			purpose: 'transactional',
			when: [],
			asksFeedback: true,
			offers: false,
		},
		{
			kind: 'await',
			id: 'feedback-answer',
			wait: { days: 21 },
			routes: [
				{ from: 0, to: 6, next: 'client-success' },
				{ from: 7, to: 8, next: 'what-was-missing' },
				{ from: 9, to: 10, next: 'review-request' },
			],
			otherwise: { exit: 'no-answer' },
		},
		{
			kind: 'task',
			id: 'client-success',
			template: 'client-success',
			cancels: ['review-request', 'upsell-offer'],
			next: { exit: 'detractor' },
		},
		{
			kind: 'send',
			id: 'what-was-missing',
			wait: { workingDays: 1, at: '10:00' },
			channel: 'email',
			template: 'what-was-missing',
			purpose: 'transactional',
			when: [],
			asksFeedback: false,
			offers: false,
			next: { exit: 'completed' },
		},
		{
			kind: 'send',
			id: 'review-request',
			wait: { workingDays: 1, at: '10:00' },
			channel: 'email',
			template: 'review-request',
			purpose: 'marketing',
			when: [],
			asksFeedback: false,
			offers: false,
		},
		{
			kind: 'send',
			id: 'upsell-offer',
			wait: { days: 7, at: '10:00' },
			channel: 'email',
			template: 'upsell-offer',
			purpose: 'marketing',
			when: [],
			asksFeedback: false,
			offers: true,
			next: { exit: 'completed' },
		},
	],
};

/** The sequences that ship. */
export const defaultSequences: readonly Sequence[] = [afterDelivery];
