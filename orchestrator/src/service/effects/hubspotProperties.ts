import { z } from 'zod';
import { truncate } from '../../texts/escape';
import type { EffectTools } from './kind';
import type { EffectRequest } from './request';

/**
 * HubSpot's own limit for a string property, in characters
 * (developers.hubspot.com/docs/api-reference/crm-properties-v3/guide, as found in a stored copy
 * searched 2026-11-22).
 */
const PROPERTY_LIMIT = 65_536;

/** Properties by their internal names, as a workflow writes them. */
export const propertyValues = z
	.record(z.union([z.string(), z.number(), z.boolean()]).nullable())
	.default({});
/** The same, filled. */
export const preparedProperties = z.record(z.string());

/** Property values with their placeholders filled; empty ones are left out, since HubSpot would erase with them. */
export function filled(
	properties: z.output<typeof propertyValues>,
	request: EffectRequest,
	texts: EffectTools['texts'],
): Record<string, string> {
	const values = Object.entries(properties).map(([name, value]) => {
		const text = value === null ? '' : String(value);
		const written = texts.fill('plain', text, request.data, 'en').trim();
		return [name, truncate(written, PROPERTY_LIMIT)] as const;
	});
	return Object.fromEntries(values.filter(([, value]) => value !== ''));
}
