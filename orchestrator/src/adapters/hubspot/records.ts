import { Client } from '@hubspot/api-client';
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/deals/models/Filter';
import { z } from 'zod';
import { LookUpFailed, harmless } from '../harmless';
import { unknownOf } from '../outcome';
import { agentFor, withDeadline } from '../transport';
import type { HubspotOptions } from './hubspot';
import { failure } from './hubspot';

/** The objects that the ledger makes there. */
export type CrmObject = 'contact' | 'deal';

/** A record as it stands in HubSpot now. */
export interface FoundRecord {
	id: string;
	/** Values that were asked for; null for none. */
	properties: Record<string, string | null>;
	updatedAt: Date;
}

/** Reads records in batches; every method rejects with LookUpFailed where nobody can say. */
export interface HubspotRecords {
	/** Those of the ids that are there, at most 100 at a time; the others were deleted. */
	read(
		object: CrmObject,
		ids: readonly string[],
		properties: readonly string[],
	): Promise<FoundRecord[]>;
	/** Records of ours that changed after a moment, the earliest change first; at most a page of 200. */
	changed(
		object: CrmObject,
		after: Date,
		keyProperty: string,
		properties: readonly string[],
	): Promise<FoundRecord[]>;
	/** Puts a record into the bin; one that is gone already is fine. */
	remove(object: CrmObject, id: string): Promise<void>;
}

/** Records that one batch takes (HubSpot's own limit of batch/read). */
export const BATCH = 100;
/** Results of one page of a search. */
export const SEARCH_PAGE = 200;

const VENDOR = 'HubSpot';
const BASE = 'https://api.hubapi.com';

const recordSchema = z.object({
	id: z.string().min(1),
	properties: z.record(
		z
			.string()
			.nullish()
			.transform((value) => value ?? null),
	),
	updatedAt: z.coerce.date(),
});
const recordsSchema = z.object({ results: z.array(recordSchema) });

/** When a record changed, by HubSpot's own property of each object. */
const CHANGED: Record<CrmObject, string> = {
	contact: 'lastmodifieddate',
	deal: 'hs_lastmodifieddate',
};

/**
 * Builds it on HubSpot's SDK.
 *
 * @param before awaited before each call, with the limit it counts against
 */
export function hubspotRecords(
	options: HubspotOptions,
	before: (pace: 'hubspotAccount' | 'hubspotSearch') => Promise<void>,
): HubspotRecords {
	const base = options.base ?? BASE;
	const { deals, contacts } = new Client({
		accessToken: options.token,
		basePath: base,
		numberOfApiCallRetries: 0,
		httpAgent: agentFor(options.connections, base),
	}).crm;
	const ask = async (call: () => Promise<unknown>): Promise<FoundRecord[]> => {
		let answer: unknown;
		try {
			answer = await withDeadline(call(), options.timeoutMs);
		} catch (error) {
			throw new LookUpFailed(harmless(VENDOR, failure(error)));
		}
		const read = recordsSchema.safeParse(answer);
		if (read.success) return read.data.results;
		const why = 'HubSpot answered with records of a shape we do not know.';
		throw new LookUpFailed(harmless(VENDOR, unknownOf(VENDOR, why, 200)));
	};

	return {
		read: async (object, ids, properties) => {
			if (ids.length === 0) return [];
			await before('hubspotAccount');
			const input = {
				inputs: ids.slice(0, BATCH).map((id) => ({ id })),
				properties: [...properties],
				propertiesWithHistory: [],
			};
			return await ask(async () =>
				object === 'deal' ? await deals.batchApi.read(input) : await contacts.batchApi.read(input),
			);
		},
		changed: async (object, after, keyProperty, properties) => {
			await before('hubspotSearch');
			const search = {
				filterGroups: [
					{
						filters: [
							{
								propertyName: CHANGED[object],
								operator: FilterOperatorEnum.Gt,
								value: String(after.getTime()),
							},
							{ propertyName: keyProperty, operator: FilterOperatorEnum.HasProperty },
						],
					},
				],
				sorts: [CHANGED[object]],
				properties: [...properties],
				limit: SEARCH_PAGE,
			};
			return await ask(async () =>
				object === 'deal'
					? await deals.searchApi.doSearch(search as Parameters<typeof deals.searchApi.doSearch>[0])
					: await contacts.searchApi.doSearch(
							search as unknown as Parameters<typeof contacts.searchApi.doSearch>[0],
						),
			);
		},
		remove: async (object, id) => {
			await before('hubspotAccount');
			try {
				await withDeadline(
					object === 'deal' ? deals.basicApi.archive(id) : contacts.basicApi.archive(id),
					options.timeoutMs,
				);
			} catch (error) {
				const failed = failure(error);
				if (failed.result === 'refused' && failed.status === 404) return;
				throw new LookUpFailed(failed);
			}
		},
	};
}
