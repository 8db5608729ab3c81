import type { FastifyInstance, FastifyReply } from 'fastify';
import { maskedAddress } from '../../mail/address';
import type { Language } from '../../texts/formats';
import { languageOf } from '../../texts/formats';
import { described } from '../openapi/describe';
import { pageHeaders } from '../pageHeaders';
import { askDescription, unsubscribeDescription } from './descriptions';
import { unsubscribe } from './keepMailEvents';
import type { MailParts } from './mailParts';
import type { UnsubscribeView } from './unsubscribePage';

interface WithToken {
	Params: { token: string };
}

/** Largest body that is read, in bytes: one field. */
const BODY_LIMIT = 4_096;

/**
 * Adds the page behind the links of marketing mail. A POST unsubscribes, from a mail program (RFC 8058)
 * as from the page's button; a GET changes nothing, since scanners open every link of a mail.
 */
export function addUnsubscribeRoutes(app: FastifyInstance, parts: MailParts): void {
	const { tokens, page, logger } = parts;
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
	const show = async (
		reply: FastifyReply,
		status: number,
		view: UnsubscribeView,
		language: Language,
		address = '',
	) => {
		const shown = address === '' ? '' : maskedAddress(address);
		return await reply
			.code(status)
			.headers(pageHeaders)
			.send(page.write(view, language, shown));
	};
	app.setErrorHandler(async (error, request, reply) => {
		logger.error({ err: error }, 'unsubscribing failed');
		return await show(reply, 503, 'later', languageOf(request.headers['accept-language']));
	});

	app.get<WithToken>(
		'/unsubscribe/:token',
		described(askDescription),
		async ({ params, headers }, reply) => {
			const wish = tokens?.read(params.token) ?? null;
			// One answer for every link that is none: it says nothing about whom we know.
			if (wish === null) {
				return await show(reply, 404, 'wrong', languageOf(headers['accept-language']));
			}
			return await show(reply, 200, 'ask', wish.language, wish.address);
		},
	);

	app.post<WithToken>(
		'/unsubscribe/:token',
		{ ...described(unsubscribeDescription), bodyLimit: BODY_LIMIT },
		async ({ params, headers, body }, reply) => {
			const wish = tokens?.read(params.token) ?? null;
			if (wish === null) {
				return await show(reply, 404, 'wrong', languageOf(headers['accept-language']));
			}
			if (!isOneClick(body, headers['content-type'] ?? '')) {
				return await show(reply, 400, 'ask', wish.language, wish.address);
			}
			const isNew = await unsubscribe(wish, parts);
			logger.info({ purpose: wish.purpose, isNew }, 'unsubscribed');
			return await show(reply, 200, 'done', wish.language, wish.address);
		},
	);
}

/** RFC 8058 lets mail programs send the field as a form of either kind. */
function isOneClick(body: unknown, contentType: string): boolean {
	const text = Buffer.isBuffer(body) ? body.toString('utf8') : '';
	if (contentType.startsWith('multipart/form-data')) {
		return /name="List-Unsubscribe"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\nOne-Click\r?\n/i.test(text);
	}
	return new URLSearchParams(text).get('List-Unsubscribe') === 'One-Click';
}
