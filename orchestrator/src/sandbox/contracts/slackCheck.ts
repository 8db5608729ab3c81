import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { ContractCheck } from '../gateway';
import { isObject } from '../json';
import { readArguments } from '../slack/callArguments';
import { SlackError } from '../slack/errors';
import { slackAnswerRepairs, slackOverlay } from '../slack/overlay';
import type { Json, JsonObject, VendorAnswer, VendorRequest } from '../types';
import { sentences } from './sentences';

/**
 * Checks Slack calls: arguments against the types of the SDK, blocks against Block Kit, answers
 * against the OpenAPI description of 2020 as repaired by the overlay.
 */
export class SlackCheck implements ContractCheck {
	private readonly methods: JsonObject;
	private readonly paths: JsonObject;
	/** JSON bodies as they are. */
	private readonly strict: Ajv;
	/** Forms carry text: numbers and truth values are read from it. */
	private readonly lenient: Ajv;
	private readonly compiled = new Map<string, ValidateFunction>();

	constructor(folder: string) {
		const argumentsSchema = readJson(path.join(folder, 'web-api-arguments.schema.json'));
		const blockKit = readJson(path.join(folder, 'block-kit.schema.json'));
		const api = readJson(path.join(folder, 'slack_web_openapi_v2_without_examples.json'));
		this.methods = argumentsSchema.methods as JsonObject;
		const answers = slackAnswerRepairs(api) as JsonObject;
		this.paths = answers.paths as JsonObject;
		this.strict = makeAjv(false);
		this.lenient = makeAjv(true);
		for (const ajv of [this.strict, this.lenient]) {
			ajv.addSchema(argumentsSchema, 'arguments');
			ajv.addSchema(blockKit, 'blocks');
		}
		this.strict.addSchema(answers, 'api');
	}

	check(request: VendorRequest, answer: VendorAnswer): string[] {
		const method = request.path.replace(/^\/api\//, '');
		return [...this.checkArguments(method, request), ...this.checkAnswer(method, answer)];
	}

	private checkArguments(method: string, request: VendorRequest): string[] {
		const read = readQuietly(request);
		if (read === null) return ['request: the arguments cannot be read'];
		const { values, isJson } = read;
		const ajv = isJson ? this.strict : this.lenient;
		const found: string[] = [];
		if (this.methods[method] !== undefined) {
			const validate = this.compile(ajv, `arguments#/methods/${method}`, isJson);
			if (!validate(values)) found.push(...sentences('request', validate.errors, values));
		} else if (slackOverlay.undescribedMethods[method] === undefined) {
			found.push(`request: ${method} is not described`);
		}
		if (values.blocks !== undefined && values.blocks !== '') {
			const validate = this.compile(this.strict, 'blocks#/definitions/BlockKit', true);
			const holder = { blocks: values.blocks };
			if (!validate(holder)) found.push(...sentences('request', validate.errors, holder));
		}
		return found;
	}

	private checkAnswer(method: string, answer: VendorAnswer): string[] {
		if (!isObject(answer.body) || answer.status === 429) return [];
		const body = JSON.parse(JSON.stringify(answer.body)) as JsonObject;
		const described = this.paths[`/${method}`];
		if (!isObject(described)) return [];
		const verb = Object.keys(described)[0] ?? '';
		if (body.ok === false) return this.checkError(method, described[verb], body);
		if (slackOverlay.uncheckedAnswers[method] !== undefined) return [];
		const at = `api#/paths/~1${method}/${verb}/responses/200/schema`;
		const validate = this.compile(this.strict, at, true);
		return validate(body) ? [] : sentences('answer', validate.errors, body);
	}

	private checkError(method: string, operation: Json | undefined, body: JsonObject): string[] {
		const error = String(body.error);
		const known = errorWords(operation);
		const added = slackOverlay.laterErrors[error] !== undefined;
		if (known.length === 0 || known.includes(error) || added) return [];
		return [`answer: "${error}" is no error of ${method}`];
	}

	private compile(ajv: Ajv, reference: string, isStrict: boolean): ValidateFunction {
		const key = `${isStrict ? 'strict' : 'lenient'} ${reference}`;
		const known = this.compiled.get(key) ?? ajv.compile({ $ref: reference });
		this.compiled.set(key, known);
		return known;
	}
}

const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as JsonObject;

function makeAjv(coerceTypes: boolean): Ajv {
	const ajv = new Ajv({
		strict: false,
		allErrors: true,
		validateSchema: false,
		logger: false,
		coerceTypes,
	});
	addFormats(ajv);
	return ajv;
}

function readQuietly(request: VendorRequest) {
	try {
		return readArguments(request);
	} catch (error) {
		if (error instanceof SlackError) return null;
		throw error;
	}
}

function errorWords(operation: Json | undefined): string[] {
	const path = ['responses', 'default', 'schema', 'properties', 'error', 'enum'];
	const words = path.reduce<Json | undefined>(
		(value, name) => (isObject(value) ? value[name] : undefined),
		operation,
	);
	return Array.isArray(words) ? words.map(String) : [];
}
