import { setImmediate } from 'node:timers/promises';
import type { Moment, NewEvent, Recorded } from './inbox';
import { recordEvents } from './inbox';
import type { Queries } from './store';

/** Keeps the events of one call, all or none; safe once it resolves. */
export type RecordCall = (events: NewEvent[], moment?: Moment) => Promise<Recorded[]>;

/** Most events that one statement keeps; a call that brings more has one of its own. */
const MOST_EVENTS = 50;

interface Waiting {
	events: NewEvent[];
	moment: Moment;
	resolve(recorded: Recorded[]): void;
	reject(error: unknown): void;
}

/**
 * Records calls that come while a statement is under way together in the next one: ten at once cost
 * little more than one, since most of a statement's cost is the statement (measured on PGlite: 332 µs
 * of processor an event alone, 148 in tens). A call that comes alone waits for nobody. When a
 * statement fails, each of its calls is tried alone, so that none fails for another.
 *
 * @param atOnce statements under way at a time; more than one is of use to a server only, and calls that
 * come at the same moment are then kept in any order
 */
export function eventRecorder(queries: Queries, atOnce = 1): RecordCall {
	const waiting: Waiting[] = [];
	let running = 0;

	const run = async () => {
		running += 1;
		while (waiting.length > 0) {
			// Whatever has come in with it is read first; the embedded database lets nothing in while it works.
			await setImmediate();
			const batch = takeBatch(waiting);
			if (batch.length > 0) await keep(queries, batch);
		}
		running -= 1;
	};
	return async (events, moment = null) =>
		await new Promise((resolve, reject) => {
			waiting.push({ events, moment, resolve, reject });
			// Never rejects: each call hears of its own failure.
			if (running < atOnce) void run();
		});
}

/**
 * The calls from the front that may share a statement: of one moment, and no event twice, since each
 * time an event is sent again is counted.
 */
function takeBatch(waiting: Waiting[]): Waiting[] {
	const [first] = waiting;
	const names = new Set<string>();
	let count = 0;
	let calls = 0;
	for (const { events, moment } of waiting) {
		const own = new Set(events.map(nameOf));
		const fits = count + events.length <= MOST_EVENTS && moment === first?.moment;
		if (calls > 0 && (!fits || [...own].some((name) => names.has(name)))) break;
		for (const name of own) names.add(name);
		count += events.length;
		calls += 1;
	}
	return waiting.splice(0, calls);
}

function nameOf({ source, externalId }: NewEvent): string {
	return JSON.stringify([source, externalId]);
}

async function keep(queries: Queries, batch: Waiting[]): Promise<void> {
	try {
		const [first] = batch;
		const all = batch.flatMap(({ events }) => events);
		const recorded = await recordEvents(queries, all, first?.moment ?? null);
		for (const { events, resolve } of batch) resolve(recorded.splice(0, events.length));
	} catch (error) {
		if (batch.length === 1) batch[0]?.reject(error);
		else await Promise.all(batch.map(async (call) => await keep(queries, [call])));
	}
}
