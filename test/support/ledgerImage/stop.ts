import { rmSync } from 'node:fs';

/** Removes what start made. */
export default function stop(): void {
	const folder: unknown = Reflect.get(globalThis, 'agencyLedgerImage');
	if (typeof folder === 'string') rmSync(folder, { recursive: true, force: true });
}
