import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startSandbox, type Sandbox } from '../../orchestrator/src/sandbox';
import { sandboxFrameio } from '../../orchestrator/src/sandbox/accounts';
import {
	throughProxy,
	type ProxyAnswer,
	type ProxyClient,
} from '../orchestrator/sandbox/throughProxy';
import { describeWithSpecs, specsFolder } from '../support/sharedData';

const { account, workspaces, clientId, clientSecret, scope } = sandboxFrameio;
const frameio = `https://api.frame.io/v4/accounts/${account.id}`;
const workspace = `${frameio}/workspaces/${workspaces[0].id}`;

/** A thing as Frame.io answers it. */
type Thing = Record<string, never> & { id: string };

let home: string;
let sandbox: Sandbox;
let client: ProxyClient;
let token: string;

const call = async (method: string, url: string, data?: object): Promise<ProxyAnswer> =>
	await client.call(method, url, data === undefined ? undefined : { data }, {
		authorization: `Bearer ${token}`,
	});
const make = async (url: string, data: object): Promise<Thing> =>
	(await call('POST', url, data)).body.data as Thing;

async function walk(urls: string[]): Promise<void> {
	for (const url of urls) expect([url, (await call('GET', url)).status]).toEqual([url, 200]);
}

/** A file of three parts, with its bytes. */
async function upload(folder: string, name: string, content: Buffer): Promise<Thing> {
	const size = content.length;
	const file = await make(`${folder}/files/local_upload`, { name, file_size: size });
	let from = 0;
	for (const part of file.upload_urls as unknown as Array<{ url: string; size: number }>) {
		const bytes = content.subarray(from, (from += part.size));
		const headers = { 'content-type': String(file.media_type), 'x-amz-acl': 'private' };
		expect((await client.call('PUT', part.url, bytes, headers)).status).toBe(200);
	}
	return file;
}

describeWithSpecs('the Frame.io stand-in against its description', () => {
	beforeAll(async () => {
		home = mkdtempSync(path.join(os.tmpdir(), 'agency-ops-contract-'));
		const options = { home, persist: false, limits: 'off', uploadPartBytes: 1_000 } as const;
		sandbox = await startSandbox({ ...options, specs: specsFolder });
		client = throughProxy(sandbox);
	});
	afterAll(async () => {
		client.close();
		await sandbox.stop();
		rmSync(home, { recursive: true, force: true });
	});
	beforeEach(async () => {
		sandbox.reset();
		const grant = {
			grant_type: 'client_credentials',
			client_id: clientId,
			client_secret: clientSecret,
			scope,
		};
		const signIn = await client.call(
			'POST',
			'https://ims-na1.adobelogin.com/ims/token/v3',
			new URLSearchParams(grant).toString(),
		);
		token = String(signIn.body.access_token);
	});

	const aProject = async () => {
		const project = await make(`${workspace}/projects`, { name: 'Nordlys' });
		return {
			id: project.id,
			url: `${frameio}/projects/${project.id}`,
			folder: `${frameio}/folders/${String(project.root_folder_id)}`,
		};
	};

	it('holds from the account to a folder', async () => {
		const { url, folder } = await aProject();
		const cuts = await make(`${folder}/folders`, { name: 'Cuts' });
		await walk([
			'https://api.frame.io/v4/me',
			'https://api.frame.io/v4/accounts?page_size=100',
			`${frameio}/users?include_deactivated=false`,
			`${frameio}/workspaces?page_size=100`,
			workspace,
			`${workspace}/users`,
			`${workspace}/projects?sort=created_at_desc&page_size=100&include=owner`,
			`${frameio}/projects`,
			url,
			`${url}/users`,
			folder,
			`${folder}/children?type=folder`,
			`${folder}/folders?page_size=500`,
		]);
		await call('PATCH', `${frameio}/folders/${cuts.id}`, { name: 'Final cuts' });
		const other = await make(`${folder}/folders`, { name: 'Old' });
		await call('PATCH', `${frameio}/folders/${cuts.id}/move`, { parent_id: other.id });
		await call('PATCH', url, { name: 'x'.repeat(255) });
		await call('GET', `${frameio}/projects/none`);
		await call('DELETE', `${frameio}/folders/${other.id}`);
		await call('DELETE', url);
		expect(sandbox.violations()).toEqual([]);
	});

	it('holds for files from the upload of their parts to the download, and their versions', async () => {
		const { folder, url } = await aProject();
		const content = Buffer.from(Array.from({ length: 2_500 }, (_, index) => index % 256));
		const first = await upload(folder, 'cut v1.mp4', content);
		const second = await upload(folder, 'cut v2.mp4', content);
		const third = await upload(folder, 'cut v3.mp4', content);
		const stack = await make(`${folder}/version_stacks`, { file_ids: [first.id, second.id] });
		await call('PATCH', `${frameio}/files/${third.id}/move`, { parent_id: stack.id });
		await call('PATCH', `${frameio}/files/${third.id}`, { name: 'final.mp4' });
		await call('POST', `${frameio}/files/${third.id}/copy?copy_metadata=true`, {});
		await make(`${folder}/files/remote_upload`, {
			name: 'far.mp4',
			source_url: 'https://example.com/far.mp4',
		});
		await walk([
			`${frameio}/files/${third.id}?include=media_links.original,media_links.thumbnail,creator,project,metadata`,
			`${frameio}/files/${third.id}/status`,
			`${folder}/files?sort=name_desc`,
			`${folder}/children?include=creator,metadata`,
			`${folder}/version_stacks`,
			`${frameio}/version_stacks/${stack.id}`,
			`${frameio}/version_stacks/${stack.id}/children?include=media_links.original`,
		]);
		const file = (await call('GET', `${frameio}/files/${third.id}?include=media_links.original`))
			.body.data as unknown as { media_links: { original: { download_url: string } } };
		const link = file.media_links.original.download_url;
		expect((await client.call('GET', link)).bytes).toEqual(content);
		const ranged = await client.call('GET', link, undefined, { range: 'bytes=2400-' });
		expect(ranged.bytes).toEqual(content.subarray(2_400));
		const { id: other } = await make(`${folder}/folders`, { name: 'Done' });
		await call('PATCH', `${frameio}/version_stacks/${stack.id}/move`, { parent_id: other });
		await call('DELETE', `${frameio}/files/${third.id}`);
		await call('DELETE', url);
		expect(sandbox.violations()).toEqual([]);
	});

	it('holds for comments, shares, metadata and webhooks', async () => {
		const { id: projectId, folder, url } = await aProject();
		const file = await upload(folder, 'cut.mp4', Buffer.alloc(10));
		const onFile = `${frameio}/files/${file.id}`;
		const comment = await make(`${onFile}/comments`, {
			text: 'Too loud',
			timestamp: 30,
			duration: 12,
		});
		await make(`${onFile}/comments?timestamp_as_timecode=true`, {
			text: 'Black',
			timestamp: '00:00:02:00',
		});
		const oneComment = `${frameio}/comments/${comment.id}`;
		await call('PATCH', oneComment, { text: 'Much too loud', completed: true });
		const share = await make(`${url}/shares`, {
			type: 'asset',
			name: 'For Nordlys',
			access: 'secure',
			asset_ids: [file.id],
		});
		const oneShare = `${frameio}/shares/${share.id}`;
		await call('PATCH', oneShare, { name: 'For Nordlys, final', downloading_enabled: true });
		await call('POST', `${oneShare}/assets`, { asset_id: file.id });
		await call('POST', `${oneShare}/reviewers`, {
			reviewers: { emails: ['ana@nordlys.example'] },
			message: 'Please look',
		});
		const fields = `${frameio}/metadata/field_definitions`;
		const field = await make(fields, {
			name: 'Hub',
			field_type: 'select',
			field_configuration: { options: [{ display_name: 'Lima' }] },
		});
		await call('PATCH', `${fields}/${field.id}`, { field_type: 'select', name: 'Place' });
		const [option] = (field.field_configuration as { options: Thing[] }).options;
		const set = await call('PATCH', `${url}/metadata/values`, {
			file_ids: [file.id],
			values: [{ field_definition_id: field.id, value: [option!.id] }],
		});
		const hooks = `${workspace}/webhooks`;
		const webhook = await make(hooks, {
			name: 'Agency Ops',
			url: 'http://127.0.0.1:1/hooks/frameio',
			events: ['share.deleted'],
		});
		await call('PATCH', `${frameio}/webhooks/${webhook.id}`, { active: false });
		await walk([
			`${onFile}/comments?include=owner,replies&sort=created_at_desc&timestamp_as_timecode=true`,
			`${oneComment}?include=owner`,
			`${url}/shares`,
			oneShare,
			`${oneShare}/reviewers`,
			`${onFile}/metadata?show_null=true`,
			fields,
			hooks,
			`${frameio}/webhooks/${webhook.id}?include=creator`,
		]);
		await call('DELETE', `${oneShare}/reviewers`, { reviewers: { emails: ['a@nordlys.example'] } });
		await call('DELETE', `${oneShare}/assets/${file.id}`);
		for (const gone of [oneShare, oneComment, `${fields}/${field.id}`]) {
			expect((await call('DELETE', gone)).status).toBe(204);
		}
		await call('DELETE', `${frameio}/webhooks/${webhook.id}`);

		expect(set.status).toBe(204);
		expect(projectId).not.toBe('');
		expect(sandbox.violations()).toEqual([]);
	});
});
