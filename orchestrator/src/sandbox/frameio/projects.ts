import { sandboxFrameio } from '../accounts';
import { nameIn, type Call, type Handler } from './call';
import type { Project } from './model';
import { page, sorted } from './paging';
import { workspaceIn } from './places';
import { presentProject } from './presentProject';

/** Longest name of a project (Frame.io's own description of V4, July 2026). */
const longestProjectName = 255;

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
	call.store.tellOf('project.created', 'project', id, id, call.at);
	return { data: presentProject(project) };
};

/** GET the projects of a workspace, a page at a time. */
export const listProjects: Handler = (call) => {
	const { id } = workspaceIn(call);
	const ours = call.store.state.projects.filter(({ workspaceId }) => workspaceId === id);
	return page(call, sorted(call, ours), (project) => withIncludes(call, project));
};

/** GET the projects of all workspaces, a page at a time. */
export const listAllProjects: Handler = (call) =>
	page(call, sorted(call, call.store.state.projects), (project) => withIncludes(call, project));

/** GET one project. */
export const readProject: Handler = (call) => ({ data: withIncludes(call, projectIn(call)) });

/** PATCH a project's name, restriction or status. */
export const updateProject: Handler = (call) => {
	const project = projectIn(call);
	if (call.data.name !== undefined) project.name = nameIn(call, longestProjectName);
	if (typeof call.data.restricted === 'boolean') project.restricted = call.data.restricted;
	const { status } = call.data;
	if (status === 'active' || status === 'inactive') project.status = status;
	project.updatedAt = call.at;
	call.store.tellOf('project.updated', 'project', project.id, project.id, call.at);
	return { data: presentProject(project) };
};

/** DELETE a project with all that is in it. */
export const deleteProject: Handler = (call) => {
	call.store.removeProject(projectIn(call), call.at);
	return undefined;
};

/** The project a path names; @throws FrameioError 404 */
export const projectIn = (call: Call): Project => call.store.project(call.params.project_id ?? '');

function withIncludes(call: Call, project: Project) {
	const owner = { ...sandboxFrameio.user, active: true };
	return {
		...presentProject(project),
		description: null,
		...(call.request.query.get('include') === 'owner' ? { owner } : {}),
	};
}
