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
	home = mkdtempSync(path.join(os.tmpdir(), 'agency-ops-setup-'));
	sandbox = await startSandbox({ home, persist: false, specs: specsFolder });
});

afterAll(async () => {
	await sandbox.stop();
	rmSync(home, { recursive: true, force: true });
});

describe('what seed makes at the services', () => {
	it('is made, seen and taken away in the calls the vendors describe', async () => {
		const file = path.join(__dirname, 'clients', 'setupClient.ts');
		const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', file], {
			cwd: path.resolve(__dirname, '..', '..'),
			env: { ...process.env, ...sandbox.env },
		});
		expect(JSON.parse(stdout)).toEqual({
			stages: ['agency_hot', 'agency_won'],
			hasDeals: false,
			mayWriteDeals: true,
			newestDealAt: null,
			left: ['default'],
			isMember: true,
			taken: 'slack/name-taken',
			luis: [true, false],
			links: ['Our wiki https://wiki.example/'],
			linksLeft: [],
			status: ['Needs Review', 'In Progress', 'Changes Requested', 'Approved'],
			grown: [
				['Yes', null],
				['No', null],
				['Later', '#fbd400'],
			],
			keptIds: true,
			isOpen: [true, true],
			refused: 'frameio/status-403',
			fieldsLeft: 0,
			workspaces: [null, true, true, null],
			mayMake: true,
		});
		expect(sandbox.violations()).toEqual([]);
	});
});
