import { z } from 'zod';

import { moneySchema } from '../money';
import { read } from '../read';
import type { ReadAs } from '../read';
import { milestoneEventSchema } from './schema';
import type { MilestoneEvent } from './schema';

const readAs: ReadAs = {
	code: 'milestone/invalid',
	what: 'The milestone cannot be told.',
	mend: 'Correct these fields in the node before this one.',
};

/**
 * Reads a milestone. What is missing of client, link and details is no mistake here: the decision says
 * so.
 *
 * @throws MendableError `milestone/invalid` with every mistake: path, expected, received
 */
export function readMilestone(raw: unknown): MilestoneEvent {
	return read(milestoneEventSchema, raw, readAs);
}

const words = z.string().nullish();

/** What is read of a deal, as Agency Ledger reads it, with what the event says beside it. */
const dealItemSchema = z.object({
	milestone: z.unknown(),
	occurrence: z.unknown(),
	urgent: z.unknown(),
	approvedBy: z.unknown(),
	words: z.unknown(),
	holidays: z.unknown(),
	link: z.unknown(),
	portal: z.object({ url: words }).nullish(),
	details: z.record(z.unknown()).nullish(),
	deal: z.object({ id: z.string().min(1), name: words, amount: moneySchema.nullish() }),
	contact: z
		.object({
			name: words,
			firstName: words,
			email: words,
			language: words,
			country: words,
			zone: words,
			/** Public holidays where they are, beside those that the event names. */
			holidays: z.array(z.string()).nullish(),
		})
		.nullish(),
	company: z.object({ name: words }).nullish(),
});

/**
 * The milestone of a deal's project: the client by the deal's contact, the project by its name. What the
 * event itself says goes before it.
 *
 * @throws MendableError `milestone/invalid`
 */
export function milestoneOfDeal(item: unknown): MilestoneEvent {
	const given = read(dealItemSchema, item, readAs);
	const { deal, contact, company, details, holidays, portal, ...event } = given;
	const { holidays: local, ...client } = contact ?? {};
	return readMilestone({
		...event,
		project: { id: deal.id, name: deal.name },
		client: { ...client, company: company?.name },
		holidays: Array.isArray(holidays) ? [...holidays, ...(local ?? [])] : (holidays ?? local ?? []),
		portal: portal?.url ?? undefined,
		details: details ?? {},
	});
}
