import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ErrorReport } from '../../../../nodes/domain/errors';
import { hashOf } from '../../../../nodes/domain/hash';
import type { Brand } from '../../../../nodes/domain/quality/brand';
import type { SpecPack } from '../../../../nodes/domain/quality/specPack';
import { eventId } from '../../inbox/eventId';
import type { Json } from '../../ledger/json';
import {
	addMediaCheck,
	cancelMediaCheck,
	listMediaChecks,
	readMediaCheck,
	retryMediaCheck,
} from '../../ledger/mediaChecks';
import type { MediaCheck } from '../../ledger/mediaChecks';
import { readMeasurement } from '../../ledger/mediaMeasurements';
import type { Queries } from '../../ledger/store';
import { findBrand } from '../../media/brand/findBrand';
import { findPacks } from '../../media/packs/findPacks';
import { reportPage } from '../../media/report/reportPage';
import { readAs } from '../effects/request';
import type { InboxParts } from '../inboxParts';
import { described } from '../openapi/describe';
import {
	askDescription,
	changeDescription,
	linkDescription,
	listDescription,
	readDescription,
	reportDescription,
} from './descriptions';
import { askSchema, listSchema } from './requests';
import { mediaCheckView } from './view';

/** What the routes of media checks are built on. */
export interface MediaParts extends Pick<InboxParts, 'store' | 'now' | 'logger'> {
	/** Packs and brands that may be asked for now. */
	yardsticks(): Promise<{ packs: SpecPack[]; brands: Brand[] }>;
	/** Asks for a check to be done, within a transaction that keeps it. */
	send(id: string, within: Queries): Promise<void>;
	/** Link to a report for people without a key; null where nothing can be signed. */
	reportUrl(checkId: string): string | null;
	/** The check of a link; null where it is none of ours, or over. */
	readLink(token: string): string | null;
	/** Whom reports are from. */
	agency: { name: string; colour: string };
}

interface WithId {
	Params: { id: string };
}

/** Adds the routes of media checks. */
export function addMediaRoutes(app: FastifyInstance, parts: MediaParts): void {
	const { store, now, logger, reportUrl } = parts;
	const view = (check: MediaCheck) => mediaCheckView(check, reportUrl(check.id));

	app.post('/v1/media-checks', described(askDescription(askSchema)), async ({ body }, reply) => {
		const asked = readAs(askSchema, body, 'The check cannot be asked for.', '');
		const known = await parts.yardsticks();
		const packs = findPacks(asked.specs, known.packs);
		const brand = asked.brand === undefined ? null : findBrand(asked.brand, known.brands);
		const { subject, context, test, testRun = null } = asked;
		const file = { ...asked.file, name: asked.file.name ?? '' };
		const { check, isNew } = await store.transaction(async (queries) => {
			const added = await addMediaCheck(queries, {
				id: eventId(now()).replace(/^evt_/, 'chk_'),
				fingerprint: fingerprintOf({ file, subject, test, testRun, packs, brand: brand as Json }),
				test,
				subject,
				file,
				packs,
				brand: brand as Json,
				context: context as Json,
			});
			if (added.isNew) await parts.send(added.check.id, queries);
			return added;
		});
		logger.info({ check: check.id, isNew, test }, 'media check asked for');
		const { id, state } = check;
		return await reply.code(202).send({ checkId: id, state, repeated: !isNew });
	});

	app.get('/v1/media-checks', described(listDescription(listSchema)), async ({ query }) => {
		const { subject, state, limit } = readAs(listSchema, query, 'The checks cannot be listed.', '');
		const filter = { subject: subject ?? null, state: state ?? null, limit };
		return { checks: (await listMediaChecks(store, filter)).map(view) };
	});

	app.get<WithId>('/v1/media-checks/:id', described(readDescription), async ({ params }, reply) => {
		const check = await readMediaCheck(store, params.id);
		return check === null ? await sendMissing(reply, params.id) : { check: view(check) };
	});

	const change = (word: 'cancel' | 'retry', run: (id: string) => Promise<boolean>) => {
		app.post<WithId>(
			`/v1/media-checks/:id/${word}`,
			described(changeDescription(word)),
			async ({ params: { id } }, reply) => {
				const changed = await run(id);
				const check = await readMediaCheck(store, id);
				if (check === null) return await sendMissing(reply, id);
				logger.info({ check: id, word, changed }, 'media check');
				return { changed, check: view(check) };
			},
		);
	};
	change('cancel', async (id) => await cancelMediaCheck(store, id));
	change('retry', async (id) =>
		store.transaction(async (queries) => {
			const isAgain = await retryMediaCheck(queries, id);
			if (isAgain) await parts.send(id, queries);
			return isAgain;
		}),
	);

	app.get<WithId>(
		'/v1/media-checks/:id/report',
		described(reportDescription),
		async ({ params: { id } }, reply) => {
			const check = await readMediaCheck(store, id);
			const page = check === null ? null : await pageOf(check, parts);
			return page === null ? await sendMissing(reply, id) : await sendPage(reply, 200, page);
		},
	);
}

/** Adds the reports for people without a key. */
export function addReportRoutes(app: FastifyInstance, parts: MediaParts): void {
	app.get<{ Params: { token: string } }>(
		'/media-reports/:token',
		described(linkDescription),
		async ({ params: { token } }, reply) => {
			const id = parts.readLink(token);
			const check = id === null ? null : await readMediaCheck(parts.store, id);
			const page = check === null ? null : await pageOf(check, parts);
			// One answer for every link that is none: it says nothing about what there is.
			if (page === null) return await sendPage(reply, 404, linkIsOver);
			return await sendPage(reply, 200, page);
		},
	);
}

async function pageOf(check: MediaCheck, { agency, store }: MediaParts): Promise<string | null> {
	const { report, sha256, measurer, file, pictures, endedAt } = check;
	if (report === null || sha256 === null || measurer === null) return null;
	return reportPage({
		agency,
		fileName: file.name,
		sha256,
		report,
		measured: await readMeasurement(store, sha256, measurer),
		pictures: pictures ?? [],
		checkedAt: endedAt,
	});
}

/** Nothing runs and nothing is loaded; the address in the bar goes to nobody else. */
const pageHeaders = {
	'content-type': 'text/html; charset=utf-8',
	'content-security-policy':
		"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'no-referrer',
	'cache-control': 'no-store',
	'x-robots-tag': 'noindex, nofollow',
} as const;

async function sendPage(reply: FastifyReply, status: number, page: string): Promise<FastifyReply> {
	return await reply.code(status).headers(pageHeaders).send(page);
}

const linkIsOver =
	'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>No report</title></head><body><h1>There is no report here</h1><p>The link is over, or was copied in part. Ask whoever sent it for a new one.</p></body></html>';

function fingerprintOf({
	file,
	subject,
	test,
	testRun,
	packs,
	brand,
}: Pick<MediaCheck, 'file' | 'subject' | 'test' | 'packs' | 'brand'> & {
	testRun: string | null;
}): string {
	const { kind, accountId, fileId } = file;
	const trial = test && (testRun ?? '');
	// Packs and brand whole: one that was changed under its name is another.
	return hashOf({ kind, accountId, fileId, subject, test: trial, packs, brand });
}

async function sendMissing(reply: FastifyReply, id: string): Promise<FastifyReply> {
	const error: ErrorReport = {
		code: 'media/not-found',
		what: 'There is no such media check, or no report of it yet.',
		why: `Nothing is known under the id "${id.slice(0, 60)}".`,
		mend: 'Look for it with GET /v1/media-checks?subject=….',
	};
	return await reply.code(404).send({ error });
}
