import { readFileSync } from 'node:fs';
import Ajv, { type ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { ContractCheck } from '../gateway';
import { isObject, objectsIn, parseJson } from '../json';
import { Router, type Match } from '../router';
import type { Json, JsonObject, VendorAnswer, VendorRequest } from '../types';
import { repair, type Overlay } from './overlay';
import { sentences } from './sentences';

/** Where a description is and how it is to be read. */
export interface OpenApiSource {
	file: string;
	/** The JSON Schema dialect of its OpenAPI version: 3.0 is close to draft-07, 3.1 is 2020-12. */
	dialect: 'draft-07' | '2020-12';
	/** What stands before the description's paths in a call. */
	basePath: string;
	overlay: Overlay;
	/** Names of keywords that are left out wherever they stand, but not of properties with that name. */
	without?: readonly string[];
}

interface Operation {
	description: JsonObject;
	/** The names from the document's root down to the operation. */
	at: string[];
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Checks calls and answers against an OpenAPI 3 description; each schema is compiled when first met. */
export class OpenApiCheck implements ContractCheck {
	private readonly routes = new Router<Operation>();
	private readonly bodies: Ajv;
	/** Query and path carry text: numbers and truth values are read from it. */
	private readonly texts: Ajv;
	private readonly compiled = new Map<string, ValidateFunction>();

	constructor(private readonly source: OpenApiSource) {
		const text = readFileSync(source.file, 'utf8');
		const parsed = JSON.parse(text) as JsonObject;
		const found = source.without === undefined ? parsed : withoutKeys(parsed, source.without);
		const document = repair(found as JsonObject, source.overlay.repairs);
		this.bodies = makeAjv(source.dialect, false);
		this.texts = makeAjv(source.dialect, 'array');
		for (const ajv of [this.bodies, this.texts]) ajv.addSchema(document, 'api');
		for (const [template, item] of Object.entries(document.paths as JsonObject)) {
			if (!isObject(item)) continue;
			for (const method of methods) {
				const description = item[method];
				if (!isObject(description)) continue;
				const at = ['paths', template, method];
				this.routes.add(method, template, { description, at });
			}
		}
	}

	check(request: VendorRequest, answer: VendorAnswer): string[] {
		const path = request.path.startsWith(this.source.basePath)
			? request.path.slice(this.source.basePath.length)
			: request.path;
		const match = this.routes.find(request.method, path);
		if (!match) return this.undescribed(request.method, path);
		return [
			...this.checkParameters(request, match),
			...this.checkBody(request, match.target),
			...this.checkAnswer(answer, match.target),
		];
	}

	private undescribed(method: string, path: string): string[] {
		const known = Object.keys(this.source.overlay.undescribed);
		if (known.includes(`${method} ${path}`)) return [];
		return [`call: ${method} ${path} is not described`];
	}

	private checkParameters(request: VendorRequest, match: Match<Operation>): string[] {
		const { description, at } = match.target;
		const parameters = objectsIn(description.parameters);
		const inQuery = new Set(
			parameters.filter((one) => one.in === 'query').map((one) => bareName(String(one.name))),
		);
		const unknown = [...new Set(request.query.keys())]
			.map(bareName)
			.filter((name) => !inQuery.has(name) && this.source.overlay.query[name] === undefined)
			.map((name) => `query: "${name}" is not described`);
		return [
			...unknown,
			...parameters.flatMap((parameter, index) =>
				this.checkParameter(request, match, parameter, [...at, 'parameters', String(index)]),
			),
		];
	}

	private checkParameter(
		request: VendorRequest,
		match: Match<Operation>,
		parameter: JsonObject,
		at: string[],
	): string[] {
		const name = String(parameter.name);
		const given = givenValues(request, match, parameter, name);
		if (given.length === 0) {
			const isMissing = parameter.required === true && parameter.in !== 'header';
			return isMissing ? [`${String(parameter.in)}: "${name}" is missing`] : [];
		}
		const schema = parameter.schema;
		const isList = isObject(schema) && schema.type === 'array';
		const holder = { value: isList ? given : given[0] };
		const validate = this.validator(this.texts, [...at, 'schema'], true);
		const isSeparated = this.source.overlay.commaSeparated?.[name] !== undefined;
		const holders = isSeparated
			? given.flatMap((text) => text.split(',')).map((value) => ({ value }))
			: [holder];
		const wrong = holders.find((one) => !validate(one));
		if (wrong === undefined) return [];
		return sentences(`${String(parameter.in)} "${name}"`, validate.errors, wrong);
	}

	private checkBody(request: VendorRequest, { description, at }: Operation): string[] {
		const { requestBody } = description;
		if (!isObject(requestBody)) return [];
		const pointer = [...at, 'requestBody', 'content', 'application/json', 'schema'];
		if (request.body.trim() === '') {
			return requestBody.required === true ? ['request: the body is missing'] : [];
		}
		const type = request.headers['content-type'] ?? '';
		if (!type.startsWith('application/json')) return [`request: content type is "${type}"`];
		const body = parseJson(request.body);
		if (body === undefined) return ['request: the body is not JSON'];
		const validate = this.validator(this.bodies, pointer, false);
		return validate(body) ? [] : sentences('request', validate.errors, body);
	}

	private checkAnswer(answer: VendorAnswer, { description, at }: Operation): string[] {
		const responses = isObject(description.responses) ? description.responses : {};
		const status = String(answer.status);
		const name = [status, 'default'].find((one) => responses[one] !== undefined);
		if (name === undefined) return this.checkOther(answer);
		const response = responses[name];
		const schema = schemaOf(response);
		if (schema === undefined) {
			return answer.body === undefined ? [] : [`answer ${status}: the body is not described`];
		}
		const pointer = [...at, 'responses', name, 'content', 'application/json', 'schema'];
		const validate = this.validator(this.bodies, pointer, false);
		const body = asSent(answer.body);
		return validate(body) ? [] : sentences(`answer ${status}`, validate.errors, body);
	}

	private checkOther(answer: VendorAnswer): string[] {
		const { otherAnswers } = this.source.overlay;
		const status = String(answer.status);
		if (!otherAnswers || answer.status < 400) return [`answer ${status}: is not described`];
		const known = this.compiled.get('other') ?? this.bodies.compile(otherAnswers.schema);
		this.compiled.set('other', known);
		return known(answer.body) ? [] : sentences(`answer ${status}`, known.errors, answer.body);
	}

	/** The validator of a place in the document, by reference; wrapped when a text is to be coerced. */
	private validator(ajv: Ajv, at: string[], wrapped: boolean): ValidateFunction {
		const pointer = at.map((part) => encodeURIComponent(escapePointer(part))).join('/');
		const known = this.compiled.get(pointer);
		if (known) return known;
		const reference = { $ref: `api#/${pointer}` };
		const schema = wrapped ? { type: 'object', properties: { value: reference } } : reference;
		const validate = ajv.compile(schema);
		this.compiled.set(pointer, validate);
		return validate;
	}
}

/** A copy without those keys; what stands right under `properties` are names, not keywords. */
function withoutKeys(value: Json, keys: readonly string[], areNames = false): Json {
	if (Array.isArray(value)) return value.map((item) => withoutKeys(item, keys));
	if (!isObject(value)) return value;
	const kept = Object.entries(value).filter(([key]) => areNames || !keys.includes(key));
	return Object.fromEntries(
		kept.map(([key, item]) => [key, withoutKeys(item, keys, !areNames && key === 'properties')]),
	);
}

function makeAjv(dialect: OpenApiSource['dialect'], coerceTypes: false | 'array'): Ajv {
	const Dialect = dialect === '2020-12' ? Ajv2020 : Ajv;
	const ajv = new Dialect({
		strict: false,
		allErrors: true,
		validateSchema: false,
		logger: false,
		coerceTypes,
	});
	addFormats(ajv as Ajv);
	return ajv as Ajv;
}

const escapePointer = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');

/** `assignees[]` and `assignees` are the same parameter. */
const bareName = (name: string) => name.replace(/\[\]$/, '');

function givenValues(
	request: VendorRequest,
	match: Match<Operation>,
	parameter: JsonObject,
	name: string,
): string[] {
	if (parameter.in === 'path') return match.params[name] === undefined ? [] : [match.params[name]];
	if (parameter.in !== 'query') return [];
	const bare = bareName(name);
	return [...request.query.getAll(bare), ...request.query.getAll(`${bare}[]`)];
}

function schemaOf(response: Json | undefined): Json | undefined {
	if (!isObject(response) || !isObject(response.content)) return undefined;
	const content = response.content['application/json'];
	return isObject(content) ? content.schema : undefined;
}

/** What a client reads: keys without a value are gone. */
const asSent = (body: unknown): unknown =>
	body === undefined ? undefined : JSON.parse(JSON.stringify(body));
