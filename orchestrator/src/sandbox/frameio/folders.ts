import { nameIn, parentIn, type Call, type Handler } from './call';
import type { Asset, Folder } from './model';
import { page, sorted } from './paging';
import { presentFolder, withIncludes } from './presentAsset';

/** Longest name of a folder (Frame.io's own description of V4, July 2026). */
const longestName = 255;

/** GET one folder. */
export const readFolder: Handler = (call) => ({ data: withIncludes(call, folderIn(call)) });

/** GET what stands in a folder, of all types or those asked for. */
export const listChildren: Handler = (call) => {
	const asked = call.request.query.get('type')?.split(',');
	const children = call.store
		.childrenOf(folderIn(call).id)
		.filter(({ type }) => asked === undefined || asked.includes(type));
	return page(call, children, (asset) => withIncludes(call, asset), 'assets');
};

/** GET the assets of one type in a folder. */
export const listOf =
	(type: Asset['type']): Handler =>
	(call) => {
		const ours = call.store.childrenOf(folderIn(call).id).filter((asset) => asset.type === type);
		return page(call, sorted(call, ours), (asset) => withIncludes(call, asset), 'assets');
	};

/** POST a folder into a folder. */
export const createFolder: Handler = (call) => {
	const parent = folderIn(call);
	const name = nameIn(call, longestName);
	const folder = call.store.addFolder(name, parent.projectId, parent.id, call.at);
	tell(call, 'folder.created', folder);
	return { data: presentFolder(folder) };
};

/** PATCH a folder's name. */
export const updateFolder: Handler = (call) => {
	const folder = folderIn(call);
	folder.name = nameIn(call, longestName);
	folder.updatedAt = call.at;
	tell(call, 'folder.updated', folder);
	return { data: presentFolder(folder) };
};

/** PATCH a folder into another one. */
export const moveFolder: Handler = (call) => {
	const folder = folderIn(call);
	const parent = call.store.folder(parentIn(call));
	folder.parentId = parent.id;
	folder.projectId = parent.projectId;
	folder.updatedAt = call.at;
	tell(call, 'folder.updated', folder);
	return { data: presentFolder(folder) };
};

/** DELETE a folder with all that is in it. */
export const deleteFolder: Handler = (call) => {
	const folder = folderIn(call);
	tell(call, 'folder.deleted', folder);
	call.store.removeAsset(folder);
	return undefined;
};

/** The folder a path names; @throws FrameioError 404 */
export const folderIn = (call: Call): Folder => call.store.folder(call.params.folder_id ?? '');

const tell = (
	{ store, at }: Call,
	event: 'folder.created' | 'folder.updated' | 'folder.deleted',
	{ id, projectId }: Folder,
) => store.tellOf(event, 'folder', id, projectId, at);
