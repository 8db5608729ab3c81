import { MendableError } from '../../../../nodes/domain/errors';
import type { FoundWebhook } from '../../adapters/frameio/webhooks';
import type { Json } from '../../bundle/normalise';
import type { Target } from '../../plan/model';
import { writeFrameioHook } from '../frameioHook';
import type { ApplyStep } from './step';

/** What the journal keeps of the webhooks that are ours. */
interface HookState {
	heldId: string | null;
	hooks: FoundWebhook[];
}

/** How the webhook and the workspace of test runs at Frame.io are made, changed and taken away. */
export const frameioSteps = {
	workspace: {
		after: [],
		// Nothing keeps Frame.io from making a second one of that name.
		isRepeatable: false,
		planned: (_target, { found: { frameioWorkspaces } }) => {
			const there = frameioWorkspaces.find(({ isTest }) => isTest);
			return there?.missing === undefined ? undefined : null;
		},
		look: async (_target, { services: { frameioTestWorkspace } }) => {
			const there = await frameioTestWorkspace.find();
			return there === null ? null : { id: there.id, name: there.name };
		},
		isThere: (_target, state) => state !== null,
		run: async (_change, { services: { frameioTestWorkspace } }) => {
			await frameioTestWorkspace.create();
			return [];
		},
		undo: async ({ target: { name }, after }, { services: { frameioTestWorkspace } }) => {
			const made = (after as { id: string } | null) ?? (await frameioTestWorkspace.find());
			if (made === null) return;
			if (!(await frameioTestWorkspace.isEmpty(made.id))) throw notEmpty(name);
			await frameioTestWorkspace.remove(made.id);
		},
	},
	webhook: {
		after: [],
		// Each one that is made has a secret of its own.
		isRepeatable: false,
		planned: ({ name }, { found: { frameioHooks } }) =>
			frameioHooks === null || 'mend' in frameioHooks
				? null
				: stateOf(frameioHooks.hooks, frameioHooks.heldId, name),
		look: async ({ name }, { services: { frameioHooks } }) =>
			stateOf(await frameioHooks.list(), frameioHooks.heldId(), name),
		run: async (_change, context) => {
			await writeFrameioHook(context);
			return [];
		},
		undo: async ({ before, after }, { services: { frameioHooks } }) => {
			const { hooks: now } = after as unknown as HookState;
			const was = (before ?? { heldId: null, hooks: [] }) as unknown as HookState;
			const gone = was.hooks.filter(({ id }) => !now.some((hook) => hook.id === id));
			if (gone.length > 0) throw cannotMakeAgain(gone);
			for (const hook of now) {
				const old = was.hooks.find(({ id }) => id === hook.id);
				if (old === undefined) await frameioHooks.remove(hook.id);
				else if (old.isActive) await frameioHooks.update(old.id, old);
				else throw cannotSwitchOff(old);
			}
		},
	},
} satisfies Partial<Record<Target['kind'], ApplyStep>>;

function stateOf(all: FoundWebhook[], heldId: string | null, url: string): Json {
	const hooks = all
		.filter((hook) => hook.id === heldId || hook.url === url)
		.sort((a, b) => (a.id < b.id ? -1 : 1))
		.map(({ id, name, url: address, events, isActive }) => ({
			id,
			name,
			url: address,
			events: [...events].sort(),
			isActive,
		}));
	if (hooks.length === 0) return null;
	return { heldId: hooks.some(({ id }) => id === heldId) ? heldId : null, hooks };
}

function notEmpty(name: string): MendableError {
	return new MendableError(
		'rollback/cannot',
		`The workspace ${name} stays in Frame.io.`,
		'Projects are in it by now, and they would be gone with it.',
		'Delete it in Frame.io if nobody needs them.',
	);
}

function cannotMakeAgain(hooks: FoundWebhook[]): MendableError {
	return new MendableError(
		'rollback/cannot',
		'The webhook at Frame.io that was there before cannot be made again.',
		`${hooks.map(({ url }) => url).join(', ')} was taken away, and Frame.io gives each webhook a new secret.`,
		'Nothing is lost: the one that is there does the same.',
	);
}

function cannotSwitchOff({ url }: FoundWebhook): MendableError {
	return new MendableError(
		'rollback/cannot',
		'The webhook at Frame.io stays switched on.',
		`${url} was switched off before.`,
		'Switch it off in Frame.io if it shall be so.',
	);
}
