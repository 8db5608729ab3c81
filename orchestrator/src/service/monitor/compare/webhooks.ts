import { MendableError } from '../../../../../nodes/domain/errors';
import type { ClickupTasks } from '../../../adapters/clickup/tasks';
import type { FrameioWebhooks } from '../../../adapters/frameio/webhooks';
import { LookUpFailed } from '../../../adapters/harmless';
import type { StripeWebhooks } from '../../../adapters/stripe/webhooks';
import type { Compared, ComparedService, Difference } from '../../../monitor/reconcile/model';
import { nothingCompared } from '../../../monitor/reconcile/model';

/** Services whose webhooks can be read, and switched on again. */
export const hookedServices = ['clickup', 'frameio', 'stripe'] as const;
/** One of them. */
export type HookedService = (typeof hookedServices)[number];

/** Whether a service is one of them. */
export function isHooked(service: ComparedService): service is HookedService {
	return (hookedServices as readonly string[]).includes(service);
}

/** The webhooks that a service calls us by. */
export interface WebhookReader {
	list(): Promise<SeenWebhook[]>;
	/** Switches one on again as it is. */
	switchOn(id: string): Promise<void>;
}

/** One of them. */
export interface SeenWebhook {
	id: string;
	url: string;
	isOn: boolean;
	/** In the service's own word. */
	status: string;
}

/** Looks whether the webhooks that lead to us are on: vendors suspend what failed too often. */
export async function compareWebhooks(
	service: HookedService,
	reader: WebhookReader,
	publicUrl: string,
): Promise<Compared> {
	let seen: SeenWebhook[];
	try {
		seen = await reader.list();
	} catch (error) {
		if (!(error instanceof MendableError)) throw error;
		// Whoever does not use it has no webhooks in it.
		if (error.code.endsWith('/not-set-up')) return nothingCompared;
		const { code, what, why, mend } = error;
		throw new LookUpFailed({ result: 'notSent', status: null, error: { code, what, why, mend } });
	}
	const ours = seen.filter(({ url }) => url.startsWith(`${publicUrl}/hooks/`));
	return {
		differences: ours.filter(({ isOn }) => !isOn).map((hook) => switchedOff(service, hook)),
		looked: ours.map(({ id }) => effectOf(service, id)),
		calls: 1,
	};
}

/** What a webhook stands under among the findings: it is of seed, and of no effect. */
const effectOf = (service: string, id: string) => `webhook:${service}/${id}`;

function switchedOff(service: HookedService, { id, url, status }: SeenWebhook): Difference {
	return {
		name: `missing/${service}/webhook/${id}`,
		class: 'missing',
		service,
		effect: effectOf(service, id),
		subject: 'webhooks',
		thing: 'webhook',
		ours: { says: `on, to ${url}`, id },
		theirs: { says: status },
		repair: { does: 'switch-on', hook: id },
		offers: [],
	};
}

/** The webhooks of ClickUp. */
export function clickupHooks(tasks: Pick<ClickupTasks, 'webhooks' | 'switchOn'>): WebhookReader {
	return {
		list: async () =>
			(await tasks.webhooks()).map(({ id, url, status }) => ({
				id,
				url,
				status,
				isOn: status !== 'suspended',
			})),
		switchOn: async (id) => {
			const hook = (await tasks.webhooks()).find((one) => one.id === id);
			if (hook !== undefined) await tasks.switchOn(hook);
		},
	};
}

/** The webhooks of Frame.io. */
export function frameioHooks(
	webhooks: Pick<FrameioWebhooks, 'list' | 'update'>,
	before: () => Promise<void>,
): WebhookReader {
	return {
		list: async () => {
			await before();
			return (await webhooks.list()).map(({ id, url, isActive }) => ({
				id,
				url,
				isOn: isActive,
				status: isActive ? 'active' : 'inactive',
			}));
		},
		switchOn: async (id) => {
			const hook = (await webhooks.list()).find((one) => one.id === id);
			if (hook !== undefined) await webhooks.update(id, hook);
		},
	};
}

/** The webhooks of Stripe; without a key there are none. */
export function stripeHooks(
	webhooks: Pick<StripeWebhooks, 'list' | 'update'> | null,
	before: () => Promise<void>,
): WebhookReader {
	return {
		list: async () => {
			if (webhooks === null) return [];
			await before();
			const seen = await webhooks.list().catch((error: unknown) => {
				// Whoever gives the key no right to endpoints looks after them alone; plan says so.
				if (error instanceof MendableError && error.code === 'stripe/status-403') return [];
				throw error;
			});
			return seen.map(({ id, url, isEnabled }) => ({
				id,
				url,
				isOn: isEnabled,
				status: isEnabled ? 'enabled' : 'disabled',
			}));
		},
		switchOn: async (id) => {
			const hook = (await webhooks?.list())?.find((one) => one.id === id);
			if (hook !== undefined) await webhooks?.update(id, hook);
		},
	};
}
