import { Client } from '@hubspot/api-client';
import type { PropertyCreate } from '@hubspot/api-client/lib/codegen/crm/properties/models/PropertyCreate';
import axios from 'axios';
import { z } from 'zod';
import type { Connections } from '../transport';
import { agentFor } from '../transport';
import { vendorError } from '../vendorError';
import type { HubspotAccess } from './access';
import { hubspotAccess } from './access';
import type { HubspotPipelines } from './pipelines';
import { hubspotPipelines } from './pipelines';

/** The kinds of HubSpot records that carry our properties. */
export type HubspotObject = 'contacts' | 'deals';

/** A property as we want it; HubSpot's own words for type and field. */
export interface HubspotProperty {
	name: string;
	label: string;
	description: string;
	groupName: string;
	type: 'string' | 'number';
	fieldType: 'text' | 'textarea' | 'number';
	/** HubSpot then refuses a second record with the same value; it cannot be changed later. */
	hasUniqueValue: boolean;
}

/** What makes and finds our properties in HubSpot, the pipelines of deals, and what the token may do. */
export interface HubspotSetup extends HubspotPipelines, HubspotAccess {
	listGroups(object: HubspotObject): Promise<string[]>;
	listProperties(object: HubspotObject): Promise<HubspotProperty[]>;
	createGroup(object: HubspotObject, group: { name: string; label: string }): Promise<void>;
	createProperty(object: HubspotObject, property: HubspotProperty): Promise<void>;
	/** Changes label, description, group and field; HubSpot keeps type and uniqueness as made. */
	updateProperty(object: HubspotObject, property: HubspotProperty): Promise<void>;
	/** Takes a property away; HubSpot lets a person restore it for 90 days. */
	archiveProperty(object: HubspotObject, name: string): Promise<void>;
	/** Takes away a group that holds no property any more. */
	archiveGroup(object: HubspotObject, name: string): Promise<void>;
}

/** How to reach HubSpot. */
export interface HubspotSetupOptions {
	token: string;
	tokenEnv: string;
	connections: Connections;
	/** Longest wait for one answer; default 20 seconds. */
	timeoutMs?: number;
	/** Address of the API without a slash at its end. */
	base?: string;
}

const groupList = z.object({ results: z.array(z.object({ name: z.string() })) });
const propertyList = z.object({
	results: z.array(
		z.object({
			name: z.string(),
			label: z.string().default(''),
			description: z.string().nullish(),
			groupName: z.string().nullish(),
			type: z.string(),
			fieldType: z.string(),
			hasUniqueValue: z.boolean().nullish(),
		}),
	),
});

/** Builds the port on HubSpot's SDK; its errors come out as MendableError `hubspot/…`. */
export function hubspotSetup(options: HubspotSetupOptions): HubspotSetup {
	const base = options.base ?? 'https://api.hubapi.com';
	const client = new Client({
		accessToken: options.token,
		basePath: base,
		httpAgent: agentFor(options.connections, base),
	});
	const { coreApi, groupsApi } = client.crm.properties;
	const failed = (cause: unknown) => vendorError('HubSpot', options.tokenEnv, cause);
	const ask = async <Answer>(work: Promise<Answer>): Promise<Answer> => {
		try {
			return await work;
		} catch (error) {
			throw failed(error);
		}
	};

	const http = axios.create({
		baseURL: base,
		headers: { Authorization: `Bearer ${options.token}` },
		timeout: options.timeoutMs ?? 20_000,
		// Node's own agent goes through the proxy; axios must not do it a second time.
		proxy: false,
		httpAgent: options.connections.http,
		httpsAgent: options.connections.https,
		maxRedirects: 0,
	});

	return {
		...hubspotPipelines({ client, http, ask, failed }),
		...hubspotAccess({ client, http, token: options.token, ask, failed }),
		listGroups: async (object) =>
			groupList.parse(await ask(groupsApi.getAll(object))).results.map(({ name }) => name),
		listProperties: async (object) => {
			const { results } = propertyList.parse(await ask(coreApi.getAll(object)));
			return results.map((property) => ({
				...property,
				description: property.description ?? '',
				groupName: property.groupName ?? '',
				hasUniqueValue: property.hasUniqueValue ?? false,
				type: property.type as HubspotProperty['type'],
				fieldType: property.fieldType as HubspotProperty['fieldType'],
			}));
		},
		createGroup: async (object, group) => {
			await ask(groupsApi.create(object, group));
		},
		createProperty: async (object, property) => {
			await ask(coreApi.create(object, property as unknown as PropertyCreate));
		},
		updateProperty: async (object, { name, label, description, groupName }) => {
			await ask(coreApi.update(object, name, { label, description, groupName }));
		},
		archiveProperty: async (object, name) => {
			await ask(coreApi.archive(object, name));
		},
		archiveGroup: async (object, name) => {
			await ask(groupsApi.archive(object, name));
		},
	};
}
