/** Run by frameioNode.test.ts in a process of its own: the node in n8n's engine, told nothing of the sandbox. */
import type { IBinaryKeyData, IDataObject, IRun } from 'n8n-workflow';

import type * as FrameIoNode from '../../../nodes/FrameIo/FrameIo.node';
import { sandboxFrameio } from '../../../orchestrator/src/sandbox/accounts';
import { runWorkflow } from '../../support/n8nEngine';

// Without its ending, the loader would take the codex file beside it.
const source = '../../../nodes/FrameIo/FrameIo.node.ts';

const { account, workspaces, clientId, clientSecret, scope } = sandboxFrameio;

/** Kept over all runs, as n8n keeps a token with the credential. */
const held = { accessToken: '', clientId, clientSecret, scopes: `openid,${scope}` };

const id = (value: unknown) => ({ __rl: true, mode: 'id', value });

interface More {
	items?: IDataObject[];
	binary?: IBinaryKeyData[];
	onError?: string;
}

async function run(parameters: IDataObject, more: More = {}): Promise<IRun> {
	const node = {
		id: '2',
		name: 'Ask',
		type: 'n8n-nodes-agency-ops.frameIo',
		typeVersion: 1,
		position: [0, 0],
		parameters: { authentication: 'serverToServer', account: id(account.id), ...parameters },
		credentials: { frameIoServerToServerApi: { id: 'x', name: 'Frame.io' } },
		...(more.onError === undefined ? {} : { onError: more.onError }),
	};
	const start = { ...node, id: '1', name: 'Start', type: 'n8n-nodes-base.manualTrigger' };
	const { FrameIo } = (await import(source)) as typeof FrameIoNode;
	return await runWorkflow({
		workflow: {
			name: 'One call',
			nodes: [{ ...start, parameters: {}, credentials: {} }, node] as never,
			connections: { Start: { main: [[{ node: 'Ask', type: 'main', index: 0 }]] } } as never,
		},
		start: {
			node: 'Start',
			items: more.items ?? [{}],
			...(more.binary === undefined ? {} : { binary: more.binary }),
		},
		nodeTypes: { 'n8n-nodes-agency-ops.frameIo': new FrameIo() },
		credentials: { frameIoServerToServerApi: held },
	});
}

const outputOf = (result: IRun) => result.data.resultData.runData.Ask?.[0]?.data?.main[0] ?? [];

/** The items of a call that has to succeed. */
async function ask(
	resource: string,
	operation: string,
	parameters: IDataObject,
	more?: More,
): Promise<IDataObject[]> {
	const result = await run({ resource, operation, ...parameters }, more);
	const { error } = result.data.resultData;
	if (error !== undefined) {
		throw new Error(`${resource} ${operation}: ${error.message} ${error.description ?? ''}`);
	}
	return outputOf(result).map(({ json }) => json);
}

/** What a person reads of a call that has to fail. */
async function fail(resource: string, operation: string, parameters: IDataObject, more?: More) {
	const result = await run({ resource, operation, ...parameters }, more);
	const error = result.data.resultData.error as unknown as IDataObject & {
		context: IDataObject;
	};
	return {
		message: error.message,
		description: error.description,
		httpCode: error.httpCode ?? null,
		itemIndex: error.context.itemIndex,
	};
}

async function main() {
	const content = Buffer.from(Array.from({ length: 2_500 }, (_, index) => index % 256));
	const mode = process.argv[2] ?? '';
	const workspace = id(workspaces[0].id);
	const [project] = await ask('project', 'create', { workspace, name: 'Nordlys' });
	const folder = id(project?.root_folder_id);
	const upload = async (fileName: string) =>
		await ask(
			'file',
			'upload',
			{ folder, binaryPropertyName: 'film' },
			{
				binary: [
					{
						film: {
							data: content.toString('base64'),
							mimeType: 'video/mp4',
							fileName,
							bytes: content.length,
						},
					},
				],
			},
		);
	if (mode === 'faults') {
		const [file] = await upload('cut.mp4');
		const limited = await ask('file', 'get', { file: id(file?.id) });
		const atOnce = await fail('file', 'get', {
			file: id(file?.id),
			additionalFields: { include: ['creator'] },
			options: { waitWhenLimited: 0 },
		});
		held.accessToken = 'one that has ended';
		const again = await ask('file', 'get', { file: id(file?.id) });
		const trouble = await fail('comment', 'create', { file: id(file?.id), text: 'x' });
		return {
			uploadedParts: file?.uploadedParts,
			limited: limited.length,
			atOnce,
			again: again.length,
			trouble,
		};
	}

	const [first] = await upload('cut v1.mp4');
	const [second] = await upload('cut v2.mp4');
	const [third] = await upload('cut v3.mp4');
	const file = id(third?.id);
	const [stack] = await ask('versionStack', 'create', {
		folder,
		fileIds: `${String(first?.id)}, ${String(second?.id)}`,
	});
	await ask('file', 'move', { file, parent: id(stack?.id) });
	const [comment] = await ask('comment', 'create', {
		file,
		text: 'Too loud',
		additionalFields: { timestamp: '30', duration: 12 },
	});
	const status = { file, fieldName: 'status', value: 'approved' };
	const set = [
		...(await ask('metadata', 'setValue', status)),
		...(await ask('metadata', 'setValue', status)),
	];
	const [share] = await ask('share', 'create', {
		project: { __rl: true, mode: 'url', value: `${String(project?.view_url)}/` },
		name: 'For Nordlys',
		access: 'public',
		assetIds: String(third?.id),
		additionalFields: { downloads: true },
	});
	for (let index = 0; index < 5; index += 1) {
		await ask('folder', 'create', { folder, name: `Folder ${index}` });
	}
	const [inside] = await ask('folder', 'getMany', { folder, limit: 1 });
	const download = await run({
		resource: 'file',
		operation: 'download',
		file: {
			__rl: true,
			mode: 'url',
			value: `https://next.frame.io/project/${String(project?.id)}/view/${String(third?.id)}`,
		},
		binaryPropertyName: 'film',
	});
	const [downloaded] = outputOf(download);
	const two = await run(
		{ resource: 'file', operation: 'get', file: id('={{ $json.file }}') },
		{
			items: [{ file: third?.id }, { file: 'nowhere' }],
			onError: 'continueRegularOutput',
		},
	);
	return {
		me: (await ask('account', 'getMe', {})).map(({ name }) => name),
		workspaces: (await ask('workspace', 'getMany', {})).map(({ name }) => name),
		uploadedParts: third?.uploadedParts,
		versions: (await ask('versionStack', 'getVersions', { versionStack: id(stack?.id) })).map(
			({ name }) => name,
		),
		comment: [comment?.timestamp, comment?.duration],
		comments: (
			await ask('comment', 'getMany', {
				file,
				additionalFields: { timestampAsTimecode: true, include: ['owner'] },
			})
		).map(({ timestamp, owner }) => [timestamp, (owner as IDataObject).name]),
		set: set.map(({ value, changed }) => [value, changed]),
		share: [share?.access, share?.downloading_enabled, typeof share?.short_url],
		limited: (await ask('folder', 'getMany', { folder, limit: 3 })).length,
		all: (await ask('folder', 'getMany', { folder, returnAll: true })).length,
		moved: (
			await ask('folder', 'update', {
				folder: id(inside?.id),
				name: 'Renamed',
			})
		).map(({ name }) => name),
		gone: await ask('comment', 'delete', { comment: id(comment?.id) }),
		bytes: Buffer.from(downloaded?.binary?.film?.data ?? '', 'base64').equals(content),
		name: downloaded?.binary?.film?.fileName,
		two: outputOf(two).map(({ json, pairedItem }) => [json.name ?? json.error, pairedItem]),
		unknownStatus: await fail('metadata', 'setValue', { ...status, value: 'Aproved' }),
		noFile: await fail('file', 'get', { file: id('00000000-0000-4000-8000-000000000009') }),
		noId: await fail('file', 'get', { file: id('={{ $json.none }}') }),
		tooLong: await fail('project', 'create', { workspace, name: 'x'.repeat(256) }),
		noBinary: await fail('file', 'upload', { folder, binaryPropertyName: 'film' }),
	};
}

void main().then(
	(seen) => console.log(JSON.stringify(seen)),
	(error: unknown) => {
		console.error(error);
		process.exitCode = 1;
	},
);
