import { moveCursor, readCursor } from '../../../ledger/monitorCursors';
import type { Added } from '../../../ledger/monitorNumbers';
import { addNumbers } from '../../../ledger/monitorNumbers';
import type { PromiseLine } from '../../../ledger/monitorHistory';
import { lastLineOf, lineBefore, readHistory, readPromises } from '../../../ledger/monitorHistory';
import type { Queries, Store } from '../../../ledger/store';
import { budgets } from '../../../monitor/watch/budgets';
import type { Metrics } from '../../metrics/metrics';

const HISTORY_CURSOR = 'history';

/** Rounds of one sweep: what is left is counted by the next. */
const MOST_ROUNDS = 20;

/** Rounds of one look at what no sweep has counted yet. */
const MOST_LOOKED_ROUNDS = 4;

/** A monitor that is new counts what the ledger knows of so many days: as far back as anything is shown or compared. */
const DAYS_BACK = 35;
const DAY_MS = 86_400_000;

/** How far the histories were counted, by the numbers of their lines. */
interface Position {
	inbox: string;
	effects: string;
	/** The newest line of the effects when this monitor began: metrics tell what happens while they are kept. */
	effectsAtStart: string;
}

/**
 * Counts what came, ended and went out since the last sweep into buckets of five minutes, each line
 * once. A monitor that is new begins with what the ledger knows of the last weeks.
 */
export async function countHistory(
	store: Store,
	metrics: Pick<Metrics, 'promised'>,
	now: Date,
): Promise<void> {
	for (let round = 0; round < MOST_ROUNDS; round += 1) {
		const counted = await countSome(store, now);
		for (const { name } of budgets) {
			const own = counted.lately.filter(({ budget }) => budget === name);
			const good = own.filter(isInTime).length;
			metrics.promised(name, good, own.length - good);
		}
		if (!counted.hasMore) return;
	}
}

/**
 * The promises since a moment that are kept or broken and that no sweep has counted yet. Grows with what
 * came since the last sweep.
 */
export async function readUncounted(
	queries: Queries,
	from: Date,
	now: Date,
): Promise<Array<{ budget: PromiseLine['budget']; isInTime: boolean }>> {
	const position = await positionOf(queries, now);
	const found: PromiseLine[] = [];
	let after = position.effects;
	for (let round = 0; round < MOST_LOOKED_ROUNDS; round += 1) {
		const { lines, readTo } = await readPromises(queries, after);
		found.push(...lines);
		if (readTo === null) break;
		after = readTo;
	}
	return found
		.filter(({ at }) => at.getTime() >= from.getTime())
		.map((line) => ({ budget: line.budget, isInTime: isInTime(line) }));
}

async function positionOf(queries: Queries, now: Date): Promise<Position> {
	const kept = await readCursor(queries, HISTORY_CURSOR);
	if (kept !== null)
		return { effectsAtStart: '0', ...(kept.position as Partial<Position>) } as Position;
	const from = new Date(now.getTime() - DAYS_BACK * DAY_MS);
	return {
		inbox: await lineBefore(queries, 'inbox_events', from),
		effects: await lineBefore(queries, 'effect_events', from),
		effectsAtStart: await lastLineOf(queries, 'effect_events'),
	};
}

/** @returns promises that came to their end while this monitor was there, and whether there may be more */
async function countSome(
	store: Store,
	now: Date,
): Promise<{ lately: PromiseLine[]; hasMore: boolean }> {
	return await store.transaction(async (queries) => {
		const position = await positionOf(queries, now);
		const history = await readHistory(queries, position.inbox);
		const promises = await readPromises(queries, position.effects);
		await addNumbers(queries, [
			...history.lines.map(({ topic, what, at, seconds }) =>
				what === 'received'
					? numbers(`came:${topic}`, at, true, null)
					: numbers(`took:${topic}`, at, seconds !== null, seconds),
			),
			...promises.lines.map((line) =>
				numbers(`budget:${line.budget}`, line.at, isInTime(line), line.seconds),
			),
		]);
		const next: Position = {
			inbox: history.readTo ?? position.inbox,
			effects: promises.readTo ?? position.effects,
			effectsAtStart: position.effectsAtStart,
		};
		await moveCursor(queries, HISTORY_CURSOR, { ...next });
		return {
			lately: promises.lines.filter(({ id }) => BigInt(id) > BigInt(position.effectsAtStart)),
			hasMore: history.readTo !== null || promises.readTo !== null,
		};
	});
}

function isInTime({ budget, seconds }: PromiseLine): boolean {
	return seconds <= (budgets.find(({ name }) => name === budget)?.withinSeconds ?? 0);
}

/** Under a tenth of a second nobody tells how long it was. */
const SHORTEST_SECONDS = 0.1;

function numbers(name: string, at: Date, isGood: boolean, seconds: number | null): Added {
	const took = seconds ?? 0;
	return {
		name,
		at,
		good: isGood ? 1 : 0,
		bad: isGood ? 0 : 1,
		seconds: took,
		logSeconds: seconds === null ? 0 : Math.log(Math.max(took, SHORTEST_SECONDS)),
	};
}
