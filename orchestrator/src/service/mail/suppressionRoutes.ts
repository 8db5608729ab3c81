import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ErrorReport } from '../../../../nodes/domain/errors';
import {
	addSuppression,
	liftSuppressions,
	listSuppressions,
	suppressionScopes,
} from '../../ledger/mailSuppressions';
import { normalAddress } from '../../mail/address';
import { readAs } from '../effects/request';
import { described } from '../openapi/describe';
import { addDescription, liftDescription, listDescription } from './descriptions';
import { suppressionId } from './keepMailEvents';
import type { MailParts } from './mailParts';

const address = z
	.string()
	.max(320)
	.regex(/^\s*[^\s@<>]+@[^\s@<>]+\s*$/, 'expected an e-mail address')
	.transform(normalAddress);
const reason = z.string().trim().min(1, 'expected a reason').max(2_000);

const listSchema = z
	.object({
		address: address.optional(),
		lifted: z.enum(['true', 'false']).default('false'),
		limit: z.coerce.number().int().min(1).max(500).default(50),
	})
	.strict();

const addSchema = z.object({ address, scope: z.enum(suppressionScopes), reason }).strict();

const liftSchema = z
	.object({
		address,
		scope: z.enum(suppressionScopes).nullish(),
		reason,
		/** Who lifts it, as they call themselves. */
		by: z.string().trim().min(1, 'expected a name').max(200),
	})
	.strict();

/** Adds the list of those who get no mail, for those who have the key; addresses never reach the log. */
export function addSuppressionRoutes(
	app: FastifyInstance,
	{ store, now, moment, logger }: Pick<MailParts, 'store' | 'now' | 'moment' | 'logger'>,
): void {
	app.get('/v1/mail/suppressions', described(listDescription(listSchema)), async ({ query }) => {
		const filter = readAs(listSchema, query, 'The list cannot be shown.', '');
		return {
			suppressions: await listSuppressions(store, {
				address: filter.address ?? null,
				withLifted: filter.lifted === 'true',
				limit: filter.limit,
			}),
		};
	});

	app.post('/v1/mail/suppressions', described(addDescription(addSchema)), async ({ body }) => {
		const asked = readAs(addSchema, body, 'The address cannot be put on the list.', '');
		const { scope, reason: note } = asked;
		const entry = { ...asked, id: suppressionId(now()), reason: 'by hand' as const, note };
		const added = await addSuppression(store, { ...entry, evidence: null }, moment());
		logger.info({ scope, isNew: added !== null }, 'address suppressed by hand');
		const inForce = await listSuppressions(store, {
			address: asked.address,
			withLifted: false,
			limit: 50,
		});
		return { added: added !== null, suppressions: inForce };
	});

	app.post(
		'/v1/mail/suppressions/lift',
		described(liftDescription(liftSchema)),
		async ({ body }, reply) => {
			const asked = readAs(liftSchema, body, 'The address cannot be taken off the list.', '');
			const { scope = null, by, reason: because } = asked;
			const lifting = { address: asked.address, scope: scope ?? null, by, because };
			const lifted = await liftSuppressions(store, lifting, moment());
			logger.info({ scope, lifted: lifted.length }, 'suppressions lifted');
			if (lifted.length === 0) return await reply.code(404).send({ error: notSuppressed });
			return { suppressions: lifted };
		},
	);
}

const notSuppressed: ErrorReport = {
	code: 'mail/not-suppressed',
	what: 'Nothing was lifted.',
	why: 'The address is not on the list, or not with this scope.',
	mend: 'Look at it with agency-ops mail suppressed list --address ADDRESS --lifted.',
};
