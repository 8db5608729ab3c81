import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ErrorReport } from '../../../../nodes/domain/errors';
import { readStatus } from '../../ledger/inboxReading';
import { readAs } from '../effects/request';
import { described } from '../openapi/describe';
import type { Description } from '../openapi/describe';
import { monitorViewSchema } from './report';
import { statusPage } from './statusPage';
import type { StatusTokens } from './statusToken';
import type { SweepParts } from './sweep';
import { readMonitor } from './view';

/** What the routes of the monitor are built on. */
export interface MonitorRouteParts {
	parts: Pick<SweepParts, 'store' | 'texts' | 'audience' | 'everyMs' | 'now' | 'moment'>;
	/** Begins a sweep, if none is under way. */
	sweepNow(): void;
	/** Makes links to the status page; null where there is no secret to sign them with. */
	tokens: StatusTokens | null;
	/** Address under which people reach the service, without a slash at its end. */
	publicUrl: string;
	/** Name of the agency, in the head of the page. */
	agency: string;
}

const HOUR_MS = 3_600_000;

const linkSchema = z
	.object({
		hours: z
			.number()
			.gt(0, 'expected a number of hours above 0')
			.max(24 * 31, 'expected a month at most')
			.default(24 * 7),
	})
	.strict();

/** Nothing runs and nothing is loaded; the address in the bar goes to nobody else. */
const pageHeaders = {
	'content-type': 'text/html; charset=utf-8',
	'content-security-policy':
		"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'no-referrer',
	'cache-control': 'no-store',
	'x-robots-tag': 'noindex, nofollow',
} as const;

/** Adds the routes of the monitor for those who have a key. */
export function addMonitorRoutes(app: FastifyInstance, monitor: MonitorRouteParts): void {
	app.get('/v1/monitor', described(viewDescription), async () => await readMonitor(monitor.parts));
	app.post('/v1/monitor/sweeps', described(sweepDescription), async (_request, reply) => {
		const askedAt = monitor.parts.now().toISOString();
		monitor.sweepNow();
		return await reply.code(202).send({ askedAt });
	});
	app.post('/v1/status-links', described(linkDescription), async ({ body }, reply) => {
		const { hours } = readAs(linkSchema, body ?? {}, 'No link can be made.', '');
		const { tokens, publicUrl } = monitor;
		if (tokens === null) return await reply.code(409).send({ error: noSecret });
		const until = new Date(monitor.parts.now().getTime() + hours * HOUR_MS);
		return await reply.send({
			url: `${publicUrl}/status/${tokens.make(until)}`,
			expiresAt: until.toISOString(),
		});
	});
	app.get('/status', described(pageDescription), async (_request, reply) => {
		return await reply.headers(pageHeaders).send(await pageNow(monitor));
	});
}

/** Adds the status page for those who have a link. */
export function addStatusPage(app: FastifyInstance, monitor: MonitorRouteParts): void {
	app.get<{ Params: { token: string } }>(
		'/status/:token',
		described(linkedPageDescription),
		async ({ params }, reply) => {
			const isGood = monitor.tokens?.isGood(params.token, monitor.parts.now()) === true;
			if (!isGood) return await reply.code(404).send({ error: noSuchLink });
			return await reply.headers(pageHeaders).send(await pageNow(monitor));
		},
	);
}

async function pageNow({ parts, agency }: MonitorRouteParts): Promise<string> {
	const [view, status] = await Promise.all([
		readMonitor(parts),
		readStatus(parts.store, parts.moment()),
	]);
	return statusPage({ agency, now: parts.now(), view, status });
}

const noSecret: ErrorReport = {
	code: 'monitor/no-link-secret',
	what: 'No link can be made.',
	why: 'The service has no secret to sign links with.',
	mend: 'Let agency-ops seed make secrets.json whole (reportSecret), and restart the service.',
};

const noSuchLink: ErrorReport = {
	code: 'monitor/no-such-link',
	what: 'There is no such page.',
	why: 'The link is none of ours, or its time is over.',
	mend: 'Ask for a new one: agency-ops status --link.',
};

const viewDescription: Description = {
	tag: 'monitor',
	summary: 'Alerts, differences and promises as they stand',
	scope: 'operate',
	answers: { 200: { words: 'The worst first', shape: monitorViewSchema } },
};

const sweepDescription: Description = {
	tag: 'monitor',
	summary: 'Begin a sweep',
	more: 'It takes from seconds to minutes, by the limits of the services; GET /v1/monitor shows when it has ended. While one is under way none is begun.',
	scope: 'operate',
	answers: {
		202: {
			words: 'It begins; what began after that moment has seen all before it',
			shape: z.object({ askedAt: z.string().datetime() }),
		},
	},
};

const linkDescription: Description = {
	tag: 'monitor',
	summary: 'Make a link to the status page',
	scope: 'operate',
	body: { shape: linkSchema, example: { hours: 168 } },
	answers: {
		200: {
			words: 'The link; whoever has it sees the page until its end',
			shape: z.object({ url: z.string(), expiresAt: z.string().datetime() }),
		},
		409: { words: 'There is no secret to sign it with' },
	},
};

const page = { words: 'A page without scripts', shape: z.string(), type: 'text/html' } as const;

const pageDescription: Description = {
	tag: 'monitor',
	summary: 'The status page',
	more: 'Nothing about clients or leads is on it.',
	scope: 'operate',
	answers: { 200: page },
};

const linkedPageDescription: Description = {
	tag: 'monitor',
	summary: 'The status page, by a link',
	scope: null,
	params: { token: 'As `POST /v1/status-links` gave it' },
	answers: { 200: page, 404: { words: 'The link is none of ours, or over' } },
};
