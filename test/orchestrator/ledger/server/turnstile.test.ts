import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import fc from 'fast-check';
import { openLedger } from '../../../../orchestrator/src/ledger/openLedger';
import { openPostgresStore } from '../../../../orchestrator/src/ledger/postgresStore';
import type { Store } from '../../../../orchestrator/src/ledger/store';
import type { Pacer } from '../../../../orchestrator/src/service/pacing/pacer';
import { openPacer } from '../../../../orchestrator/src/service/pacing/pacer';
import type { Pace } from '../../../../orchestrator/src/service/pacing/paces';
import { noPaces } from '../../../../orchestrator/src/service/pacing/paces';
import type { Turnstile } from '../../../../orchestrator/src/service/pacing/sharedLane';
import { turnstileOf } from '../../../../orchestrator/src/service/pacing/sharedLane';
import type { PostgresServer } from '../../../support/postgres';
import { startPostgres } from '../../../support/postgres';

let server: PostgresServer;
let ledger: string;
let stores: Store[] = [];
const stopping = new AbortController();
let lanes = 0;

beforeAll(async () => {
	server = await startPostgres();
	ledger = await server.createDatabase();
	// As two replicas have them: a pool of connections each.
	stores = [await openLedger(ledger), await openLedger(ledger)];
});
afterAll(async () => {
	stopping.abort();
	for (const store of stores) await store.close();
	await server.stop();
});

/** The turnstile of a replica, which notes the turns it was given, in ms by the ledger's clock. */
function noted(store: Store, given: number[]): Turnstile {
	const turnstile = turnstileOf(store);
	if (turnstile === null) throw new Error('a server has one');
	return {
		...turnstile,
		take: async (lane, pace) => {
			const answer = await turnstile.take(lane, pace);
			if (answer.turn !== null) given.push(Date.parse(answer.turn));
			return answer;
		},
	};
}

/** Two replicas that know of each other by the ledger alone. */
function replicas(pace: Pace, given: number[] = []): Pacer[] {
	return stores.map((store) =>
		openPacer({ ...noPaces, slackChannel: pace }, stopping.signal, noted(store, given)),
	);
}

const aChannel = () => ({ pace: 'slackChannel' as const, name: `#${(lanes += 1)}` });

/** Waits for its turn at a replica as an effect does. */
async function turnAt(pacer: Pacer | undefined, channel: ReturnType<typeof aChannel>) {
	if (pacer === undefined) throw new Error('no such replica');
	const lane = pacer.lane(channel);
	return (await lane.takeNow()) ?? (await lane.next(pacer.place(), 20_000));
}

/** Whether no more calls than the pace's fall into any window; moments have whole milliseconds. */
function expectPace(given: number[], { calls, windowMs }: Pace): void {
	const begun = [...given].sort((a, b) => a - b);
	begun.slice(calls).forEach((at, index) => {
		expect(at - (begun[index] ?? 0)).toBeGreaterThanOrEqual(windowMs);
	});
}

describe('two replicas over one Postgres server', () => {
	it('begin together no more calls in any window than the pace, and lose none', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.record({
					calls: fc.integer({ min: 1, max: 4 }),
					windowMs: fc.integer({ min: 5, max: 60 }),
				}),
				fc.array(fc.record({ replica: fc.nat(1), turns: fc.nat(40) }), {
					minLength: 2,
					maxLength: 24,
				}),
				async (pace, arrivals) => {
					const given: number[] = [];
					const pacers = replicas(pace, given);
					const channel = aChannel();

					const turns = await Promise.all(
						arrivals.map(async ({ replica, turns: late }) => {
							for (let turn = 0; turn < late; turn += 1) {
								await new Promise((resolve) => setImmediate(resolve));
							}
							return await turnAt(pacers[replica], channel);
						}),
					);

					expect(turns).not.toContain(null);
					expect(given).toHaveLength(arrivals.length);
					expectPace(given, pace);
				},
			),
			{ numRuns: 12, seed: 20_261_126 },
		);
	});

	it('serve each its own callers in their order', async () => {
		const [pacer] = replicas({ calls: 2, windowMs: 20 });
		const channel = aChannel();
		const served: number[] = [];
		const callers = Array.from({ length: 12 }, (_, n) => n);

		await Promise.all(
			callers.map(async (n) => {
				await turnAt(pacer, channel);
				served.push(n);
			}),
		);

		// The first two come through without waiting.
		expect(served.slice(2)).toEqual(callers.slice(2));
	});

	it('both obey the quiet that one of them was asked for, whatever the pace', async () => {
		for (const pace of [{ calls: 5, windowMs: 10 }, noPaces.slackChannel]) {
			const pacers = replicas(pace);
			const channel = aChannel();
			await pacers[0]?.lane(channel).keepQuiet(60_000);

			expect(await pacers[1]?.lane(channel).takeNow()).toBeNull();
			expect(await pacers[1]?.lane(channel).next(1, 59_000)).toBeNull();
		}
	});

	it('give a turn that was not used to the other', async () => {
		const pacers = replicas({ calls: 1, windowMs: 3_600_000 });
		const channel = aChannel();
		const turn = await turnAt(pacers[0], channel);
		expect(await pacers[1]?.lane(channel).takeNow()).toBeNull();

		await turn?.giveBack();

		const [fresh] = replicas({ calls: 1, windowMs: 3_600_000 });
		expect(await fresh?.lane(channel).takeNow()).not.toBeNull();
	});

	it('go on when a third died in the middle of asking', async () => {
		const pace = { calls: 1, windowMs: 30 };
		const channel = aChannel();
		const lane = `slackChannel:${channel.name}`;
		// It holds the row in a transaction of its own until it is killed.
		const script = `
			const { Client } = require('pg');
			(async () => {
				const client = new Client({ connectionString: process.argv[1] });
				await client.connect();
				await client.query('BEGIN');
				await client.query(
					"INSERT INTO turnstiles (lane, begun) VALUES ($1, ARRAY[clock_timestamp()])",
					[process.argv[2]],
				);
				console.log('has the row');
				setInterval(() => {}, 1000);
			})();`;
		const child = spawn(process.execPath, ['-e', script, ledger, lane], {
			cwd: path.resolve(__dirname, '../../../..'),
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		await once(child.stdout, 'data');
		const turn = turnAt(replicas(pace)[0], channel);
		child.kill('SIGKILL');

		expect(await turn).not.toBeNull();
	});

	it('hear that the ledger is away, and do not begin without it', async () => {
		const gone = await openPostgresStore(ledger);
		const pacer = openPacer(
			{ ...noPaces, slackChannel: { calls: 1, windowMs: 10 } },
			stopping.signal,
			turnstileOf(gone),
		);
		await gone.close();
		await expect(turnAt(pacer, aChannel())).rejects.toThrow();
	});
});
