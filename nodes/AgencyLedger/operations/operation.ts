import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readPath } from '../../domain/effect/readPath';
import { MendableError } from '../../domain/errors';
import { originOf } from '../../domain/inbox/envelope';
import { shown } from '../../domain/read';
import { isRecord } from '../../domain/webhookItem';
import type { ItemAnswer } from '../../shared/runPerItem';

/** One operation of the node: how it looks on the canvas and what it does with an item. */
export interface Operation {
	/** Name on the canvas, Title Case. */
	label: string;
	description: string;
	/** Sentence in the list of actions. */
	action: string;
	/** Names of the outputs, in their order. */
	outputs: readonly string[];
	/** Its own fields. */
	properties: INodeProperties[];
	run(context: IExecuteFunctions, itemIndex: number, json: IDataObject): Promise<ItemAnswer>;
}

/** Milliseconds; the service answers at once, and takes longer only when it is in trouble. */
export const answerWithinMs = 15_000;

/** A field as it stands, trimmed. */
export function textOf(context: IExecuteFunctions, itemIndex: number, name: string): string {
	return String(context.getNodeParameter(name, itemIndex, '') ?? '').trim();
}

/** Whether a person is only trying: by hand on the canvas, or with an item that says so. */
export function isTest(context: IExecuteFunctions, json: IDataObject): boolean {
	return context.getMode() === 'manual' || json.test === true;
}

/**
 * The id that the item holds where a field's path leads.
 *
 * @throws MendableError `event/path-empty`
 */
export function idAt(
	context: IExecuteFunctions,
	itemIndex: number,
	json: IDataObject,
	name: string,
): string {
	const path = textOf(context, itemIndex, name);
	const found = readPath(json, path);
	return idOf(found) ?? missingAt(path, found);
}

/**
 * The ids of the reservations that the item holds where a field's path leads; at least one.
 *
 * @throws MendableError `event/path-empty`
 */
export function reservationsAt(
	context: IExecuteFunctions,
	itemIndex: number,
	json: IDataObject,
	name: string,
): [string, ...string[]] {
	const path = textOf(context, itemIndex, name);
	const found = readPath(json, path);
	const ids = (Array.isArray(found) ? found : [found]).map(
		(each: unknown) => idOf(isRecord(each) ? each.id : each) ?? missingAt(path, each),
	);
	const [first, ...rest] = ids;
	return first === undefined ? missingAt(path, found) : [first, ...rest];
}

/**
 * The field "Reason", which must say something.
 *
 * @throws MendableError `reservation/no-reason`
 */
export function reasonOf(context: IExecuteFunctions, itemIndex: number): string {
	const reason = textOf(context, itemIndex, 'reason');
	if (reason !== '') return reason;
	throw new MendableError(
		'reservation/no-reason',
		'The reservation was not changed.',
		'The field "Reason" is empty.',
		'Say why: it is kept with the reservation.',
	);
}

/** Names a trial: one that came through the inbox may be fired again, and then meets what it did. */
export function runOf(context: IExecuteFunctions, json: IDataObject): string {
	const origin = context.getMode() === 'manual' ? null : originOf(json);
	return origin?.id ?? context.getExecutionId();
}

/** The field "Fields Kept", by the last step of each path: `context.deal` is kept as `deal`. */
export function keptOf(
	context: IExecuteFunctions,
	itemIndex: number,
	json: IDataObject,
): IDataObject {
	const paths = textOf(context, itemIndex, 'keep').split(',');
	return Object.fromEntries(
		paths.flatMap((path) => {
			const value = readPath(json, path) as IDataObject | undefined;
			const name = path.split('.').at(-1)?.trim() ?? '';
			return name === '' || value === undefined ? [] : [[name, value] as const];
		}),
	);
}

function idOf(value: unknown): string | null {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function missingAt(path: string, found: unknown): never {
	throw new MendableError(
		'event/path-empty',
		'The ledger cannot be asked.',
		`The path "${path}" leads to ${shown(found)} in this item; an ID was expected.`,
		'Correct the path, or put the ID into the item in the node before this one.',
	);
}
