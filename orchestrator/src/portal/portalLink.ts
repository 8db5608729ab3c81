import type { Language } from '../../../nodes/domain/language';
import { eventId } from '../inbox/eventId';
import type { ClientLink } from '../ledger/clientLinks';
import {
	addClientLink,
	findLinkByHash,
	findLivingLink,
	lockLinksOf,
	touchClientLink,
} from '../ledger/clientLinks';
import type { Store } from '../ledger/store';
import { normalAddress } from '../mail/address';
import type { PortalTokens } from './portalToken';
import { hashOfToken, looksLikeToken } from './portalToken';

/** Whom a link is for. */
export interface LinkWish {
	/** The contact's id in HubSpot. */
	client: string;
	email: string;
	name?: string | null;
	language?: Language | null;
	test: boolean;
}

/** A link as it is sent. */
export interface SentLink {
	id: string;
	/** Lets whoever has it in: never logged, and kept nowhere but in mails. */
	url: string;
	expiresAt: Date;
}

/** What a token turned out to be. */
export type OpenedLink =
	| { result: 'living'; link: ClientLink }
	/** It was a link once: expired, or revoked. */
	| { result: 'over' }
	| { result: 'none' };

/** Links into the portal. */
export interface PortalLinks {
	/**
	 * The client's link: the one they have already if it is nearly new, so that a flow that is run
	 * again sends the same mail.
	 */
	linkFor(wish: LinkWish): Promise<SentLink>;
	/** Whose a token is. */
	open(token: string): Promise<OpenedLink>;
}

/** What links are made of. */
export interface PortalLinkParts {
	store: Store;
	tokens: PortalTokens;
	/** Address under which clients reach the service, without a slash at its end. */
	publicUrl: string;
	/** Days that a link is good for. */
	days: number;
	now(): Date;
}

const DAY_MS = 86_400_000;

/** A link that is sent again has this much of its time left, at least. */
const LEAST_LEFT = 0.75;

/** Where the portal is on the service. */
const PLACE = '/portal';

/** Opens it. */
export function portalLinks({ store, tokens, publicUrl, days, now }: PortalLinkParts): PortalLinks {
	const sent = (link: Pick<ClientLink, 'id' | 'expiresAt'>, token: string): SentLink => ({
		id: link.id,
		url: `${publicUrl}${PLACE}/${token}`,
		expiresAt: link.expiresAt,
	});
	return {
		linkFor: async ({ client, email, name = null, language = null, test }) =>
			await store.transaction(async (queries) => {
				await lockLinksOf(queries, client);
				const at = now();
				const wanted = { client, email: normalAddress(email), purpose: 'portal', test } as const;
				const goodUntil = new Date(at.getTime() + days * LEAST_LEFT * DAY_MS);
				const known = await findLivingLink(queries, wanted, goodUntil);
				if (known !== null) {
					const token = tokens.make(known);
					// Under another secret it was another token, which nobody can make any more.
					if (hashOfToken(token) === known.hash) return sent(known, token);
				}
				const id = eventId(at).replace(/^evt_/, 'lnk_');
				const expiresAt = new Date(at.getTime() + days * DAY_MS);
				const token = tokens.make({ ...wanted, id, expiresAt });
				const hash = hashOfToken(token);
				await addClientLink(queries, {
					...wanted,
					id,
					name,
					language,
					hash,
					createdAt: at,
					expiresAt,
				});
				return sent({ id, expiresAt }, token);
			}),
		open: async (token) => {
			if (!looksLikeToken(token)) return { result: 'none' };
			const link = await findLinkByHash(store, hashOfToken(token));
			if (link === null || !tokens.isOf(token, link)) return { result: 'none' };
			const at = now();
			if (link.revokedAt !== null || link.expiresAt <= at) return { result: 'over' };
			await touchClientLink(store, link.id, at);
			return { result: 'living', link };
		},
	};
}

/** The page of one delivery, under a link. */
export function deliveryPage(portalUrl: string, deliveryId: string): string {
	return `${portalUrl}/deliveries/${encodeURIComponent(deliveryId)}`;
}
