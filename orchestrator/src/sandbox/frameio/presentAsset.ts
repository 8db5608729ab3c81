import { sandboxFrameio, sandboxHosts } from '../accounts';
import type { Call } from './call';
import { presentValue } from './metadataValues';
import type { Asset, FileAsset, Folder, VersionStack } from './model';
import { presentProject, projectUrl } from './presentProject';
import { signedLink } from './signedLinks';
import type { FrameioStore } from './store';

/** Milliseconds since 1970 as Frame.io writes a time. */
export const iso = (at: number) => new Date(at).toISOString();

const creator = { ...sandboxFrameio.user, active: true };

/** The properties that a call asks for beside the usual ones. */
export const includesOf = ({ request }: Call): Set<string> =>
	new Set((request.query.get('include') ?? '').split(',').map((name) => name.trim()));

const common = ({ id, name, type, projectId, parentId, createdAt, updatedAt }: Asset) => ({
	id,
	name,
	type,
	project_id: projectId,
	parent_id: parentId,
	created_at: iso(createdAt),
	updated_at: iso(updatedAt),
	view_url:
		type === 'folder' ? `${projectUrl(projectId)}/${id}` : `${projectUrl(projectId)}/view/${id}`,
});

/** A folder as Frame.io answers it. */
export const presentFolder = (folder: Folder) => ({ ...common(folder), cover_file_id: null });

/** A file as Frame.io answers it. */
export const presentFile = (file: FileAsset) => ({
	...common(file),
	status: file.status,
	media_type: file.mediaType,
	file_size: file.sizeBytes,
});

/** A version stack as Frame.io answers it, with its newest version. */
export const presentStack = (store: FrameioStore, stack: VersionStack) => ({
	...common(stack),
	head_version: presentFile(headOf(store, stack)),
});

/** The newest version of a stack; one without versions does not exist. */
export const headOf = (store: FrameioStore, { versionIds }: VersionStack): FileAsset =>
	store.file(versionIds[versionIds.length - 1] ?? '');

/** Any asset as Frame.io answers it. */
export function presentAsset(store: FrameioStore, asset: Asset) {
	if (asset.type === 'folder') return presentFolder(asset);
	return asset.type === 'file' ? presentFile(asset) : presentStack(store, asset);
}

/** The same with what the call asks for by `include`. */
export function withIncludes(call: Call, asset: Asset): object {
	const { store } = call;
	const asked = includesOf(call);
	const ofStack =
		asset.type === 'version_stack'
			? { head_version: withIncludes(call, headOf(store, asset)) }
			: {};
	return {
		...presentAsset(store, asset),
		...ofStack,
		...(asked.has('creator') ? { creator } : {}),
		...(asked.has('project') ? { project: projectIn(store, asset.projectId) } : {}),
		...(asked.has('metadata') ? { metadata: metadataOf(store, asset) } : {}),
		...(asset.type === 'file' ? mediaLinks(asset, asked, call.at) : {}),
	};
}

const projectIn = (store: FrameioStore, id: string) => ({
	...presentProject(store.project(id)),
	description: null,
	owner: creator,
});

const metadataOf = (store: FrameioStore, asset: Asset) => {
	const file = asset.type === 'version_stack' ? headOf(store, asset) : asset;
	if (file.type !== 'file') return [];
	return store.state.fields.map((field) => presentValue(field, file.values[field.id]));
};

/** Links to the media; what was not uploaded yet has none, and the stand-in makes no renditions. */
function mediaLinks(file: FileAsset, asked: Set<string>, at: number) {
	const wanted = [...asked].filter((name) => name.startsWith('media_links.'));
	if (wanted.length === 0) return {};
	const path = `/uploads/${file.id}/original`;
	const named = encodeURIComponent(file.name);
	const link = (how: 'attachment' | 'inline') =>
		signedLink(
			sandboxHosts.frameioAssets,
			path,
			{ 'response-content-disposition': `${how}; filename*=UTF-8''${named}` },
			at,
		);
	const isThere = file.uploadCompletedAt !== null;
	const original = {
		download_url: isThere ? link('attachment') : null,
		inline_url: isThere ? link('inline') : null,
	};
	const linkFor = (name: string) => {
		if (name === 'original') return original;
		if (['efficient', 'high_quality'].includes(name)) return { download_url: null };
		return { download_url: null, url: null };
	};
	const names = wanted.map((name) => name.slice('media_links.'.length));
	return { media_links: Object.fromEntries(names.map((name) => [name, linkFor(name)])) };
}
