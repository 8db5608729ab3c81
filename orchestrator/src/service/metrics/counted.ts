import { isConnectionLoss } from '../../ledger/connectionLoss';
import type { Store } from '../../ledger/store';
import type { EffectDoer, Performed } from '../effects/perform';
import type { PacedLane } from '../pacing/lane';
import type { Pacer } from '../pacing/pacer';
import type { PaceName } from '../pacing/paces';
import type { LedgerFailure, Metrics } from './metrics';

/** What Postgres says of a row that is there already: an answer, not a failure. */
const UNIQUE_VIOLATION = '23505';

/** The same store; what it does not do is counted. Of a transaction, only its end is. */
export function countedStore(store: Store, metrics: Pick<Metrics, 'ledgerFailed'>): Store {
	const counted = async <Result>(work: () => Promise<Result>): Promise<Result> => {
		try {
			return await work();
		} catch (error) {
			const why = failureOf(error);
			if (why !== null) metrics.ledgerFailed(why);
			throw error;
		}
	};
	return {
		engine: store.engine,
		query: async (sql, values) => await counted(async () => await store.query(sql, values)),
		run: async (script) => await counted(async () => await store.run(script)),
		transaction: async (work) => await counted(async () => await store.transaction(work)),
		close: async () => await store.close(),
	};
}

/** What is thrown inside a transaction need not be the ledger's. */
function failureOf(error: unknown): LedgerFailure | null {
	if (isConnectionLoss(error)) return 'away';
	const { code } = (error ?? {}) as { code?: unknown };
	const isSqlState = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
	return isSqlState && code !== UNIQUE_VIOLATION ? 'refused' : null;
}

/** The same doer; what it does now is counted, and not what was done before. */
export function countedDoer(doer: EffectDoer, metrics: Pick<Metrics, 'carriedOut'>): EffectDoer {
	const counted = async <Result extends Performed | null>(
		kind: string,
		work: () => Promise<Result>,
	): Promise<Result> => {
		const began = performance.now();
		const performed = await work();
		if (performed !== null && !performed.repeated) {
			metrics.carriedOut(kind, performed.state, (performance.now() - began) / 1_000);
		}
		return performed;
	};
	return {
		...doer,
		perform: async (request, ...more) =>
			await counted(request.kind, async () => await doer.perform(request, ...more)),
		carryOutKept: async (due, ...more) =>
			await counted(due.kind, async () => await doer.carryOutKept(due, ...more)),
	};
}

/** The same lanes; how long calls wait in those of a published limit is counted. */
export function countedPacer(pacer: Pacer, metrics: Pick<Metrics, 'waited'>): Pacer {
	return {
		...pacer,
		lane: (destination) => {
			const lane = pacer.lane(destination);
			return destination.pace === null ? lane : countedLane(lane, destination.pace, metrics);
		},
	};
}

function countedLane(
	lane: PacedLane,
	pace: PaceName,
	{ waited }: Pick<Metrics, 'waited'>,
): PacedLane {
	return {
		takeNow: () => lane.takeNow(),
		next: async (place, withinMs) => {
			const began = performance.now();
			const turn = await lane.next(place, withinMs);
			waited(pace, turn === null ? 'left' : 'had', (performance.now() - began) / 1_000);
			return turn;
		},
		leave: (place) => lane.leave(place),
		keepQuiet: (ms) => lane.keepQuiet(ms),
		promise: () => lane.promise(),
		close: () => lane.close(),
	};
}
