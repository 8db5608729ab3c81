import fc from 'fast-check';
import type { LookUp } from '../../../orchestrator/src/adapters/outcome';
import { resolveEffect } from '../../../orchestrator/src/ledger/effectLookUps';
import type { Claim, EffectError } from '../../../orchestrator/src/ledger/effects';
import {
	listEffectEvents,
	readEffect,
	settleEffect,
	takeEffect,
} from '../../../orchestrator/src/ledger/effects';
import { effectPerformer } from '../../../orchestrator/src/service/effects/perform';
import type { EffectRequest } from '../../../orchestrator/src/service/effects/request';
import { openPause } from '../../../orchestrator/src/inbox/pause';
import { resolveOnce, startResolver } from '../../../orchestrator/src/service/effects/resolver';
import type { TestService } from './support/aService';
import { aRequest, aService, done, impatient, receipts, willing } from './support/aService';
import { failures } from './support/failures';

let service: TestService;
let now: Date;

beforeAll(async () => {
	service = await aService();
});
afterAll(async () => {
	await service.close();
});
beforeEach(async () => {
	now = new Date('2026-11-22T10:00:00Z');
	// Every test sees its own effects only.
	await service.store.run('TRUNCATE effects CASCADE');
	service.answering(willing);
});

const moment = () => now;
const later = (ms: number) => (now = new Date(now.getTime() + ms));
/** Longer than any vendor takes to show what it did, and any attempt. */
const LONG_MS = 10 * 60_000;

const tick = async () => await resolveOnce(service.aResolver({}, moment));
const perform = async (request: EffectRequest) =>
	// Nobody waits for another's work here.
	await service.another({ moment, patience: { ...impatient, waitForFirstMs: 0 } })(request);
const stateOf = async ({ key }: EffectRequest) =>
	(await readEffect(service.store, key, now))?.state;

/** An effect whose call ended without an answer. */
async function anUnknown(kind: string): Promise<EffectRequest> {
	const request = aRequest({ kind });
	service.answering(() => failures.unknown);
	expect(await perform(request)).toMatchObject({ state: 'unknown' });
	service.answering(willing);
	return request;
}

const asked = ['slack.message', 'clickup.task', 'hubspot.deal'] as const;
const found = (kind: (typeof asked)[number]): LookUp<never> => ({
	result: 'found',
	receipt: receipts[kind] as never,
});
const lookUpFails: LookUp<never> = { result: 'failed', why: 'no scope', retryAfterMs: null };

describe.each(asked)('an unknown %s', (kind) => {
	it('is done with the receipt of what is found, at once and without a sending', async () => {
		const request = await anUnknown(kind);
		service.finding(() => found(kind));

		await tick();

		const effect = await readEffect(service.store, request.key);
		expect(effect).toMatchObject({ state: 'done', receipt: receipts[kind], error: null });
		expect(service.calls).toEqual([]);
		expect((await listEffectEvents(service.store, request.key)).at(-1)).toMatchObject({
			state: 'done',
			detail: { by: 'look-up' },
		});
	});

	it('stays unknown while the vendor may not show it yet, and is sent again after that', async () => {
		const request = await anUnknown(kind);

		await tick();
		later(15_000);
		await tick();
		expect(await stateOf(request)).toBe('unknown');
		expect(service.calls).toEqual([]);

		later(LONG_MS);
		await tick();
		expect(await stateOf(request)).toBe('done');
		expect(service.calls).toHaveLength(1);
		expect(service.lookUps.length).toBeGreaterThanOrEqual(2);
	});

	it('stays unknown, and says why, while the vendor cannot be asked', async () => {
		const request = await anUnknown(kind);
		service.finding(() => lookUpFails);

		for (let looks = 0; looks < 5; looks += 1) {
			await tick();
			later(LONG_MS);
		}

		expect(await readEffect(service.store, request.key)).toMatchObject({
			state: 'unknown',
			error: { code: 'vendor/word', lookUpFailed: 'no scope' },
		});
		expect(service.calls).toEqual([]);
		expect(service.lookUps).toHaveLength(5);
	});

	it('is asked for by its key, and by one replica only', async () => {
		const request = await anUnknown(kind);

		await Promise.all([tick(), tick(), tick()]);

		expect(service.lookUps).toHaveLength(1);
		expect(JSON.stringify(service.lookUps[0]?.input)).toContain(request.key);
	});
});

describe('an unknown mail', () => {
	it('is neither asked for nor sent again, whatever happens and however long', async () => {
		const request = await anUnknown('mail');

		for (let looks = 0; looks < 3; looks += 1) {
			later(LONG_MS);
			await tick();
		}

		expect(await stateOf(request)).toBe('unknown');
		expect(service.calls).toEqual([]);
		expect(service.lookUps).toEqual([]);
	});

	it('is sent when a person has found that it was not', async () => {
		const request = await anUnknown('mail');

		await resolveEffect(
			service.store,
			request.key,
			{ as: 'not-done', receipt: null, reason: 'the log of the server has nothing' },
			notDone,
			now,
		);
		await tick();

		expect(await stateOf(request)).toBe('done');
		expect(service.calls).toHaveLength(1);
		expect(await listEffectEvents(service.store, request.key)).toMatchObject([
			{ state: 'unknown' },
			{ state: 'planned', detail: { by: 'person', reason: 'the log of the server has nothing' } },
			{ state: 'done' },
		]);
	});
});

describe('an unknown hubspot.contact', () => {
	it('is cleared by repeating', async () => {
		const request = await anUnknown('hubspot.contact');

		later(LONG_MS);
		await tick();

		expect(await stateOf(request)).toBe('done');
		expect(service.lookUps).toEqual([]);
	});
});

describe('a planned effect', () => {
	it('is carried out by itself when its time has come, not before', async () => {
		const request = aRequest();
		service.answering(() => failures.rateLimitedForLong);
		expect(await perform(request)).toMatchObject({ state: 'planned' });
		service.answering(willing);

		later(59_000);
		await tick();
		expect(await stateOf(request)).toBe('planned');

		later(2_000);
		await Promise.all([tick(), tick()]);
		expect(await stateOf(request)).toBe('done');
		expect(service.calls).toHaveLength(1);
	});
});

describe('an effect whose owner is gone', () => {
	it.each([
		{ kind: 'slack.message', state: 'done' },
		{ kind: 'mail', state: 'unknown' },
	])('of kind $kind ends as $state', async ({ kind, state }) => {
		const request = aRequest({ kind });
		// Prepared as by a call, then taken by a process that dies.
		service.answering(() => failures.rateLimitedForLong);
		await perform(request);
		service.answering(willing);
		await take(request, 45_000);

		await tick();
		expect(await stateOf(request)).toBe('in_flight');
		later(LONG_MS);
		await tick();
		later(LONG_MS);
		await tick();

		expect(await stateOf(request)).toBe(state);
		expect(service.calls).toHaveLength(state === 'done' ? 1 : 0);
	});
});

const notDone: EffectError = {
	code: 'effect/said-not-done',
	what: 'What.',
	why: 'Why.',
	mend: 'Mend.',
	serviceStatus: null,
};

/** Takes a planned effect as another process would. */
async function take({ key }: EffectRequest, leaseMs: number): Promise<Claim | null> {
	const effect = await readEffect(service.store, key);
	if (effect === null) return null;
	const claim: Claim = {
		...effect,
		token: crypto.randomUUID(),
		leaseMs,
		isRepeatable: false,
		retriesFailed: false,
		keepsFirst: true,
		marksHandOver: false,
		event: null,
	};
	return (await takeEffect(service.store, claim, now)) === null ? null : claim;
}

/**
 * One step of a process that is slow or dies: it sends within its lease, since it asks its own clock
 * before, and whatever it learns it may keep much later or never.
 */
type Step =
	| { do: 'send'; arrives: boolean }
	| { do: 'answer'; with: 'done' | 'unknown' }
	| { do: 'call' }
	| { do: 'tick'; vendorShows: boolean }
	| { do: 'wait'; ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
	fc.record({ do: fc.constant('send' as const), arrives: fc.boolean() }),
	fc.record({
		do: fc.constant('answer' as const),
		with: fc.constantFrom('done' as const, 'unknown' as const),
	}),
	fc.record({ do: fc.constant('call' as const) }),
	fc.record({ do: fc.constant('tick' as const), vendorShows: fc.boolean() }),
	fc.record({
		do: fc.constant('wait' as const),
		ms: fc.constantFrom(1, 1_000, 21_000, 46_000, 70_000, LONG_MS),
	}),
);

/** Mostly stories that begin with a process that sends: it is those that may go wrong. */
const stories: fc.Arbitrary<Step[]> = fc
	.tuple(
		fc.record({ do: fc.constant('send' as const), arrives: fc.boolean() }),
		fc.array(step, { minLength: 2, maxLength: 12 }),
		fc.nat(9),
	)
	.map(([first, rest, chance]) => (chance === 0 ? rest : [first, ...rest]));

describe('the resolver against late answers with old tokens', () => {
	it.each(asked)(
		'never lets a second %s through when the first went through',
		async (kind) => {
			const delayMs = { 'slack.message': 20_000, 'clickup.task': 30_000, 'hubspot.deal': 60_000 }[
				kind
			];
			await fc.assert(
				fc.asyncProperty(stories, async (steps) => {
					await service.store.run('DELETE FROM effect_events; DELETE FROM effects');
					const arrivedAt: number[] = [];
					const request = aRequest({ kind });
					service.answering(() => failures.rateLimitedForLong);
					await perform(request);
					service.answering(({ vendor }) => {
						arrivedAt.push(now.getTime());
						return done(receipts[vendor]);
					});
					const old: Claim[] = [];

					for (const each of steps) {
						if (each.do === 'wait') later(each.ms);
						if (each.do === 'call') await perform(request);
						if (each.do === 'send') {
							const claim = await take(request, 45_000);
							if (claim !== null) old.push(claim);
							if (claim !== null && each.arrives) arrivedAt.push(now.getTime());
						}
						if (each.do === 'answer' && old[0] !== undefined) {
							const isDone = each.with === 'done' && arrivedAt.length > 0;
							await settleEffect(
								service.store,
								request.key,
								old[0].token,
								{
									state: isDone ? 'done' : 'unknown',
									receipt: isDone ? receipts[kind] : null,
									error: isDone ? null : notDone,
									nextInMs: isDone ? null : 0,
									stragglesMs: 2 * impatient.timeoutMs,
								},
								now,
							);
						}
						if (each.do === 'tick') {
							// Within its delay a vendor shows what it did or not, after it always.
							service.finding(() =>
								arrivedAt.some((at) => each.vendorShows || now.getTime() - at >= delayMs)
									? found(kind)
									: { result: 'absent' },
							);
							await tick();
						}
						expect(arrivedAt.length).toBeLessThanOrEqual(1);
					}
					// Nothing is lost either: left alone it ends, done exactly once.
					service.finding(() => (arrivedAt.length > 0 ? found(kind) : { result: 'absent' }));
					for (let looks = 0; looks < 3; looks += 1) {
						later(LONG_MS);
						await tick();
					}
					expect(await stateOf(request)).toBe('done');
					expect(arrivedAt).toHaveLength(1);
				}),
				{ numRuns: 150, seed: 20_261_122 },
			);
		},
		60_000,
	);
});

describe('a resolver in the background', () => {
	it('goes on with what is due when it is woken, and lets what it began end before it stops', async () => {
		const request = await anUnknown('slack.message');
		let answerSlack: () => void = () => undefined;
		const hasAsked = new Promise<void>((resolve) => {
			service.finding(async () => {
				resolve();
				await new Promise<void>((answered) => (answerSlack = answered));
				return found('slack.message');
			});
		});
		const policy = { everyMs: 3_600_000, concurrency: 2 };
		const resolver = startResolver(service.aResolver({ policy }, moment), openPause());
		await hasAsked;

		const stopped = resolver.stop();
		answerSlack();
		await stopped;

		expect(await stateOf(request)).toBe('done');
	});
});

describe('a process that wakes after its lease', () => {
	it('sends nothing any more', async () => {
		const request = aRequest();
		const slow = effectPerformer({
			...performerOf(),
			// No time is left for a call once it has been taken.
			patience: { ...impatient, timeoutMs: 0, retryTotalMs: 0 },
		});

		expect(await slow(request)).toMatchObject({
			state: 'planned',
			error: { code: 'slack/not-sent' },
		});
		expect(service.calls).toEqual([]);
	});
});

function performerOf() {
	const { tools, pacer, patience } = service.aResolver({}, moment);
	const stopping = new AbortController().signal;
	return { tools, pacer, patience, stopping, onBug: () => undefined, moment };
}
