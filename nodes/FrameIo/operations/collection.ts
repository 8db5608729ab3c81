import { namedSchema } from '../../domain/frameio/replies';
import { account, collection, include, projectField } from '../fields';
import type { Resource } from '../operation';

/** Collections of a project; Frame.io lets them be read only. */
export const collections: Resource = {
	label: 'Collection',
	operations: {
		get: {
			label: 'Get',
			description: 'Read a collection',
			action: 'Get a collection',
			method: 'GET',
			path: '/v4/accounts/{account_id}/collections/{collection_id}',
			required: [account, collection],
			optional: [include('creator')],
			reply: 'one',
			schema: namedSchema,
		},
		getMany: {
			label: 'Get Many',
			description: 'List the collections of a project',
			action: 'Get many collections',
			method: 'GET',
			path: '/v4/accounts/{account_id}/projects/{project_id}/collections',
			required: [account, projectField],
			optional: [include('creator')],
			reply: 'list',
			schema: namedSchema,
		},
	},
};
