import { MendableError } from '../../../../nodes/domain/errors';
import type { FoundClickupHook } from '../../adapters/clickup/webhooks';
import type { Json } from '../../bundle/normalise';
import { oursAmong } from '../../plan/planClickupHook';
import { writeClickupHook } from '../clickupHook';
import type { ApplyStep } from './step';

/** What the journal keeps of the webhooks that are ours; how often they failed changes by itself. */
interface HookState {
	heldId: string | null;
	hooks: Array<Pick<FoundClickupHook, 'id' | 'url' | 'events' | 'place'> & { isOn: boolean }>;
}

/** How the webhook at ClickUp is made, changed and taken away. */
export const clickupHookStep: ApplyStep = {
	after: [],
	// A second one of the same address is refused; what was made is found by the next plan.
	isRepeatable: false,
	planned: ({ name }, { found: { clickupHooks } }) =>
		clickupHooks === null || 'mend' in clickupHooks
			? null
			: stateOf(clickupHooks.hooks, clickupHooks.heldId, name),
	look: async ({ name }, { services: { clickupHooks } }) =>
		stateOf(await clickupHooks.list(), clickupHooks.heldId(), name),
	run: async (_change, context) => {
		await writeClickupHook(context);
		return [];
	},
	undo: async ({ before, after }, { services: { clickupHooks } }) => {
		const { hooks: now } = after as unknown as HookState;
		const was = (before ?? { heldId: null, hooks: [] }) as unknown as HookState;
		const gone = was.hooks.find(({ id }) => !now.some((hook) => hook.id === id));
		if (gone !== undefined) throw cannotMakeAgain(gone.url);
		for (const hook of now) {
			const old = was.hooks.find(({ id }) => id === hook.id);
			if (old === undefined) await clickupHooks.remove(hook.id);
			else if (old.isOn) await clickupHooks.update(old.id, old);
			else throw cannotSuspend(old.url);
		}
	},
};

function stateOf(all: FoundClickupHook[], heldId: string | null, wantedUrl: string): Json {
	const hooks = oursAmong(all, wantedUrl, heldId)
		.sort((a, b) => (a.id < b.id ? -1 : 1))
		.map(({ id, url, events, place, status }) => ({
			id,
			url,
			events: [...events].sort(),
			place,
			isOn: status !== 'suspended',
		}));
	if (hooks.length === 0) return null;
	return { heldId: hooks.some(({ id }) => id === heldId) ? heldId : null, hooks };
}

function cannotMakeAgain(url: string): MendableError {
	return new MendableError(
		'rollback/cannot',
		'The webhook at ClickUp that was there before cannot be made again.',
		`${url} was taken away, and ClickUp gives each webhook a new secret.`,
		'Nothing is lost: the one that is there does the same.',
	);
}

function cannotSuspend(url: string): MendableError {
	return new MendableError(
		'rollback/cannot',
		'The webhook at ClickUp stays switched on.',
		`ClickUp had suspended ${url}, and only ClickUp does that.`,
		'Take it away in ClickUp if it shall be so.',
	);
}
