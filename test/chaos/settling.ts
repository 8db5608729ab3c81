import { waitFor } from '../../orchestrator/src/up/waitFor';
import { effectViewSchema } from '../../orchestrator/src/service/effects/tell';
import { statusViewSchema } from '../../orchestrator/src/inbox/view';
import { z } from 'zod';
import type { ReportedUnknown } from './judge';
import type { Act, Wanted } from './acts';

/** How to ask the service. */
export interface Ledger {
	url: string;
	apiKey: string;
}

/** What stands unfinished, in words; empty when everything has come to its end. */
export async function unfinishedIn(ledger: Ledger): Promise<string[]> {
	const { inbox, effects } = statusViewSchema.parse(await ask(ledger, '/v1/status'));
	const lookedUp = effects.unknown.filter(({ kind }) => kind !== 'mail').length;
	const counts: Array<[string, number]> = [
		['events waiting', inbox.received],
		['events at work', inbox.forwarded],
		['effects planned', effects.planned],
		['effects in flight', effects.in_flight],
		['effects to be looked up', lookedUp],
	];
	return counts.filter(([, count]) => count > 0).map(([name, count]) => `${count} ${name}`);
}

/**
 * Waits until everything has come to its end.
 *
 * @returns how long it took, milliseconds
 * @throws MendableError `wait/too-long` that says what is left
 */
export async function untilSettled(ledger: Ledger, deadlineMs: number): Promise<number> {
	const began = performance.now();
	await waitFor(
		async () => {
			const left = await unfinishedIn(ledger);
			if (left.length === 0) return true;
			throw new Error(`Left: ${left.join(', ')}.`);
		},
		{ what: 'everything to come to its end', deadlineMs, everyMs: 250, mend: '' },
	);
	return performance.now() - began;
}

const effectsSchema = z.object({ effects: z.array(effectViewSchema) });

/** The effects that the ledger calls unknown, by name. */
export async function reportedUnknown(ledger: Ledger): Promise<ReportedUnknown[]> {
	const answer = await ask(ledger, '/v1/effects?state=unknown');
	return effectsSchema.parse(answer).effects.map(({ key, kind, error, createdAt, updatedAt }) => ({
		key,
		kind,
		mend: error?.mend ?? null,
		from: Date.parse(createdAt),
		until: Date.parse(updatedAt),
	}));
}

/** Records of leads that were turned down: they stay in the ledger, which is where they are done. */
export async function recordsOf(ledger: Ledger, leads: readonly Wanted[]): Promise<Act[]> {
	const acts: Act[] = [];
	for (const { marker, subject, kinds } of leads) {
		if (!kinds.includes('record')) continue;
		const answer = await ask(ledger, `/v1/effects?subject=${encodeURIComponent(subject)}`);
		for (const { kind, state } of effectsSchema.parse(answer).effects) {
			if (kind === 'record' && state === 'done') acts.push({ marker, kind, at: null });
		}
	}
	return acts;
}

/** Events that were given up: a person would be told of them. */
export async function deadEvents(ledger: Ledger): Promise<string[]> {
	const answer = await ask(ledger, '/v1/inbox?state=dead&limit=500');
	const { events } = z
		.object({ events: z.array(z.object({ id: z.string(), reason: z.string().nullable() })) })
		.parse(answer);
	return events.map(({ id, reason }) => `${id}: ${reason}`);
}

async function ask({ url, apiKey }: Ledger, path: string): Promise<unknown> {
	const answer = await fetch(`${url}${path}`, {
		headers: { authorization: `Bearer ${apiKey}` },
		signal: AbortSignal.timeout(10_000),
	});
	if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
	return await answer.json();
}
