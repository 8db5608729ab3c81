import { setTimeout as pause } from 'node:timers/promises';
import type { FaultRule } from '../../orchestrator/src/sandbox/types';
import type { Part } from '../../orchestrator/src/up/parts';
import type { FallenBlow } from './movement';
import type { Relay } from './relay';
import type { Blow, Link, PlannedBlow } from './storm';
import { wordsOf } from './storm';

/** What blows fall on. */
export interface Targets {
	part(name: string): Part;
	relays: Record<Link, Relay>;
	fault(rule: FaultRule): Promise<void>;
	say(line: string): void;
	signal: AbortSignal;
}

/** A storm that is under way. */
export interface FallingStorm {
	/** Lets everything fall that is due once so many leads were sent. */
	reach(leads: number): void;
	/** Resolves when what has begun to fall is lifted again. */
	over(): Promise<void>;
	fallen: FallenBlow[];
	faults: Array<{ at: number; rule: FaultRule }>;
	/** What did not come back by itself. */
	broken: string[];
}

/** How often a part that does not start is started again. */
const STARTS = 3;

/**
 * Prepares a storm: its blows fall by themselves, several at once on different parts, one after the
 * other on the same.
 */
export function openStorm(planned: readonly PlannedBlow[], targets: Targets): FallingStorm {
	const waiting = [...planned];
	const queues = new Map<string, Promise<void>>();
	const storm: FallingStorm = {
		fallen: [],
		faults: [],
		broken: [],
		reach: (leads) => {
			while (waiting.length > 0 && (waiting[0]?.afterLeads ?? 0) <= leads) {
				const next = waiting.shift();
				if (next !== undefined) launch(next.blow);
			}
		},
		over: async () => {
			await Promise.all(queues.values());
		},
	};
	const launch = (blow: Blow) => {
		const target = targetOf(blow);
		const before = queues.get(target) ?? Promise.resolve();
		queues.set(
			target,
			before.then(async () => {
				if (targets.signal.aborted) return;
				await fall(blow, targets, storm).catch((error: unknown) => {
					if (!targets.signal.aborted) storm.broken.push(`${wordsOf(blow)}: ${told(error)}`);
				});
			}),
		);
	};
	return storm;
}

function targetOf(blow: Blow): string {
	switch (blow.kind) {
		case 'cut':
			return blow.link;
		case 'fault':
			return 'faults';
		default:
			return blow.part;
	}
}

async function fall(blow: Blow, targets: Targets, storm: FallingStorm): Promise<void> {
	const at = Date.now();
	if (blow.kind === 'fault') {
		await targets.fault(blow.rule);
		storm.faults.push({ at, rule: blow.rule });
		return;
	}
	targets.say(wordsOf(blow));
	const liftedAt = await strike(blow, targets);
	storm.fallen.push({
		words: wordsOf(blow),
		target: targetOf(blow),
		at,
		liftedAt,
		readyAt: Date.now(),
	});
}

/** @returns the moment it was lifted */
async function strike(blow: Exclude<Blow, { kind: 'fault' }>, targets: Targets): Promise<number> {
	const { signal } = targets;
	const wait = async (ms: number) => await pause(ms, undefined, { signal });
	switch (blow.kind) {
		case 'cut': {
			const relay = targets.relays[blow.link];
			relay.cut(blow.how);
			await wait(blow.ms);
			relay.mend();
			return Date.now();
		}
		case 'freeze': {
			const part = targets.part(blow.part);
			part.kill('SIGSTOP');
			await wait(blow.ms);
			part.kill('SIGCONT');
			return Date.now();
		}
		case 'kill': {
			const part = targets.part(blow.part);
			part.kill('SIGKILL');
			await part.ended;
			await wait(blow.downMs);
			return await startAnew(part);
		}
		case 'restart': {
			const part = targets.part(blow.part);
			await part.stop();
			return await startAnew(part);
		}
	}
}

/** Starts a part that has ended, as whoever looks after processes would: again when it fails. */
export async function startAnew(part: Part): Promise<number> {
	const at = Date.now();
	for (let tries = 1; ; tries += 1) {
		try {
			await part.restart();
			return at;
		} catch (error) {
			if (tries === STARTS) throw error;
		}
	}
}

const told = (error: unknown) => (error instanceof Error ? error.message : String(error));
