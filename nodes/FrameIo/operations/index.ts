import type { Resource } from '../operation';
import { accounts } from './account';
import { collections } from './collection';
import { comments } from './comment';
import { customActions } from './customAction';
import { files } from './file';
import { folders } from './folder';
import { groups } from './group';
import { metadata } from './metadata';
import { projects } from './project';
import { shares } from './share';
import { versionStacks } from './versionStack';
import { webhooks } from './webhook';
import { workspaces } from './workspace';

/** Every resource by the value of the node's "Resource" field; values never change once released. */
export const resources = {
	account: accounts,
	collection: collections,
	comment: comments,
	customAction: customActions,
	file: files,
	folder: folders,
	group: groups,
	metadata,
	project: projects,
	share: shares,
	versionStack: versionStacks,
	webhook: webhooks,
	workspace: workspaces,
} satisfies Record<string, Resource>;
