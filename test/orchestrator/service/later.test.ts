import fc from 'fast-check';
import { listEffects, readEffect } from '../../../orchestrator/src/ledger/effects';
import type { Jobs } from '../../../orchestrator/src/ledger/jobs';
import { openJobs } from '../../../orchestrator/src/ledger/jobs';
import { answerOf } from '../../../orchestrator/src/service/effects/answer';
import {
	effectQueue,
	laterBy,
	workOnEffects,
} from '../../../orchestrator/src/service/effects/effectJobs';
import type { EffectDoer } from '../../../orchestrator/src/service/effects/perform';
import type { EffectRequest } from '../../../orchestrator/src/service/effects/request';
import { goOnWith, resolveOnce } from '../../../orchestrator/src/service/effects/resolver';
import type { Pacer } from '../../../orchestrator/src/service/pacing/pacer';
import { openPacer } from '../../../orchestrator/src/service/pacing/pacer';
import { noPaces } from '../../../orchestrator/src/service/pacing/paces';
import { turnstileOf } from '../../../orchestrator/src/service/pacing/sharedLane';
import type { TestService } from './support/aService';
import { aRequest, aService, impatient, willing } from './support/aService';
import { failures } from './support/failures';

let service: TestService;
const open: Replica[] = [];

beforeAll(async () => {
	service = await aService();
});
afterAll(async () => await service.close());
beforeEach(async () => {
	await service.store.run('TRUNCATE effects CASCADE; TRUNCATE turnstiles');
	service.answering(willing);
});
afterEach(async () => {
	for (const { close } of open.splice(0)) await close();
	expect(service.bugs).toEqual([]);
});

/** A service over the ledger, as any process would have one. */
interface Replica {
	doer: EffectDoer;
	jobs: Jobs;
	pacer: Pacer;
	close(): Promise<void>;
}

/** @param isAtWork whether it does the jobs, too; a service that was killed does none */
async function aReplica(
	slackChannel = noPaces.slackChannel,
	{ isAtWork = true } = {},
): Promise<Replica> {
	const { store } = service;
	const stopping = new AbortController();
	const onError = (error: unknown) => service.bugs.push(error);
	const jobs = await openJobs(store, [effectQueue], { onError, sweepSeconds: 1 });
	const paces = { ...noPaces, slackChannel };
	const pacer = openPacer(paces, stopping.signal, turnstileOf(store));
	// What is not done in a moment is left to a job.
	const patience = { ...impatient, waitForTurnMs: 600 };
	const later = laterBy(jobs, store);
	const doer = service.aDoer({ pacer, later, patience, stopping: stopping.signal });
	if (isAtWork) await workOnEffects(jobs, service.aResolver({ doer, pacer }));
	const close = async () => {
		stopping.abort();
		await doer.idle();
		await jobs.stop();
	};
	const replica = { doer, jobs, pacer, close };
	open.push(replica);
	return replica;
}

const stateOf = async ({ key }: EffectRequest) => (await readEffect(service.store, key))?.state;

/** Looks until the condition holds; the test's own limit ends it otherwise. */
async function until(condition: () => Promise<boolean>): Promise<void> {
	while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Resolves when it is told to. */
function gate() {
	let open: () => void = () => undefined;
	const opened = new Promise<void>((resolve) => {
		open = resolve;
	});
	return { opened, open: () => open() };
}

describe('a caller that does not wait for long', () => {
	it('is told that the effect is in flight, which is done without it', async () => {
		const { doer } = await aReplica();
		const { opened, open: answer } = gate();
		service.answering(async (call) => {
			await opened;
			return await willing(call);
		});
		const request = aRequest({ waitMs: 1 });

		const performed = await doer.perform(request);

		expect(answerOf(request, performed)).toMatchObject({
			status: 202,
			body: { state: 'in_flight', key: request.key },
		});
		answer();
		await doer.idle();
		expect(await stateOf(request)).toBe('done');
		expect(service.calls).toHaveLength(1);
	});

	it('is told nothing before the ledger knows of the effect', async () => {
		const { doer } = await aReplica(undefined, { isAtWork: false });
		const requests = Array.from({ length: 20 }, () => aRequest({ waitMs: 0 }));

		for (const request of requests) {
			await doer.perform(request);
			expect(await readEffect(service.store, request.key)).not.toBeNull();
		}
		await doer.idle();
		for (const request of requests) expect(await stateOf(request)).toBe('done');
	});

	it('hears of a conflict all the same', async () => {
		const { doer } = await aReplica();
		const request = aRequest({ waitMs: 0, content: { channel: 'sales', text: 'first' } });
		await doer.perform(request);
		await doer.idle();
		const other = { ...request, content: { channel: 'sales', text: 'second' } };

		const performed = await doer.perform(other);

		expect(answerOf(other, performed)).toMatchObject({ status: 409 });
		expect(service.calls).toHaveLength(1);
	});

	it('gets the receipt when it is there in time', async () => {
		const { doer } = await aReplica();
		expect(await doer.perform(aRequest({ waitMs: 30_000 }))).toMatchObject({ state: 'done' });
	});

	it('gets the receipt of what it left behind when it asks again', async () => {
		const { doer } = await aReplica({ calls: 1, windowMs: 2_000 });
		const [first, second] = [aRequest({ waitMs: 0 }), aRequest({ waitMs: 0 })];
		await doer.perform(first);
		expect(await doer.perform(second)).toMatchObject({ state: 'planned' });

		await until(async () => (await stateOf(second)) === 'done');
		expect(await doer.perform(second)).toMatchObject({ state: 'done', repeated: true });
		expect(service.calls).toHaveLength(2);
	});
});

describe('a hundred messages to one channel', () => {
	it('are all done exactly once, though their callers went after a moment', async () => {
		const replicas = [
			await aReplica({ calls: 3, windowMs: 30 }),
			await aReplica({ calls: 3, windowMs: 30 }),
		];
		const requests = Array.from({ length: 100 }, () => aRequest({ waitMs: 20 }));

		const answers = await Promise.all(
			requests.map(async (request, n) => {
				const performed = await replicas[n % 2]?.doer.perform(request);
				return performed === undefined ? null : answerOf(request, performed);
			}),
		);

		// How many have their turn before their callers go is the machine's matter; most cannot.
		const statuses = answers.map((answer) => answer?.status ?? 0);
		expect(statuses.filter((status) => status !== 200 && status !== 202)).toEqual([]);
		expect(statuses).toContain(202);
		await until(async () => {
			const done = await listEffects(service.store, { subject: null, state: 'done' });
			return done.length === requests.length;
		});
		const sent = service.calls.map(({ input }) => (input as { key: string }).key);
		expect(sent.sort()).toEqual(requests.map(({ key }) => key).sort());
	});
});

describe('what a service leaves behind that is killed', () => {
	it('is done by another, each once', async () => {
		const killed = await aReplica({ calls: 1, windowMs: 3_600_000 }, { isAtWork: false });
		const requests = Array.from({ length: 12 }, () => aRequest({ waitMs: 0 }));
		for (const request of requests) await killed.doer.perform(request);
		await killed.doer.idle();
		expect(service.calls).toHaveLength(1);
		// It was promised turns for hours; the quiet was this process's own.
		await service.store.run(
			`UPDATE effects SET next_at = clock_timestamp() WHERE state = 'planned';
			UPDATE pgboss.job SET start_after = now() WHERE state = 'created';
			TRUNCATE turnstiles`,
		);

		await aReplica();

		await until(async () => {
			const done = await listEffects(service.store, { subject: null, state: 'done' });
			return done.length === requests.length;
		});
		expect(service.calls).toHaveLength(requests.length);
	});
});

describe('an unknown outcome', () => {
	it('is looked up by a job, and sent again only when it is certain that it was not done', async () => {
		const { doer } = await aReplica();
		service.answering(() => failures.unknown);
		service.finding(() => ({
			result: 'found',
			receipt: { channel: 'C1', ts: '1.2', url: null } as never,
		}));
		const request = aRequest();

		expect(await doer.perform(request)).toMatchObject({ state: 'unknown' });

		await until(async () => (await stateOf(request)) === 'done');
		expect([service.calls.length, service.lookUps.length]).toEqual([1, 1]);
	});
});

describe('a job that is sent with a change', () => {
	it('is there if and only if the change is', async () => {
		const { jobs } = await aReplica(undefined, { isAtWork: false });
		const { store } = service;
		const later = laterBy(jobs, store);
		const breaking = service.aDoer({
			later: {
				...later,
				send: async (key, at, within) => {
					await later.send(key, at, within);
					throw new Error('killed between the two');
				},
			},
		});
		service.answering(() => failures.rateLimitedForLong);
		const request = aRequest();

		await expect(breaking.perform(request)).rejects.toThrow('killed between the two');

		expect(await stateOf(request)).toBe('in_flight');
		const left = await store.query(
			`SELECT 1 FROM pgboss.job WHERE data->>'key' = $1 AND state = 'created'`,
			[request.key],
		);
		expect(left).toEqual([]);
	});
});

describe('jobs, resolvers and callers at one effect', () => {
	it('do it once between them, whoever comes first', async () => {
		const who = fc.constantFrom('job' as const, 'resolver' as const, 'caller' as const);
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.record({ who, turns: fc.nat(8) }), { minLength: 2, maxLength: 12 }),
				async (comers) => {
					const request = aRequest();
					service.answering(() => failures.rateLimitedForLong);
					await service.perform(request);
					service.answering(willing);
					await service.store.query('UPDATE effects SET next_at = clock_timestamp()');
					const patience = { ...impatient, waitForFirstMs: 0 };

					await Promise.all(
						comers.map(async ({ who: comer, turns }) => {
							for (let turn = 0; turn < turns; turn += 1) {
								await new Promise((resolve) => setImmediate(resolve));
							}
							if (comer === 'caller') await service.another({ patience })(request);
							if (comer === 'job') await goOnWith(service.aResolver(), request.key);
							if (comer === 'resolver') await resolveOnce(service.aResolver());
						}),
					);

					expect(service.calls).toHaveLength(1);
					expect(await stateOf(request)).toBe('done');
				},
			),
			{ numRuns: 40, seed: 20_261_126 },
		);
	});
});
