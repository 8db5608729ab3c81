import { textsIn } from '../json';
import { parentIn, type Call, type Handler } from './call';
import { FrameioError } from './errors';
import { folderIn } from './folders';
import type { FileAsset, VersionStack } from './model';
import { page } from './paging';
import { presentStack, withIncludes } from './presentAsset';
import type { FrameioStore } from './store';

/** POST a stack of 2 to 10 files of a folder, the first one the oldest. */
export const createStack: Handler = (call) => {
	const { store, at } = call;
	const folder = folderIn(call);
	const ids = [...new Set(textsIn(call.data.file_ids))];
	if (ids.length < 2 || ids.length > 10) {
		throw new FrameioError(422, 'must be 2 to 10 different files', '/data/file_ids');
	}
	const files = ids.map((id) => store.file(id));
	const newest = files[files.length - 1] as FileAsset;
	const stack: VersionStack = {
		id: store.nextId('f2'),
		type: 'version_stack',
		name: newest.name,
		projectId: folder.projectId,
		parentId: folder.id,
		versionIds: [],
		createdAt: at,
		updatedAt: at,
	};
	store.state.assets.push(stack);
	for (const file of files) addVersion(store, stack, file, at, file === newest);
	return { data: withIncludes(call, stack) };
};

/** GET one stack. */
export const readStack: Handler = (call) => ({ data: withIncludes(call, stackIn(call)) });

/** GET the versions of a stack, newest first. */
export const listVersions: Handler = (call) => {
	const versions = [...stackIn(call).versionIds].reverse().map((id) => call.store.file(id));
	return page(call, versions, (file) => withIncludes(call, file), 'assets');
};

/** PATCH a stack into another folder. */
export const moveStack: Handler = (call) => {
	const stack = stackIn(call);
	const parent = call.store.folder(parentIn(call));
	stack.parentId = parent.id;
	stack.projectId = parent.projectId;
	stack.updatedAt = call.at;
	return { data: presentStack(call.store, stack) };
};

/**
 * Puts a file on a stack as its newest version. A stack of one file is made of a file and the next
 * one, as when somebody drops one on the other.
 *
 * @param isTold whether webhooks hear that there is a new version
 */
export function addVersion(
	store: FrameioStore,
	stack: VersionStack,
	file: FileAsset,
	at: number,
	isTold = true,
): void {
	leaveStack(store, file);
	stack.versionIds.push(file.id);
	stack.name = file.name;
	stack.updatedAt = at;
	file.parentId = stack.id;
	file.projectId = stack.projectId;
	file.updatedAt = at;
	if (isTold) store.tellOf('file.versioned', 'file', file.id, file.projectId, at);
}

/** Takes a file out of its stack; a stack without versions is gone. */
export function leaveStack(store: FrameioStore, file: FileAsset): void {
	const stack = store.state.assets.find(({ id }) => id === file.parentId);
	if (stack?.type !== 'version_stack') return;
	stack.versionIds = stack.versionIds.filter((id) => id !== file.id);
	if (stack.versionIds.length > 0) return;
	file.parentId = stack.parentId;
	store.state.assets = store.state.assets.filter((one) => one !== stack);
}

const stackIn = (call: Call): VersionStack => call.store.stack(call.params.version_stack_id ?? '');
