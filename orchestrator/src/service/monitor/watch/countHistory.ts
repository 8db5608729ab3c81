import { moveCursor, readCursor } from '../../../ledger/monitorCursors';
import type { Added } from '../../../ledger/monitorNumbers';
import { addNumbers } from '../../../ledger/monitorNumbers';
import { lastLineOf, readHistory, readPromises } from '../../../ledger/monitorReading';
import type { Store } from '../../../ledger/store';
import { budgets } from '../../../monitor/watch/budgets';
import type { Metrics } from '../../metrics/metrics';

const HISTORY_CURSOR = 'history';

/** Rounds of one sweep: what is left is counted by the next. */
const MOST_ROUNDS = 20;

/**
 * Counts what came, ended and went out since the last sweep into buckets of five minutes, each line
 * once. A monitor that is new begins with what happens from then on.
 */
export async function countHistory(
	store: Store,
	metrics: Pick<Metrics, 'promised'>,
): Promise<void> {
	for (let round = 0; round < MOST_ROUNDS; round += 1) {
		const counted = await countSome(store);
		for (const { name } of budgets) {
			const own = counted.added.filter((one) => one.name === `budget:${name}`);
			const sum = (side: 'good' | 'bad') => own.reduce((all, one) => all + one[side], 0);
			metrics.promised(name, sum('good'), sum('bad'));
		}
		if (!counted.hasMore) return;
	}
}

/** @returns what was added, and whether there may be more */
async function countSome(store: Store): Promise<{ added: Added[]; hasMore: boolean }> {
	return await store.transaction(async (queries) => {
		const kept = await readCursor(queries, HISTORY_CURSOR);
		if (kept === null) {
			const position = {
				inbox: await lastLineOf(queries, 'inbox_events'),
				effects: await lastLineOf(queries, 'effect_events'),
			};
			await moveCursor(queries, HISTORY_CURSOR, position);
			return { added: [], hasMore: false };
		}
		const position = kept.position as { inbox: string; effects: string };
		const history = await readHistory(queries, position.inbox);
		const promises = await readPromises(queries, position.effects);
		const added: Added[] = [
			...history.map(({ topic, what, at, seconds }) => ({
				...(what === 'received'
					? numbers(`came:${topic}`, at, true, null)
					: numbers(`took:${topic}`, at, seconds !== null, seconds)),
			})),
			...promises.lines.map(({ budget, at, seconds }) => {
				const within = budgets.find(({ name }) => name === budget)?.withinSeconds ?? 0;
				return numbers(`budget:${budget}`, at, seconds <= within, seconds);
			}),
		];
		await addNumbers(queries, added);
		const next = {
			inbox: history.at(-1)?.id ?? position.inbox,
			effects: promises.readTo ?? position.effects,
		};
		await moveCursor(queries, HISTORY_CURSOR, next);
		const hasMore = next.inbox !== position.inbox || next.effects !== position.effects;
		return { added, hasMore };
	});
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
