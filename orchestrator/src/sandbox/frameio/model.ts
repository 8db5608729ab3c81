/** A project with its root folder. */
export interface Project {
	id: string;
	name: string;
	workspaceId: string;
	rootFolderId: string;
	restricted: boolean;
	status: 'active' | 'inactive';
	/** Milliseconds since 1970, like all times here. */
	createdAt: number;
	updatedAt: number;
}

/** What stands in a folder; files and version stacks are told from folders by `type`. */
export interface Asset {
	id: string;
	type: 'folder';
	name: string;
	projectId: string;
	/** null for a project's root folder. */
	parentId: string | null;
	createdAt: number;
	updatedAt: number;
}

/** A token that Adobe's sign-in gave. */
export interface Token {
	token: string;
	/** Milliseconds since 1970. */
	endsAt: number;
}

/** Everything the Frame.io stand-in knows, with the tokens that Adobe's gave for it. */
export interface FrameioState {
	projects: Project[];
	assets: Asset[];
	tokens: Token[];
	/** Number of the id given last. */
	lastId: number;
}

/** The account at its first start: its workspaces are fixed, and nothing is in them. */
export const newFrameio = (): FrameioState => ({ projects: [], assets: [], tokens: [], lastId: 0 });
