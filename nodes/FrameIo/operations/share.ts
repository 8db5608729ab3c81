import { shareSchema, anySchema } from '../../domain/frameio/replies';
import {
	account,
	choice,
	flag,
	list,
	locator,
	moment,
	projectField,
	share,
	sort,
	text,
} from '../fields';
import type { Field, Resource } from '../operation';

const inProject = '/v4/accounts/{account_id}/projects/{project_id}/shares';
const one = '/v4/accounts/{account_id}/shares/{share_id}';

const access = choice(
	'access',
	'access',
	'Access',
	[
		['Everybody With the Link', 'public'],
		['Reviewers Only', 'secure'],
	],
	'Who may look at it',
);

const settings: Field[] = [
	text('description', 'description', 'Description', 'What stands under the name'),
	flag('downloads', 'downloading_enabled', 'Downloads', 'Whether whoever looks may download'),
	moment('expiration', 'expiration', 'Expiration', 'When the link ends'),
	text('passphrase', 'passphrase', 'Passphrase', 'What one has to know to look at it', {
		typeOptions: { password: true },
	}),
];

const asset = (at: Field['at']) => locator('asset', 'asset_id', 'Asset', { at });
const emails = list('emails', 'reviewers.emails', 'E-Mails', 'Addresses of up to 10 reviewers', {
	required: true,
});

/** Shares: links by which others look at files. */
export const shares: Resource = {
	label: 'Share',
	operations: {
		addAsset: {
			label: 'Add Asset',
			description: 'Show one file, folder or version stack more',
			action: 'Add an asset to a share',
			method: 'POST',
			path: `${one}/assets`,
			required: [account, share, asset('body')],
			reply: 'one',
			schema: shareSchema,
		},
		addReviewers: {
			label: 'Add Reviewers',
			description: 'Invite people to look at a secure share',
			action: 'Add reviewers to a share',
			method: 'POST',
			path: `${one}/reviewers`,
			required: [
				account,
				share,
				emails,
				text('message', 'message', 'Message', 'What their invitation says', {
					required: true,
				}),
			],
			reply: 'nothing',
			schema: shareSchema,
		},
		create: {
			label: 'Create',
			description: 'Share files, folders or version stacks of a project by a link',
			action: 'Create a share',
			method: 'POST',
			path: inProject,
			required: [
				account,
				projectField,
				text('name', 'name', 'Name', 'Name that those who look see', {
					required: true,
				}),
				access,
				list(
					'assetIds',
					'asset_ids',
					'Asset IDs',
					'IDs of up to 100 files, folders or version stacks',
				),
			],
			optional: settings,
			constants: { type: 'asset' },
			reply: 'one',
			schema: shareSchema,
		},
		delete: {
			label: 'Delete',
			description: 'End a share; what it showed stays',
			action: 'Delete a share',
			method: 'DELETE',
			path: one,
			required: [account, share],
			reply: 'nothing',
			schema: shareSchema,
		},
		get: {
			label: 'Get',
			description: 'Read a share with its link',
			action: 'Get a share',
			method: 'GET',
			path: one,
			required: [account, share],
			reply: 'one',
			schema: shareSchema,
		},
		getMany: {
			label: 'Get Many',
			description: 'List the shares of a project',
			action: 'Get many shares',
			method: 'GET',
			path: inProject,
			required: [account, projectField],
			optional: [sort('name', 'created_at')],
			reply: 'list',
			schema: shareSchema,
		},
		getReviewers: {
			label: 'Get Reviewers',
			description: 'List who may look at a secure share',
			action: 'Get reviewers of a share',
			method: 'GET',
			path: `${one}/reviewers`,
			required: [account, share],
			reply: 'list',
			schema: anySchema,
		},
		removeAsset: {
			label: 'Remove Asset',
			description: 'No longer show a file, folder or version stack',
			action: 'Remove an asset from a share',
			method: 'DELETE',
			path: `${one}/assets/{asset_id}`,
			required: [account, share, asset('path')],
			reply: 'one',
			schema: shareSchema,
		},
		removeReviewers: {
			label: 'Remove Reviewers',
			description: 'Let people no longer look at a secure share',
			action: 'Remove reviewers from a share',
			method: 'DELETE',
			path: `${one}/reviewers`,
			required: [account, share, emails],
			reply: 'nothing',
			schema: shareSchema,
		},
		update: {
			label: 'Update',
			description: 'Change name, access or settings of a share',
			action: 'Update a share',
			method: 'PATCH',
			path: one,
			required: [account, share],
			optional: [text('name', 'name', 'Name', 'New name'), access, ...settings],
			reply: 'one',
			schema: shareSchema,
		},
	},
};
