import { sandboxFrameio } from '../accounts';
import { nameIn, type Call, type Handler } from './call';
import type { Asset, Project } from './model';
import { page, sorted } from './paging';
import { workspaceIn } from './places';

/** Longest name of a project (Frame.io's own description of V4, July 2026). */
const longestProjectName = 255;

/** Longest name of a folder: a bound of the stand-in's, the description has none. */
const longestFolderName = 255;

/** POST a project into a workspace, with its root folder; names need not be unique. */
export const createProject: Handler = (call) => {
	const workspace = workspaceIn(call);
	const name = nameIn(call, longestProjectName);
	const id = call.store.nextId('e0');
	const root = call.store.addFolder('root', id, null, call.at);
	const project: Project = {
		id,
		name,
		workspaceId: workspace.id,
		rootFolderId: root.id,
		restricted: call.data.restricted === true,
		status: 'active',
		createdAt: call.at,
		updatedAt: call.at,
	};
	call.store.state.projects.push(project);
	return { data: presentProject(project) };
};

/** GET the projects of a workspace, a page at a time. */
export const listProjects: Handler = (call) => {
	const { id } = workspaceIn(call);
	const ours = call.store.state.projects.filter(({ workspaceId }) => workspaceId === id);
	return page(call, sorted(call, ours), (project) => withIncludes(call, project));
};

/** GET one project. */
export const readProject: Handler = (call) => ({
	data: withIncludes(call, call.store.project(call.params.project_id ?? '')),
});

/** GET one folder. */
export const readFolder: Handler = (call) => ({ data: presentFolder(folderIn(call)) });

/** GET what stands in a folder. */
export const listChildren: Handler = (call) => {
	const { id } = folderIn(call);
	const children = call.store.state.assets.filter(({ parentId }) => parentId === id);
	return page(call, children, presentFolder);
};

/** POST a folder into a folder. */
export const createFolder: Handler = (call) => {
	const parent = folderIn(call);
	const name = nameIn(call, longestFolderName);
	const folder = call.store.addFolder(name, parent.projectId, parent.id, call.at);
	return { data: presentFolder(folder) };
};

const folderIn = (call: Call): Asset => call.store.folder(call.params.folder_id ?? '');

const iso = (at: number) => new Date(at).toISOString();

/** The address of a project in Frame.io's web client. */
export const projectUrl = (id: string) => `https://next.frame.io/project/${id}`;

const presentProject = (project: Project) => ({
	id: project.id,
	name: project.name,
	workspace_id: project.workspaceId,
	root_folder_id: project.rootFolderId,
	restricted: project.restricted,
	status: project.status,
	storage: 0,
	adobe_id: null,
	created_at: iso(project.createdAt),
	updated_at: iso(project.updatedAt),
	view_url: projectUrl(project.id),
});

function withIncludes(call: Call, project: Project) {
	const owner = { ...sandboxFrameio.user, active: true };
	return {
		...presentProject(project),
		description: null,
		...(call.request.query.get('include') === 'owner' ? { owner } : {}),
	};
}

const presentFolder = ({ id, name, type, projectId, parentId, ...times }: Asset) => ({
	id,
	name,
	type,
	project_id: projectId,
	parent_id: parentId,
	cover_file_id: null,
	created_at: iso(times.createdAt),
	updated_at: iso(times.updatedAt),
	view_url: `${projectUrl(projectId)}/${id}`,
});
