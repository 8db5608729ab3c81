import { sandboxHosts } from '../accounts';
import { textOr } from '../json';
import { nameIn, parentIn, type Call, type Handler } from './call';
import { FrameioError } from './errors';
import { folderIn } from './folders';
import { mediaTypeOf } from './mediaTypes';
import type { FileAsset, Folder } from './model';
import { iso, presentFile, withIncludes } from './presentAsset';
import { signedLink } from './signedLinks';
import { addVersion, leaveStack } from './versions';

/** Longest name and largest file (Frame.io's own description of V4, July 2026). */
const bounds = { name: 255, bytes: 5_000_000_000_000 } as const;

/** GET one file. */
export const readFile: Handler = (call) => ({ data: withIncludes(call, fileIn(call)) });

/** POST a file whose bytes the caller sends, to the addresses in the answer. */
export const createLocalUpload: Handler = (call) => {
	const folder = folderIn(call);
	const name = nameIn(call, bounds.name);
	const { file_size: size, media_type: type } = call.data;
	if (!Number.isInteger(size) || Number(size) < 1 || Number(size) > bounds.bytes) {
		throw new FrameioError(422, 'must be a whole number of 1 or more', '/data/file_size');
	}
	const file = addFile(call, folder, { name, size: Number(size), mediaType: textOr(type, '') });
	return { data: { ...presentFile(file), upload_urls: uploadUrls(file, call.at) } };
};

/** POST a file whose bytes Frame.io fetches. */
export const createRemoteUpload: Handler = (call) => {
	const folder = folderIn(call);
	const name = nameIn(call, bounds.name);
	const source = textOr(call.data.source_url, '');
	if (!URL.canParse(source)) throw new FrameioError(422, 'invalid URL', '/data/source_url');
	const file = addFile(call, folder, { name, size: 0, mediaType: '' });
	call.store.onRemoteUpload(file.id, source);
	const status = `/v4/accounts/${call.params.account_id ?? ''}/files/${file.id}/status`;
	return { data: presentFile(file), links: { status } };
};

/** GET whether all bytes of a file have come. */
export const readUploadStatus: Handler = (call) => {
	const file = fileIn(call);
	const { id, uploadCompletedAt: doneAt, uploadFailed } = file;
	return {
		data: {
			id,
			filetype: file.mediaType,
			uploaded_at: iso(file.createdAt),
			upload_completed_at: doneAt === null ? null : iso(doneAt),
			upload_complete: doneAt !== null,
			upload_failed: uploadFailed,
		},
	};
};

/** PATCH a file's name. */
export const updateFile: Handler = (call) => {
	const file = fileIn(call);
	file.name = nameIn(call, bounds.name);
	file.updatedAt = call.at;
	call.store.tellOf('file.updated', 'file', file.id, file.projectId, call.at);
	return { data: presentFile(file) };
};

/** PATCH a file into a folder, or into a version stack as its newest version. */
export const moveFile: Handler = (call) => {
	const { store, at } = call;
	const file = fileIn(call);
	const parent = store.asset(parentIn(call));
	if (parent.type === 'file') throw new FrameioError(422, 'is a file', '/data/parent_id');
	if (parent.type === 'version_stack') addVersion(store, parent, file, at);
	else {
		leaveStack(store, file);
		file.parentId = parent.id;
		file.projectId = parent.projectId;
		file.updatedAt = at;
		store.tellOf('file.updated', 'file', file.id, file.projectId, at);
	}
	return { data: presentFile(file) };
};

/** POST a copy of a file beside it, or into another folder. */
export const copyFile: Handler = (call) => {
	const { store, at } = call;
	const file = fileIn(call);
	const parent = store.asset(textOr(call.data.parent_id, file.parentId ?? ''));
	const size = store.vault.sizeOf(file.id);
	const copy: FileAsset = {
		...file,
		id: store.nextId('f1'),
		parentId: parent.type === 'version_stack' ? parent.parentId : parent.id,
		projectId: parent.projectId,
		values: call.request.query.get('copy_metadata') === 'true' ? { ...file.values } : {},
		createdAt: at,
		updatedAt: at,
	};
	if (size !== null) store.vault.copy(file.id, copy.id);
	store.state.assets.push(copy);
	store.tellOf('file.copied', 'file', copy.id, copy.projectId, at);
	return { data: presentFile(copy) };
};

/** DELETE a file. */
export const deleteFile: Handler = (call) => {
	const file = fileIn(call);
	call.store.tellOf('file.deleted', 'file', file.id, file.projectId, call.at);
	leaveStack(call.store, file);
	call.store.removeAsset(file);
	return undefined;
};

/** The file a path names; @throws FrameioError 404 */
export const fileIn = (call: Call): FileAsset => call.store.file(call.params.file_id ?? '');

/** Where the parts of a file are sent to, in their order. */
export const uploadUrls = ({ id, parts }: FileAsset, at: number) =>
	parts.map(({ size }, index) => ({
		size,
		url: signedLink(
			sandboxHosts.frameioUploads,
			`/uploads/${id}/part_${index + 1}`,
			{ 'X-Amz-SignedHeaders': 'content-type;host;x-amz-acl' },
			at,
		),
	}));

function addFile(
	{ store, at }: Call,
	folder: Folder,
	{ name, size, mediaType }: { name: string; size: number; mediaType: string },
): FileAsset {
	const count = Math.ceil(size / store.partBytes);
	const parts = Array.from({ length: count }, (_, index) => ({
		size: Math.min(store.partBytes, size - index * store.partBytes),
		isUploaded: false,
	}));
	const file: FileAsset = {
		id: store.nextId('f1'),
		type: 'file',
		name,
		projectId: folder.projectId,
		parentId: folder.id,
		mediaType: mediaType === '' ? mediaTypeOf(name) : mediaType,
		sizeBytes: size,
		status: 'created',
		uploadCompletedAt: null,
		uploadFailed: false,
		parts,
		values: {},
		createdAt: at,
		updatedAt: at,
	};
	store.state.assets.push(file);
	store.tellOf('file.created', 'file', file.id, file.projectId, at);
	return file;
}
