import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startSandbox, type Sandbox } from '../../../orchestrator/src/sandbox';
import { sandboxFrameio } from '../../../orchestrator/src/sandbox/accounts';

let home: string;
let sandbox: Sandbox;

beforeAll(async () => {
	home = mkdtempSync(path.join(os.tmpdir(), 'agency-ops-frameio-desk-'));
	sandbox = await startSandbox({ home });
});
afterAll(async () => {
	await sandbox.stop();
	rmSync(home, { recursive: true, force: true });
});
beforeEach(() => sandbox.reset());

const [workspace] = sandboxFrameio.workspaces;
const bytes = Buffer.from('not really a film');

async function post(url: string, body: object | Buffer): Promise<{ status: number; id: string }> {
	const isRaw = Buffer.isBuffer(body);
	const answer = await fetch(`${sandbox.viewerUrl}${url}`, {
		method: 'POST',
		headers: { 'content-type': isRaw ? 'application/octet-stream' : 'application/json' },
		body: isRaw ? new Uint8Array(body) : JSON.stringify(body),
	});
	const text = await answer.text();
	const { id = '' } = (text === '' ? {} : JSON.parse(text)) as { id?: string };
	return { status: answer.status, id };
}

interface Work {
	versions: Array<{
		id: string;
		name: string;
		version: number;
		status: string | null;
		comments: Array<{ text: string; timecode: string | null; author: string }>;
	}>;
}

async function works(): Promise<Work[]> {
	const view = (await (await fetch(`${sandbox.viewerUrl}/api/view`)).json()) as {
		frameio: { workspaces: Array<{ projects: Array<{ works: Work[] }> }> };
	};
	return view.frameio.workspaces[0]?.projects[0]?.works ?? [];
}

async function aFile(name = 'cut v1.mp4') {
	const { id: project } = await post('/api/frameio/projects', {
		workspace: workspace.id,
		name: 'Nordlys',
	});
	const folder = sandbox.state().frameio.projects.find(({ id }) => id === project)?.rootFolderId;
	const upload = async (place: string, as: string) =>
		await post(`/api/frameio/files?place=${place}&name=${encodeURIComponent(as)}`, bytes);
	const { id } = await upload(folder ?? '', name);
	return { id, upload, folder: folder ?? '' };
}

describe('a person in Frame.io', () => {
	it('uploads a file and then its next versions, the newest first', async () => {
		const { id, upload } = await aFile();
		const second = await upload(id, 'cut v2.mp4');
		await upload(second.id, 'cut v3.mp4');

		const [{ versions }] = await works();
		expect(versions.map(({ name, version }) => [name, version])).toEqual([
			['cut v3.mp4', 3],
			['cut v2.mp4', 2],
			['cut v1.mp4', 1],
		]);
		const original = await fetch(`${sandbox.viewerUrl}/api/frameio/files/${id}/original`);
		expect(Buffer.from(await original.arrayBuffer())).toEqual(bytes);
		expect(original.headers.get('content-type')).toBe('video/mp4');
	});

	it('comments at a moment and sets the status', async () => {
		const { id } = await aFile();
		const status = sandbox.state().frameio.fields[0]?.configuration.options as Array<{
			id: string;
		}>;
		await post(`/api/frameio/files/${id}/comments`, { text: 'Too dark', seconds: 2.5 });
		expect(
			(await post(`/api/frameio/files/${id}/status`, { status: status[3]?.id ?? '' })).status,
		).toBe(204);

		const [{ versions }] = await works();
		expect(versions).toMatchObject([
			{
				status: status[3]?.id,
				comments: [{ text: 'Too dark', timecode: '00:00:02:12', author: 'Camila Rojas' }],
			},
		]);
	});

	it.each([
		{ what: 'a file in no folder', url: '/api/frameio/files?place=none&name=a.mp4', body: bytes },
		{
			what: 'an empty file',
			url: '/api/frameio/files?place=none&name=a.mp4',
			body: Buffer.alloc(0),
		},
		{ what: 'a file without a name', url: '/api/frameio/files?place=x', body: bytes },
		{
			what: 'a comment on nothing',
			url: '/api/frameio/files/none/comments',
			body: { text: 'x', seconds: null },
		},
		{
			what: 'a comment without words',
			url: '/api/frameio/files/none/comments',
			body: { text: '' },
		},
		{ what: 'a status nobody knows', url: '/api/frameio/files/none/status', body: { status: 'x' } },
		{
			what: 'a project nowhere',
			url: '/api/frameio/projects',
			body: { workspace: 'x', name: 'A' },
		},
	])('cannot make $what', async ({ url, body }) => {
		expect((await post(url, body)).status).toBe(400);
		expect(sandbox.state().frameio.assets).toEqual([]);
	});

	it('is shown a page as bytes, never as a page', async () => {
		const { id } = await aFile('page.html');
		const original = await fetch(`${sandbox.viewerUrl}/api/frameio/files/${id}/original`);
		expect(original.headers.get('content-type')).toBe('application/octet-stream');
		const part = await fetch(`${sandbox.viewerUrl}/api/frameio/files/${id}/original`, {
			headers: { range: 'bytes=4-' },
		});
		expect(part.status).toBe(206);
		expect(await part.text()).toBe(bytes.subarray(4).toString());
	});

	it('finds it all again after a restart', async () => {
		const { id } = await aFile();
		await sandbox.stop();
		sandbox = await startSandbox({ home });

		expect((await works())[0]?.versions[0]?.id).toBe(id);
		const original = await fetch(`${sandbox.viewerUrl}/api/frameio/files/${id}/original`);
		expect(await original.text()).toBe(bytes.toString());
	});
});
