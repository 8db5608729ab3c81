import { z } from 'zod';
import type { Failure } from '../../adapters/outcome';
import type { EffectTools } from './kind';

/** The shape of Slack's ids of people; nothing else may stand in a mention. */
export const slackUserId = z.string().regex(/^[UW][A-Z0-9]{4,}$/, 'expected an id of Slack');

/** A person as an item names them: by their id in Slack, or by their address. */
export const personSchema = z
	.object({ slackId: slackUserId.nullish(), email: z.string().trim().toLowerCase().nullish() })
	.passthrough()
	.refine(({ slackId, email }) => Boolean(slackId) || Boolean(email), {
		message: 'expected a "slackId" or an "email"',
	});

/** What is kept of a person for an effect. */
export const preparedPerson = z.object({
	slackId: z.string().nullable(),
	email: z.string().nullable(),
});
export type PreparedPerson = z.infer<typeof preparedPerson>;

/** The parts of a person that an effect is kept with. */
export function preparePerson({ slackId, email }: z.infer<typeof personSchema>): PreparedPerson {
	return { slackId: slackId ?? null, email: email || null };
}

/** An address that accounts elsewhere are found by, or why there is none. */
export type Address =
	| { result: 'found'; email: string }
	| { result: 'none'; note: string }
	| Failure;

/** The person's address: their own, else the one of their profile in Slack. */
export async function addressOf(
	{ slackId, email }: PreparedPerson,
	{ slack }: EffectTools,
): Promise<Address> {
	if (email !== null) return { result: 'found', email };
	const person = await slack.findPerson(slackId ?? '');
	if (person.result !== 'done') return person;
	if (person.receipt.email !== null) return { result: 'found', email: person.receipt.email };
	const note = `Slack shows no e-mail address of ${person.receipt.name} (scope users:read.email).`;
	return { result: 'none', note };
}
