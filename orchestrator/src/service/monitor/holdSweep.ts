import type { Json } from '../../ledger/json';
import { keepCursor, releaseCursor, takeCursor } from '../../ledger/monitorCursors';
import type { Moment } from '../../ledger/moment';
import type { Store } from '../../ledger/store';
import { SWEEP_CURSOR } from './position';

/** A sweep that nothing was heard of for so long is thought dead, in milliseconds. */
const HELD_MS = 15 * 60_000;

/** Another sweep was begun, since nothing was heard of this one: what it had read may be old by now. */
export class Overtaken extends Error {
	readonly name = 'Overtaken';
}

/** The right to sweep, which one process has at a time. */
export interface SweepHold {
	/** Where the last sweep came to. */
	position: Json;
	/**
	 * Says that this sweep lives, before it acts on what it has read.
	 *
	 * @throws Overtaken
	 */
	keep(): Promise<void>;
	release(): Promise<void>;
}

/** Takes it; null while another sweep is under way. */
export async function holdSweep(store: Store, moment: () => Moment): Promise<SweepHold | null> {
	const taken = await takeCursor(store, SWEEP_CURSOR, {}, HELD_MS, moment());
	if (taken === null) return null;
	let { hold } = taken;
	return {
		position: taken.position,
		keep: async () => {
			const kept = await keepCursor(store, SWEEP_CURSOR, hold, HELD_MS, moment());
			if (kept === null) throw new Overtaken('Another sweep goes on in this one’s place.');
			hold = kept;
		},
		release: async () => await releaseCursor(store, SWEEP_CURSOR, hold),
	};
}
