import { MendableError } from '../../../../nodes/domain/errors';
import type { FoundEndpoint } from '../../adapters/stripe/webhooks';
import type { Json } from '../../bundle/normalise';
import type { Target } from '../../plan/model';
import type { SeedServices } from '../services';
import { writeStripeHook } from '../stripeHook';
import type { ApplyStep } from './step';

/** What the journal keeps of the endpoints that are ours. */
interface EndpointState {
	heldId: string | null;
	endpoints: Array<Omit<FoundEndpoint, 'apiVersion'>>;
}

/** How the endpoint at Stripe is made, changed and taken away. */
export const stripeSteps = {
	endpoint: {
		after: [],
		// Each one that is made has a secret of its own.
		isRepeatable: false,
		planned: ({ name }, { found: { stripeHooks } }) =>
			stripeHooks === null || 'mend' in stripeHooks
				? null
				: stateOf(stripeHooks.endpoints, stripeHooks.heldId, name),
		look: async ({ name }, { services }) => {
			const hooks = hooksOf(services);
			return stateOf(await hooks.list(), hooks.heldId(), name);
		},
		run: async (_change, context) => {
			await writeStripeHook(context);
			return [];
		},
		undo: async ({ before, after }, { services }) => {
			const hooks = hooksOf(services);
			const { endpoints: now } = after as unknown as EndpointState;
			const was = (before ?? { heldId: null, endpoints: [] }) as unknown as EndpointState;
			const gone = was.endpoints.find(({ id }) => !now.some((each) => each.id === id));
			if (gone !== undefined) throw cannotMakeAgain(gone.url);
			for (const endpoint of now) {
				const old = was.endpoints.find(({ id }) => id === endpoint.id);
				if (old === undefined) await hooks.remove(endpoint.id);
				else if (old.isEnabled) await hooks.update(old.id, old);
				else throw cannotSwitchOff(old.url);
			}
		},
	},
} satisfies Partial<Record<Target['kind'], ApplyStep>>;

/** @throws Error without a key for Stripe: nothing is planned then */
function hooksOf({ stripeHooks }: SeedServices): NonNullable<SeedServices['stripeHooks']> {
	if (stripeHooks === null) throw new Error('There is no key for Stripe.');
	return stripeHooks;
}

function stateOf(all: FoundEndpoint[], heldId: string | null, wanted: string): Json {
	const endpoints = all
		.filter(({ id, url }) => id === heldId || url === wanted)
		.sort((a, b) => (a.id < b.id ? -1 : 1))
		.map(({ id, url, events, isEnabled }) => ({ id, url, events: [...events].sort(), isEnabled }));
	if (endpoints.length === 0) return null;
	return { heldId: endpoints.some(({ id }) => id === heldId) ? heldId : null, endpoints };
}

function cannotMakeAgain(url: string): MendableError {
	return new MendableError(
		'rollback/cannot',
		'The endpoint at Stripe that was there before cannot be made again.',
		`${url} was taken away, and Stripe gives each endpoint a new secret.`,
		'Nothing is lost: the one that is there does the same.',
	);
}

function cannotSwitchOff(url: string): MendableError {
	return new MendableError(
		'rollback/cannot',
		'The endpoint at Stripe stays switched on.',
		`${url} was switched off before.`,
		'Switch it off at Stripe if it shall be so.',
	);
}
