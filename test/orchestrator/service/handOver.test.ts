import { randomUUID } from 'node:crypto';
import type { Claim } from '../../../orchestrator/src/ledger/effects';
import { readEffect, takeEffect } from '../../../orchestrator/src/ledger/effects';
import { beginHandOver } from '../../../orchestrator/src/ledger/handOver';
import { resolveOnce } from '../../../orchestrator/src/service/effects/resolver';
import type { TestService } from './support/aService';
import { aRequest, aService } from './support/aService';

const LEASE_MS = 45_000;
const request = aRequest({ kind: 'mail' });

let service: TestService;
let now: Date;

beforeAll(async () => {
	service = await aService();
});
afterAll(async () => await service.close());
beforeEach(async () => {
	now = new Date('2026-11-22T10:00:00Z');
	await service.store.run('TRUNCATE effects CASCADE');
	service.answering(({ vendor }) => {
		throw new Error(`${vendor} was not to be asked`);
	});
});

const moment = () => now;
const later = (ms: number) => (now = new Date(now.getTime() + ms));
const tick = async () => await resolveOnce(service.aResolver({}, moment));
const found = async () => await readEffect(service.store, request.key);
const mayBegin = async (claim: Claim) => await beginHandOver(service.store, claim, now);

/** A mail that a process has taken and not sent yet. */
async function taken(changes: Partial<Claim> = {}): Promise<Claim> {
	// Whatever the service keeps for it: a first call that was turned down by the server.
	service.answering(() => ({ result: 'notSent', status: null, error }));
	await service.another({ moment })(request);
	const kept = await found();
	const claim: Claim = {
		key: request.key,
		kind: 'mail',
		subject: 'lead:4711',
		test: false,
		fingerprint: kept?.fingerprint ?? '',
		content: kept?.content ?? null,
		source: {},
		token: randomUUID(),
		leaseMs: LEASE_MS,
		isRepeatable: false,
		retriesFailed: false,
		keepsFirst: false,
		marksHandOver: true,
		event: null,
		...changes,
	};
	expect(await takeEffect(service.store, claim, now)).not.toBeNull();
	service.answering(() => ({ result: 'done', receipt: receipt as never }));
	return claim;
}
const error = { code: 'mail/later', what: 'w', why: 'y', mend: 'm' };
const receipt = { messageId: '<1@agency.test>', accepted: ['ana@cafeaurora.com'] };

describe('a mail whose owner stopped', () => {
	it('is sent by another when it had not begun to go out', async () => {
		await taken();
		later(LEASE_MS + 1);
		await tick();
		expect(await found()).toMatchObject({ state: 'done', receipt });
		expect(service.calls).toHaveLength(1);
	});

	it('stays unknown when it may have gone out', async () => {
		const claim = await taken();
		expect(await mayBegin(claim)).toBe(true);
		later(LEASE_MS + 1);
		await tick();
		expect(await found()).toMatchObject({ state: 'unknown', error: { code: 'effect/owner-gone' } });
		later(24 * 3_600_000);
		await tick();
		expect(service.calls).toEqual([]);
	});

	it('stays unknown when its owner does not say when it begins', async () => {
		await taken({ marksHandOver: false });
		later(LEASE_MS + 1);
		await tick();
		expect(await found()).toMatchObject({ state: 'unknown' });
	});

	it('stays unknown when an earlier version, which says nothing, took it after one that does', async () => {
		await taken();
		await service.store.query('UPDATE effects SET token = $1::uuid', [randomUUID()]);
		later(LEASE_MS + 1);
		await tick();
		expect(await found()).toMatchObject({ state: 'unknown' });
	});
});

describe('a process that wakes up in the middle of a mail', () => {
	it('may not begin once its lease is over, whether anybody noticed or not', async () => {
		const claim = await taken();
		later(LEASE_MS + 1);
		expect(await mayBegin(claim)).toBe(false);
	});

	it('may not begin once another has taken the mail', async () => {
		const claim = await taken();
		later(LEASE_MS + 1);
		await tick();
		expect(await mayBegin(claim)).toBe(false);
		expect(service.calls).toHaveLength(1);
	});

	it('may begin again what its server turned down, within its lease', async () => {
		const claim = await taken();
		expect([await mayBegin(claim), await mayBegin(claim)]).toEqual([true, true]);
	});
});
