import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import { readPackage } from '../bundle/package/readPackage';
import { CHANGELOG } from '../bundle/package/sheet';
import { verifyPackage } from '../bundle/package/verifyPackage';
import type { Bundle } from '../bundle/readBundle';
import { readBundle } from '../bundle/readBundle';
import type { BundleFinding } from '../bundle/verify';
import { verifyBundle } from '../bundle/verify';
import { rootFolder } from '../config';
import { compareVersions } from '../monitor/advisories';
import { nameAndVersion } from '../plan/planN8n';

/** The bundle of this clone. */
export const ownFolder = path.join(rootFolder, 'workflows');

/** A bundle that may be applied. */
export interface OpenedBundle {
	bundle: Bundle;
	/** Folder with its earlier versions; null for a package. */
	folder: string | null;
	/** Key it is signed with; null for a folder and for what nobody signed. */
	signedBy: string | null;
	/** What changed, as Markdown; null where it does not say. */
	changelog: string | null;
	/** What a person should know before it is applied. */
	notes: BundleFinding[];
}

/** What a bundle is measured by. */
export interface BundleMeasures {
	/** Public keys whose packages are taken; empty: anybody's. */
	trusted: readonly string[];
	/** Name and version of the bundle that was applied last; null: what is in the clone. */
	installed: string | null;
	/** Version of the n8n it is for; null: not known. */
	n8n: string | null;
	/**
	 * Whether a folder is held to what a package is held to, default true. Seeding a clone is not: there
	 * the plan says what is older, and people try what they are working on.
	 */
	isStrict?: boolean;
}

/** The node pack of this clone. */
export function ownPack(): { name: string; version: string } {
	const text = readFileSync(path.join(rootFolder, 'package.json'), 'utf8');
	return z.object({ name: z.string(), version: z.string() }).parse(JSON.parse(text));
}

/**
 * Opens a bundle to be applied: a folder with bundle.json, or a `.n8np` package, which is checked
 * before anything of it is used.
 *
 * @throws MendableError `bundle/missing`, `bundle/invalid`, `bundle/refused` with every reason
 */
export function openBundle(place: string, measures: BundleMeasures): OpenedBundle {
	const found = statSync(place, { throwIfNoEntry: false });
	if (found === undefined) throw missing(place);
	const isFolder = found.isDirectory();
	const opened = isFolder ? openFolder(place) : openPackage(place, measures);
	if (isFolder && measures.isStrict === false) return { ...opened, notes: [] };
	const { bundle, notes } = opened;
	const findings = [...notes, ...olderThan(bundle, measures), ...newerN8n(bundle, measures)];
	const wrong = findings.filter(({ level }) => level === 'failed');
	if (wrong.length > 0) throw refused(place, wrong);
	return { ...opened, notes: findings };
}

function openFolder(folder: string): OpenedBundle {
	const bundle = readBundle(folder);
	const isOwn = path.resolve(folder) === ownFolder;
	const file = path.join(isOwn ? rootFolder : folder, CHANGELOG);
	const changelog = existsSync(file) ? readFileSync(file, 'utf8') : null;
	return { bundle, folder, signedBy: null, changelog, notes: verifyBundle(folder, bundle) };
}

function openPackage(file: string, { trusted, installed }: BundleMeasures): OpenedBundle {
	const archive = readFileSync(file);
	const own = readBundle(ownFolder);
	const report = verifyPackage(archive, {
		trusted,
		installed: installed === null ? own : nameAndVersion(installed),
		pack: ownPack(),
	});
	const wrong = report.findings.filter(({ level }) => level === 'failed');
	if (wrong.length > 0) throw refused(file, wrong);
	return {
		...readPackage(archive),
		folder: null,
		signedBy: report.signedBy,
		notes: report.findings,
	};
}

/** For a package verifyPackage says so. */
function olderThan({ name, version }: Bundle, { installed }: BundleMeasures): BundleFinding[] {
	if (installed === null) return [];
	const here = nameAndVersion(installed);
	if (here.name !== name || compareVersions(version, here.version) >= 0) return [];
	return [
		{
			level: 'failed',
			says: `It is ${name} ${version}; ${here.version} is here already.`,
			mend: 'Take a newer bundle; to go back to what was there before, run agency-ops rollback.',
		},
	];
}

function newerN8n({ n8n: needed }: Bundle, { n8n }: BundleMeasures): BundleFinding[] {
	if (n8n === null || compareVersions(needed, n8n) <= 0) return [];
	return [
		{
			level: 'failed',
			says: `It needs n8n ${needed}; ${n8n} runs here.`,
			mend: 'Update n8n first.',
		},
	];
}

function missing(place: string): MendableError {
	return new MendableError(
		'bundle/missing',
		'There is no bundle here.',
		`${place} was not found.`,
		'Name a .n8np archive, or the folder that holds bundle.json; in the clone it is workflows/.',
	);
}

function refused(place: string, wrong: readonly BundleFinding[]): MendableError {
	const mends = [...new Set(wrong.map(({ mend }) => mend))];
	return new MendableError(
		'bundle/refused',
		`${place} is not applied.`,
		wrong.map(({ says }) => says).join('\n        '),
		`${mends.join(' ')} Nothing was written.`,
	);
}
