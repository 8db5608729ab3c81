import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyReply } from 'fastify';
import { isErrorReport } from '../../../../nodes/domain/errors';
import { parseFault, type FaultBook } from '../faults';
import type { Gateway } from '../gateway';
import type { Journal } from '../journal';

/** What the viewer shows and can change. */
export interface ViewerSource {
	state(): unknown;
	journal: Journal;
	gateway: Gateway;
	faults: FaultBook;
	reset(): void;
	smtpUrl: string;
}

/** A running viewer. */
export interface Viewer {
	/** `http://127.0.0.1:<port>` */
	url: string;
	stop(): Promise<void>;
}

const pageFolder = path.join(__dirname, 'page');

/** The files of the page by the path they are served under. */
const files: Record<string, { file: string; type: string }> = {
	'/': { file: 'index.html', type: 'text/html; charset=utf-8' },
	'/viewer.css': { file: 'viewer.css', type: 'text/css; charset=utf-8' },
	'/viewer.js': { file: 'viewer.js', type: 'text/javascript; charset=utf-8' },
};

/** Only our own files run; a mail's HTML lives in a sandboxed frame made from its text. */
const contentSecurityPolicy = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self' 'unsafe-inline'",
	"connect-src 'self'",
	"img-src 'self' data: https:",
	'frame-src data: blob:',
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
].join('; ');

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
	for (const [url, { file, type }] of Object.entries(files)) {
		app.get(url, async (_request, reply: FastifyReply) =>
			reply.type(type).send(await readFile(path.join(pageFolder, file))),
		);
	}
	app.get('/healthz', () => ({ status: 'ok' }));
	app.get('/api/state', () => source.state());
	app.get<{ Querystring: { after?: string } }>('/api/requests', ({ query }) =>
		source.journal.list(Number(query.after ?? 0)),
	);
	app.get('/api/violations', () => source.gateway.violations());
	app.get('/api/faults', () => source.faults.pending());
	app.post('/api/faults', (request, reply) => {
		source.faults.order(parseFault(request.body));
		return reply.status(201).send(source.faults.pending());
	});
	app.delete('/api/faults', (_request, reply) => {
		source.faults.clear();
		return reply.status(204).send();
	});
	app.post('/api/reset', (_request, reply) => {
		source.reset();
		return reply.status(204).send();
	});
	app.setErrorHandler((error, _request, reply) => {
		if (isErrorReport(error)) {
			const { code, what, why, mend } = error;
			return reply.status(400).send({ error: { code, what, why, mend } });
		}
		throw error;
	});
	await app.listen({ port, host: '127.0.0.1' });
	const address = app.server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${address.port}`, stop: () => app.close() };
}

/** Names a browser on this machine may reach the viewer by. */
const ownNames = new Set(['127.0.0.1', 'localhost']);

/** Guards against pages of other sites: DNS rebinding shows in Host, cross-site calls in Origin. */
function isOwnPage({ host = '', origin }: { host?: string; origin?: string }): boolean {
	const nameOf = (url: string) => (URL.canParse(url) ? new URL(url).hostname : '');
	return ownNames.has(nameOf(`http://${host}`)) && (!origin || ownNames.has(nameOf(origin)));
}
