import type { IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';

import { FrameIo } from '../../../nodes/FrameIo/FrameIo.node';
import { FrameIoTrigger } from '../../../nodes/FrameIoTrigger/FrameIoTrigger.node';
import { frameIoLists } from '../../../nodes/shared/frameIoLists';
import { fakeNode } from '../../support/fakeExecute';

const project = (id: string, name: string) => ({
	id,
	name,
	workspace_id: 'w1',
	root_folder_id: `root-of-${id}`,
	view_url: `https://next.frame.io/project/${id}`,
});

const answers: Record<string, unknown> = {
	'/v4/accounts': [{ id: 'acc', display_name: 'Agency' }],
	'/v4/accounts/acc/workspaces': [
		{ id: 'w2', name: 'Test' },
		{ id: 'w1', name: 'Client Work' },
	],
	'/v4/accounts/acc/projects': [project('p1', 'Nordlys'), project('p2', 'Café Aurora')],
	'/v4/accounts/acc/metadata/field_definitions': [
		{ id: 'd1', name: 'Status', field_type: 'select' },
	],
};

async function listed(name: string, filter?: string): Promise<unknown[]> {
	const context = {
		getNode: () => fakeNode,
		getNodeParameter: (parameter: string) => (parameter === 'account' ? 'acc' : 'serverToServer'),
		helpers: {
			httpRequestWithAuthentication: async (_type: string, { url }: IHttpRequestOptions) => {
				const data = answers[url.replace('https://api.frame.io', '')] ?? [];
				const body = { data, links: { next: null } };
				return await Promise.resolve({ statusCode: 200, headers: {}, body });
			},
		},
	} as unknown as ILoadOptionsFunctions;
	const search = frameIoLists[name];
	if (search === undefined) throw new Error(`no list ${name}`);
	return (await search.call(context, filter)).results;
}

describe('the lists a person chooses from', () => {
	it.each([
		{ name: 'searchAccounts', entries: [{ name: 'Agency', value: 'acc' }] },
		{
			name: 'searchWorkspaces',
			entries: [
				{ name: 'Client Work', value: 'w1' },
				{ name: 'Test', value: 'w2' },
			],
		},
		{
			name: 'searchProjects',
			entries: [
				{ name: 'Café Aurora', value: 'p2', url: 'https://next.frame.io/project/p2' },
				{ name: 'Nordlys', value: 'p1', url: 'https://next.frame.io/project/p1' },
			],
		},
		{
			name: 'searchFolders',
			entries: [
				{ name: 'Café Aurora (root folder)', value: 'root-of-p2' },
				{ name: 'Nordlys (root folder)', value: 'root-of-p1' },
			],
		},
		{ name: 'searchFields', entries: [{ name: 'Status', value: 'd1' }] },
	])('$name comes by name', async ({ name, entries }) => {
		expect(await listed(name)).toEqual(entries);
	});

	it('is narrowed by what is typed, in any case', async () => {
		expect(await listed('searchProjects', 'NORD')).toMatchObject([{ value: 'p1' }]);
		expect(await listed('searchProjects', 'zebra')).toEqual([]);
	});

	it.each([
		['Frame.io', new FrameIo()],
		['Frame.io Trigger', new FrameIoTrigger()],
	])('are all there that the fields of %s name', (_name, { description, methods }) => {
		const named = description.properties.flatMap(({ modes = [] }) =>
			modes.flatMap(({ typeOptions }) => typeOptions?.searchListMethod ?? []),
		);
		expect(named.length).toBeGreaterThan(0);
		for (const name of named) expect(Object.keys(methods.listSearch)).toContain(name);
	});
});
