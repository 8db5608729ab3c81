import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { ErrorReport } from '../../../../nodes/domain/errors';
import { isErrorReport } from '../../../../nodes/domain/errors';
import type { AskSurroundings } from '../../delivery/askDelivery';
import { askDelivery } from '../../delivery/askDelivery';
import { dealFiles, orderedPieces } from '../../delivery/dealFiles';
import { readOrderOf } from '../../delivery/orderData';
import type { DeliveryTopic } from '../../delivery/deliveryEvent';
import { deliveryEvent } from '../../delivery/deliveryEvent';
import { deliveryRequestSchema } from '../../delivery/requestSchema';
import { deliveryView } from '../../delivery/view';
import {
	markDelivered,
	readDeliveriesOf,
	readDelivery,
	retryDelivery,
	withdrawDelivery,
} from '../../ledger/deliveries';
import { recordEvents } from '../../ledger/inbox';
import type { Queries } from '../../ledger/store';
import { readAs } from '../effects/request';
import type { InboxParts } from '../inboxParts';
import { described } from '../openapi/describe';
import {
	changeDescription,
	dealFilesDescription,
	listDescription,
	readDescription,
	startDescription,
} from './descriptions';

/** What the routes of deliveries are built on. */
export interface DeliveryParts
	extends Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake' | 'logger'>,
		Pick<AskSurroundings, 'targets' | 'linkDays'> {
	/** Asks for a delivery to be stored, or taken out of storage, within the transaction that says so. */
	send(id: string, within: Queries): Promise<void>;
}

interface WithId {
	Params: { id: string };
}

const name = z.string().trim().min(1, 'expected a name').max(200);
const flag = z.enum(['true', 'false']).default('false');
const filesQuery = z.object({ project: name.optional(), test: flag }).strict();
const listQuery = z
	.object({
		deal: name.optional(),
		client: name.optional(),
		test: flag,
		limit: z.coerce.number().int().min(1).max(200).default(50),
	})
	.strict()
	.refine(({ deal, client }) => deal !== undefined || client !== undefined, {
		message: 'expected a deal or a client',
	});
const nothing = z.object({}).strict().default({});
const withdrawBody = z
	.object({ reason: z.string().trim().min(1, 'expected some text').max(1_000) })
	.strict();

/** Errors of ours that say the call is right and what it asks for is not to be had. */
const CONFLICTS = new Set([
	'delivery/not-approved',
	'delivery/kind-without-adapter',
	'storage/not-configured',
	'delivery/out-of-date',
]);

/** Adds the routes of deliveries. */
export function addDeliveryRoutes(app: FastifyInstance, parts: DeliveryParts): void {
	const { store, now, moment, logger, wake } = parts;

	app.get<{ Params: { deal: string } }>(
		'/v1/deals/:deal/files',
		described(dealFilesDescription(filesQuery)),
		async ({ params: { deal }, query }) => {
			const asked = readAs(filesQuery, query, 'The files cannot be told.', '');
			const test = asked.test === 'true';
			const project = asked.project ?? deal;
			const kept = await readOrderOf(store, deal);
			return {
				deal,
				project,
				test,
				files: await dealFiles(store, { project, test }, now()),
				ordered: await orderedPieces(store, { project, test }),
				order: kept?.order ?? null,
				orderVersion: kept?.version ?? null,
				deliveries: (await readDeliveriesOf(store, { deal, test })).map(deliveryView),
			};
		},
	);

	app.post('/v1/deliveries', described(startDescription), async ({ body }, reply) => {
		const asked = readAs(deliveryRequestSchema, body, 'The delivery cannot be started.', '');
		const surroundings = { ...parts, now: now(), moment: moment() };
		try {
			const { delivery, isNew } = await store.transaction(async (queries) => {
				const added = await askDelivery(queries, asked, surroundings);
				if (added.isNew) await parts.send(added.delivery.id, queries);
				return added;
			});
			const { id, version, state } = delivery;
			logger.info({ delivery: id, version, isNew, test: asked.test }, 'delivery asked for');
			return await reply.code(202).send({ id, version, state, repeated: !isNew });
		} catch (error) {
			if (!isErrorReport(error) || !CONFLICTS.has(error.code)) throw error;
			const { code, what, why, mend } = error;
			return await reply.code(409).send({ error: { code, what, why, mend } });
		}
	});

	app.get('/v1/deliveries', described(listDescription(listQuery)), async ({ query }) => {
		const { deal, client, test, limit } = readAs(
			listQuery,
			query,
			'The deliveries cannot be listed.',
			'',
		);
		const filter = { deal: deal ?? null, client: client ?? null, test: test === 'true', limit };
		return { deliveries: (await readDeliveriesOf(store, filter)).map(deliveryView) };
	});

	app.get<WithId>(
		'/v1/deliveries/:id',
		described(readDescription),
		async ({ params: { id } }, reply) => {
			const found = await readDelivery(store, id);
			return found === null ? await sendMissing(reply, id) : { delivery: deliveryView(found) };
		},
	);

	const change = <Body>(
		word: 'retry' | 'delivered' | 'withdraw',
		schema: z.ZodType<Body, z.ZodTypeDef, unknown>,
		run: (queries: Queries, id: string, body: Body) => Promise<boolean>,
		{ topic = null, example = {} }: { topic?: DeliveryTopic | null; example?: object } = {},
	) => {
		app.post<WithId>(
			`/v1/deliveries/:id/${word}`,
			described(changeDescription(word, schema, example)),
			async ({ params: { id }, body }, reply) => {
				const given = readAs(schema, body ?? undefined, 'The delivery was not changed.', '');
				const { changed, delivery } = await store.transaction(async (queries) => {
					const isChanged = await run(queries, id, given);
					const found = await readDelivery(queries, id);
					if (isChanged && found !== null && topic !== null) {
						await recordEvents(queries, [deliveryEvent(topic, found, now())], moment());
					}
					return { changed: isChanged, delivery: found };
				});
				if (delivery === null) return await sendMissing(reply, id);
				logger.info({ delivery: id, word, changed }, 'delivery');
				if (changed) wake();
				return { changed, delivery: deliveryView(delivery) };
			},
		);
	};
	change('retry', nothing, async (queries, id) => {
		const isAgain = await retryDelivery(queries, id, moment());
		if (isAgain) await parts.send(id, queries);
		return isAgain;
	});
	change('delivered', nothing, async (queries, id) => await markDelivered(queries, id, moment()), {
		topic: 'delivery.delivered',
	});
	change(
		'withdraw',
		withdrawBody,
		async (queries, id, { reason }) => {
			const isBack = await withdrawDelivery(queries, id, withdrawn(reason), moment());
			if (isBack) await parts.send(id, queries);
			return isBack;
		},
		{ topic: 'delivery.withdrawn', example: { reason: 'The music was not cleared' } },
	);
}

const withdrawn = (why: string) => ({
	code: 'delivery/withdrawn',
	what: 'The delivery was withdrawn.',
	why,
	mend: 'Start another one, with a greater occurrence where it has the same files.',
	file: null,
});

async function sendMissing(reply: FastifyReply, id: string): Promise<FastifyReply> {
	const error: ErrorReport = {
		code: 'delivery/not-found',
		what: 'There is no such delivery.',
		why: `Nothing is known under the id "${id.slice(0, 60)}".`,
		mend: 'Look for it with GET /v1/deliveries?deal=….',
	};
	return await reply.code(404).send({ error });
}
