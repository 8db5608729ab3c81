import { optionsOf } from '../frameio/metadataValues';
import type { Asset, Comment, FileAsset, FrameioState, Project } from '../frameio/model';
import { frameioPeople } from '../frameio/people';
import { projectUrl } from '../frameio/presentProject';
import { framesPerSecond, timecodeOf } from '../frameio/timecode';

/** Records of a kind that the page is given: the newest ones. */
const most = 200;

/** Everything the page draws of Frame.io: workspaces, projects, and files with versions and comments. */
export function viewFrameio(state: FrameioState) {
	return {
		people: frameioPeople.map(({ id, name }) => ({ id, name })),
		statuses: statusesOf(state).map(({ id, display_name: name }) => ({ id, name })),
		workspaces: state.workspaces.map(({ id, name }) => {
			const ours = state.projects.filter(({ workspaceId }) => workspaceId === id);
			const projects = ours.slice(-most).reverse();
			return {
				id,
				name,
				total: ours.length,
				projects: projects.map((project) => viewProject(state, project)),
			};
		}),
		deliveries: state.deliveries
			.slice(-most)
			.reverse()
			.map(({ webhookId, ...rest }) => ({
				...rest,
				url: state.webhooks.find(({ id }) => id === webhookId)?.url ?? 'a webhook that is gone',
			})),
	};
}

const statusField = ({ fields }: FrameioState) => fields.find(({ name }) => name === 'Status');

function statusesOf(state: FrameioState) {
	const field = statusField(state);
	return field === undefined ? [] : optionsOf(field);
}

function viewProject(state: FrameioState, project: Project) {
	const inside = state.assets.filter(({ projectId }) => projectId === project.id);
	const folders = inside.filter(({ type, parentId }) => type === 'folder' && parentId !== null);
	return {
		...project,
		url: projectUrl(project.id),
		folders: folders.map(({ name }) => name),
		works: worksOf(inside).map((versions) => ({
			id: versions[0]!.id,
			versions: versions.map((file, index) => viewFile(state, file, versions.length - index)),
		})),
	};
}

/** Files with their older versions, newest first: each version stack, and each file that is in none. */
function worksOf(inside: Asset[]): FileAsset[][] {
	const files = new Map(
		inside.flatMap((asset) => (asset.type === 'file' ? [[asset.id, asset] as const] : [])),
	);
	const works: FileAsset[][] = [];
	for (const asset of inside) {
		if (asset.type !== 'version_stack') continue;
		const versions = asset.versionIds.flatMap((id) => files.get(id) ?? []).reverse();
		for (const { id } of versions) files.delete(id);
		if (versions.length > 0) works.push(versions);
	}
	for (const file of files.values()) works.push([file]);
	return works.sort(([a], [b]) => (b?.updatedAt ?? 0) - (a?.updatedAt ?? 0));
}

function viewFile(state: FrameioState, file: FileAsset, version: number) {
	const comments = state.comments.filter(({ fileId }) => fileId === file.id);
	const field = statusField(state);
	const chosen = field === undefined ? null : file.values[field.id];
	return {
		id: file.id,
		version,
		name: file.name,
		mediaType: file.mediaType,
		sizeBytes: file.sizeBytes,
		isThere: file.uploadCompletedAt !== null,
		createdAt: file.createdAt,
		url: `${projectUrl(file.projectId)}/view/${file.id}`,
		status: Array.isArray(chosen) ? (chosen[0] ?? null) : null,
		comments: comments.sort(byPlace).map(viewComment),
	};
}

const byPlace = (a: Comment, b: Comment) =>
	(a.frame ?? -1) - (b.frame ?? -1) || a.createdAt - b.createdAt;

const viewComment = (comment: Comment) => ({
	id: comment.id,
	text: comment.text,
	author: comment.author.name,
	at: comment.createdAt,
	seconds: comment.frame === null ? null : comment.frame / framesPerSecond,
	lasts: comment.durationFrames === null ? null : comment.durationFrames / framesPerSecond,
	timecode: comment.frame === null ? null : timecodeOf(comment.frame),
	page: comment.page,
	isDone: comment.completedAt !== null,
});
