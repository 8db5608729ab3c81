import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { accountSchema, fieldSchema, namedSchema, projectSchema } from '../domain/frameio/replies';
import type { FrameIoCall } from './frameIoRequest';
import { askForMany } from './frameIoRequest';

/** Entries of a list that are read; who looks for more enters an ID. */
const MOST = 500;

/** On the canvas nobody waits for a limit. */
const manner = { itemIndex: 0, waitSeconds: 0 };

type Search = (this: ILoadOptionsFunctions, filter?: string) => Promise<INodeListSearchResult>;

/** Lists that a person chooses from, by the names that the fields call them by. */
export const frameIoLists: Record<string, Search> = {
	async searchAccounts(filter) {
		const accounts = await askForMany(this, get('/v4/accounts'), manner, {
			schema: accountSchema,
			most: MOST,
		});
		return chosenFrom(
			accounts.map(({ id, display_name: name }) => ({ name, value: id })),
			filter,
		);
	},
	async searchWorkspaces(filter) {
		const workspaces = await askForMany(this, get(`${accountOf(this)}/workspaces`), manner, {
			schema: namedSchema,
			most: MOST,
		});
		return chosenFrom(named(workspaces), filter);
	},
	async searchProjects(filter) {
		return chosenFrom(
			(await projectsOf(this)).map(({ id, name, view_url: url }) => ({
				name,
				value: id,
				url,
			})),
			filter,
		);
	},
	/** The root folder of each project: what lies deeper is entered by its address. */
	async searchFolders(filter) {
		return chosenFrom(
			(await projectsOf(this)).map(({ name, root_folder_id: value }) => ({
				name: `${name} (root folder)`,
				value,
			})),
			filter,
		);
	},
	async searchFields(filter) {
		const fields = await askForMany(
			this,
			get(`${accountOf(this)}/metadata/field_definitions`),
			manner,
			{ schema: fieldSchema, most: MOST },
		);
		return chosenFrom(named(fields), filter);
	},
};

const get = (path: string): FrameIoCall => ({ method: 'GET', path });

const named = (things: Array<{ id: string; name: string }>): INodeListSearchItems[] =>
	things.map(({ id, name }) => ({ name, value: id }));

const projectsOf = async (context: ILoadOptionsFunctions) =>
	await askForMany(context, get(`${accountOf(context)}/projects`), manner, {
		schema: projectSchema,
		most: MOST,
	});

/** Without an account Frame.io answers that there is none, which says what to choose first. */
function accountOf(context: ILoadOptionsFunctions): string {
	const account = context.getNodeParameter('account', '', {
		extractValue: true,
	});
	return `/v4/accounts/${encodeURIComponent(String(account))}`;
}

function chosenFrom(items: INodeListSearchItems[], filter = ''): INodeListSearchResult {
	const wanted = filter.toLowerCase();
	const results = items.filter(({ name }) => name.toLowerCase().includes(wanted));
	return {
		results: results.sort((a, b) => a.name.localeCompare(b.name, 'en')),
	};
}
