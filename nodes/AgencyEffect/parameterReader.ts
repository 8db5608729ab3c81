import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readPath } from '../domain/effect/readPath';
import { MendableError } from '../domain/errors';

/** Reads the node's plain parameters, and the item at the paths they name. */
export interface ParameterReader {
	/** The parameter as it stands, trimmed; placeholders stay in it for the service. */
	text(name: string): string;
	number(name: string): number;
	flag(name: string): boolean;
	/** What the item holds at the path the parameter names; null when nothing. */
	at(name: string): unknown;
	/**
	 * The same as text, and it must be there.
	 *
	 * @param label the field's name on the canvas, for the error
	 * @throws MendableError `effect/path-empty`
	 */
	textAt(name: string, label: string): string;
	/** The rows of a name-and-value list as one object; a later row wins. */
	pairs(name: string): Record<string, string>;
	/** The parts of a comma-separated list, without empty ones. */
	list(name: string): string[];
}

/** A reader for one item of a run. */
export function parameterReader(
	context: IExecuteFunctions,
	itemIndex: number,
	json: IDataObject,
): ParameterReader {
	const text = (name: string) => String(context.getNodeParameter(name, itemIndex, '') ?? '').trim();
	const at = (name: string) => readPath(json, text(name)) ?? null;

	return {
		text,
		at,
		number: (name) => Number(context.getNodeParameter(name, itemIndex, 0)),
		flag: (name) => context.getNodeParameter(name, itemIndex, false) === true,
		textAt(name, label) {
			const value = at(name);
			const found = typeof value === 'number' ? String(value) : value;
			if (typeof found === 'string' && found.trim() !== '') return found.trim();
			throw new MendableError(
				'effect/path-empty',
				'The effect cannot be prepared.',
				`"${label}" points at "${text(name)}", where the item holds ${describe(value)}.`,
				'Correct the path, or put the value into the item in the node before this one.',
			);
		},
		pairs(name) {
			const rows = context.getNodeParameter(`${name}.property`, itemIndex, []) as IDataObject[];
			return Object.fromEntries(
				rows
					.map((row) => [String(row.name ?? '').trim(), String(row.value ?? '')] as const)
					.filter(([key]) => key !== ''),
			);
		},
		list: (name) =>
			text(name)
				.split(',')
				.map((part) => part.trim())
				.filter((part) => part !== ''),
	};
}

function describe(value: unknown): string {
	if (value === null || value === undefined) return 'nothing';
	if (typeof value === 'string') return 'an empty text';
	return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}
