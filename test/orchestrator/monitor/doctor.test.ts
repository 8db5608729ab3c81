import fc from 'fast-check';
import {
	advisoriesFor,
	advisoriesReadOn,
	compareVersions,
	n8nAdvisories,
} from '../../../orchestrator/src/monitor/advisories';
import type { SeenWorkflow } from '../../../orchestrator/src/monitor/canvas/seen';
import type { Observations } from '../../../orchestrator/src/monitor/observations';
import { hasFindings, judgeHealth } from '../../../orchestrator/src/monitor/doctor';
import type { Target } from '../../../orchestrator/src/plan/model';

const webhook = {
	workflow: 'Lead Intake',
	node: 'When a lead is posted',
	kind: 'webhook' as const,
	method: 'POST',
	path: 'lead-intake',
	isProtected: true,
	state: 'live' as const,
};
const target: Target = { service: 'n8n', kind: 'workflow', key: 'w', name: 'Lead Intake' };

/** A workflow that listens and settles nothing else. */
const published: SeenWorkflow = {
	id: 'w',
	name: 'Lead Intake',
	isPublished: true,
	workflow: { name: 'Lead Intake', nodes: [], connections: {}, settings: { errorWorkflow: 'w' } },
	pinned: {},
};

/** An installation in which nothing is to be mended; each row names what differs. */
function observations(more: Partial<Observations> = {}): Observations {
	return {
		now: new Date('2026-11-23T10:00:00Z'),
		nodeVersion: 'v24.21.0',
		n8n: {
			url: 'http://127.0.0.1:5678',
			isReachable: true,
			version: '2.44.0',
			nodeVersion: '24.21.0',
			triedWith: '2.44.0',
			clockAheadMs: 300,
		},
		pack: { expected: '0.1.0', loaded: '0.1.0', missingNodeTypes: [] },
		credentials: [{ name: 'Agency Ledger', isFine: true, message: 'OK' }],
		webhooks: [webhook],
		canvas: { workflows: [], bundled: new Set() },
		scopes: { n8n: null, slack: null, hubspot: null },
		disks: [],
		service: { url: 'http://127.0.0.1:5680', isReady: true, why: '' },
		parts: [],
		queue: null,
		accounts: [{ service: 'Slack', who: 'agency-ops', why: '', mend: '' }],
		hubspotHook: null,
		problems: [],
		slackButtons: null,
		projectPlaces: [{ about: 'Frame.io', level: 'ok', says: '', mend: null }],
		storage: { missing: null, buckets: [], isTried: false },
		clock: { by: 'Slack', aheadMs: 400 },
		mediaTools: { about: 'Media', level: 'ok', says: '', mend: null },
		plan: { planVersion: 1, target: 'local', changes: [{ kind: 'keep', target, because: '' }] },
		secrets: { file: '/home/secrets.json', mode: 0o600 },
		...more,
	};
}

const n8n = (more: Partial<Observations['n8n']>) => ({ n8n: { ...observations().n8n, ...more } });

describe('judgeHealth', () => {
	it('finds nothing where all is well, and says what it looked at', () => {
		const checks = judgeHealth(observations());

		expect(hasFindings(checks)).toBe(false);
		expect(checks.map(({ about }) => about)).toEqual([
			'Node.js',
			'n8n',
			'Advisories',
			'Node pack',
			'Credentials',
			'Webhooks',
			'Service',
			'Slack',
			'Frame.io',
			'Media',
			'Plan',
			'Secrets',
			'Clock',
		]);
	});

	it.each([
		{ when: 'Node is too old', more: { nodeVersion: 'v22.1.0' }, says: /22\.1\.0 is too old/ },
		{
			when: 'n8n runs on an old Node',
			more: n8n({ nodeVersion: '20.0.0' }),
			says: /20\.0\.0 is too old/,
		},
		{
			when: 'something could not be seen',
			more: { problems: [{ code: 'n8n/failed', what: 'No.', why: 'It is busy.', mend: 'Wait.' }] },
			says: /No\. It is busy\./,
		},
		{
			when: 'n8n does not answer',
			more: n8n({ isReachable: false, version: null }),
			says: /does not answer/,
		},
		{
			when: 'n8n is older than the bundle',
			more: n8n({ version: '2.43.5' }),
			says: /is older than 2\.44\.0/,
		},
		{
			when: 'n8n has a known weakness and others reach it',
			more: n8n({ version: '2.41.1', triedWith: '2.41.1', url: 'https://n8n.example.com' }),
			says: /CVE-2026-110852/,
		},
		{
			when: 'the pack is not loaded',
			more: { pack: { expected: '0.1.0', loaded: null, missingNodeTypes: [] } },
			says: /has not loaded it/,
		},
		{
			when: 'another version of the pack is loaded',
			more: { pack: { expected: '0.2.0', loaded: '0.1.0', missingNodeTypes: [] } },
			says: /n8n runs 0\.1\.0, this is 0\.2\.0/,
		},
		{
			when: 'a node type is missing',
			more: { pack: { expected: '0.1.0', loaded: '0.1.0', missingNodeTypes: ['x.y 1'] } },
			says: /n8n lacks x\.y 1/,
		},
		{
			when: 'the test of a credential fails',
			more: { credentials: [{ name: 'Agency Ledger', isFine: false, message: 'ECONNREFUSED' }] },
			says: /"Agency Ledger" failed: ECONNREFUSED/,
		},
		{
			when: 'a webhook is not registered',
			more: { webhooks: [{ ...webhook, state: 'notRegistered' as const }] },
			says: /lead-intake .* does not answer/,
		},
		{
			when: 'a webhook is published and not registered',
			more: {
				webhooks: [{ ...webhook, state: 'notRegistered' as const }],
				canvas: { workflows: [published], bundled: new Set(['Lead Intake']) },
			},
			says: /lead-intake .* does not answer, though its workflow is published/,
		},
		{
			when: 'n8n says nothing of a webhook',
			more: { webhooks: [{ ...webhook, state: 'unreachable' as const }] },
			says: /lead-intake .* gave no answer/,
		},
		{
			when: 'a webhook lets anybody in',
			more: { webhooks: [{ ...webhook, state: 'unprotected' as const }] },
			says: /without the secret in/,
		},
		{
			when: 'a webhook asks for no secret',
			more: { webhooks: [{ ...webhook, isProtected: false }] },
			says: /runs for anybody/,
		},
		{
			when: 'the service is not ready',
			more: { service: { url: 'http://127.0.0.1:5680', isReady: false, why: 'it answered 503' } },
			says: /not ready: it answered 503/,
		},
		{
			when: 'a token is refused',
			more: { accounts: [{ service: 'Slack', who: null, why: 'Slack refused it.', mend: 'x' }] },
			says: /Slack refused it/,
		},
		{
			when: 'seed would write',
			more: {
				plan: {
					planVersion: 1 as const,
					target: 'local',
					changes: [{ kind: 'update' as const, target, because: 'it is not published' }],
				},
			},
			says: /1 to write: Lead Intake \(it is not published\)/,
		},
		{
			when: 'a person has to do something',
			more: {
				plan: {
					planVersion: 1 as const,
					target: 'local',
					changes: [{ kind: 'manual' as const, target, because: 'archived', mend: 'x' }],
				},
			},
			says: /Lead Intake: archived/,
		},
		{
			when: 'others may read the secrets',
			more: { secrets: { file: '/home/secrets.json', mode: 0o644 } },
			says: /mode 0644/,
		},
		{
			when: 'the clocks differ by more than a minute',
			more: n8n({ clockAheadMs: -61_000 }),
			says: /61 s behind/,
		},
		{
			when: 'this machine lives in the past',
			more: { now: new Date('2020-01-01T00:00:00Z') },
			says: /believes it is 2020/,
		},
	])('finds with a remedy that $when', ({ more, says }) => {
		const found = judgeHealth(observations(more)).filter(
			({ level }) => level === 'warning' || level === 'failed',
		);

		expect(found.map((check) => check.says).join('\n')).toMatch(says);
		expect(found.every(({ mend }) => mend !== null && mend !== '')).toBe(true);
	});

	it.each([
		{ when: 'n8n is newer than the bundle', more: n8n({ version: '2.45.0' }) },
		{ when: 'n8n does not tell its version', more: n8n({ version: null }) },
		{
			when: 'a credential has no test',
			more: {
				credentials: [
					{
						name: 'Lead Intake Secret',
						isFine: false,
						message: 'No testing function found for this credential.',
					},
				],
			},
		},
		{ when: 'the clocks differ by a minute', more: n8n({ clockAheadMs: 60_000 }) },
		{ when: 'no secrets were made yet', more: { secrets: null } },
		{
			when: 'the pack does not tell its version',
			more: { pack: { expected: '1', loaded: 'unknown', missingNodeTypes: [] } },
		},
	])('finds nothing to mend when $when', ({ more }) => {
		expect(hasFindings(judgeHealth(observations(more)))).toBe(false);
	});

	it('only notes a known weakness where n8n listens on this machine alone', () => {
		const checks = judgeHealth(observations(n8n({ version: '2.41.1', triedWith: '2.41.1' })));
		const notes = checks.filter(({ about }) => about === 'Advisories');

		expect(notes.length).toBeGreaterThan(1);
		expect(notes.every(({ level }) => level === 'note')).toBe(true);
	});
});

describe('advisoriesFor', () => {
	it.each([
		{ version: '1.120.3', id: 'CVE-2026-21858', isAffected: true },
		{ version: '1.121.0', id: 'CVE-2026-21858', isAffected: false },
		{ version: '1.64.9', id: 'CVE-2026-21858', isAffected: false },
		{ version: '1.65.0', id: 'CVE-2026-21858', isAffected: true },
		{ version: '2.41.3', id: 'CVE-2026-110852', isAffected: true },
		{ version: '2.41.4', id: 'CVE-2026-110852', isAffected: false },
		{ version: '2.42.0', id: 'CVE-2026-110852', isAffected: true },
		{ version: '2.42.1', id: 'CVE-2026-110852', isAffected: false },
		{ version: '1.123.83', id: 'CVE-2026-110852', isAffected: false },
		{ version: '3.0.0', id: 'CVE-2026-119408', isAffected: true },
		{ version: '3.0.1', id: 'CVE-2026-119408', isAffected: false },
	])('says of $version and $id: $isAffected', ({ version, id, isAffected }) => {
		expect(advisoriesFor(version).some((advisory) => advisory.id === id)).toBe(isAffected);
	});

	it('names a source for each, and the day it was read', () => {
		expect(advisoriesReadOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
		expect(n8nAdvisories.every(({ source }) => source.startsWith('https://'))).toBe(true);
		expect(new Set(n8nAdvisories.map(({ id }) => id)).size).toBe(n8nAdvisories.length);
	});
});

describe('compareVersions', () => {
	const version = fc.tuple(fc.nat(20), fc.nat(200), fc.nat(99)).map((parts) => parts.join('.'));

	it('orders every pair the same way from both sides', () => {
		fc.assert(
			fc.property(version, version, (a, b) => {
				expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
			}),
			{ seed: 20_261_122 },
		);
	});

	it('compares numbers, not letters', () => {
		expect(compareVersions('2.9.0', '2.41.1')).toBeLessThan(0);
	});
});
