import { MendableError } from '../../../nodes/domain/errors';
import type { Blueprint } from '../plan/model';
import { hookToKeep, lackingEvents, oursAmong } from '../plan/planClickupHook';
import type { SeedServices } from './services';

/**
 * Brings the webhook at ClickUp to what is wanted. One that is there is changed, and keeps what it tells
 * of besides: ClickUp tells its secret again, and takes no second one of the same address. The others of
 * this address go.
 *
 * @throws MendableError `clickup/no-secret`
 */
export async function writeClickupHook({
	services: { clickupHooks: hooks },
	wanted: { clickupHook: wanted },
}: {
	services: Pick<SeedServices, 'clickupHooks'>;
	wanted: Pick<Blueprint, 'clickupHook'>;
}): Promise<void> {
	if (wanted === null) return;
	const found = await hooks.list();
	const heldId = hooks.heldId();
	const kept = hookToKeep(wanted, found, heldId);
	let keptId = kept?.id;
	if (kept === undefined) {
		const made = await hooks.create(wanted);
		hooks.keep(made);
		keptId = made.id;
	} else {
		if (kept.id !== heldId && wanted.ownSecretEnv === null) {
			const secret = await hooks.secretOf(kept.id);
			if (secret === null) throw noSecret(kept.id);
			hooks.keep({ id: kept.id, secret });
		}
		const lacking = lackingEvents(kept, wanted.events);
		const isRight = kept.url === wanted.url && lacking.length === 0;
		if (!isRight || kept.status === 'suspended') {
			await hooks.update(kept.id, { url: wanted.url, events: [...kept.events, ...lacking] });
		}
	}
	for (const { id } of oursAmong(found, wanted.url, heldId)) {
		if (id !== keptId) await hooks.remove(id);
	}
}

function noSecret(id: string): MendableError {
	return new MendableError(
		'clickup/no-secret',
		'The webhook cannot be used.',
		`ClickUp does not tell the secret of the webhook ${id}.`,
		'Put its secret where hooks.clickupSecretEnv says; or take it away in ClickUp, and seed makes one.',
	);
}
