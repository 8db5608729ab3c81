import { z } from 'zod';
import type { WantedField } from '../../../../nodes/domain/frameio/fieldValue';
import { MendableError } from '../../../../nodes/domain/errors';
import { cachedLookUp } from '../cached';
import { LookUpFailed } from '../harmless';
import type { Failure, LookUp, Outcome } from '../outcome';
import { lookUpFailed, unknownOf } from '../outcome';
import type { CommentReceipt, FilePlace, NewComment, ReadComment } from './comments';
import type { FileFamily } from './family';
import { aloneFile, readFamily } from './family';
import { createComment, findComment, readComment } from './comments';
import type { FrameioAccess } from './http';
import { VENDOR, failureFrom, frameioClient, refusal } from './http';
import type { HeldValue, ValueReceipt, WantedValue } from './metadata';
import { heldAgainst, setValue } from './metadata';
import type { OriginalFile, OriginalWanted } from './original';
import { openOriginal } from './original';
import type { NewShare, ReadShare, SharePlace, ShareReceipt } from './shares';
import { createShare, findShare, readShare } from './shares';
import type { FrameioFields } from './fields';
import { frameioFields } from './fields';
import type { FrameioTestWorkspace } from './testWorkspace';
import { frameioTestWorkspace } from './testWorkspace';
import type { FrameioWebhooks } from './webhooks';
import { frameioWebhooks } from './webhooks';
import type { WantedWorkspace, Workspace } from './workspaces';
import { findWorkspace, isInWorkspace } from './workspaces';

/** A project that was made. */
export interface ProjectReceipt {
	id: string;
	name: string;
	/** The folder that its files go into. */
	rootFolderId: string;
	/** Where a person looks at it. */
	url: string;
}

/** A project in a workspace. */
export interface NewProject {
	/** Whether it goes to the test workspace. */
	test: boolean;
	/** Told from all others by a mark of the effect's key in it: Frame.io keeps nothing else of ours. */
	name: string;
	/** Asked last before it is made: whether that may still be done; default yes. */
	mayStillSend?: () => boolean;
}

/** What we do in Frame.io. */
export interface FrameioAdapter {
	/** Makes a project; repeating it makes a second one of the same name. */
	createProject(project: NewProject): Promise<Outcome<ProjectReceipt>>;
	/** Looks through the workspace for the one project of exactly that name. */
	findProject(project: NewProject): Promise<LookUp<ProjectReceipt>>;
	/**
	 * The workspace that projects go to.
	 *
	 * @throws LookUpFailed where nobody can say
	 */
	workspace(test: boolean): Promise<Workspace>;
	/** The webhooks of the workspace that projects go to. */
	webhooks: FrameioWebhooks;
	/** That of test runs, which may be made. */
	testWorkspace: FrameioTestWorkspace;
	/** The metadata fields of its account. */
	fields: FrameioFields;
	/**
	 * Opens a file as it was uploaded.
	 *
	 * @throws LookUpFailed where it cannot be read
	 */
	openOriginal(wanted: OriginalWanted): Promise<OriginalFile>;
	/** Comments on a file; repeating it makes a second comment. */
	createComment(comment: Given<NewComment>): Promise<Outcome<CommentReceipt>>;
	/** Looks for the comment on a file that ends with this mark. */
	findComment(asked: Given<FilePlace> & { mark: string }): Promise<LookUp<CommentReceipt>>;
	/** What somebody wrote; null where the comment is gone. @throws LookUpFailed */
	readComment(wanted: { accountId: string | null; commentId: string }): Promise<ReadComment | null>;
	/** A share as somebody made it; null where it is gone. @throws LookUpFailed */
	readShare(wanted: { accountId: string | null; shareId: string }): Promise<ReadShare | null>;
	/**
	 * Which versions a file has, and who uploaded it; without credentials it is taken to be alone.
	 *
	 * @throws LookUpFailed
	 */
	family(file: Given<FilePlace>): Promise<FileFamily>;
	/** What a metadata field is held against; null where the file or the field is gone. @throws LookUpFailed */
	heldAgainst(wanted: Given<FilePlace> & WantedField): Promise<HeldValue | null>;
	/** Sets a metadata field of a file, such as its status; repeating it changes nothing. */
	setValue(wanted: Given<WantedValue>): Promise<Outcome<ValueReceipt>>;
	/** Shares assets of a project; repeating it makes a second share. */
	createShare(share: Given<NewShare>): Promise<Outcome<ShareReceipt>>;
	/** Looks in a project for the share of exactly that name. */
	findShare(asked: Given<SharePlace>): Promise<LookUp<ShareReceipt>>;
	/**
	 * Whether a test run may write there: only in the workspace of the tests.
	 *
	 * @throws LookUpFailed where nobody can say
	 */
	isForTests(
		place: { accountId: string | null } & ({ fileId: string } | { projectId: string }),
	): Promise<boolean>;
}

/** The same, in the account of the configuration where none is named. */
type Given<Place extends { accountId: string }> = Omit<Place, 'accountId'> & {
	accountId: string | null;
};

/** How to reach Frame.io, and where in it. */
export interface FrameioOptions extends FrameioAccess {
	/** Name or id; null where the service account sees only one. */
	account: string | null;
	/** Name or id; null where there is only one besides the test workspace. */
	workspace: string | null;
	/** Name or id of the workspace for test runs. */
	testWorkspace: string;
}

const HOUR_MS = 3_600_000;

const projectSchema = z.object({
	id: z.string().min(1),
	name: z.string(),
	root_folder_id: z.string().min(1),
	view_url: z.string().url(),
});
const madeSchema = z.object({ data: projectSchema });

/** Builds the adapter; the workspace is looked up once and kept for a while. */
export function frameioAdapter(options: FrameioOptions): FrameioAdapter {
	const client = frameioClient(options);
	const { account, testWorkspace } = options;
	const wanted: Record<string, WantedWorkspace> = {
		test: { account, workspace: testWorkspace, besides: null },
		earnest: { account, workspace: options.workspace, besides: testWorkspace },
	};
	const workspaces = cachedLookUp(
		async (which) => await findWorkspace(client, wanted[which] ?? wanted.test!),
		() => HOUR_MS,
	);
	const workspace = async (test: boolean) => await workspaces.get(test ? 'test' : 'earnest');
	const accountOr = async (accountId: string | null) =>
		accountId ?? (await workspace(false)).accountId;
	/** Names the account, and turns what goes wrong into an outcome. */
	const within = async <Place extends { accountId: string | null }, Answer>(
		place: Place,
		act: (there: Place & { accountId: string }) => Promise<Outcome<Answer>>,
	): Promise<Outcome<Answer>> => {
		try {
			return await act({ ...place, accountId: await accountOr(place.accountId) });
		} catch (error) {
			return failureFrom(error);
		}
	};
	const asked = async <Place extends { accountId: string | null }, Answer>(
		place: Place,
		look: (there: Place & { accountId: string }) => Promise<LookUp<Answer>>,
	): Promise<LookUp<Answer>> => {
		try {
			return await look({ ...place, accountId: await accountOr(place.accountId) });
		} catch (error) {
			return lookUpFailed(failureFrom(error));
		}
	};
	const projectsOf = ({ accountId, id }: Workspace) =>
		`/v4/accounts/${encodeURIComponent(accountId)}/workspaces/${encodeURIComponent(id)}/projects`;

	const create = async ({ test, name, mayStillSend = () => true }: NewProject) => {
		const path = projectsOf(await workspace(test));
		const response = await client.send('POST', path, { name }, mayStillSend);
		if (response.status >= 400) return refusal(response);
		const made = madeSchema.safeParse(response.data);
		if (made.success) return { result: 'done', receipt: receiptOf(made.data.data) } as const;
		const why = `Frame.io answered ${response.status} without all that makes a project.`;
		return unknownOf(VENDOR, why, response.status);
	};
	const find = async ({ test, name }: NewProject): Promise<LookUp<ProjectReceipt>> => {
		const path = projectsOf(await workspace(test));
		// Newest first: a project made while pages are turned pushes others on, never out of sight.
		const all = await client.list(path, { sort: 'created_at_desc' }, projectSchema);
		const named = new Map(all.filter((each) => each.name === name).map((each) => [each.id, each]));
		const [first] = named.values();
		if (first === undefined) return { result: 'absent' };
		if (named.size === 1) return { result: 'found', receipt: receiptOf(first) };
		const several = [...named.keys()];
		const ids = several.join(', ');
		const why = `Frame.io has ${named.size} projects named "${name}" (${ids}), and nothing tells which one is ours.`;
		return { result: 'failed', why, retryAfterMs: null, several };
	};

	return {
		workspace,
		webhooks: frameioWebhooks(client, async () => await workspace(false)),
		testWorkspace: frameioTestWorkspace(client, { account, testWorkspace }),
		fields: frameioFields(client, async () => await workspace(false)),
		openOriginal: async (file) => {
			const accountId = await accountOr(file.accountId);
			return await openOriginal(client, options.connections, { ...file, accountId });
		},
		createComment: async (comment) =>
			await within(comment, async (there) => await createComment(client, there)),
		findComment: async (wanted) =>
			await asked(wanted, async (there) => await findComment(client, there)),
		readComment: async ({ accountId, commentId }) =>
			await readComment(client, { accountId: await accountOr(accountId), commentId }),
		readShare: async ({ accountId, shareId }) =>
			await readShare(client, { accountId: await accountOr(accountId), shareId }),
		family: async (file) => {
			return await readFamily(client, { ...file, accountId: await accountOr(file.accountId) });
		},
		heldAgainst: async (wanted) => {
			return await heldAgainst(client, { ...wanted, accountId: await accountOr(wanted.accountId) });
		},
		setValue: async (wanted) =>
			await within(wanted, async (there) => await setValue(client, there)),
		createShare: async (share) =>
			await within(share, async (there) => await createShare(client, there)),
		findShare: async (wanted) =>
			await asked(wanted, async (there) => await findShare(client, there)),
		isForTests: async (place) => {
			const accountId = await accountOr(place.accountId);
			return await isInWorkspace(client, { ...place, accountId }, await workspace(true));
		},
		createProject: async (project) => await create(project).catch(failureFrom),
		findProject: async (project) =>
			await find(project).catch((error: unknown) => lookUpFailed(failureFrom(error))),
	};
}

/** Stands for the adapter where no credentials are set: every project is refused with what to do. */
export function noFrameio(variables: string[]): FrameioAdapter {
	const failure: Failure = {
		result: 'refused',
		status: null,
		error: {
			code: 'frameio/not-set-up',
			what: 'Nothing was made in Frame.io.',
			why: `The service was started without credentials for it: ${variables.join(' and ')} are empty.`,
			mend: 'Make a server-to-server credential in the Adobe Developer Console, set these variables where the service runs, restart it, then run it again with "retry".',
		},
	};
	return {
		createProject: async () => failure,
		findProject: async () => lookUpFailed(failure),
		workspace: async () => await Promise.reject(new LookUpFailed(failure)),
		webhooks: {
			list: async () => await Promise.reject(notSetUp(failure)),
			create: async () => await Promise.reject(notSetUp(failure)),
			update: async () => await Promise.reject(notSetUp(failure)),
			remove: async () => await Promise.reject(notSetUp(failure)),
		},
		testWorkspace: {
			name: null,
			find: async () => await Promise.reject(notSetUp(failure)),
			create: async () => await Promise.reject(notSetUp(failure)),
			isEmpty: async () => await Promise.reject(notSetUp(failure)),
			remove: async () => await Promise.reject(notSetUp(failure)),
		},
		fields: {
			list: async () => await Promise.reject(notSetUp(failure)),
			create: async () => await Promise.reject(notSetUp(failure)),
			setOptions: async () => await Promise.reject(notSetUp(failure)),
			remove: async () => await Promise.reject(notSetUp(failure)),
		},
		openOriginal: async () => await Promise.reject(new LookUpFailed(failure)),
		createComment: async () => failure,
		findComment: async () => lookUpFailed(failure),
		readComment: async () => null,
		readShare: async () => null,
		family: async ({ fileId }) => aloneFile(fileId),
		heldAgainst: async () => null,
		setValue: async () => failure,
		createShare: async () => failure,
		findShare: async () => lookUpFailed(failure),
		isForTests: async () => await Promise.reject(new LookUpFailed(failure)),
	};
}

function notSetUp({ error: { code, what, why, mend } }: Failure): MendableError {
	return new MendableError(code, what, why, mend);
}

function receiptOf(project: z.infer<typeof projectSchema>): ProjectReceipt {
	const { id, name, root_folder_id: rootFolderId, view_url: url } = project;
	return { id, name, rootFolderId, url };
}
