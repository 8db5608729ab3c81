import type { FoundClickupHook } from '../adapters/clickup/webhooks';
import type {
	Blueprint,
	Change,
	Snapshot,
	Target,
	ValueChange,
	WantedClickupWebhook,
} from './model';

/** The webhook at ClickUp: there once, on, with a secret we know and the events that are read. */
export function planClickupHook({ clickupHook }: Blueprint, { clickupHooks }: Snapshot): Change[] {
	if (clickupHook === null || clickupHooks === null) return [];
	const { url, ownSecretEnv, isReachable } = clickupHook;
	const target: Target = { service: 'ClickUp', kind: 'hook', key: 'hook', name: url };
	const byHand = ownSecretEnv === null ? null : `its secret stands in ${ownSecretEnv}`;
	if ('mend' in clickupHooks) {
		const { why, mend } = clickupHooks;
		if (byHand !== null) return [{ kind: 'keep', target, because: byHand }];
		return [{ kind: 'manual', target, because: why, mend }];
	}
	if (!isReachable) {
		if (byHand !== null) return [{ kind: 'keep', target, because: byHand }];
		return [
			{
				kind: 'manual',
				target,
				because: 'ClickUp calls public addresses only',
				mend: 'Set hooks.publicUrl to the address under which the service is reached from outside; or "events: []" under clickup: a deleted task is then found later.',
			},
		];
	}
	return [
		{ ...hookChange(clickupHook, clickupHooks.hooks, clickupHooks.heldId), target } as Change,
	];
}

/** The webhooks that are ours: the one we hold, and all of this address. */
export function oursAmong(
	hooks: readonly FoundClickupHook[],
	wantedUrl: string,
	heldId: string | null,
): FoundClickupHook[] {
	return hooks.filter(({ id, url }) => id === heldId || url === wantedUrl);
}

/** The webhook that is brought to what is wanted; undefined where a new one is made instead. */
export function hookToKeep(
	wanted: WantedClickupWebhook,
	hooks: readonly FoundClickupHook[],
	heldId: string | null,
): FoundClickupHook | undefined {
	// One that is bound to a place stays so: ClickUp lets nobody change that.
	const free = oursAmong(hooks, wanted.url, heldId).filter(({ place }) => place === null);
	return free.find(({ id }) => id === heldId) ?? free[0];
}

/** Events that a webhook does not tell of. */
export function lackingEvents({ events }: FoundClickupHook, wanted: readonly string[]): string[] {
	if (events.includes('*')) return [];
	return wanted.filter((each) => !events.includes(each));
}

type Kind =
	| { kind: 'create' | 'update' | 'keep'; because: string; values?: ValueChange[] }
	| { kind: 'manual'; because: string; mend: string };

function hookChange(
	wanted: WantedClickupWebhook,
	hooks: FoundClickupHook[],
	heldId: string | null,
): Kind {
	const { ownSecretEnv } = wanted;
	const ours = oursAmong(hooks, wanted.url, heldId);
	if (ours.length === 0) {
		// ClickUp shows a token the webhooks of its own person only.
		if (ownSecretEnv !== null) {
			return { kind: 'keep', because: `its secret stands in ${ownSecretEnv}` };
		}
		return { kind: 'create', because: 'there is none for this address' };
	}
	if (ours.length > 1) {
		const ids = ours.map(({ id }) => id).join(', ');
		return { kind: 'update', because: `there are ${ours.length} of it (${ids}): one stays` };
	}
	const kept = hookToKeep(wanted, hooks, heldId);
	if (kept === undefined) {
		const because = `it hears of ${ours[0]?.place ?? 'one place'} alone: one for all is made`;
		return { kind: 'update', because };
	}
	if (kept.status === 'suspended') {
		const after = kept.failures > 0 ? ` after ${kept.failures} failures` : '';
		return { kind: 'update', because: `ClickUp has suspended it${after}` };
	}
	if (kept.url !== wanted.url) {
		const values = [{ of: 'address', from: kept.url, to: wanted.url }];
		return { kind: 'update', because: 'its address differs', values };
	}
	const lacking = lackingEvents(kept, wanted.events);
	if (lacking.length > 0) return { kind: 'update', because: `it lacks ${lacking.join(', ')}` };
	if (kept.id !== heldId && ownSecretEnv === null) {
		return { kind: 'update', because: 'its secret is not kept here: it is asked for' };
	}
	if (kept.failures > 0) {
		return {
			kind: 'manual',
			because: `the service did not take ${kept.failures} events in a row; at 100 ClickUp suspends it`,
			mend: `See that ${wanted.url} is reached from outside and answers within 7 s. The count ends with the next event that is taken.`,
		};
	}
	const because = ownSecretEnv === null ? 'it is there' : `its secret stands in ${ownSecretEnv}`;
	return { kind: 'keep', because };
}
