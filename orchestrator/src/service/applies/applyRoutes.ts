import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ErrorReport } from '../../../../nodes/domain/errors';
import { isErrorReport } from '../../../../nodes/domain/errors';
import { baseSchema, entrySchema, newApplySchema } from '../../apply/journal';
import { ledgerJournal } from '../../apply/ledgerJournal';
import { readAs } from '../effects/request';
import type { InboxParts } from '../inboxParts';
import { described } from '../openapi/describe';
import * as descriptions from './descriptions';

/** Bytes of one call: a bundle of large workflows, as they were and as they are. */
const BODY_LIMIT = 32 * 1024 * 1024;

const listSchema = z
	.object({
		target: z.string().min(1).max(200),
		limit: z.coerce.number().int().min(1).max(1_000).default(20),
	})
	.strict();
const holder = z.string().min(1).max(500);
const takeOverSchema = z.object({ from: holder, to: holder }).strict();
const writeSchema = entrySchema.extend({ holder }).strict();
const endSchema = z.object({ holder, state: z.enum(['done', 'failed']) }).strict();
const rememberSchema = z.object({ bases: z.array(baseSchema) }).strict();
const nothingSchema = z.object({}).strict();

const CANNOT = 'The journal cannot take this.';

interface WithId {
	Params: { id: string };
}
interface WithTarget {
	Params: { target: string };
}

/**
 * Adds the journal of seed, upgrade and rollback, for the command line: the embedded ledger serves one
 * process, and while the service runs that is the service.
 */
export function addApplyRoutes(
	app: FastifyInstance,
	{ store, moment, logger }: Pick<InboxParts, 'store' | 'moment' | 'logger'>,
): void {
	const journal = ledgerJournal(store, moment);

	app.get('/v1/applies', described(descriptions.list(listSchema)), async ({ query }) => {
		const { target, limit } = readAs(listSchema, query, 'The journal cannot be read.', '');
		return { applies: await journal.list(target, limit) };
	});

	app.get<WithId>('/v1/applies/:id', described(descriptions.read), async ({ params }, reply) => {
		const found = await journal.read(params.id);
		return found ?? (await reply.code(404).send({ error: noSuchApply(params.id) }));
	});

	app.post(
		'/v1/applies',
		described(descriptions.begin(newApplySchema)),
		async ({ body }, reply) => {
			const apply = readAs(newApplySchema, body, CANNOT, '');
			const error = await refusalOf(async () => await journal.begin(apply));
			if (error !== null) return await reply.code(409).send({ error });
			logger.info({ apply: apply.id, kind: apply.kind, target: apply.target }, 'apply begun');
			return { id: apply.id };
		},
	);

	app.post<WithId>(
		'/v1/applies/:id/take-over',
		described(descriptions.takeOver(takeOverSchema)),
		async ({ params: { id }, body }) => {
			const { from, to } = readAs(takeOverSchema, body, CANNOT, '');
			return { isTaken: await journal.takeOver(id, from, to) };
		},
	);

	app.put<WithId>(
		'/v1/applies/:id/steps',
		{ ...described(descriptions.write(writeSchema)), bodyLimit: BODY_LIMIT },
		async ({ params: { id }, body }, reply) => {
			const { holder: by, ...entry } = readAs(writeSchema, body, CANNOT, '');
			const error = await refusalOf(async () => await journal.write(id, by, entry));
			return error === null ? { id } : await reply.code(409).send({ error });
		},
	);

	app.post<WithId>(
		'/v1/applies/:id/end',
		described(descriptions.end(endSchema)),
		async ({ params: { id }, body }, reply) => {
			const { holder: by, state } = readAs(endSchema, body, CANNOT, '');
			const error = await refusalOf(async () => await journal.end(id, by, state));
			if (error !== null) return await reply.code(409).send({ error });
			logger.info({ apply: id, state }, 'apply ended');
			return { id };
		},
	);

	app.post<WithId>(
		'/v1/applies/:id/undone',
		described(descriptions.undone(nothingSchema)),
		async ({ params: { id } }) => {
			await journal.markUndone(id);
			return { id };
		},
	);

	app.get<WithTarget>('/v1/applied/:target', described(descriptions.bases), async ({ params }) => ({
		bases: await journal.bases(params.target),
	}));

	app.put<WithTarget>(
		'/v1/applied/:target',
		{ ...described(descriptions.remember(rememberSchema)), bodyLimit: BODY_LIMIT },
		async ({ params: { target }, body }) => {
			const { bases } = readAs(rememberSchema, body, CANNOT, '');
			await journal.remember(target, bases);
			return { target };
		},
	);
}

/** Why the journal does not let this process; null when it did. */
async function refusalOf(work: () => Promise<void>): Promise<ErrorReport | null> {
	try {
		await work();
		return null;
	} catch (error) {
		if (!isErrorReport(error) || !error.code.startsWith('apply/')) throw error;
		const { code, what, why, mend } = error;
		return { code, what, why, mend };
	}
}

function noSuchApply(id: string): ErrorReport {
	return {
		code: 'apply/none',
		what: 'There is no such apply.',
		why: `The ledger knows none called ${id}.`,
		mend: 'Look which there are with agency-ops applies list.',
	};
}
