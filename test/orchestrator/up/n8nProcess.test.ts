import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { create } from 'tar';
import type { N8nProcess } from '../../../orchestrator/src/up/n8nProcess';
import { startN8n } from '../../../orchestrator/src/up/n8nProcess';
import { takeFreePort } from '../../../orchestrator/src/up/ports';

let folder: string;
let running: N8nProcess[];

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'agency-n8n-'));
	running = [];
});

afterEach(async () => {
	for (const process of running) await process.stop();
	rmSync(folder, { recursive: true, force: true });
});

/** A runtime whose n8n is a few lines of ours. */
async function start(script: string, more = {}): Promise<N8nProcess> {
	const bin = path.join(folder, 'runtime', 'node_modules', 'n8n', 'bin');
	mkdirSync(bin, { recursive: true });
	writeFileSync(path.join(bin, 'n8n'), script);
	const process = startN8n({
		runtimeDir: path.join(folder, 'runtime'),
		userFolder: path.join(folder, 'user'),
		port: await takeFreePort(),
		brokerPort: await takeFreePort(),
		encryptionKey: 'key',
		logFile: path.join(folder, 'n8n.log'),
		...more,
	});
	running.push(process);
	return process;
}

const listening = `
	const { createServer } = require('node:http');
	require('node:fs').writeFileSync('env.json', JSON.stringify(process.env));
	createServer((request, response) => {
		response.statusCode = request.url === '/healthz/readiness' ? 200 : 404;
		response.end();
	}).listen(Number(process.env.N8N_PORT), '127.0.0.1');
`;

function packOf(version: string): Promise<string> {
	const source = path.join(folder, `source-${version}`);
	mkdirSync(path.join(source, 'package'), { recursive: true });
	writeFileSync(path.join(source, 'package', 'package.json'), JSON.stringify({ version }));
	const file = path.join(folder, `${version}.tgz`);
	return create({ gzip: true, file, cwd: source }, ['package']).then(() => file);
}

const installed = () =>
	path.join(folder, 'user/.n8n/nodes/node_modules/n8n-nodes-agency-ops/package.json');

describe('startN8n', () => {
	it('is ready when n8n says so, and is gone after stop', async () => {
		const n8n = await start(listening);
		await n8n.ready;
		expect((await fetch(`${n8n.url}/healthz/readiness`)).status).toBe(200);

		await n8n.stop();
		await expect(fetch(n8n.url)).rejects.toThrow();
	});

	it('is quiet, on loopback, with settings of this run and of no other', async () => {
		process.env.N8N_CUSTOM_EXTENSIONS = '';
		const n8n = await start(listening, { env: { HTTPS_PROXY: 'http://127.0.0.1:9' } });
		delete process.env.N8N_CUSTOM_EXTENSIONS;
		await n8n.ready;
		const env = JSON.parse(readFileSync(path.join(folder, 'user', 'env.json'), 'utf8')) as object;

		expect(env).toMatchObject({
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
			HTTPS_PROXY: 'http://127.0.0.1:9',
			WEBHOOK_URL: `${n8n.url}/`,
		});
		expect(env).not.toHaveProperty('N8N_CUSTOM_EXTENSIONS');
	});

	it('installs the pack as a community package, and a newer one in its place', async () => {
		const first = await start(listening, { packTarball: await packOf('1.0.0') });
		await first.stop();
		expect(readFileSync(installed(), 'utf8')).toContain('1.0.0');

		const second = await start(listening, { packTarball: await packOf('1.1.0') });
		await second.stop();
		expect(readFileSync(installed(), 'utf8')).toContain('1.1.0');
		expect(existsSync(path.join(folder, 'user/.n8n/nodes/package.json'))).toBe(true);
	});

	it.each([
		{
			end: 'the port is taken',
			says: "n8n's port 5678 is already in use. Do you have another instance of n8n running already?",
			mend: /set another port in n8n\.url/,
		},
		{
			end: 'the installation is not complete',
			says: 'SQLite package has not been found installed.',
			mend: /run npm start again/,
		},
	])(
		'says what n8n said, without its stack, and how to mend it, when $end',
		async ({ says, mend }) => {
			const n8n = await start(
				`console.error(${JSON.stringify(`${says}\n    at x.js:1:1`)}); process.exit(1);`,
			);

			await expect(n8n.ready).rejects.toMatchObject({
				code: 'process/ended',
				why: says,
				mend: expect.stringMatching(mend) as string,
			});
		},
	);

	it('says that n8n is not installed', () => {
		const options = {
			runtimeDir: path.join(folder, 'nowhere'),
			userFolder: folder,
			port: 1,
			brokerPort: 2,
			encryptionKey: 'key',
			logFile: path.join(folder, 'n8n.log'),
		};
		expect(() => startN8n(options)).toThrow(
			expect.objectContaining({ code: 'runtime/missing' }) as Error,
		);
	});
});
