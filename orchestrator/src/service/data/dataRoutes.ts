import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { ErrorReport } from '../../../../nodes/domain/errors';
import { dataKind, versionIn, versionName } from '../../data/kinds';
import { listDocuments, pushDocument, readDocument } from '../../ledger/dataDocuments';
import { readAs } from '../effects/request';
import type { InboxParts } from '../inboxParts';
import { described } from '../openapi/describe';
import { pushDescription, readDescription, versionsDescription } from './descriptions';

const word = (most: number) => z.string().trim().min(1, 'expected some text').max(most);

const readSchema = z.object({ version: z.coerce.number().int().min(0).optional() }).strict();

const pushSchema = z
	.object({
		source: z.string().min(1).max(240_000),
		/** Version that the source was made from; 0 is what ships. */
		expectedVersion: z.number().int().min(0),
		/** Who pushes it, as they call themselves. */
		by: word(200),
		reason: word(2_000),
	})
	.strict();

interface WithKind {
	Params: { kind: string };
}

/** Adds the data that people edit as YAML, for those who have the key: reading, history, pushing. */
export function addDataRoutes(
	app: FastifyInstance,
	{ store, moment, logger }: Pick<InboxParts, 'store' | 'moment' | 'logger'>,
): void {
	app.get<WithKind>(
		'/v1/data/:kind',
		described(readDescription(readSchema)),
		async ({ params: { kind }, query }, reply) => {
			const { shipped, read } = dataKind(kind);
			const { version } = readAs(readSchema, query, 'The data cannot be read.', '');
			const found = version === 0 ? null : await readDocument(store, kind, version ?? null);
			if (found === null && version !== undefined && version !== 0) {
				return await reply.code(404).send({ error: noSuchVersion(kind, version) });
			}
			return {
				kind,
				version: found?.version ?? 0,
				source: found?.source ?? shipped,
				content: found?.content ?? read(shipped).value,
				pushedBy: found?.pushedBy ?? null,
				reason: found?.reason ?? null,
				pushedAt: found?.pushedAt ?? null,
			};
		},
	);

	app.get<WithKind>(
		'/v1/data/:kind/versions',
		described(versionsDescription),
		async ({ params: { kind } }) => {
			dataKind(kind);
			return { kind, versions: await listDocuments(store, kind) };
		},
	);

	app.put<WithKind>(
		'/v1/data/:kind',
		described(pushDescription(pushSchema)),
		async ({ params: { kind }, body }, reply) => {
			const { read } = dataKind(kind);
			const asked = readAs(pushSchema, body, 'The data cannot be taken.', '');
			const { source, expectedVersion, by, reason } = asked;
			const { value, mistakes } = read(source);
			if (value === null) return await sendMistakes(kind, mistakes, reply);
			const named = versionIn(source);
			if (named?.kind !== kind || named.version !== expectedVersion) {
				return await reply.code(400).send({ error: otherVersion(kind, expectedVersion) });
			}
			const pushed = await pushDocument(
				store,
				{ kind, source, content: value, pushedBy: by, reason, expectedVersion },
				moment(),
			);
			if (!pushed.isKept) {
				const error = pushedMeanwhile(kind, expectedVersion, pushed.newestVersion);
				return await reply.code(409).send({ error });
			}
			const { version, pushedAt } = pushed.document;
			logger.info({ kind, version }, 'data pushed');
			return { kind, version, pushedAt };
		},
	);
}

async function sendMistakes(
	kind: string,
	mistakes: Array<{ line: number; column: number; message: string }>,
	reply: FastifyReply,
): Promise<FastifyReply> {
	const listed = mistakes
		.slice(0, 50)
		.map(({ line, column, message }) => `${line}:${column} ${message}`);
	const error: ErrorReport = {
		code: 'data/invalid',
		what: `The ${kind} has ${mistakes.length} ${mistakes.length === 1 ? 'mistake' : 'mistakes'}.`,
		why: listed.join('\n'),
		mend: 'Correct these lines and push it again; nothing was changed.',
	};
	return await reply.code(400).send({ error, mistakes });
}

function noSuchVersion(kind: string, version: number): ErrorReport {
	return {
		code: 'data/no-such-version',
		what: 'There is no such version.',
		why: `Nobody has pushed ${versionName(kind, version)}.`,
		mend: `Look which there are with agency-ops data history ${kind}.`,
	};
}

function otherVersion(kind: string, expected: number): ErrorReport {
	return {
		code: 'data/other-version',
		what: `The ${kind} was not pushed.`,
		why: `Its line "version" and "expectedVersion" (${expected}) do not name the same version.`,
		mend: `Push the file that data pull ${kind} gave, with the line "version" as it was.`,
	};
}

function pushedMeanwhile(kind: string, from: number, newest: number): ErrorReport {
	return {
		code: 'data/pushed-meanwhile',
		what: `The ${kind} was not pushed.`,
		why: `It was made from ${versionName(kind, from)}; somebody has pushed ${versionName(kind, newest)} since.`,
		mend: `Pull it again (agency-ops data pull ${kind}), make your changes in that file, and push it.`,
	};
}
