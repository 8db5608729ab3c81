import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import type { ContractCheck } from '../gateway';
import { isObject } from '../json';
import { Router } from '../router';
import { StripeError } from '../stripe/errors';
import { stripeOverlay } from '../stripe/overlay';
import { valuesOf } from '../stripe/standIn';
import type { JsonObject, VendorAnswer, VendorRequest } from '../types';
import { sentences } from './sentences';

/** Parameters of every call, and of every list. */
const common = ['expand'];
const ofLists = ['limit', 'starting_after', 'ending_before'];

/**
 * Checks Stripe calls: parameters against the declarations of the SDK, those of calls it leaves out
 * against the description of 2020, and answers against the current example of each object: every
 * field by its name, and by its type where the example shows one.
 */
export class StripeCheck implements ContractCheck {
	private readonly ajv: Ajv;
	private readonly described = new Router<string>();
	private readonly older: JsonObject;
	private readonly examples: Record<string, JsonObject>;
	private readonly compiled = new Map<string, ValidateFunction>();

	constructor(folder: string) {
		const parameters = readJson(path.join(folder, 'stripe-request-params.schema.json'));
		(parameters.definitions as JsonObject).Decimal = { ...stripeOverlay.decimal };
		this.older = readJson(path.join(folder, 'stripe-2020-03-02.reduced-openapi.json'))
			.paths as JsonObject;
		this.examples = readJson(path.join(folder, 'fixtures3.json')).resources as Record<
			string,
			JsonObject
		>;
		// A form carries texts: numbers and truth values are read from them.
		this.ajv = new Ajv({
			strict: false,
			allErrors: true,
			validateSchema: false,
			logger: false,
			coerceTypes: true,
		});
		this.ajv.addSchema(parameters, 'parameters');
		const names = new Set([
			...Object.keys(parameters.operations as JsonObject),
			...Object.entries(this.older).flatMap(([template, verbs]) =>
				Object.keys(verbs as JsonObject).map((verb) => `${verb.toUpperCase()} ${template}`),
			),
			...Object.keys(stripeOverlay.undescribed),
		]);
		for (const name of names) {
			const [method = '', template = ''] = name.split(' ');
			this.described.add(method, template, name);
		}
	}

	check(request: VendorRequest, answer: VendorAnswer): string[] {
		const match = this.described.find(request.method, request.path);
		if (match === null) {
			return answer.status === 404
				? []
				: [`request: ${request.method} ${request.path} is not described`];
		}
		// What was refused may have been wrong: the refusal says so.
		if (answer.status !== 200) return checkError(answer);
		return [...this.checkParameters(match.target, request), ...this.checkAnswer(answer.body)];
	}

	private checkParameters(name: string, request: VendorRequest): string[] {
		const values = readQuietly(request);
		if (values === null) return ['request: the parameters cannot be read'];
		const { operations } = this.ajv.getSchema('parameters')?.schema as { operations: JsonObject };
		if (operations[name] !== undefined) {
			const validate = this.compile(`parameters#/operations/${name.replaceAll('/', '~1')}`);
			return validate(values) ? [] : sentences('request', validate.errors, values);
		}
		const known = new Set([...common, ...ofLists, ...this.namesOf(name)]);
		return Object.keys(values)
			.filter((one) => !known.has(one))
			.map((one) => `request: "${one}" is no parameter of ${name}`);
	}

	/** What the description of 2020, and the overlay, name for a call. */
	private namesOf(name: string): string[] {
		const [method = '', template = ''] = name.split(' ');
		const operation = (this.older[template] as JsonObject | undefined)?.[method.toLowerCase()];
		const { parameters = [], requestBody } = (operation ?? {}) as {
			parameters?: Array<{ name: string }>;
			requestBody?: {
				content: Record<string, { schema: { properties?: Record<string, unknown> } }>;
			};
		};
		const bodies = Object.values(requestBody?.content ?? {});
		return [
			...parameters.map((one) => one.name),
			...bodies.flatMap(({ schema }) => Object.keys(schema.properties ?? {})),
			...(stripeOverlay.undescribed[name] ?? []),
			...Object.keys(stripeOverlay.laterParameters[name] ?? {}),
		];
	}

	private checkAnswer(body: unknown): string[] {
		const copy = JSON.parse(JSON.stringify(body ?? null)) as unknown;
		if (!isObject(copy)) return ['answer: no object'];
		if (copy.deleted === true) return this.checkObject(`deleted_${String(copy.object)}`, copy);
		if (copy.object !== 'list') return this.checkObject(String(copy.object), copy);
		const items = Array.isArray(copy.data) ? copy.data : [];
		const problems = typeof copy.has_more === 'boolean' ? [] : ['answer: a list without has_more'];
		return [
			...problems,
			...items.flatMap((item) =>
				isObject(item)
					? this.checkObject(String(item.object), item)
					: ['answer: no object in a list'],
			),
		];
	}

	private checkObject(kind: string, found: JsonObject): string[] {
		const example = this.examples[kind];
		if (example === undefined) return [`answer: "${kind}" is no object of Stripe`];
		const later = stripeOverlay.laterFields[kind] ?? {};
		return Object.entries(found).flatMap(([name, value]) => {
			if (name in later) return [];
			const shown = example[name];
			if (shown === undefined) return [`answer: "${name}" is no field of ${kind}`];
			if (shown === null || value === null || kindOf(shown) === kindOf(value)) return [];
			// What a call wanted to see whole stands where its id would.
			if (typeof shown === 'string' && isObject(value) && value.object !== undefined) {
				return this.checkObject(String(value.object), value);
			}
			return [`answer: "${name}" of ${kind} is ${kindOf(value)}, Stripe's is ${kindOf(shown)}`];
		});
	}

	private compile(reference: string): ValidateFunction {
		const known = this.compiled.get(reference) ?? this.ajv.compile({ $ref: reference });
		this.compiled.set(reference, known);
		return known;
	}
}

const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as JsonObject;

function readQuietly(request: VendorRequest): JsonObject | null {
	try {
		return valuesOf(request);
	} catch (error) {
		if (error instanceof StripeError) return null;
		throw error;
	}
}

/** Stripe's errors are objects with words of their own (docs.stripe.com/api/errors). */
function checkError({ body, status }: VendorAnswer): string[] {
	const { error } = (body ?? {}) as { error?: { type?: unknown; message?: unknown } };
	const types = ['api_error', 'card_error', 'idempotency_error', 'invalid_request_error'];
	const isFine = typeof error?.message === 'string' && types.includes(String(error.type));
	return isFine ? [] : [`answer: ${status} without an error in Stripe's shape`];
}

function kindOf(value: unknown): string {
	return Array.isArray(value) ? 'list' : typeof value;
}
