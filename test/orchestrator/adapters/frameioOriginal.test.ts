import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import type { FrameioAdapter } from '../../../orchestrator/src/adapters/frameio/frameio';
import { frameioAdapter } from '../../../orchestrator/src/adapters/frameio/frameio';
import type { Connections } from '../../../orchestrator/src/adapters/transport';
import { openConnections } from '../../../orchestrator/src/adapters/transport';

const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

/** What the link answers, one call after the other; the last one again and again. */
type Link = (request: IncomingMessage, response: ServerResponse) => void;

let base: string;
let stop: () => Promise<void>;
let links: Link[];
let asked: Array<{ path: string; range: string | null; authorization: string | null }>;
let link: string | null;
let connections: Connections;
let frameio: FrameioAdapter;

beforeAll(async () => {
	const server = createServer((request, response) => {
		const { url = '', headers } = request;
		const { range = null, authorization = null } = headers;
		asked.push({ path: url, range, authorization });
		if (url.startsWith('/bytes')) {
			const answer = links.length > 1 ? links.shift() : links[0];
			answer?.(request, response);
			return;
		}
		response.setHeader('content-type', 'application/json');
		if (url.startsWith('/ims')) {
			response.end(JSON.stringify({ access_token: 'tok', expires_in: 86_399 }));
			return;
		}
		const isFile = url.startsWith('/v4/accounts/acc/files/f1?');
		response.statusCode = isFile ? 200 : 404;
		response.end(
			JSON.stringify(isFile ? { data: aFile() } : { errors: [{ detail: 'File not found' }] }),
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	connections = openConnections(5_000);
	stop = async () => {
		connections.close();
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
});
afterAll(async () => await stop());

beforeEach(() => {
	asked = [];
	link = `${base}/bytes?signed=1`;
	links = [whole()];
	frameio = frameioAdapter({
		credentials: { clientId: 'id', clientSecret: 'secret', scopes: 'frame.s2s.all' },
		account: null,
		workspace: null,
		testWorkspace: 'Test',
		connections,
		timeoutMs: 5_000,
		bases: { api: base, ims: base },
	});
});

const aFile = () => ({
	id: 'f1',
	name: 'cut v1.mp4',
	media_type: 'video/mp4',
	project_id: 'p1',
	parent_id: 'd1',
	file_size: bytes.length,
	view_url: 'https://next.frame.io/project/p1/view/f1',
	media_links: { original: { download_url: link } },
});

const from = ({ headers }: IncomingMessage) =>
	Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1]);

function whole(etag = '"a"'): Link {
	return (request, response) => {
		const start = from(request);
		if (Number.isNaN(start)) {
			response.writeHead(200, { etag, 'content-length': bytes.length });
			response.end(bytes);
			return;
		}
		const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
		response.writeHead(206, { etag, 'content-range': range });
		response.end(bytes.subarray(start));
	};
}

/** Gives some bytes and cuts the connection when they are out. */
const breaksAfter =
	(count: number): Link =>
	(request, response) => {
		const start = from(request) || 0;
		const range = { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
		response.writeHead(start > 0 ? 206 : 200, {
			etag: '"a"',
			'content-length': bytes.length - start,
			...(start > 0 ? range : {}),
		});
		if (count === 0) response.flushHeaders();
		response.write(bytes.subarray(start, start + count), () => request.socket.end());
	};

async function read(stream: Readable): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

const wanted = { accountId: 'acc', fileId: 'f1' };
const bytesCalls = () => asked.filter(({ path }) => path.startsWith('/bytes'));

describe('the original of a file', () => {
	it('comes with its name and size, and our token never goes to its link', async () => {
		const { stream, ...file } = await frameio.openOriginal(wanted);

		expect(file).toEqual({
			id: 'f1',
			name: 'cut v1.mp4',
			mediaType: 'video/mp4',
			projectId: 'p1',
			parentId: 'd1',
			sizeBytes: bytes.length,
			url: 'https://next.frame.io/project/p1/view/f1',
		});
		expect(sha256(await read(stream))).toBe(sha256(bytes));
		expect(bytesCalls()).toEqual([{ path: '/bytes?signed=1', range: null, authorization: null }]);
	});

	it('is taken up by a new link where a connection broke', async () => {
		links = [breaksAfter(100_000), breaksAfter(50_000), whole()];
		const { stream } = await frameio.openOriginal(wanted);

		expect(sha256(await read(stream))).toBe(sha256(bytes));
		const ranges = bytesCalls().map(({ range }) => range);
		expect(ranges[0]).toBeNull();
		expect(ranges).toHaveLength(3);
		expect(asked.filter(({ path }) => path.includes('/files/f1'))).toHaveLength(3);
	});

	it('begins where somebody else left off', async () => {
		const { stream } = await frameio.openOriginal({ ...wanted, fromByte: 299_000 });

		expect(await read(stream)).toEqual(bytes.subarray(299_000));
	});

	it.each([
		{ when: 'no byte comes any more', then: [breaksAfter(1_000), breaksAfter(0)] },
		{ when: 'it is another file by now', then: [breaksAfter(1_000), whole('"b"')] },
		{ when: 'there are more bytes than it has', then: [endless] },
	])('fails in the middle when $when', async ({ then }) => {
		links = [...then];
		const { stream } = await frameio.openOriginal(wanted);

		await expect(read(stream)).rejects.toMatchObject({ name: 'LookUpFailed' });
		expect(bytesCalls().length).toBeLessThan(10);
	});

	it.each([
		{ when: 'there is no such file', fileId: 'f2', said: 'File not found' },
		{ when: 'it has no link', fileId: 'f1', gone: true, said: 'not complete' },
		{ when: 'the link is refused', fileId: 'f1', links: [answers(403)], said: '403' },
		{ when: 'the link leads elsewhere', fileId: 'f1', links: [answers(302)], said: '502' },
	])('is refused when $when', async ({ fileId, gone, said, ...more }) => {
		if (gone === true) link = null;
		if (more.links !== undefined) links = more.links;

		await expect(frameio.openOriginal({ ...wanted, fileId })).rejects.toMatchObject({
			failure: { error: { why: expect.stringContaining(said) as string } },
		});
	});

	it('can be given up', async () => {
		const controller = new AbortController();
		links = [(_, response) => response.writeHead(200).write(bytes.subarray(0, 1_000))];
		const { stream } = await frameio.openOriginal({ ...wanted, signal: controller.signal });
		const reading = read(stream);
		controller.abort();

		await expect(reading).rejects.toMatchObject({ code: 'ERR_CANCELED' });
	});
});

function endless(_request: IncomingMessage, response: ServerResponse): void {
	response.writeHead(200);
	response.end(Buffer.concat([bytes, bytes]));
}

function answers(status: number): Link {
	return (_, response) => response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end();
}
