import fc from 'fast-check';
import { takeEffect } from '../../../orchestrator/src/ledger/effects';
import { canonicalJson } from '../../../orchestrator/src/service/effects/fingerprint';
import type { TestService } from './support/aService';
import { aRequest, aService, done, receipts, willing } from './support/aService';

let service: TestService;

beforeAll(async () => {
	service = await aService();
});
afterAll(async () => {
	await service.close();
});

describe('twenty simultaneous calls for one key', () => {
	it('act once and all get the one receipt, in any order and over two services', async () => {
		const other = service.another();
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.record({ isOther: fc.boolean(), turns: fc.nat(12) }), {
					minLength: 20,
					maxLength: 20,
				}),
				fc.nat(20),
				async (calls, turnsToAnswer) => {
					const request = aRequest();
					let answered = 0;
					service.answering(async ({ vendor }) => {
						await turns(turnsToAnswer);
						answered += 1;
						return done({ ...receipts[vendor], ts: `1.${answered}` });
					});

					const performed = await Promise.all(
						calls.map(async (call) => {
							await turns(call.turns);
							return await (call.isOther ? other : service.perform)(request);
						}),
					);

					expect(answered).toBe(1);
					expect(performed.map(({ state }) => state)).toEqual(Array(20).fill('done'));
					expect(new Set(performed.map(({ receipt }) => canonicalJson(receipt))).size).toBe(1);
					expect(performed.filter(({ repeated }) => !repeated)).toHaveLength(1);
				},
			),
			{ numRuns: 15, seed: 20_261_122 },
		);
	});
});

describe('a call for a key that another is doing', () => {
	it('answers in_flight when the first takes longer than it may wait', async () => {
		const request = aRequest();
		let finish: () => void = () => undefined;
		const held = new Promise<void>((resolve) => {
			finish = resolve;
		});
		service.answering(async (call) => {
			await held;
			return await willing(call);
		});
		const first = service.perform(request);
		await until(() => service.calls.length === 1);

		const hasty = service.another({
			patience: { timeoutMs: 50, waitForTurnMs: 0, retryTotalMs: 50, waitForFirstMs: 0 },
		});
		expect(await hasty(request)).toMatchObject({ state: 'in_flight', repeated: true });

		finish();
		expect(await first).toMatchObject({ state: 'done' });
	});
});

describe('an owner that is gone', () => {
	it.each([
		{ kind: 'slack.message', state: 'unknown', calls: 0, because: 'a repeat would double it' },
		{ kind: 'hubspot.contact', state: 'done', calls: 1, because: 'a repeat is harmless' },
	])('leaves a $kind $state: $because', async ({ kind, state, calls }) => {
		const request = aRequest({ kind });
		service.answering(willing);
		await service.perform(request);
		await service.store.query(
			`UPDATE effects SET state = 'in_flight', receipt = NULL,
			lease_until = clock_timestamp() - interval '1 second' WHERE key = $1`,
			[request.key],
		);
		service.answering(willing);

		expect(await service.perform(request)).toMatchObject({ state });
		expect(service.calls).toHaveLength(calls);
	});
});

describe('an owner whose effect was taken over', () => {
	it('cannot settle it any more, and answers what the new owner found out', async () => {
		const request = aRequest({ kind: 'hubspot.contact' });
		let finish: () => void = () => undefined;
		const held = new Promise<void>((resolve) => {
			finish = resolve;
		});
		service.answering(async () => {
			await held;
			return done({ ...receipts['hubspot.contact'], id: 'late' });
		});
		const late = service.perform(request);
		await until(() => service.calls.length === 1);
		await service.store.query(
			`UPDATE effects SET lease_until = clock_timestamp() - interval '1 second' WHERE key = $1`,
			[request.key],
		);
		service.answering(() => done({ ...receipts['hubspot.contact'], id: 'new owner' }));
		expect(await service.another()(request)).toMatchObject({ receipt: { id: 'new owner' } });

		finish();
		expect(await late).toMatchObject({ state: 'done', receipt: { id: 'new owner' } });
	});
});

describe('takeEffect', () => {
	it('gives a new key to exactly one of many claims', async () => {
		const { key, kind } = aRequest();
		const claims = Array.from({ length: 20 }, (_, index) => ({
			key,
			kind,
			subject: 'lead:1',
			test: false,
			fingerprint: 'f',
			content: null,
			source: null,
			token: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
			leaseMs: 1_000,
			isRepeatable: true,
			retriesFailed: true,
			keepsFirst: true,
			marksHandOver: false,
			event: null,
		}));

		const taken = await Promise.all(claims.map((claim) => takeEffect(service.store, claim)));

		expect(taken.filter((each) => each !== null)).toHaveLength(1);
	});
});

async function turns(count: number): Promise<void> {
	for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Lets everything else run until the condition holds; the test's own limit ends it otherwise. */
async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
