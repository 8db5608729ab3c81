import { sandboxFrameio } from '../accounts';
import { sequentialUuid } from '../json';
import { FrameioError } from './errors';
import { newFrameio, type Asset, type FrameioState, type Project } from './model';

/** A workspace of the account; the stand-in's are fixed. */
export type Workspace = (typeof sandboxFrameio.workspaces)[number];

/** How long a token lives: what Adobe's sign-in says of one for a server, in seconds (secondary). */
export const tokenSeconds = 86_399;

/** The account in memory. */
export class FrameioStore {
	state: FrameioState = newFrameio();

	reset(): void {
		this.state = newFrameio();
	}

	restore(state: FrameioState): void {
		this.state = state;
	}

	/** @param at milliseconds since 1970 */
	addToken(at: number): string {
		this.state.tokens = this.state.tokens.filter(({ endsAt }) => endsAt > at);
		this.state.lastId += 1;
		const token = `sandbox-ims-token-${this.state.lastId}`;
		this.state.tokens.push({ token, endsAt: at + tokenSeconds * 1_000 });
		return token;
	}

	isGood(token: string, at: number): boolean {
		return this.state.tokens.some((one) => one.token === token && one.endsAt > at);
	}

	/** @throws FrameioError 404 */
	workspace(id: string): Workspace {
		const found = sandboxFrameio.workspaces.find((one) => one.id === id);
		if (!found) throw new FrameioError(404, 'Workspace not found');
		return found;
	}

	/** @throws FrameioError 404 */
	project(id: string): Project {
		const found = this.state.projects.find((one) => one.id === id);
		if (!found) throw new FrameioError(404, 'Project not found');
		return found;
	}

	/** @throws FrameioError 404 */
	folder(id: string): Asset {
		const found = this.state.assets.find((one) => one.id === id && one.type === 'folder');
		if (!found) throw new FrameioError(404, 'Folder not found');
		return found;
	}

	addFolder(name: string, projectId: string, parentId: string | null, at: number): Asset {
		const id = this.nextId('f0');
		const folder: Asset = {
			id,
			type: 'folder',
			name,
			projectId,
			parentId,
			createdAt: at,
			updatedAt: at,
		};
		this.state.assets.push(folder);
		return folder;
	}

	/** @param kind two hex digits that keep the kinds' ids apart */
	nextId(kind: string): string {
		this.state.lastId += 1;
		return sequentialUuid(kind, this.state.lastId);
	}
}
