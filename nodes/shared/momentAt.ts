import type { IDataObject } from 'n8n-workflow';

import { readPath } from '../domain/effect/readPath';
import { MendableError } from '../domain/errors';

/**
 * The moment that "Moment Field" leads to in an item; null where the field is left empty.
 *
 * @param area first word of the error's code, e.g. `routing`
 * @throws MendableError `…/moment`
 */
export function momentAt(json: IDataObject, momentField: string, area: string): Date | null {
	if (momentField.trim() === '') return null;
	const given = readPath(json, momentField);
	const moment = new Date(typeof given === 'string' || typeof given === 'number' ? given : NaN);
	if (!Number.isNaN(moment.getTime())) return moment;
	throw new MendableError(
		`${area}/moment`,
		'The moment of the decision cannot be read.',
		`The path "${momentField}" leads to ${JSON.stringify(given) ?? 'nothing'}.`,
		'Write it as 2026-11-23T12:00:00Z, or leave "Moment Field" empty.',
	);
}
