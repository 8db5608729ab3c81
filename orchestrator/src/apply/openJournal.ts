import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { isErrorReport } from '../../../nodes/domain/errors';
import { rosterSchema } from '../../../nodes/domain/routing/schema';
import { askService } from '../adapters/service/askService';
import { serviceJournal } from '../adapters/service/serviceJournal';
import type { Settings } from '../config';
import { ensureSecrets, ledgerPlace } from '../config';
import { dataKind } from '../data/kinds';
import { readDocument } from '../ledger/dataDocuments';
import { openLedger } from '../ledger/openLedger';
import { isServerAddress } from '../ledger/postgresStore';
import type { Store } from '../ledger/store';
import type { HubPerson } from '../roster/hubPeople';
import { hubPeople } from '../roster/hubPeople';
import type { ApplyJournal, Base } from './journal';
import { ledgerJournal } from './ledgerJournal';

/** A journal that is opened when it is first asked, and has to be closed. */
export interface OpenJournal extends ApplyJournal {
	/**
	 * Who works in the hubs, by the roster that was pushed. The people of the shipped one are made up:
	 * they are in the sandbox alone.
	 */
	hubPeople(): Promise<HubPerson[]>;
	close(): Promise<void>;
}

/** A service that starts takes the embedded ledger before it answers; it is waited for so long. */
const SERVICE_STARTS_MS = 60_000;

/**
 * The journal of an installation: by its service where that runs, since the embedded ledger serves one
 * process; else from the ledger itself. One that was never written to is not made by reading it.
 */
export function openJournal(settings: Settings, env = process.env): OpenJournal {
	let opened: Promise<Opened> | null = null;
	const get = async () => (await (opened ??= open(settings, env))).journal;
	const isMissing = async () => opened === null && !(await isThere(settings, env));
	return {
		hubPeople: async () => {
			const pushed = (await isMissing())
				? null
				: await (await (opened ??= open(settings, env))).pushedRoster();
			if (pushed !== null) return hubPeople(rosterSchema.parse(pushed));
			if (settings.sandbox === null) return [];
			const { read, shipped } = dataKind('roster');
			return hubPeople(rosterSchema.parse(read(shipped).value));
		},
		bases: async (target) => ((await isMissing()) ? [] : await (await get()).bases(target)),
		list: async (target, limit) =>
			(await isMissing()) ? [] : await (await get()).list(target, limit),
		read: async (id) => ((await isMissing()) ? null : await (await get()).read(id)),
		remember: async (target: string, bases: Base[]) => await (await get()).remember(target, bases),
		begin: async (apply) => await (await get()).begin(apply),
		takeOver: async (id, from, to) => await (await get()).takeOver(id, from, to),
		write: async (id, holder, entry) => await (await get()).write(id, holder, entry),
		end: async (id, holder, state) => await (await get()).end(id, holder, state),
		markUndone: async (id) => await (await get()).markUndone(id),
		close: async () => {
			if (opened === null) return;
			const found = await opened.catch(() => null);
			await found?.store?.close();
		},
	};
}

interface Opened {
	journal: ApplyJournal;
	/** The content of the newest roster; null where nobody has pushed one. */
	pushedRoster: () => Promise<unknown>;
	/** The ledger, where it is ours to close. */
	store: Store | null;
}

const documentAnswer = z.object({ version: z.number(), content: z.unknown() });

async function open(settings: Settings, env: NodeJS.ProcessEnv): Promise<Opened> {
	const deadline = performance.now() + SERVICE_STARTS_MS;
	for (;;) {
		if (await serviceAnswers(settings)) {
			const { ledgerApiKey: apiKey } = ensureSecrets(settings.home);
			const place = { url: settings.service.url, apiKey };
			const pushedRoster = async () => {
				const { version, content } = documentAnswer.parse(
					await askService(place, { path: '/v1/data/roster' }),
				);
				return version === 0 ? null : content;
			};
			return { journal: serviceJournal(place), pushedRoster, store: null };
		}
		try {
			const place = ledgerPlace(settings, env);
			// On a server services of another version may be at work: its schema is theirs to move on.
			const schema = isServerAddress(place) ? 'asItIs' : 'upToDate';
			const store = await openLedger(place, { schema });
			const pushedRoster = async () => (await readDocument(store, 'roster'))?.content ?? null;
			return { journal: ledgerJournal(store), pushedRoster, store };
		} catch (error) {
			const isTaken = isErrorReport(error) && error.code === 'ledger/in-use';
			if (!isTaken || performance.now() >= deadline) throw error;
		}
		await pause(500);
	}
}

async function isThere(settings: Settings, env: NodeJS.ProcessEnv): Promise<boolean> {
	const place = ledgerPlace(settings, env);
	if (isServerAddress(place) || existsSync(path.resolve(place))) return true;
	return await serviceAnswers(settings);
}

async function serviceAnswers({ service }: Settings): Promise<boolean> {
	try {
		return (await fetch(`${service.url}/healthz`, { signal: AbortSignal.timeout(5_000) })).ok;
	} catch {
		return false; // nobody listens there, or not yet
	}
}
