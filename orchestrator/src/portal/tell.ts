import { z } from 'zod';
import type { ClientLink } from '../ledger/clientLinks';

const time = z.string().datetime();

/** A link as the service shows it; nobody gets in with it. */
export const clientLinkViewSchema = z.object({
	id: z.string(),
	client: z.string(),
	email: z.string(),
	language: z.string().nullable(),
	state: z.enum(['active', 'expired', 'revoked']),
	test: z.boolean(),
	createdAt: time,
	expiresAt: time,
	revokedAt: time.nullable(),
	revokedBy: z.string().nullable(),
	/** At most an hour behind; null: never opened. */
	lastSeenAt: time.nullable(),
});
/** One of them. */
export type ClientLinkView = z.infer<typeof clientLinkViewSchema>;

/** A link that was just made, or is sent again. */
export const sentLinkSchema = z.object({
	id: z.string(),
	url: z.string(),
	/** Page of the delivery that was asked for; null: none was. */
	deliveryUrl: z.string().nullable(),
	expiresAt: time,
});
/** One of them. */
export type SentLinkView = z.infer<typeof sentLinkSchema>;

/** A link as it may be shown at a moment. */
export function viewOfLink(link: ClientLink, now: Date): ClientLinkView {
	const { id, client, email, language, test } = link;
	const { createdAt, expiresAt, revokedAt, revokedBy, lastSeenAt } = link;
	return {
		id,
		client,
		email,
		language,
		state: revokedAt !== null ? 'revoked' : expiresAt <= now ? 'expired' : 'active',
		test,
		createdAt: createdAt.toISOString(),
		expiresAt: expiresAt.toISOString(),
		revokedAt: revokedAt?.toISOString() ?? null,
		revokedBy,
		lastSeenAt: lastSeenAt?.toISOString() ?? null,
	};
}

/** Links for a person: two lines each. */
export function tellLinks(links: ClientLinkView[]): string {
	if (links.length === 0) return 'No links.';
	return links.map(tellLink).join('\n');
}

function tellLink({ id, client, email, state, test, ...link }: ClientLinkView): string {
	const { createdAt, expiresAt, revokedAt, revokedBy, lastSeenAt } = link;
	const times = [
		`made ${createdAt}`,
		lastSeenAt === null ? 'never opened' : `last opened ${lastSeenAt}`,
		`${state === 'expired' ? 'expired' : 'expires'} ${expiresAt}`,
		...(revokedAt === null ? [] : [`revoked ${revokedAt} by ${revokedBy ?? ''}`]),
	];
	const head = `${state.padEnd(8)}  client ${client}  ${email}  (${id}${test ? ', test' : ''})`;
	return `${head}\n          ${times.join(', ')}`;
}
