import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultInboxPolicy } from '../../../orchestrator/src/inbox/policy';
import type { Claim } from '../../../orchestrator/src/ledger/effects';
import { readEffect, takeEffect } from '../../../orchestrator/src/ledger/effects';
import { releaseForerunner } from '../../../orchestrator/src/ledger/forerunner';
import { recordEvents } from '../../../orchestrator/src/ledger/inbox';
import { pickSuspects, takeEvents } from '../../../orchestrator/src/ledger/inboxWork';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { startService } from '../../../orchestrator/src/service';
import { leaseMs } from '../../../orchestrator/src/service/effects/attempt';
import { resolveOnce } from '../../../orchestrator/src/service/effects/resolver';
import { defaultPatience } from '../../../orchestrator/src/service/settings';
import { waitFor } from '../../../orchestrator/src/up/waitFor';
import { layEmptyLedger } from '../../support/ledgerPlace';
import type { TestService } from './support/aService';
import { aService, receipts, someSettings } from './support/aService';

const start = new Date('2026-11-22T10:00:00Z');
const after = (ms: number) => new Date(start.getTime() + ms);

const aClaim = (kind: string): Claim => ({
	key: `lead:4711/${kind.replace('.', '-')}/there/1`,
	kind,
	subject: 'lead:4711',
	test: false,
	fingerprint: 'f',
	content: { channel: 'sales', text: 'Hello', blocks: null, mention: null, mentionWords: words },
	source: {},
	token: randomUUID(),
	leaseMs: leaseMs(defaultPatience),
	isRepeatable: false,
	retriesFailed: false,
	keepsFirst: false,
	marksHandOver: false,
	event: null,
});
const words = { onDuty: '', nextOnDuty: '', nobodyOnDuty: '' };

/** An event as a form sends it. */
const anEvent = {
	id: 'evt_1',
	source: 'forms',
	externalId: '1',
	topic: 'lead.received',
	subject: 'lead-of:1',
	test: false,
	payload: {},
};
const taking = (moment: Date | null) => ({
	limit: 1,
	token: randomUUID(),
	leaseMs: defaultInboxPolicy.forwardLeaseMs,
	mostAtWork: 10,
	atWorkCountsForMs: 60_000,
	moment,
});

describe('what a process that is gone had in hand', () => {
	let service: TestService;
	beforeAll(async () => {
		service = await aService();
	});
	afterAll(async () => await service.close());
	beforeEach(async () => {
		await service.store.run('TRUNCATE effects, inbox CASCADE');
	});

	it('is looked up at once, not when its lease is over', async () => {
		const claim = aClaim('slack.message');
		await takeEffect(service.store, claim, start);
		service.finding(() => ({ result: 'found', receipt: receipts['slack.message'] as never }));
		await resolveOnce(service.aResolver({}, () => after(1_000)));
		expect(service.lookUps).toEqual([]);

		await releaseForerunner(service.store, after(1_000));
		await resolveOnce(service.aResolver({}, () => after(1_000)));
		expect(await readEffect(service.store, claim.key)).toMatchObject({
			state: 'done',
			receipt: receipts['slack.message'],
		});
		expect(service.calls).toEqual([]);
	});

	it('is a matter for a person where nobody can be asked', async () => {
		const claim = aClaim('mail');
		await takeEffect(service.store, claim, start);
		await releaseForerunner(service.store, after(1_000));
		await resolveOnce(service.aResolver({}, () => after(1_000)));
		expect(await readEffect(service.store, claim.key)).toMatchObject({
			state: 'unknown',
			error: { code: 'effect/owner-gone' },
		});
		expect(service.calls).toEqual([]);
	});

	it('is handed to n8n again, and asked after in n8n, without waiting', async () => {
		const { store } = service;
		await recordEvents(store, [anEvent], start);
		expect(await takeEvents(store, taking(start))).toHaveLength(1);
		expect(await takeEvents(store, taking(after(1_000)))).toEqual([]);
		await releaseForerunner(store, after(1_000));
		expect(await takeEvents(store, taking(after(1_000)))).toHaveLength(1);

		await store.query(
			`UPDATE inbox SET state = 'forwarded', execution_id = '7', next_at = $1, forwarded_at = $2`,
			[after(60_000), start],
		);
		const look = async () =>
			await pickSuspects(store, { limit: 5, againInMs: 10_000, moment: after(2_000) });
		expect(await look()).toEqual([]);
		await releaseForerunner(store, after(2_000));
		expect(await look()).toHaveLength(1);
	});
});

describe('a service that starts over the embedded ledger of one that was killed', () => {
	let folder: string;
	let store: Store;
	beforeEach(async () => {
		folder = mkdtempSync(path.join(tmpdir(), 'agency-ops-'));
		store = await openLedger(await layEmptyLedger(path.join(folder, 'ledger')));
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('does not wait for its leases', async () => {
		const claim = aClaim('mail');
		await takeEffect(store, claim);
		await store.close();
		const service = await startService({
			settings: someSettings(),
			secrets: {
				ledgerApiKey: 'the-key-of-this-test',
				hubspotToken: '',
				slackToken: '',
				clickupToken: '',
				smtpUrl: 'smtp://127.0.0.1:1',
			},
			ledger: path.join(folder, 'ledger'),
			port: 0,
			resolver: { everyMs: 20 },
		});
		const stateOf = async () => {
			const answer = await fetch(`${service.url}/v1/effects/${encodeURIComponent(claim.key)}`, {
				headers: { authorization: 'Bearer the-key-of-this-test' },
			});
			return ((await answer.json()) as { state: string }).state;
		};
		// Less than the lease, which is what this is about.
		const deadlineMs = claim.leaseMs / 2;
		const settled = await waitFor(
			async () => ((await stateOf()) === 'in_flight' ? undefined : await stateOf()),
			{ what: 'the effect to be called unknown', deadlineMs, mend: '' },
		).finally(async () => await service.stop());
		expect(settled).toBe('unknown');
	});
});
