import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isErrorReport } from '../../../../nodes/domain/errors';
import { parseFault, type FaultBook } from '../faults';
import type { Gateway } from '../gateway';
import type { HubSpotPeople } from '../hubspot/people';
import type { SandboxState } from '../index';
import type { Journal } from '../journal';
import type { RelayPlace } from '../mail/relay';
import { readRelayAct, playRelay } from '../mail/relay';
import type { SlackPeople } from '../slack/peopleAct';
import type { StripePeople } from '../stripe/peopleAct';
import type { ClickUpPeople } from '../clickup/peopleAct';
import { addClickUpPeople } from './clickupRoutes';
import type { FrameioDesk } from './frameioRoutes';
import { addFrameioPeople } from './frameioRoutes';
import type { S3Store } from '../s3/store';
import { addStorageObjects } from './storageRoutes';
import { addStripePeople } from './stripeRoutes';
import { mentions, viewOf, viewRequest } from './view';

/** What the viewer shows and can change. */
export interface ViewerSource {
	state(): SandboxState;
	/** Grows with every change of a state. */
	version(): number;
	journal: Journal;
	gateway: Gateway;
	faults: FaultBook;
	reset(): void;
	/** Whom the mail relay tells; null for nobody. */
	relay: RelayPlace | null;
	/** What people do in Slack. */
	slackPeople: Pick<SlackPeople, 'press' | 'submit' | 'close'>;
	/** What people do in HubSpot. */
	hubspotPeople: Pick<HubSpotPeople, 'moveDeal'>;
	/** What people do in ClickUp. */
	clickupPeople: Pick<ClickUpPeople, 'addField' | 'setStatuses' | 'deleteTask'>;
	/** What clients do at Stripe. */
	stripePeople: Pick<StripePeople, 'act'>;
	/** The storage with its bytes. */
	storage: S3Store;
	/** What people do in Frame.io, and the bytes of its files. */
	frameio: FrameioDesk;
	/** Shown at the foot of the page. */
	addresses: Record<string, string>;
}

/** A running viewer. */
export interface Viewer {
	/** `http://127.0.0.1:<port>` */
	url: string;
	stop(): Promise<void>;
}

const pageFolder = path.join(__dirname, 'page');

/** The files of the page beside index.html; each is served under its name. */
const files = [
	...['viewer', 'records', 'calls', 'mail', 'slack', 'blocks', 'form', 'frameio', 'stripe'].map(
		(name) => `${name}.css`,
	),
	...[
		'viewer',
		'dom',
		'slack',
		'form',
		'mail',
		'records',
		'frameio',
		'stripe',
		'storage',
		'requests',
		'faults',
	].map((name) => `${name}.js`),
];

const types: Record<string, string> = {
	'.html': 'text/html; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
};

/**
 * Only our own files run, nothing is loaded from elsewhere. Inline styles are allowed for the mails,
 * whose frames inherit this policy and are sandboxed besides.
 */
const contentSecurityPolicy = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self' 'unsafe-inline'",
	"connect-src 'self'",
	"img-src 'self' data:",
	"media-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
].join('; ');

/** Requests the page is given at a time. */
const mostRequests = 300;

/** Starts the viewer on 127.0.0.1; port 0 takes a free one. */
export async function startViewer(source: ViewerSource, port: number): Promise<Viewer> {
	const app = fastify({ logger: false, forceCloseConnections: true });
	app.addHook('onRequest', async (request, reply) => {
		if (isOwnPage(request.headers)) return;
		await reply.status(403).send({ error: 'The viewer answers pages of this machine only.' });
	});
	app.addHook('onSend', async (_request, reply) => {
		reply.header('content-security-policy', contentSecurityPolicy);
		reply.header('x-content-type-options', 'nosniff');
		reply.header('referrer-policy', 'no-referrer');
		reply.header('cache-control', 'no-store');
	});
	app.setErrorHandler((error, _request, reply) => {
		if (!isErrorReport(error)) throw error;
		const { code, what, why, mend } = error;
		return reply.status(400).send({ error: { code, what, why, mend } });
	});
	addPage(app);
	addReads(app, source);
	addCommands(app, source);
	addPeople(app, source);
	addHubSpotPeople(app, source);
	addFrameioPeople(app, source.frameio);
	addClickUpPeople(app, source.clickupPeople);
	addStripePeople(app, source.stripePeople);
	addStorageObjects(app, source.storage);
	await app.listen({ port, host: '127.0.0.1' });
	const address = app.server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${address.port}`, stop: () => app.close() };
}

function addPage(app: FastifyInstance): void {
	for (const file of ['index.html', ...files]) {
		const url = file === 'index.html' ? '/' : `/${file}`;
		app.get(url, async (_request, reply) =>
			reply
				.type(types[path.extname(file)] ?? 'text/plain')
				.send(await readFile(path.join(pageFolder, file))),
		);
	}
}

/** How much the stand-ins hold: small, for who asks often. */
function countsOf({
	hubspot,
	slack,
	clickup,
	frameio,
	stripe,
	mail,
	storage,
}: SandboxState): Record<string, number> {
	return {
		contacts: hubspot.contacts.length,
		deals: hubspot.deals.length,
		tasks: clickup.tasks.length,
		projects: frameio.projects.length,
		invoices: stripe.invoices.length,
		messages: Object.values(slack.messages).reduce((sum, { length }) => sum + length, 0),
		mails: mail.messages.length,
		objects: storage.objects.length,
	};
}

function addReads(app: FastifyInstance, source: ViewerSource): void {
	const { journal, gateway, faults } = source;
	app.get('/healthz', () => ({ status: 'ok' }));
	app.get('/api/state', () => source.state());
	app.get('/api/counts', () => countsOf(source.state()));
	app.get<{ Querystring: { after?: string } }>('/api/requests', ({ query }) =>
		journal.list(Number(query.after ?? 0)),
	);
	app.get<{ Params: { id: string } }>('/api/requests/:id', ({ params }, reply) => {
		const found = journal.find(Number(params.id));
		return found ?? reply.status(404).send({ error: 'The request is no longer kept.' });
	});
	app.get('/api/violations', () => gateway.violations());
	app.get('/api/faults', () => faults.pending());
	app.get('/api/view/version', () => ({
		version: source.version(),
		hasRelay: source.relay !== null,
		lastRequest: journal.lastId,
		violations: gateway.violations().length,
		faults: faults.pending(),
		addresses: source.addresses,
	}));
	app.get('/api/view', () => viewOf(source.state()));
	app.get<{ Querystring: { search?: string } }>('/api/view/requests', ({ query }) => {
		const { search = '' } = query;
		const all = journal.list();
		const found = search === '' ? all : all.filter((request) => mentions(request, search));
		return {
			total: all.length,
			found: found.length,
			requests: found.slice(-mostRequests).reverse().map(viewRequest),
		};
	});
}

function addCommands(app: FastifyInstance, source: ViewerSource): void {
	const { faults, reset, relay } = source;
	app.post<{ Params: { id: string } }>('/api/mails/:id/acts', async ({ params, body }, reply) => {
		const act = readRelayAct(body);
		const mail = source.state().mail.messages.find(({ id }) => String(id) === params.id);
		if (mail === undefined) return await reply.status(404).send({ error: 'No such e-mail.' });
		return await playRelay(mail, act, relay);
	});
	app.post('/api/faults', (request, reply) => {
		faults.order(parseFault(request.body));
		return reply.status(201).send(faults.pending());
	});
	app.delete('/api/faults', (_request, reply) => {
		faults.clear();
		return reply.status(204).send();
	});
	app.post('/api/reset', (_request, reply) => {
		reset();
		return reply.status(204).send();
	});
}

const word = z.string().min(1).max(500);
const pressSchema = z.object({ channel: word, ts: word, action: word, user: word }).strict();
const formSchema = z.object({ view: word, values: z.record(z.string().max(4_000)) }).strict();
const viewSchema = z.object({ view: word }).strict();

/** What a person does in Slack: buttons and forms. */
function addPeople(app: FastifyInstance, { slackPeople }: ViewerSource): void {
	const accept = <Body>(
		url: string,
		schema: z.ZodType<Body>,
		act: (body: Body) => Promise<void> | void,
	) =>
		app.post(url, async (request, reply) => {
			const read = schema.safeParse(request.body);
			if (!read.success) return await reply.status(400).send({ error: 'Some fields are wrong.' });
			await act(read.data);
			return await reply.status(204).send();
		});
	accept('/api/slack/press', pressSchema, async (body) => await slackPeople.press(body));
	accept('/api/slack/submit', formSchema, async (body) => await slackPeople.submit(body));
	accept('/api/slack/close', viewSchema, ({ view }) => slackPeople.close(view));
}

const stageSchema = z.object({ stage: z.string().min(1).max(200) }).strict();

/** What a person does in HubSpot: moves a deal to another stage. */
function addHubSpotPeople(app: FastifyInstance, { hubspotPeople }: ViewerSource): void {
	app.post<{ Params: { id: string } }>('/api/hubspot/deals/:id/stage', async (request, reply) => {
		const body = stageSchema.safeParse(request.body);
		if (!body.success)
			return await reply.status(400).send({ error: 'Send {"stage":"closedwon"}.' });
		return await hubspotPeople.moveDeal(request.params.id, body.data.stage);
	});
}

/** Names a browser on this machine may reach the viewer by. */
const ownNames = new Set(['127.0.0.1', 'localhost']);

/** Guards against pages of other sites: DNS rebinding shows in Host, cross-site calls in Origin. */
function isOwnPage({ host = '', origin }: { host?: string; origin?: string }): boolean {
	const nameOf = (url: string) => (URL.canParse(url) ? new URL(url).hostname : '');
	return ownNames.has(nameOf(`http://${host}`)) && (!origin || ownNames.has(nameOf(origin)));
}
