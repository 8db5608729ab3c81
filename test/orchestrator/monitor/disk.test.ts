import { tmpdir } from 'node:os';
import path from 'node:path';
import { judgeDisks, lookAtDisks } from '../../../orchestrator/src/monitor/disk';
import { sandboxPortal } from '../../../orchestrator/src/sandbox/accounts';
import { judgeScopes } from '../../../orchestrator/src/monitor/scopes';
import { wantedScopes } from '../../../orchestrator/src/adapters/n8n/api';

const gigabyte = 1e9;
const disk = (free: number, wanted = 0) => ({
	...{ what: 'state folder', folder: '/state', free: free * gigabyte, wanted: wanted * gigabyte },
});

describe('room on the disk', () => {
	it.each([
		{ free: 0.4, level: 'failed' },
		{ free: 0.6, level: 'warning' },
		{ free: 2, level: 'warning' },
		{ free: 2.2, level: 'ok' },
	])('of $free GB is $level', ({ free, level }) => {
		expect(judgeDisks([disk(free)])).toMatchObject([{ level, about: 'Disk' }]);
	});

	it('is also measured by the largest file', () => {
		expect(judgeDisks([disk(19, 20)])).toMatchObject([{ level: 'note' }]);
		expect(judgeDisks([disk(21, 20)])).toMatchObject([{ level: 'ok' }]);
	});

	it('is looked for where the folder will be', async () => {
		const folder = path.join(tmpdir(), 'not', 'there', 'yet');
		const seen = await lookAtDisks(folder, { folder: tmpdir(), maxGigabytes: 20 });
		expect(seen.map(({ wanted }) => wanted)).toEqual([0, 20 * gigabyte]);
		expect(seen[0]?.free).toBeGreaterThan(0);
	});
});

describe('scopes of keys', () => {
	it('are fine where all of them are used', () => {
		const seen = { n8n: [...wantedScopes], slack: ['chat:write', 'im:write'], hubspot: null };
		expect(judgeScopes(seen).map(({ level }) => level)).toEqual(['ok', 'ok']);
		expect(judgeScopes({ n8n: null, slack: null, hubspot: null })).toEqual([]);
	});

	it('of HubSpot are all needed, and no more', () => {
		const needed = [...sandboxPortal.scopes];
		const judged = (hubspot: string[]) =>
			judgeScopes({ n8n: null, slack: null, hubspot }).map(
				({ level, says }) => `${level}: ${says}`,
			);
		expect(judged(needed)).toEqual(['ok: the key of HubSpot may do nothing that is not needed']);
		const without = needed.filter((scope) => scope !== 'crm.objects.owners.read');
		expect(judged([...without, 'files'])).toEqual([
			'failed: the key of HubSpot lacks crm.objects.owners.read',
			'warning: the key of HubSpot may also files',
		]);
	});

	it('are too wide where something is never used', () => {
		const n8n = [...wantedScopes, 'user:delete', 'workflow:delete'];
		const slack = ['chat:write', 'admin', 'files:write', 'a', 'b', 'c', 'd'];
		expect(judgeScopes({ n8n, slack, hubspot: null })).toMatchObject([
			{ level: 'warning', says: 'the key of n8n may also user:delete, workflow:delete' },
			{ level: 'warning', says: 'the key of Slack may also a, admin, b, c, d and 1 more' },
		]);
	});
});
