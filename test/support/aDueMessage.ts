import { planMessage } from '../../nodes/domain/followUp/letters/planMessage';
import type { MessageView, PlannedMessage } from '../../nodes/domain/followUp/letters/planMessage';
import { readDueMessage } from '../../nodes/domain/followUp/letters/schema';
import type { DueMessage } from '../../nodes/domain/followUp/letters/schema';
import { defaultMessageSettings } from '../../nodes/domain/followUp/letters/settings';

/** Friday, ten in Copenhagen: three days after the delivery. */
export const askedAt = new Date('2026-11-20T09:00:00Z');

/** What a claim brings: a page for each answer, and the client's portal. */
export const claimedLinks = {
	feedback: Array.from({ length: 11 }, (_, score) => ({
		score,
		url: `https://ops.agency.test/feedback/flw_1.feedback-request.x.y?score=${score}`,
	})),
	portal: 'https://ops.agency.test/portal/p_1',
};

/** Messages by their steps, as the shipped sequence sends them. */
const purposes: Readonly<Record<string, 'transactional' | 'marketing'>> = {
	'feedback-request': 'transactional',
	'what-was-missing': 'transactional',
	'review-request': 'marketing',
	'upsell-offer': 'marketing',
};

/** The steps that write to clients. */
export const messageSteps = Object.keys(purposes);

/** What is due of a step, with all that can be said of it, to a client in Copenhagen. */
export function aDueItem(
	step: string,
	{ client, ...changes }: Record<string, unknown> = {},
): Record<string, unknown> {
	return {
		followUp: 'flw_01JD0000000000000000000000',
		client: {
			id: 'nordlys',
			name: 'Søren Kjær',
			email: 'soren@nordlysbageri.dk',
			zone: 'Europe/Copenhagen',
			country: 'DK',
			language: 'da',
			contacts: [],
			...(client as object),
		},
		occurrence: 'dlv_1',
		project: { name: 'Nordlys Bageri: film' },
		anchorAt: '2026-11-17T13:00:00.000Z',
		sequence: 'after-delivery/1',
		feedback: { score: 9, at: '2026-11-20T09:30:00.000Z' },
		step,
		at: askedAt.toISOString(),
		template: step,
		...(purposes[step] === undefined
			? { comment: 'Lyden var for lav' }
			: {
					channel: 'email',
					purpose: purposes[step],
					language: 'da',
					attempt: 1,
					offer:
						step === 'upsell-offer'
							? {
									id: 'content-subscription',
									service: 'subscription',
									used: 4,
									price: {
										from: { minor: 30_000, currency: 'USD' },
										to: { minor: 80_000, currency: 'USD' },
										per: 'month',
									},
								}
							: null,
				}),
		why: ['It is due.'],
		claim: { result: 'send', repeated: false, links: claimedLinks },
		...changes,
	};
}

/** The same, read. */
export function aDueMessage(step: string, changes: Record<string, unknown> = {}): DueMessage {
	return readDueMessage(aDueItem(step, changes));
}

/** What becomes of it, explained in English. */
export function writtenMessage(due: DueMessage, view: Partial<MessageView> = {}): PlannedMessage {
	return planMessage(due, {
		settings: defaultMessageSettings,
		language: 'en',
		now: askedAt,
		test: false,
		...view,
	});
}
