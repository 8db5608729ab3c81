import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { MendableError } from '../domain/errors';
import { isRecord } from '../domain/webhookItem';
import { askForMany, askForOne, askFrameIo } from '../shared/frameIoRequest';
import type { Field, Given, Operation, PreparedCall, Resource } from './operation';
import { resources } from './operations';

/** Seconds that a call waits by default when Frame.io asks to slow down: one whole window. */
const WAIT_SECONDS = 60;

/**
 * Does the operation that the node's fields choose for one item.
 *
 * @throws MendableError when the fields do not give a call
 * @throws NodeApiError when Frame.io refuses it
 */
export async function runOperation(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<Given[]> {
	const operation = operationNamed(
		String(context.getNodeParameter('resource', itemIndex)),
		String(context.getNodeParameter('operation', itemIndex)),
	);
	const call = prepare(context, itemIndex, operation);
	if (operation.run !== undefined) return await operation.run(context, call);
	const { method, path, query, body, manner } = call;
	const hasBody = method !== 'GET' && Object.keys(body).length > 0;
	const sent = {
		method,
		path,
		query,
		...(hasBody || method === 'POST' || method === 'PATCH'
			? { body: operation.isWrapped === false ? body : { data: body } }
			: {}),
	};
	if (operation.reply === 'list') {
		const all = context.getNodeParameter('returnAll', itemIndex, false) === true;
		const most = all ? null : Number(context.getNodeParameter('limit', itemIndex, 50));
		const things = await askForMany(context, sent, manner, {
			schema: operation.schema,
			most,
		});
		return things.map((thing) => ({ json: thing as IDataObject }));
	}
	if (operation.reply === 'nothing') {
		await askFrameIo(context, sent, manner);
		return [{ json: { success: true } }];
	}
	return [
		{
			json: (await askForOne(context, sent, manner, operation.schema)) as IDataObject,
		},
	];
}

function operationNamed(resource: string, name: string): Operation {
	const known = (resources as Record<string, Resource | undefined>)[resource]?.operations ?? {};
	const operation = Object.hasOwn(known, name) ? known[name] : undefined;
	if (operation !== undefined) return operation;
	throw new MendableError(
		'frameio/unknown-operation',
		'The operation is not known.',
		`There is no "${name}" of "${resource}".`,
		'Choose it from the list, or update the node pack if the workflow is newer than it.',
	);
}

function prepare(
	context: IExecuteFunctions,
	itemIndex: number,
	{ method, path, required, optional = [], constants = {} }: Operation,
): PreparedCall {
	const given = context.getNodeParameter('additionalFields', itemIndex, {}) as IDataObject;
	const query: PreparedCall['query'] = {};
	const body: IDataObject = { ...constants };
	const values: Record<string, unknown> = {};
	let filled = path;
	const take = (field: Field, value: unknown) => {
		const sent = field.send === undefined ? value : field.send(value);
		values[field.name] = sent;
		if (sent === undefined || field.wire === '') return;
		if (field.at === 'path') {
			filled = filled.replace(`{${field.wire}}`, encodeURIComponent(String(sent)));
		} else if (field.at === 'query') {
			query[field.wire] = sent as string | number | boolean;
		} else {
			put(body, field.wire.split('.'), sent);
		}
	};
	for (const field of required) {
		const isLocator = field.property.type === 'resourceLocator';
		take(
			field,
			context.getNodeParameter(field.name, itemIndex, '', isLocator ? { extractValue: true } : {}),
		);
	}
	for (const field of optional) {
		if (Object.hasOwn(given, field.name)) take(field, plainValue(field, given[field.name]));
	}
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const waitSeconds = Number(options.waitWhenLimited ?? WAIT_SECONDS);
	return {
		method,
		path: filled,
		query,
		body,
		values,
		manner: { itemIndex, waitSeconds },
	};
}

/** What a locator inside a collection stands for, which n8n does not take out by itself. */
function plainValue({ property }: Field, value: unknown): unknown {
	if (property.type !== 'resourceLocator' || !isRecord(value)) return value;
	const { mode, value: inner } = value;
	const found = property.modes?.find(({ name }) => name === mode)?.extractValue;
	if (found === undefined || !('regex' in found) || typeof inner !== 'string') return inner;
	return new RegExp(String(found.regex)).exec(inner)?.[1] ?? inner;
}

function put(body: IDataObject, [first = '', ...rest]: string[], value: unknown): void {
	if (rest.length === 0) {
		body[first] = value as IDataObject;
		return;
	}
	const inner = isRecord(body[first]) ? (body[first] as IDataObject) : {};
	body[first] = inner;
	put(inner, rest, value);
}
