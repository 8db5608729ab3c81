import type { FastifySchema } from 'fastify';
import type { ZodTypeAny } from 'zod';
import { z } from 'zod';
import { zodToJsonSchema } from 'zod-to-json-schema';
import type { ErrorReport } from '../../../../nodes/domain/errors';
import type { KeyScope } from '../../ledger/apiKeys';

/** Parts of the description, in its order. */
export const tags = {
	effects: 'Acts on other services, each at most once for its key',
	inbox: 'Events, each once, until its work has ended',
	hooks: 'Where vendors and forms post; they are let in by their signature',
	mail: 'Who gets no mail, and how they say so',
	capacity: 'Hours of people, reserved for projects',
	media: 'Checks of media files, and their reports',
	quality: 'What gates say of files, reviews and waivers',
	deliveries: 'What clients are handed: files in storage, versions, links',
	followUps: 'What clients get after a delivery, and when',
	invoices: 'What clients were asked to pay, and what they paid',
	portal: 'What clients see of their own projects, by a link',
	milestones: 'Mails to clients that a person must say yes to',
	data: 'What people edit as YAML, with every version',
	applies: 'What seed, upgrade and rollback did, step by step',
	keys: 'Who may call, and what for',
	monitor: 'What is wrong, since when, and who was told',
	service: 'Health, numbers, texts',
} as const;

/** What a route answers with one status. */
export interface Answer {
	/** When it does. */
	words: string;
	/** null: nothing. Default: an error in our form. */
	shape?: ZodTypeAny | null;
	example?: unknown;
	/** Default: JSON. */
	type?: string;
}

/** A route for whoever calls it. Shapes are those that check the call, or that readers of it parse. */
export interface Description {
	tag: keyof typeof tags;
	summary: string;
	/** What a key needs; null for a route without a key. */
	scope: KeyScope | null;
	more?: string;
	params?: Record<string, string>;
	query?: ZodTypeAny;
	/** Headers that are asked for, with what they hold. */
	headers?: Record<string, string>;
	body?: {
		shape: ZodTypeAny;
		/** Adds what the shape alone cannot say. */
		adjust?: (schema: Record<string, unknown>) => Record<string, unknown>;
		example: object;
		types?: string[];
	};
	/** By status; those that every such route has need not be named. */
	answers: Record<number, Answer>;
}

/** An error in our form, as every route answers it. */
export const errorAnswerSchema = z.object({
	error: z.object({
		code: z.string().describe('Stable, made of words'),
		what: z.string().describe('What happened'),
		why: z.string(),
		mend: z.string().describe('What to do about it'),
	}),
}) satisfies z.ZodType<{ error: ErrorReport }>;

/** What `described` adds to a route. */
export interface Described {
	config: { scope?: KeyScope };
	schema: FastifySchema;
	validatorCompiler: () => () => boolean;
	serializerCompiler: () => (answer: unknown) => string;
}

/**
 * A route's scope and description, as Fastify takes them. The routes check their calls by zod; what is
 * made of it here describes and does no work.
 */
export function described(description: Description): Described {
	const { tag, summary, scope, more, params, query, headers, body, answers } = description;
	const needs = scope === null ? [] : [`Needs a key with the scope \`${scope}\`.`];
	const all = { ...usualAnswers(description), ...answers };
	const schema = {
		tags: [tag],
		summary,
		description: [...(more === undefined ? [] : [more]), ...needs].join(' '),
		security: scope === null ? [] : [{ key: [] }],
		...(params === undefined ? {} : { params: textsOf(params) }),
		...(query === undefined ? {} : { querystring: jsonSchemaOf(query) }),
		...(headers === undefined ? {} : { headers: textsOf(headers) }),
		...(body === undefined
			? {}
			: {
					consumes: body.types ?? [JSON_TYPE],
					body: { ...adjusted(body), example: body.example },
				}),
		response: Object.fromEntries(
			Object.entries(all).map(([status, answer]) => [status, responseOf(answer)]),
		),
	};
	return {
		config: scope === null ? {} : { scope },
		schema,
		validatorCompiler: () => () => true,
		serializerCompiler: () => (answer) => JSON.stringify(answer),
	};
}

const JSON_TYPE = 'application/json';

function adjusted({ shape, adjust = (schema) => schema }: NonNullable<Description['body']>) {
	return adjust(jsonSchemaOf(shape));
}

/** A zod schema as OpenAPI 3.0 writes it. Objects that are not strict may get more fields one day. */
export function jsonSchemaOf(schema: ZodTypeAny): Record<string, unknown> {
	return zodToJsonSchema(schema, {
		target: 'openApi3',
		$refStrategy: 'none',
		effectStrategy: 'input',
		removeAdditionalStrategy: 'strict',
	}) as Record<string, unknown>;
}

function textsOf(words: Record<string, string>): object {
	const properties = Object.entries(words).map(([name, description]) => [
		name,
		{ type: 'string', description },
	]);
	return {
		type: 'object',
		properties: Object.fromEntries(properties) as object,
		required: Object.keys(words),
	};
}

function responseOf({ words, shape, example, type = JSON_TYPE }: Answer): object {
	if (shape === null) return { description: words, type: 'null' };
	const schema = jsonSchemaOf(shape ?? errorAnswerSchema);
	const shown = example === undefined ? {} : { example };
	return { description: words, content: { [type]: { schema: { ...schema, ...shown } } } };
}

/** What any route of its sort may answer beside its own. */
function usualAnswers(description: Description): Record<number, Answer> {
	const { scope, body, query, params } = description;
	const usual: Record<number, Answer> = { 503: away };
	if (body !== undefined || query !== undefined || params !== undefined) usual[400] = wrong;
	if (body !== undefined) Object.assign(usual, { 413: tooLarge, 415: otherType });
	if (scope !== null) Object.assign(usual, { 401: notLetIn, 403: mayNot, 429: tooMany });
	return usual;
}

const wrong: Answer = {
	words: 'The call is wrong; every wrong field is named',
	example: {
		error: {
			code: 'request/invalid',
			what: 'The event cannot be taken.',
			why: 'Field "topic": expected words with dots: "lead.received".',
			mend: 'Correct these fields in the node that made the call.',
		},
	},
};
const notLetIn: Answer = { words: 'No key, or one that is unknown, expired or revoked' };
const mayNot: Answer = {
	words: 'The key lacks the scope',
	example: {
		error: {
			code: 'service/scope-missing',
			what: 'The key may not do this.',
			why: 'The key "shop" (key_3fZk1Qx0) may do inbox; this call needs operate.',
			mend: 'Use a key that may: agency-ops keys create NAME --scope operate.',
		},
	},
};
const tooLarge: Answer = { words: 'The body has more than 256 kB' };
const otherType: Answer = { words: 'The body is no JSON by its `content-type`' };
/** More calls than agreed. */
export const tooMany: Answer = {
	words: 'More calls than `service.limits` allows; the header `retry-after` says when to come back',
};
const away: Answer = {
	words: 'The ledger does not answer, or the service stops: make the same call again later',
};
