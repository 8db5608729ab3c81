import { Client } from '@hubspot/api-client';
import { z } from 'zod';
import { LookUpFailed, harmless } from '../harmless';
import { unknownOf } from '../outcome';
import { agentFor, withDeadline } from '../transport';
import type { HubspotOptions } from './hubspot';
import { failure } from './hubspot';

const VENDOR = 'HubSpot';
const BASE = 'https://api.hubapi.com';

/** A record with the values that were asked for; one without a value is null. */
export const recordSchema = z.object({
	id: z.string().min(1),
	properties: z.record(
		z
			.string()
			.nullish()
			.transform((value) => value ?? null),
	),
});

/** The records that one is associated with, of one type. */
export const linksSchema = z.object({ results: z.array(z.object({ id: z.string() })) }).optional();

/** Asks HubSpot what changes nothing there. */
export interface HubspotReading {
	crm: Client['crm'];
	/**
	 * Makes one call and reads its answer; null for what HubSpot does not have.
	 *
	 * @throws LookUpFailed
	 */
	ask<Answer>(
		call: () => Promise<unknown>,
		shape: z.ZodType<Answer, z.ZodTypeDef, unknown>,
	): Promise<Answer | null>;
}

/**
 * Builds it on HubSpot's SDK.
 *
 * @param before awaited before each call: for its turn
 */
export function hubspotReading(
	options: HubspotOptions,
	before: () => Promise<void>,
): HubspotReading {
	const base = options.base ?? BASE;
	const { crm } = new Client({
		accessToken: options.token,
		basePath: base,
		numberOfApiCallRetries: 0,
		httpAgent: agentFor(options.connections, base),
	});
	return {
		crm,
		ask: async (call, shape) => {
			await before();
			let answer: unknown;
			try {
				answer = await withDeadline(call(), options.timeoutMs);
			} catch (error) {
				const found = failure(error);
				if (found.result === 'refused' && found.status === 404) return null;
				throw new LookUpFailed(harmless(VENDOR, found));
			}
			const read = shape.safeParse(answer);
			if (read.success) return read.data;
			const why = 'HubSpot answered with a record of a shape we do not know.';
			throw new LookUpFailed(harmless(VENDOR, unknownOf(VENDOR, why, 200)));
		},
	};
}
