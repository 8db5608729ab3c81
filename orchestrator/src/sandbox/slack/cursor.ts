import type { JsonObject } from '../types';
import { textArgument } from './callArguments';
import { SlackError } from './errors';

/** One page of a list, and the cursor of the next one (empty at the end). */
export interface CursorPage<Item> {
	items: Item[];
	next: string;
}

/** @throws SlackError `invalid_cursor` */
export function pageOf<Item>(
	values: JsonObject,
	all: readonly Item[],
	limit: number,
): CursorPage<Item> {
	const cursor = textArgument(values, 'cursor');
	const from = cursor === '' ? 0 : readCursor(cursor);
	const next = from + limit < all.length ? writeCursor(from + limit) : '';
	return { items: all.slice(from, from + limit), next };
}

const writeCursor = (offset: number) => Buffer.from(`offset:${offset}`).toString('base64');

function readCursor(cursor: string): number {
	const text = Buffer.from(cursor, 'base64').toString('utf8');
	const offset = Number(/^offset:(\d+)$/.exec(text)?.[1] ?? NaN);
	if (Number.isNaN(offset)) throw new SlackError('invalid_cursor');
	return offset;
}
