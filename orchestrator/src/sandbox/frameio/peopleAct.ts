import { sha256Hex } from '../../../../nodes/domain/hash';
import { MendableError } from '../../../../nodes/domain/errors';
import { frameioPeople } from './people';
import { mediaTypeOf } from './mediaTypes';
import { optionsOf } from './metadataValues';
import type { Comment, FileAsset, Project, VersionStack } from './model';
import type { FrameioStore } from './store';
import { framesPerSecond } from './timecode';
import { completeUpload } from './uploads';
import { addVersion } from './versions';

/** Who acts: by id or address; `null` is the first of the account, an address of nobody's a guest's. */
type Who = string | null;

/** What people do in Frame.io's own pages; webhooks hear of it as of everything else. */
export class FrameioPeople {
	/** @param now milliseconds since 1970 */
	constructor(
		private readonly store: FrameioStore,
		private readonly onChange: () => void,
		private readonly now: () => number = Date.now,
	) {}

	/** @throws MendableError `sandbox/frameio-refused` */
	makeProject(workspaceId: string, name: string): Project {
		const at = this.now();
		const id = this.store.nextId('e0');
		const workspace = this.found(() => this.store.workspace(workspaceId));
		const project: Project = {
			id,
			name,
			workspaceId: workspace.id,
			rootFolderId: this.store.addFolder('root', id, null, at).id,
			restricted: false,
			status: 'active',
			createdAt: at,
			updatedAt: at,
		};
		this.store.state.projects.push(project);
		this.store.tellOf('project.created', 'project', id, id, at);
		this.onChange();
		return project;
	}

	/**
	 * Uploads a file whole, into a folder; or as the newest version of a file or version stack.
	 *
	 * @param placeId id of a folder, file or version stack
	 * @throws MendableError `sandbox/frameio-refused`
	 */
	upload(placeId: string, name: string, bytes: Buffer, who: Who = null): FileAsset {
		if (bytes.length === 0) throw refused('The file is empty.');
		const at = this.now();
		const place = this.found(() => this.store.asset(placeId));
		const parent = this.store.state.assets.find(({ id }) => id === place.parentId);
		const stack = place.type === 'version_stack' ? place : parent;
		const folderId = place.type === 'folder' ? place.id : folderOf(stack, place.parentId);
		const file: FileAsset = {
			id: this.store.nextId('f1'),
			type: 'file',
			name,
			projectId: place.projectId,
			parentId: folderId,
			mediaType: mediaTypeOf(name),
			sizeBytes: bytes.length,
			status: 'created',
			uploadCompletedAt: null,
			uploadFailed: false,
			parts: [],
			values: {},
			createdAt: at,
			updatedAt: at,
		};
		this.store.state.assets.push(file);
		this.store.tellOf('file.created', 'file', file.id, file.projectId, at, personOf(who).id);
		this.store.vault.write(file.id, bytes);
		completeUpload(this.store, file, at);
		if (place.type === 'file' && stack?.type !== 'version_stack') this.stackOf(place, file, at);
		else if (stack?.type === 'version_stack' && place.type !== 'folder') {
			addVersion(this.store, stack, file, at);
		}
		this.onChange();
		return file;
	}

	/** @throws MendableError `sandbox/frameio-refused` */
	comment(fileId: string, text: string, seconds: number | null, who: Who = null): Comment {
		const at = this.now();
		const file = this.found(() => this.store.file(fileId));
		const comment: Comment = {
			id: this.store.nextId('c0'),
			fileId: file.id,
			text,
			frame: seconds === null ? null : Math.floor(seconds * framesPerSecond),
			durationFrames: null,
			page: null,
			annotation: null,
			completedAt: null,
			textEditedAt: null,
			author: personOf(who),
			createdAt: at,
			updatedAt: at,
		};
		this.store.state.comments.push(comment);
		const { id, author } = comment;
		this.store.tellOf('comment.created', 'comment', id, file.projectId, at, author.id);
		this.onChange();
		return comment;
	}

	/**
	 * Sets the status of a file; null takes it away.
	 *
	 * @throws MendableError `sandbox/frameio-refused`
	 */
	setStatus(fileId: string, option: string | null, who: Who = null): void {
		const at = this.now();
		const file = this.found(() => this.store.file(fileId));
		const field = this.store.state.fields.find(({ name }) => name === 'Status');
		const known = field !== undefined && optionsOf(field).some(({ id }) => id === option);
		if (field === undefined || (option !== null && !known)) {
			throw refused('There is no such status.');
		}
		file.values[field.id] = option === null ? null : [option];
		file.updatedAt = at;
		const by = personOf(who).id;
		this.store.tellOf('metadata.value.updated', 'file', file.id, file.projectId, at, by);
		this.onChange();
	}

	private stackOf(older: FileAsset, newer: FileAsset, at: number): void {
		const stack: VersionStack = {
			id: this.store.nextId('f2'),
			type: 'version_stack',
			name: newer.name,
			projectId: older.projectId,
			parentId: older.parentId,
			versionIds: [],
			createdAt: at,
			updatedAt: at,
		};
		this.store.state.assets.push(stack);
		addVersion(this.store, stack, older, at, false);
		addVersion(this.store, stack, newer, at);
	}

	private found<Thing>(look: () => Thing): Thing {
		try {
			return look();
		} catch (error) {
			throw refused(error instanceof Error ? `${error.message}.` : String(error));
		}
	}
}

const folderOf = (
	stack: { type: string; parentId: string | null } | undefined,
	own: string | null,
) => (stack?.type === 'version_stack' ? stack.parentId : own);

/** Somebody from outside who was sent a link: known by their address alone. */
function guestOf(who: Who): Comment['author'] | undefined {
	if (who === null || !who.includes('@')) return undefined;
	const digits = sha256Hex(who.toLowerCase());
	const id = `${digits.slice(0, 8)}-0000-4000-8000-${digits.slice(8, 20)}`;
	return { id, name: who.slice(0, who.indexOf('@')), email: who };
}

function personOf(who: Who): Comment['author'] {
	const person = frameioPeople.find(({ id, email }) => id === who || email === who) ?? guestOf(who);
	const { id, name, email } = person ?? frameioPeople[0]!;
	return { id, name, email };
}

function refused(why: string): MendableError {
	return new MendableError(
		'sandbox/frameio-refused',
		'Nothing was changed in Frame.io.',
		why,
		'Choose something that is there, and try again.',
	);
}
