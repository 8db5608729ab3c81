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
	home = mkdtempSync(path.join(os.tmpdir(), 'agency-ops-sdks-'));
	sandbox = await startSandbox({ home, persist: false, specs: specsFolder });
});

afterAll(async () => {
	await sandbox.stop();
	rmSync(home, { recursive: true, force: true });
});

const root = path.resolve(__dirname, '..', '..');

/** Runs a client in a Node of its own that has the sandbox's environment, and gives what it saw. */
async function run(client: string): Promise<unknown> {
	const file = path.join(__dirname, 'clients', `${client}.ts`);
	const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', file], {
		cwd: root,
		env: { ...process.env, ...sandbox.env },
	});
	return JSON.parse(stdout);
}

/** The vendors' own clients are a second opinion on the stand-ins: they know nothing of them. */
describe('the sandbox seen by the vendors’ own clients', () => {
	it('is HubSpot to @hubspot/api-client', async () => {
		expect(await run('hubspotClient')).toEqual({
			isNew: true,
			createdAt: true,
			linkedTo: [true],
			found: 'Ana',
			owner: 'Freja',
			stages: 7,
			refused: [409, 'CONFLICT'],
		});
		expect(sandbox.violations()).toEqual([]);
	});

	it('is Slack to @slack/web-api', async () => {
		expect(await run('slackClient')).toEqual({
			team: 'IAmazing Content',
			metadata: { key: 'lead:1' },
			names: [
				...['sales-hot', 'sales', 'ops'],
				...['hub-caracas', 'hub-copenhagen', 'hub-lima'],
				'agency-test',
			],
			person: 'Diego Quispe',
			refused: 'invalid_blocks',
		});
		expect(sandbox.violations()).toEqual([]);
	});

	it('is ClickUp to axios and to fetch, and nothing else is reached', async () => {
		expect(await run('axiosClient')).toEqual({
			task: 'From axios',
			missing: [404, 'ITEM_013'],
			fetched: 'From axios',
			stranger: 502,
		});
		expect(sandbox.violations()).toEqual([]);
	});
});
