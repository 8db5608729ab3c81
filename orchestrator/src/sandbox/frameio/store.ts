import type { WebhookEvent } from '../../../../nodes/domain/frameio/events';
import { sandboxFrameio } from '../accounts';
import { sequentialUuid } from '../json';
import { FrameioError } from './errors';
import type { Happening } from './events';
import type {
	Asset,
	Comment,
	Field,
	FileAsset,
	Folder,
	FrameioState,
	Project,
	Share,
	VersionStack,
	Webhook,
	Workspace,
} from './model';
import { newFrameio } from './systemFields';
import { vaultInMemory, type Vault } from './vault';

/** How long a token lives: what Adobe's sign-in says of one for a server, in seconds (secondary). */
export const tokenSeconds = 86_399;

/** Size of the parts of an upload in bytes: the example of Frame.io's own description (July 2026). */
const examplePartBytes = 20_000_000;

/** How a store is opened. */
export interface FrameioStoreOptions {
	/** Default: in memory. */
	vault?: Vault;
	/** Size of the parts an upload is asked for in, in bytes; at most what the proxy takes. */
	partBytes?: number;
}

/** The account in memory; the bytes of its files lie in the vault. */
export class FrameioStore {
	state: FrameioState = newFrameio();
	readonly vault: Vault;
	readonly partBytes: number;
	/** Hears of everything that a webhook may tell of, after it has happened. */
	onHappening: (happening: Happening) => void = () => undefined;
	/** Fetches what a remote upload names, after the call that asked for it. */
	onRemoteUpload: (fileId: string, source: string) => void = () => undefined;

	constructor({ vault = vaultInMemory(), partBytes = examplePartBytes }: FrameioStoreOptions = {}) {
		this.vault = vault;
		this.partBytes = partBytes;
	}

	reset(): void {
		this.state = newFrameio();
		this.vault.clear();
	}

	/** What a state of an earlier version lacks is as at the first start. */
	restore(state: Partial<FrameioState>): void {
		this.state = { ...newFrameio(), ...state };
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
		return found(
			this.state.workspaces.find((one) => one.id === id),
			'Workspace',
		);
	}

	/** @throws FrameioError 404 */
	project(id: string): Project {
		return found(
			this.state.projects.find((one) => one.id === id),
			'Project',
		);
	}

	/** @throws FrameioError 404 */
	asset(id: string): Asset {
		return found(
			this.state.assets.find((one) => one.id === id),
			'Asset',
		);
	}

	/** @throws FrameioError 404 */
	folder(id: string): Folder {
		const asset = this.state.assets.find((one) => one.id === id);
		return found(asset?.type === 'folder' ? asset : undefined, 'Folder');
	}

	/** @throws FrameioError 404 */
	file(id: string): FileAsset {
		const asset = this.state.assets.find((one) => one.id === id);
		return found(asset?.type === 'file' ? asset : undefined, 'File');
	}

	/** @throws FrameioError 404 */
	stack(id: string): VersionStack {
		const asset = this.state.assets.find((one) => one.id === id);
		return found(asset?.type === 'version_stack' ? asset : undefined, 'Version stack');
	}

	/** @throws FrameioError 404 */
	comment(id: string): Comment {
		return found(
			this.state.comments.find((one) => one.id === id),
			'Comment',
		);
	}

	/** @throws FrameioError 404 */
	share(id: string): Share {
		return found(
			this.state.shares.find((one) => one.id === id),
			'Share',
		);
	}

	/** @throws FrameioError 404 */
	field(id: string): Field {
		return found(
			this.state.fields.find((one) => one.id === id),
			'Field definition',
		);
	}

	/** @throws FrameioError 404 */
	webhook(id: string): Webhook {
		return found(
			this.state.webhooks.find((one) => one.id === id),
			'Webhook',
		);
	}

	/** What stands right in a folder, or is a version in a stack. */
	childrenOf(parentId: string): Asset[] {
		return this.state.assets.filter((asset) => asset.parentId === parentId);
	}

	addFolder(name: string, projectId: string, parentId: string | null, at: number): Folder {
		const id = this.nextId('f0');
		const times = { createdAt: at, updatedAt: at };
		const folder: Folder = { id, type: 'folder', name, projectId, parentId, ...times };
		this.state.assets.push(folder);
		return folder;
	}

	/** Takes a project away with all that is in it, and tells of it. */
	removeProject(project: Project, at: number): void {
		const { id } = project;
		this.tellOf('project.deleted', 'project', id, id, at);
		for (const asset of this.state.assets.filter(({ projectId }) => projectId === id)) {
			this.removeAsset(asset);
		}
		this.state.shares = this.state.shares.filter(({ projectId }) => projectId !== id);
		this.state.projects = this.state.projects.filter((one) => one !== project);
	}

	/** Takes an asset away with all that is in it. */
	removeAsset({ id, type, parentId }: Asset): void {
		for (const child of this.childrenOf(id)) this.removeAsset(child);
		const parent = this.state.assets.find((one) => one.id === parentId);
		if (parent?.type === 'version_stack') {
			parent.versionIds = parent.versionIds.filter((version) => version !== id);
		}
		this.state.assets = this.state.assets.filter((one) => one.id !== id);
		this.state.comments = this.state.comments.filter(({ fileId }) => fileId !== id);
		if (type === 'file') this.vault.remove(id);
	}

	/** Tells of what happened to something in a project. */
	tellOf(
		event: WebhookEvent,
		type: string,
		id: string,
		projectId: string,
		at: number,
		by?: string,
	) {
		this.onHappening({
			event,
			resource: { type, id },
			projectId,
			workspaceId: this.project(projectId).workspaceId,
			userId: by ?? sandboxFrameio.user.id,
			at,
		});
	}

	/** @param kind two hex digits that keep the kinds' ids apart */
	nextId(kind: string): string {
		this.state.lastId += 1;
		return sequentialUuid(kind, this.state.lastId);
	}
}

function found<Item>(item: Item | undefined, what: string): Item {
	if (item === undefined) throw new FrameioError(404, `${what} not found`);
	return item;
}
