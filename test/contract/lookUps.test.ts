import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startSandbox, type Sandbox } from '../../orchestrator/src/sandbox';
import { specsFolder } from '../support/sharedData';

let home: string;
let sandbox: Sandbox;

beforeAll(async () => {
	home = mkdtempSync(path.join(os.tmpdir(), 'agency-ops-look-ups-'));
	sandbox = await startSandbox({ home, persist: false, specs: specsFolder });
});

afterAll(async () => {
	await sandbox.stop();
	rmSync(home, { recursive: true, force: true });
});

const root = path.resolve(__dirname, '..', '..');

describe('what a vendor did and could not say', () => {
	it('is found again by its key, in the calls the vendors describe', async () => {
		for (const [host, place] of [
			['slack.com', 'chat\\.postMessage'],
			['api.clickup.com', '/list/\\d+/task$'],
			['api.hubapi.com', '/objects/deals$'],
			['api.clickup.com', '/space/\\d+/folder$'],
			['api.clickup.com', '/folder/\\d+/list$'],
			['api.frame.io', '/projects$'],
			['api.frame.io', '/comments$'],
			['api.frame.io', '/shares$'],
		]) {
			sandbox.fault({
				host,
				method: 'POST',
				path: place,
				kind: 'reset',
				afterWork: true,
				times: 1,
			});
		}
		const client = path.join(__dirname, 'clients', 'lookUpClient.ts');

		const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', client], {
			cwd: root,
			env: { ...process.env, ...sandbox.env },
		});

		expect(JSON.parse(stdout)).toEqual({
			sent: Array(8).fill('unknown'),
			found: [
				['channel', 'ts', 'url'],
				['id', 'url'],
				['id', 'url'],
				['id', 'name', 'url'],
				['id', 'name', 'url'],
				['id', 'name', 'rootFolderId', 'url'],
				['id', 'fileId'],
				['id', 'name', 'url'],
			],
			whole: ['ana@cafe.com', 'camila@iamazingcontent.space', null],
			status: [true, false],
			other: Array(8).fill('absent'),
		});
		expect(sandbox.violations()).toEqual([]);
	});
});
