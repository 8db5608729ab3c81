import { setTimeout as pause } from 'node:timers/promises';
import { LEDGER_AWAY } from './connectionLoss';
import { migrate, refuseOtherSchema } from './migrate';
import { openPgliteStore } from './pgliteStore';
import { isServerAddress, openPostgresStore } from './postgresStore';
import type { Store } from './store';

/** How long a server that is still starting is waited for, in milliseconds. */
const WAIT_FOR_SERVER_MS = 30_000;

/** Before the name of a file with an image of a ledger: one in memory that begins as a copy of it. */
const COPY_IN_MEMORY = 'memory:';

/** How to open the ledger. */
export interface LedgerOptions {
	/** `upToDate` migrates; `asItIs` only opens a ledger of exactly this version's schema. */
	schema?: 'upToDate' | 'asItIs';
	/** How long a server that does not answer is asked again, in milliseconds; default 30 s. */
	waitMs?: number;
}

/**
 * Opens the ledger: a Postgres server where the place is an address (`postgres://…`), the embedded
 * Postgres where it is a folder, one in memory where it is null, a copy in memory of what was dumped to
 * a file where it is `memory:` and that file.
 *
 * @throws MendableError `ledger/in-use`, `ledger/too-new`, `ledger/too-old`, `ledger/other-history`,
 * `ledger/address`, `ledger/refused`, `ledger/server-too-old`; RetryableError `ledger/away`
 */
export async function openLedger(
	place: string | null,
	{ schema = 'upToDate', waitMs = WAIT_FOR_SERVER_MS }: LedgerOptions = {},
): Promise<Store> {
	const store = await openStore(place, waitMs);
	try {
		if (schema === 'upToDate') await migrate(store);
		else await refuseOtherSchema(store);
	} catch (error) {
		await store.close();
		throw error;
	}
	return store;
}

async function openStore(place: string | null, waitMs: number): Promise<Store> {
	if (place === null) return await openPgliteStore(null);
	if (isServerAddress(place)) return await openServer(place, waitMs);
	if (!place.startsWith(COPY_IN_MEMORY)) return await openPgliteStore(place);
	return await openPgliteStore(null, place.slice(COPY_IN_MEMORY.length));
}

/** A machine that starts up starts service and server together, in any order. */
async function openServer(url: string, waitMs: number): Promise<Store> {
	const deadline = performance.now() + waitMs;
	for (;;) {
		try {
			return await openPostgresStore(url);
		} catch (error) {
			const isAway = (error as { code?: unknown } | null)?.code === LEDGER_AWAY;
			if (!isAway || performance.now() >= deadline) throw error;
		}
		await pause(Math.min(500, waitMs));
	}
}
