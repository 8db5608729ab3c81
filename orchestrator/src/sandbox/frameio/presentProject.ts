import type { Project } from './model';

/** The address of a project in Frame.io's web client. */
export const projectUrl = (id: string) => `https://next.frame.io/project/${id}`;

/** A project as Frame.io answers it. */
export const presentProject = (project: Project) => ({
	id: project.id,
	name: project.name,
	workspace_id: project.workspaceId,
	root_folder_id: project.rootFolderId,
	restricted: project.restricted,
	status: project.status,
	storage: 0,
	adobe_id: null,
	created_at: new Date(project.createdAt).toISOString(),
	updated_at: new Date(project.updatedAt).toISOString(),
	view_url: projectUrl(project.id),
});
