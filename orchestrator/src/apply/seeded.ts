import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Json } from '../bundle/normalise';
import { fingerprint, normalise } from '../bundle/normalise';
import type { Seeded } from '../plan/model';
import { isOlder, nameAndVersion } from '../plan/planN8n';
import type { Remembered } from '../plan/takeSnapshot';
import type { Apply, ApplyJournal, Base } from './journal';
import { seededOf } from './journal';

/** How far back the bundle that is installed is looked for. */
const LOOK_BACK = 100;

/** Where an installation keeps what it knows. */
export interface MemoryPlace {
	home: string;
	target: string;
	/** Folder with earlier versions of the workflows; null: none is at hand. */
	bundleFolder: string | null;
}

/** What is remembered of an installation: from the ledger, else from the file of an earlier version. */
export async function readRemembered(
	journal: ApplyJournal,
	{ home, target, bundleFolder }: MemoryPlace,
): Promise<Required<Remembered> & { open: Apply | null }> {
	const bases = await journal.bases(target);
	const seeded = bases.length > 0 ? seededOf(bases) : readForerunner(home);
	if (bundleFolder !== null) fillTexts(seeded, bundleFolder);
	const applies = await journal.list(target, LOOK_BACK);
	return { seeded, installed: installedOf(applies), open: openOf(applies) };
}

/** Hands what the file of an earlier version holds to the ledger, once; the file is left as it is. */
export async function adoptForerunner(
	journal: ApplyJournal,
	{ home, target }: Pick<MemoryPlace, 'home' | 'target'>,
): Promise<void> {
	if ((await journal.bases(target)).length > 0) return;
	const { credentials, workflows } = readForerunner(home);
	const bases: Base[] = [
		...Object.entries(credentials).map(([key, value]) => ({
			kind: 'credential' as const,
			key,
			value,
		})),
		...Object.entries(workflows).map(([key, value]) => ({
			kind: 'workflow' as const,
			key,
			value: value as unknown as Json,
		})),
	];
	if (bases.length > 0) await journal.remember(target, bases);
}

/** The newest bundle that was applied and not put back since, name and version; null where there is none. */
export async function findInstalled(journal: ApplyJournal, target: string): Promise<string | null> {
	return installedOf(await journal.list(target, LOOK_BACK));
}

/**
 * The newest version among them, also where it is only half applied: a later seed from a clone that was
 * left behind takes nothing back, and is not what is installed.
 *
 * @param applies newest first
 */
function installedOf(applies: readonly Apply[]): string | null {
	const counting = applies.filter(
		({ kind, state }) => kind !== 'rollback' && (state === 'done' || state === 'running'),
	);
	return counting.reduce<string | null>((newest, { source }) => {
		return newest === null || isOlder(nameAndVersion(newest), source) ? source : newest;
	}, null);
}

/** The newest one, where it has not ended: at work, or broken off. */
function openOf([newest]: readonly Apply[]): Apply | null {
	return newest?.state === 'running' ? newest : null;
}

/** What a person should know of one that has not ended. */
export function openNote({ id, kind, by, heardAt }: Apply): string {
	const at = `${heardAt.toISOString().slice(0, 16).replace('T', ' ')}Z`;
	return (
		`${id} (${kind} by ${by}) has not ended; it was last heard of at ${at}. ` +
		'If it was broken off, the same command goes on with it, and agency-ops rollback puts it back.'
	);
}

const forerunnerSchema = z.object({
	credentials: z.record(
		z.object({ id: z.string(), fingerprint: z.string(), updatedAt: z.string() }),
	),
	workflows: z.record(z.object({ localId: z.string(), fingerprint: z.string() })),
});

/** What earlier versions kept in `home/seeded.json`; empty when there is nothing to read. */
function readForerunner(home: string): Seeded {
	const file = path.join(home, 'seeded.json');
	const parsed = forerunnerSchema.safeParse(
		existsSync(file) ? parseJson(readFileSync(file, 'utf8')) : null,
	);
	if (!parsed.success) return seededOf([]);
	const { credentials, workflows } = parsed.data;
	return {
		...seededOf([]),
		credentials,
		workflows: Object.fromEntries(
			Object.entries(workflows).map(([id, each]) => [id, { ...each, text: null }]),
		),
	};
}

/** A released version is never edited: the text that was applied is known by its fingerprint. */
function fillTexts({ workflows }: Seeded, bundleFolder: string): void {
	const missing = Object.values(workflows).filter(({ text }) => text === null);
	if (missing.length === 0) return;
	for (const text of versionsIn(bundleFolder)) {
		const known = fingerprint(text);
		for (const each of missing) if (each.fingerprint === known) each.text = text as Json;
	}
}

function versionsIn(folder: string): unknown[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => path.basename(file) === 'workflow.json')
		.flatMap((file) => {
			const value = parseJson(readFileSync(path.join(folder, file), 'utf8'));
			try {
				return [normalise(value)];
			} catch {
				return []; // no workflow: nothing that could have been applied
			}
		});
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return null; // treated like no memory at all
	}
}
