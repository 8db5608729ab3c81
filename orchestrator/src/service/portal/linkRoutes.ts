import type { FastifyInstance } from 'fastify';
import type { ErrorReport } from '../../../../nodes/domain/errors';
import { listClientLinks, revokeClientLinks } from '../../ledger/clientLinks';
import type { PortalLinks } from '../../portal/portalLink';
import { deliveryPage } from '../../portal/portalLink';
import { viewOfLink } from '../../portal/tell';
import type { SentLinkView } from '../../portal/tell';
import { readAs } from '../effects/request';
import type { InboxParts } from '../inboxParts';
import { described } from '../openapi/describe';
import {
	listLinksDescription,
	makeLinkDescription,
	revokeLinksDescription,
} from './linkDescriptions';
import { listLinksSchema, makeLinkSchema, revokeLinksSchema } from './requests';

/** What the routes of links are built on. */
export interface PortalLinkRouteParts extends Pick<InboxParts, 'store' | 'now' | 'logger'> {
	/** null where none can be made: without a secret, or without an address that clients reach. */
	links: PortalLinks | null;
}

/** Adds the routes with which links into the portal are made, listed and revoked; no link is logged. */
export function addPortalLinkRoutes(
	app: FastifyInstance,
	{ links, store, now, logger }: PortalLinkRouteParts,
): void {
	app.post(
		'/v1/portal-links',
		described(makeLinkDescription(makeLinkSchema)),
		async ({ body }, reply) => {
			const { delivery = null, ...wish } = readAs(
				makeLinkSchema,
				body,
				'The link cannot be made.',
				'',
			);
			if (links === null) return await reply.code(409).send({ error: noPortal });
			const { id, url, expiresAt } = await links.linkFor(wish);
			logger.info({ link: id, test: wish.test }, 'portal link given');
			return {
				id,
				url,
				deliveryUrl: delivery === null ? null : deliveryPage(url, delivery),
				expiresAt: expiresAt.toISOString(),
			} satisfies SentLinkView;
		},
	);

	app.get(
		'/v1/portal-links',
		described(listLinksDescription(listLinksSchema)),
		async ({ query }) => {
			const asked = readAs(listLinksSchema, query, 'The links cannot be listed.', '');
			const { client = null, all, test, limit } = asked;
			const filter = { client, withOver: all === 'true', test: test === 'true', limit };
			const found = await listClientLinks(store, filter, now());
			return { links: found.map((link) => viewOfLink(link, now())) };
		},
	);

	app.post(
		'/v1/portal-links/revoke',
		described(revokeLinksDescription(revokeLinksSchema)),
		async ({ body }, reply) => {
			const asked = readAs(revokeLinksSchema, body, 'No link was revoked.', '');
			const { id, client = '', by } = asked;
			const target = id === undefined ? { client } : { id };
			const revoked = await revokeClientLinks(store, target, by, now());
			logger.info({ links: revoked.map((link) => link.id) }, 'portal links revoked');
			if (revoked.length === 0) return await reply.code(404).send({ error: nothingRevoked });
			return { links: revoked.map((link) => viewOfLink(link, now())) };
		},
	);
}

const noPortal: ErrorReport = {
	code: 'portal/not-public',
	what: 'The link cannot be made.',
	why: 'Clients reach no page of this service: its public address does not begin with https://, or it has no secret to sign links with.',
	mend: 'Set hooks.publicUrl in agency.config.yaml to the HTTPS address under which clients reach the service.',
};

const nothingRevoked: ErrorReport = {
	code: 'portal/link-not-found',
	what: 'Nothing was revoked.',
	why: 'There is no such link that lets anybody in: it is unknown, over, or was revoked before.',
	mend: 'Look at the links with agency-ops portal list --all.',
};
