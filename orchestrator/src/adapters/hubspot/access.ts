import type { Client } from '@hubspot/api-client';
import type { AxiosInstance } from 'axios';
import { isAxiosError } from 'axios';
import { z } from 'zod';

/** What HubSpot says of the token itself, and of how fresh its deals are. */
export interface HubspotAccess {
	/** What the token may do; null where HubSpot does not say: it is no private app's. */
	scopes(): Promise<string[] | null>;
	/** When the newest deal was made; null without any. */
	newestDealAt(): Promise<Date | null>;
}

const tokenInfo = z.object({ scopes: z.array(z.string()) });
const dealRead = z.object({
	results: z.array(z.object({ properties: z.object({ createdate: z.string().datetime() }) })),
});

/** What the port is built on. */
export interface AccessSurroundings {
	client: Client;
	/** Sends to HubSpot past the SDK. */
	http: AxiosInstance;
	token: string;
	ask: <Answer>(work: Promise<Answer>) => Promise<Answer>;
	failed: (cause: unknown) => Error;
}

/**
 * Builds the port. What a private app's token may do the SDK cannot ask
 * (developers.hubspot.com/docs/api/private-apps, as found in a stored copy searched 2026-11-26); the
 * token goes in the body, to the host that it opens anyway.
 */
export function hubspotAccess({
	client,
	http,
	token,
	ask,
	failed,
}: AccessSurroundings): HubspotAccess {
	return {
		scopes: async () => {
			try {
				const { data } = await http.post<unknown>('/oauth/v2/private-apps/get/access-token-info', {
					tokenKey: token,
				});
				return tokenInfo.safeParse(data).data?.scopes ?? null;
			} catch (error) {
				if (!isAxiosError<unknown>(error) || error.response === undefined) throw failed(error);
				const { status: code, data, headers } = error.response;
				if (code >= 400 && code < 429) return null;
				throw failed({ code, body: data, headers });
			}
		},
		newestDealAt: async () => {
			const answer = await ask(
				client.crm.deals.searchApi.doSearch({
					filterGroups: [],
					properties: ['createdate'],
					sorts: ['-createdate'],
					limit: 1,
					after: '0',
				}),
			);
			const [newest] = dealRead.parse(JSON.parse(JSON.stringify(answer))).results;
			return newest === undefined ? null : new Date(newest.properties.createdate);
		},
	};
}
