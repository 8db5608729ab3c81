import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isErrorReport } from '../../../../nodes/domain/errors';
import { isLanguage } from '../../../../nodes/domain/language';
import type { Language } from '../../../../nodes/domain/language';
import type { Downloads } from '../../delivery/downloads';
import type { ClientLink } from '../../ledger/clientLinks';
import type { PortalPages } from '../../portal/pages/pages';
import type { PagePlace } from '../../portal/pages/shell';
import type { PortalLinks } from '../../portal/portalLink';
import type { PortalFactReader } from '../../portal/readFacts';
import { languageOf } from '../../texts/formats';
import { described } from '../openapi/describe';
import { pageHeaders } from '../pageHeaders';
import { deliveryDescription, fileDescription, overviewDescription } from './pageDescriptions';

/** What the pages of the portal are built on. */
export interface PortalPageParts {
	/** null where there is no portal: then every link is none. */
	links: PortalLinks | null;
	facts: PortalFactReader;
	pages: PortalPages;
	downloads: Downloads;
	/** What stands before `/portal` in the addresses that clients see; empty for most. */
	basePath: string;
	logger: FastifyBaseLogger;
}

type Params<Name extends string> = { Params: Record<Name, string> };

/**
 * Adds the pages that clients see, under a prefix. Every address is judged by its token alone, and what
 * is not its client's is answered as what is not there.
 */
export function addPortalRoutes(app: FastifyInstance, parts: PortalPageParts): void {
	const { links, facts, pages, downloads, basePath, logger } = parts;
	const headers = { ...pageHeaders, 'content-security-policy': pages.policy };
	const placeOf = (request: FastifyRequest): PagePlace => ({
		path: `${basePath}${request.url.split('?')[0] ?? ''}`,
		chosen: chosenIn(request),
	});
	const nothing = async (
		request: FastifyRequest,
		reply: FastifyReply,
		status: 404 | 410 | 429 | 503,
	) => {
		const view = status === 404 || status === 410 ? 'wrong' : 'later';
		const page = pages.nothing(view, spoken(request, null));
		return await reply.code(status).headers(headers).send(page);
	};
	/** The link of a request's token; answers the request where it lets nobody in. */
	const linkOf = async (
		request: FastifyRequest<Params<'token'>>,
		reply: FastifyReply,
	): Promise<ClientLink | null> => {
		const opened = await links?.open(request.params.token);
		if (opened?.result === 'living') return opened.link;
		await nothing(request, reply, opened?.result === 'over' ? 410 : 404);
		return null;
	};
	const portalAt = (token: string) => `${basePath}${app.prefix}/${token}`;

	app.setErrorHandler(async (error, request, reply) => {
		if (isErrorReport(error) && 'retryAfterMs' in error) {
			reply.header('retry-after', Math.max(1, Math.ceil(Number(error.retryAfterMs) / 1_000)));
			return await nothing(request, reply, 429);
		}
		logger.error({ err: error }, 'portal failed');
		return await nothing(request, reply, 503);
	});
	app.setNotFoundHandler({ preHandler: app.rateLimit() }, async (request, reply) =>
		nothing(request, reply, 404),
	);

	app.get<Params<'token'>>('/:token', described(overviewDescription), async (request, reply) => {
		const link = await linkOf(request, reply);
		if (link === null) return reply;
		const found = await facts.of(link);
		logger.info({ link: link.id, partial: found.isPartial }, 'portal seen');
		const page = pages.overview(found, spoken(request, found.language), placeOf(request));
		return await reply.code(200).headers(headers).send(page);
	});

	app.get<Params<'token' | 'id'>>(
		'/:token/deliveries/:id',
		described(deliveryDescription),
		async (request, reply) => {
			const link = await linkOf(request, reply);
			if (link === null) return reply;
			const { token, id } = request.params;
			const found = await facts.delivery(link, id);
			if (found === null) return await nothing(request, reply, 404);
			const place = { ...placeOf(request), portal: portalAt(token) };
			const page = pages.delivery(found, spoken(request, found.language), place);
			return await reply.code(200).headers(headers).send(page);
		},
	);

	app.get<Params<'token' | 'id' | 'name'>>(
		'/:token/deliveries/:id/files/:name',
		described(fileDescription),
		async (request, reply) => {
			const link = await linkOf(request, reply);
			if (link === null) return reply;
			const { token, id, name } = request.params;
			const found = await facts.delivery(link, id);
			const isTheirs = found?.delivery.files.some((file) => file.name === name) ?? false;
			if (found === null || !isTheirs) return await nothing(request, reply, 404);
			const given = await downloads.urlFor(id, name);
			if ('url' in given) {
				logger.info({ link: link.id, delivery: id }, 'file handed out');
				return await reply
					.code(302)
					.headers({ ...headers, location: given.url })
					.send();
			}
			if (given.refused !== 'expired') return await nothing(request, reply, 404);
			// Their own page says until when it was, and how to get new downloads.
			const path = `${portalAt(token)}/deliveries/${encodeURIComponent(id)}`;
			const place = { path, chosen: chosenIn(request), portal: portalAt(token) };
			const over = { ...found, delivery: { ...found.delivery, isOver: true } };
			const page = pages.delivery(over, spoken(request, found.language), place);
			return await reply.code(410).headers(headers).send(page);
		},
	);
}

/** The language that the reader chose on a page; null for none of ours. */
function chosenIn({ query }: FastifyRequest): Language | null {
	const { lang } = query as { lang?: unknown };
	return isLanguage(lang) ? lang : null;
}

/** What a page is written in: as chosen, as is the client's, as the browser says. */
function spoken(request: FastifyRequest, known: Language | null): Language {
	return chosenIn(request) ?? known ?? languageOf(request.headers['accept-language']);
}
