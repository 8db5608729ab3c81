import type { Blueprint } from '../plan/model';
import type { SeedServices } from './services';

/**
 * Brings the webhook at Frame.io to what is wanted. One whose secret we know is changed; else a new one
 * is made and its secret kept before the others of this address go, so that no event falls between.
 */
export async function writeFrameioHook({
	services: { frameioHooks: hooks },
	wanted: { frameioHook: wanted },
}: {
	services: Pick<SeedServices, 'frameioHooks'>;
	wanted: Pick<Blueprint, 'frameioHook'>;
}): Promise<void> {
	if (wanted === null) return;
	const found = await hooks.list();
	const heldId = hooks.heldId();
	const held = found.find(({ id }) => id === heldId);
	let kept = held?.id;
	if (held === undefined) {
		const made = await hooks.create(wanted);
		hooks.keep(made);
		kept = made.id;
	} else {
		await hooks.update(held.id, wanted);
	}
	for (const { id, url } of found) {
		if (url === wanted.url && id !== kept) await hooks.remove(id);
	}
}
