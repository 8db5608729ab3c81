import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { MendableError, RetryableError } from '../../../../nodes/domain/errors';
import type { NodeTypeVersion } from '../../bundle/pack';
import { type N8nHttp, n8nHttp, refusal } from './http';

/** The account that owns an n8n. */
export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

/** What n8n's own screen sends for a setting that is as n8n has it (workflow-helpers.js, n8n 2.41). */
const asN8nHasIt = {
	errorWorkflow: 'DEFAULT',
	executionTimeout: -1,
	saveDataErrorExecution: 'DEFAULT',
	saveDataSuccessExecution: 'DEFAULT',
	saveExecutionProgress: 'DEFAULT',
	saveManualExecutions: 'DEFAULT',
	timezone: 'DEFAULT',
};

/** A setting of a workflow that can be taken out again. */
export type RemovableSetting = keyof typeof asN8nHasIt;

/** Whether a setting of a workflow can be taken out again. */
export function isRemovable(setting: string): setting is RemovableSetting {
	return Object.hasOwn(asN8nHasIt, setting);
}

/** An API key as n8n lists it: the key itself is shown once, when it is made. */
export interface ApiKey {
	id: string;
	label: string;
	scopes: string[];
}

/** n8n answers a deletion so while it takes the triggers of a workflow down (2.41). */
const STILL_UNPUBLISHING = 409;

/**
 * What the owner may do with a cookie: keys, versions, node types; and deleting, so that the key that
 * is kept needs no scope for it.
 */
export interface N8nSession {
	listApiKeys(): Promise<ApiKey[]>;
	/** Scopes this n8n knows; a licence may add some. */
	listScopes(): Promise<string[]>;
	/** Makes a key that does not expire, and shows it this one time. */
	createApiKey(label: string, scopes: string[]): Promise<string>;
	deleteApiKey(id: string): Promise<void>;
	/**
	 * Archives a workflow, which n8n wants first, and deletes it with its executions.
	 *
	 * @throws RetryableError `n8n/still-unpublishing` for a moment after it was published
	 */
	deleteWorkflow(id: string): Promise<void>;
	deleteCredential(id: string): Promise<void>;
	/**
	 * Takes settings out of a workflow: what is written to n8n is laid over the settings that are there
	 * (2.41), and its public API takes no word for "as n8n has it".
	 */
	unsetSettings(workflowId: string, settings: readonly RemovableSetting[]): Promise<void>;
	/** Also whether it hands executions to workers; null where it does not say. */
	versions(): Promise<{ n8n: string; node: string | null; isQueued: boolean | null }>;
	/** Those of the given node types that this n8n does not have. */
	missingNodeTypes(types: NodeTypeVersion[]): Promise<NodeTypeVersion[]>;
	/** Version of the community package that a node type comes from; null when it comes from none. */
	packVersion(type: NodeTypeVersion): Promise<string | null>;
}

const apiKeySchema = z.object({ id: z.string(), label: z.string(), scopes: z.array(z.string()) });
const settingsSchema = z.object({
	data: z.object({
		userManagement: z.object({ showSetupOnFirstLoad: z.boolean().default(false) }),
	}),
});
const versionsSchema = z.object({
	data: z.object({
		versionCli: z.string(),
		nodeJsVersion: z.string().nullish(),
		executionMode: z.string().nullish(),
	}),
});

const nodeTypeSchema = z.object({
	data: z.array(
		z.object({
			version: z.union([z.number(), z.array(z.number())]),
			communityNodePackageVersion: z.string().optional(),
		}),
	),
});

/** Whether this n8n is new: nobody has made its owner yet. */
export async function needsOwner(url: string): Promise<boolean> {
	const { data } = await n8nHttp(url, {}, wait).request(settingsSchema, { url: '/rest/settings' });
	return data.userManagement.showSetupOnFirstLoad;
}

/** Makes the owner of a new n8n. */
export async function setUpOwner(url: string, owner: Owner): Promise<void> {
	await n8nHttp(url).request(z.unknown(), {
		method: 'POST',
		url: '/rest/owner/setup',
		data: owner,
	});
}

/**
 * Logs in as the owner.
 *
 * @throws MendableError `n8n/login-refused` when e-mail and password do not fit
 */
export async function logIn(
	url: string,
	{ email, password }: Pick<Owner, 'email' | 'password'>,
): Promise<N8nSession> {
	const { status, data, cookies } = await n8nHttp(url, {}, wait).probe({
		method: 'POST',
		url: '/rest/login',
		data: { emailOrLdapLoginId: email, password },
	});
	if (status >= 500) throw refusal(url, 'POST /rest/login', status, data);
	const cookie = cookies.map((line) => line.split(';')[0] ?? '').join('; ');
	if (status !== 200 || cookie === '') {
		throw new MendableError(
			'n8n/login-refused',
			`n8n did not let ${email} in.`,
			`${url} answered ${status}: the owner was made with another e-mail or password.`,
			'Make an API key in n8n (Settings, n8n API) and put it into the variable that n8n.apiKeyEnv names.',
		);
	}
	return session(url, cookie);
}

function session(url: string, cookie: string): N8nSession {
	const http = n8nHttp(url, { cookie }, wait);
	return {
		listApiKeys: async () => {
			const schema = z.object({ data: z.object({ items: z.array(apiKeySchema) }) });
			return (await http.request(schema, { url: '/rest/api-keys' })).data.items;
		},
		listScopes: async () => {
			const schema = z.object({ data: z.array(z.string()) });
			return (await http.request(schema, { url: '/rest/api-keys/scopes' })).data;
		},
		createApiKey: async (label, scopes) => {
			const schema = z.object({ data: z.object({ rawApiKey: z.string() }) });
			const answer = await http.request(schema, {
				method: 'POST',
				url: '/rest/api-keys',
				data: { label, scopes, expiresAt: null },
			});
			return answer.data.rawApiKey;
		},
		deleteApiKey: async (id) => {
			const url = `/rest/api-keys/${encodeURIComponent(id)}`;
			await http.request(z.unknown(), { method: 'DELETE', url });
		},
		deleteWorkflow: async (id) => {
			const url = `/rest/workflows/${encodeURIComponent(id)}`;
			await http.probe({ method: 'POST', url: `${url}/archive`, data: {} }); // it may be already
			const { status } = await http.probe({ method: 'DELETE', url });
			if (status === STILL_UNPUBLISHING) throw stillUnpublishing(id);
			if (status >= 400) await http.request(z.unknown(), { method: 'DELETE', url });
		},
		deleteCredential: async (id) => {
			const url = `/rest/credentials/${encodeURIComponent(id)}`;
			await http.request(z.unknown(), { method: 'DELETE', url });
		},
		unsetSettings: async (workflowId, settings) => {
			await http.request(z.unknown(), {
				method: 'PATCH',
				url: `/rest/workflows/${encodeURIComponent(workflowId)}`,
				data: { settings: Object.fromEntries(settings.map((each) => [each, asN8nHasIt[each]])) },
			});
		},
		versions: async () => {
			const { data } = await http.request(versionsSchema, { url: '/rest/settings' });
			const mode = data.executionMode ?? null;
			const isQueued = mode === null ? null : mode === 'queue';
			return { n8n: data.versionCli, node: data.nodeJsVersion ?? null, isQueued };
		},
		missingNodeTypes: async (types) => {
			const known = await Promise.all(types.map(async (type) => await knowsNodeType(http, type)));
			return types.filter((_, index) => !known[index]);
		},
		packVersion: async (type) => {
			const found = await findNodeType(http, type);
			return found?.communityNodePackageVersion ?? null;
		},
	};
}

function stillUnpublishing(id: string): RetryableError {
	return new RetryableError(
		'n8n/still-unpublishing',
		'n8n does not delete the workflow yet.',
		`${id} is still being unpublished.`,
		'Try again in a few seconds.',
		2_000,
	);
}

/** Asked one by one: in a list, the first unknown type fails the whole request. */
async function findNodeType(http: N8nHttp, { type, typeVersion }: NodeTypeVersion) {
	const { status, data } = await http.probe({
		method: 'POST',
		url: '/rest/node-types',
		data: { nodeInfos: [{ name: type, version: typeVersion }] },
	});
	if (status >= 500) throw refusal(http.url, 'POST /rest/node-types', status, data);
	return status === 200 ? nodeTypeSchema.parse(data).data[0] : undefined;
}

/** For an unknown version n8n answers with another one, so that has to be looked at. */
async function knowsNodeType(http: N8nHttp, wanted: NodeTypeVersion): Promise<boolean> {
	const found = await findNodeType(http, wanted);
	return found !== undefined && [found.version].flat().includes(wanted.typeVersion);
}

/**
 * Version of an n8n that nobody is logged in to, as its own page tells its error reporter; null
 * when the page does not say.
 */
export async function versionFromPage(url: string): Promise<string | null> {
	const { data } = await n8nHttp(url).probe({ url: '/', responseType: 'text' });
	const encoded = /name="n8n:config:sentry" content="([^"]+)"/.exec(String(data))?.[1] ?? '';
	const release = Buffer.from(encoded, 'base64').toString('utf8');
	return /"release":"n8n@([^"]+)"/.exec(release)?.[1] ?? null;
}
