import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { MendableError } from '../../../nodes/domain/errors';
import { readRemembered } from '../apply/seeded';
import { openServices } from '../apply/services';
import type { CanvasState } from '../bundle/pull';
import { lookAtCanvas, nextVersionFile } from '../bundle/pull';
import type { Bundle } from '../bundle/readBundle';
import { readBundle } from '../bundle/readBundle';
import type { Settings } from '../config';
import { loadSecrets, rootFolder } from '../config';
import { lookAtTables } from '../plan/lookAtN8n';
import { localIds } from '../plan/ourIds';
import { isOlder } from '../plan/planN8n';
import { writeWholeFile } from '../scoring/files';
import { inReach } from './inReach';
import { sayLooking } from './sayLooking';

interface PullFlags {
	bundle: string;
	overwrite: boolean;
	json: boolean;
}

/** Adds `pull`: brings what people changed on the canvas back into files. */
export function registerPull(program: Command): void {
	program
		.command('pull')
		.argument('[slugs...]', 'workflows by their names in bundle.json; default all')
		.description('write what was changed on the canvas as the next version of each workflow')
		.option('--bundle <folder>', 'folder with bundle.json', path.join(rootFolder, 'workflows'))
		.option('--overwrite', 'replace a next version that is there and says something else', false)
		.option('--json', 'print what was found as one JSON document', false)
		.action(async (slugs: string[], flags: PullFlags, command: Command) => {
			await inReach(command, async (settings) => {
				const whole = readBundle(flags.bundle);
				const bundle = chosen(whole, slugs);
				sayLooking('Looking at the canvas');
				const { states, installed } = await lookAtN8n(settings, bundle);
				if (installed !== null && isOlder(whole, installed))
					console.error(olderNote(whole, installed));
				const report = await writeChanged(states, flags);
				console.log(
					flags.json
						? JSON.stringify({ workflows: report }, null, '\t')
						: report.flatMap((each) => pulledLines(each)).join('\n'),
				);
			});
		});
}

async function lookAtN8n(
	settings: Settings,
	bundle: Bundle,
): Promise<{ states: CanvasState[]; installed: string | null }> {
	const services = openServices(settings, loadSecrets(settings));
	try {
		const key = services.n8n.apiKey();
		if (key === null) throw noKey(settings);
		const { home, target } = settings;
		const place = { home, target, bundleFolder: null };
		const { seeded, installed } = await readRemembered(services.journal, place);
		const api = services.n8n.open(key);
		const tables = await lookAtTables(api, bundle.workflows);
		const states = await lookAtCanvas(api, bundle, localIds({ ...seeded, tables }));
		return { states, installed };
	} finally {
		await services.close();
	}
}

/** One workflow with what became of it; `file` is null where nothing had to be written. */
export interface Pulled {
	slug: string;
	name: string;
	state: CanvasState['state'];
	file: string | null;
	/** The file that the bundle names now. */
	released: string;
	changes: string[];
}

/**
 * Writes the changed workflows, all or none of them.
 *
 * @throws MendableError `pull/in-the-way` where a next version is there that says something else
 */
export async function writeChanged(
	states: readonly CanvasState[],
	{ bundle, overwrite }: Pick<PullFlags, 'bundle' | 'overwrite'>,
): Promise<Pulled[]> {
	const pulled = states.map((each) => ({
		each,
		file: path.join(bundle, nextVersionFile(each.entry)),
	}));
	const inTheWay = pulled.filter(
		({ each, file }) =>
			each.state === 'changed' && existsSync(file) && readFileSync(file, 'utf8') !== each.text,
	);
	if (inTheWay.length > 0 && !overwrite) throw wouldReplace(inTheWay.map(({ file }) => file));
	const report: Pulled[] = [];
	for (const { each, file } of pulled) {
		const { slug, name } = each.entry;
		const released = path.join(bundle, each.entry.file);
		if (each.state === 'changed') {
			mkdirSync(path.dirname(file), { recursive: true });
			await writeWholeFile(file, each.text);
			report.push({ slug, name, state: each.state, file, released, changes: each.changes });
		} else report.push({ slug, name, state: each.state, file: null, released, changes: [] });
	}
	return report;
}

const told: Record<CanvasState['state'], string> = {
	same: '= %: as the bundle says',
	missing: '! %: n8n has none; agency-ops seed makes it',
	archived: '! %: somebody archived it in n8n',
	changed: '~ %: changed on the canvas',
};

/**
 * What became of one workflow, for a person.
 *
 * @param here the folder from which paths are told
 */
export function pulledLines(
	{ name, state, file, released, changes }: Pulled,
	here = process.cwd(),
): string[] {
	return [
		told[state].replace('%', () => name),
		...changes.map((line) => `    ${line}`),
		...(file === null ? [] : reviewLines(file, released, here)),
	];
}

function reviewLines(file: string, released: string, here: string): string[] {
	const [next, before] = [file, released].map((each) => shellWord(nearName(each, here)));
	return [
		`    → ${next}`,
		`      See it all: git diff --no-index ${before} ${next}`,
		'      Release it: name it as file and version in bundle.json',
	];
}

/** A path as somebody in this folder would write it. */
function nearName(file: string, here: string): string {
	const near = path.relative(here, file);
	return near.startsWith('..') ? file : near;
}

const shellWord = (text: string) =>
	/^[\w./+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

function olderNote({ name, version }: Bundle, installed: string): string {
	return (
		`i ${installed} was applied last, and this folder has ${name} ${version}: what the newer one brought ` +
		'counts as changed on the canvas, too. Name the folder of the newer one with --bundle.'
	);
}

function chosen(bundle: Bundle, slugs: readonly string[]): Bundle {
	const known = bundle.entries.map(({ slug }) => slug);
	const unknown = slugs.filter((slug) => !known.includes(slug));
	if (unknown.length > 0) {
		throw new MendableError(
			'pull/unknown-workflow',
			'Nothing was pulled.',
			`The bundle has no ${unknown.join(', ')}; it has ${known.join(', ')}.`,
			'Name workflows as bundle.json does under "slug".',
		);
	}
	if (slugs.length === 0) return bundle;
	return { ...bundle, entries: bundle.entries.filter(({ slug }) => slugs.includes(slug)) };
}

function noKey({ n8n }: Settings): MendableError {
	return new MendableError(
		'pull/no-key',
		'The canvas cannot be read.',
		'There is no key for the API of n8n.',
		`Run agency-ops seed, or set ${n8n.apiKeyEnv} to a key made in n8n.`,
	);
}

function wouldReplace(files: readonly string[]): MendableError {
	return new MendableError(
		'pull/in-the-way',
		'Nothing was pulled.',
		`${files.join(', ')} says something else than the canvas.`,
		'Move it away or release it in bundle.json, or let --overwrite replace it.',
	);
}
