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
	home = mkdtempSync(path.join(os.tmpdir(), 'agency-ops-frameio-node-'));
	const options = { home, persist: false, limits: 'off', uploadPartBytes: 1_000 } as const;
	sandbox = await startSandbox({ ...options, specs: specsFolder });
});
afterAll(async () => {
	await sandbox.stop();
	rmSync(home, { recursive: true, force: true });
});
beforeEach(() => sandbox.reset());

const root = path.resolve(__dirname, '..', '..');

/** Runs the client and gives what it saw. */
async function client(mode: string): Promise<Record<string, unknown>> {
	const script = path.join(__dirname, 'clients', 'frameioNodeClient.ts');
	const { stdout } = await promisify(execFile)(
		process.execPath,
		['--import', 'tsx', script, mode],
		{ cwd: root, env: { ...process.env, ...sandbox.env } },
	);
	return JSON.parse(stdout) as Record<string, unknown>;
}

describe('the Frame.io node in n8n’s engine', () => {
	it('does what workflows need, as Frame.io describes it', async () => {
		expect(await client('all')).toEqual({
			me: ['Service Account User'],
			workspaces: ['Client Work', 'Test'],
			uploadedParts: 3,
			versions: ['cut v3.mp4', 'cut v2.mp4', 'cut v1.mp4'],
			comment: [30, 12],
			comments: [['00:00:01:05', 'Service Account User']],
			set: [
				['Approved', true],
				['Approved', false],
			],
			share: ['public', true, 'string'],
			limited: 3,
			all: 5,
			moved: ['Renamed'],
			gone: [{ success: true }],
			bytes: true,
			name: 'cut v3.mp4',
			two: [
				['cut v3.mp4', { item: 0 }],
				['Frame.io has no such thing.', { item: 1 }],
			],
			unknownStatus: {
				message: 'Nothing was changed in Frame.io.',
				description: expect.stringContaining('Needs Review, In Progress') as string,
				httpCode: null,
				itemIndex: 0,
			},
			noFile: {
				message: 'Frame.io has no such thing.',
				description: expect.stringMatching(/File not found.*Check the IDs/) as string,
				httpCode: '404',
				itemIndex: 0,
			},
			noId: expect.objectContaining({ itemIndex: 0 }) as object,
			tooLong: {
				message: 'Frame.io refused it.',
				description: expect.stringContaining('/data/name') as string,
				httpCode: '422',
				itemIndex: 0,
			},
			noBinary: expect.objectContaining({ itemIndex: 0 }) as object,
		});
		// One was too long on purpose, and one asked for no name of a status.
		const known = /names? must NOT have more than 255|\/data\/name must NOT/;
		expect(sandbox.violations().filter((violation) => !known.test(violation))).toEqual([]);
		const signIns = sandbox.requests().filter(({ host }) => host === 'ims-na1.adobelogin.com');
		expect(signIns).toHaveLength(1);
		expect(JSON.stringify(sandbox.state().frameio.comments)).not.toContain('Too loud');
	}, 120_000);

	it('waits as it is told, signs in anew, and sends a part again, but never a comment', async () => {
		const host = 'api.frame.io';
		const once = { times: 1 } as const;
		const uploads = { host: 'frameio-uploads-production.s3-accelerate.amazonaws.com' };
		sandbox.fault({ ...uploads, method: 'PUT', path: 'part_2', kind: '500', ...once });
		sandbox.fault({ ...uploads, method: 'PUT', path: 'part_3', kind: 'reset', ...once });
		const limited = { host, method: 'GET', kind: '429' } as const;
		sandbox.fault({ ...limited, path: '/files/[^?]*$', times: 2, retryAfterSeconds: 0 });
		sandbox.fault({ ...limited, path: 'include=creator', ...once, retryAfterSeconds: 30 });
		sandbox.fault({ host, method: 'POST', path: '/comments', kind: '500', ...once });

		expect(await client('faults')).toEqual({
			uploadedParts: 3,
			limited: 1,
			atOnce: {
				message: 'Frame.io asks to slow down.',
				description: expect.stringContaining('Wait When Limited') as string,
				httpCode: '429',
				itemIndex: 0,
			},
			again: 1,
			trouble: {
				message: 'Frame.io has trouble.',
				description: expect.stringContaining('It may have been done') as string,
				httpCode: '500',
				itemIndex: 0,
			},
		});
		const puts = sandbox.requests().filter(({ method }) => method === 'PUT');
		expect(puts.map(({ path: to }) => /part_\d/.exec(to)?.[0])).toEqual([
			'part_1',
			'part_2',
			'part_2',
			'part_3',
			'part_3',
		]);
		const comments = sandbox.requests().filter(({ path: to }) => to.endsWith('/comments'));
		expect(comments).toHaveLength(1);
	}, 120_000);
});
