import type { FoundWebhook } from '../adapters/frameio/webhooks';
import type { Blueprint, Change, Snapshot, Target, ValueChange, WantedHook } from './model';
import { planFields } from './planFields';
import { planWorkspaces } from './planWorkspaces';

/** The workspaces of Frame.io, the webhook, there once and with a secret we know, and the fields that flows set. */
export function planFrameio(wanted: Blueprint, found: Snapshot): Change[] {
	const { frameioHooks, frameioWorkspaces } = found;
	const isHookLeft = frameioHooks !== null && 'mend' in frameioHooks;
	return [
		...planWorkspaces(frameioWorkspaces, isHookLeft),
		...planHook(wanted, found),
		...planFields(wanted.frameioOptions, found),
	];
}

function planHook({ frameioHook }: Blueprint, { frameioHooks }: Snapshot): Change[] {
	if (frameioHook === null || frameioHooks === null) return [];
	const { url } = frameioHook;
	const target: Target = { service: 'Frame.io', kind: 'webhook', key: 'webhook', name: url };
	if ('mend' in frameioHooks) {
		const { why, mend } = frameioHooks;
		return [{ kind: 'manual', target, because: why, mend }];
	}
	if (!frameioHook.isReachable) {
		return [
			{
				kind: 'manual',
				target,
				because: 'Frame.io calls public addresses only',
				mend: 'Set hooks.publicUrl to the address under which the service is reached from outside; or "events: []" under frameio, where nothing is to be heard of it.',
			},
		];
	}
	return [{ ...hookChange(frameioHook, frameioHooks.hooks, frameioHooks.heldId), target }];
}

type Kind = { kind: 'create' | 'update' | 'keep'; because: string; values?: ValueChange[] };

function hookChange(wanted: WantedHook, hooks: FoundWebhook[], heldId: string | null): Kind {
	const ours = hooks.filter(({ id, url }) => id === heldId || url === wanted.url);
	const held = ours.find(({ id }) => id === heldId);
	if (ours.length === 0) return { kind: 'create', because: 'there is none for this address' };
	if (held === undefined) {
		if (wanted.ownSecretEnv !== null) {
			return { kind: 'keep', because: `its secret stands in ${wanted.ownSecretEnv}` };
		}
		const because = 'its secret is not known here, and Frame.io tells it once: it is made anew';
		return { kind: 'update', because };
	}
	if (ours.length > 1) return { kind: 'update', because: `there are ${ours.length} of it` };
	const values = [
		...(held.url === wanted.url ? [] : [{ of: 'address', from: held.url, to: wanted.url }]),
		...(sameSet(held.events, wanted.events)
			? []
			: [{ of: 'events', from: held.events.join(', '), to: wanted.events.join(', ') }]),
	];
	if (!held.isActive) return { kind: 'update', because: 'it is switched off' };
	if (values.length === 0) return { kind: 'keep', because: 'it is there' };
	const differs = values.map(({ of }) => of).join(' and ');
	return { kind: 'update', because: `its ${differs} differ`, values };
}

const sameSet = (a: readonly string[], b: readonly string[]) =>
	a.length === b.length && a.every((each) => b.includes(each));
