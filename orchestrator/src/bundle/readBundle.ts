import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import { workflowText } from './normalise';
import type { BundleWorkflow, NodeTypeVersion } from './pack';
import { bundleWorkflow, credentialNeeds, nodeTypes } from './pack';

/** One workflow as the manifest lists it. */
export interface BundleEntry {
	slug: string;
	version: number;
	/** Id it has in every n8n it is imported into. */
	id: string;
	name: string;
	/** Path below the folder of the manifest. */
	file: string;
}

/** A bundle with its workflows, ready to be compared or packed. */
export interface Bundle {
	name: string;
	version: string;
	/** n8n version the workflows were made and tried with. */
	n8n: string;
	entries: BundleEntry[];
	nodes: NodeTypeVersion[];
	credentials: Array<{ type: string; name: string }>;
	workflows: BundleWorkflow[];
}

const manifestSchema = z.object({
	name: z.string().min(1),
	version: z.string().min(1),
	n8n: z.string().min(1),
	nodes: z.array(z.object({ type: z.string().min(1), typeVersion: z.number() })),
	credentials: z.array(z.object({ type: z.string().min(1), name: z.string().min(1) })),
	workflows: z
		.array(
			z.object({
				slug: z.string().regex(/^[a-z0-9-]+$/, 'expected small letters, digits and dashes'),
				version: z.number().int().min(1),
				// What n8n's importer takes for a path and a primary key (n8n 2.41).
				id: z.string().regex(/^[A-Za-z0-9_]{1,36}$/, 'expected 1 to 36 letters, digits or _'),
				name: z.string().min(1),
				file: z.string().regex(/^[a-z0-9-]+(\/[A-Za-z0-9_.-]+)+$/, 'expected a path in the bundle'),
			}),
		)
		.min(1, 'expected at least one workflow'),
});

/**
 * Reads a bundle from its folder.
 *
 * @throws MendableError `bundle/invalid` with everything that is wrong, `bundle/missing`
 */
export function readBundle(folder: string): Bundle {
	const file = path.join(folder, 'bundle.json');
	const parsed = manifestSchema.safeParse(readJson(file));
	if (!parsed.success) {
		const wrong = parsed.error.issues.map(({ path: place, message }) => {
			return `bundle.json "${place.join('.')}": ${message}`;
		});
		throw invalid(folder, wrong);
	}
	const { workflows: entries, ...manifest } = parsed.data;
	const wrong: string[] = doubles(entries);
	const workflows = entries.flatMap((entry) => {
		const place = path.join(folder, entry.file);
		if (!existsSync(place)) {
			wrong.push(`${entry.file} is not there`);
			return [];
		}
		const read = readWorkflow(entry, place);
		if (typeof read !== 'string') return [read];
		wrong.push(read);
		return [];
	});
	if (wrong.length > 0) throw invalid(folder, wrong);
	return { ...manifest, entries, workflows };
}

/** Files of a bundle that are not in normal form; their diffs would show what nobody decided. */
export function filesNotNormal(folder: string, { entries }: Bundle): string[] {
	return entries
		.map(({ file }) => file)
		.filter((file) => {
			const text = readFileSync(path.join(folder, file), 'utf8');
			return text !== workflowText(JSON.parse(text));
		});
}

/** What the manifest and the workflows say differently: node types and credentials. */
export function manifestDrift({ nodes, credentials, workflows }: Bundle): string[] {
	return [
		...differences(
			'node type',
			nodes.map(({ type, typeVersion }) => `${type}@${typeVersion}`),
			nodeTypes(workflows).map(({ type, typeVersion }) => `${type}@${typeVersion}`),
		),
		...differences(
			'credential',
			credentials.map(({ type, name }) => `${type} "${name}"`),
			credentialNeeds(workflows).map(({ type, name }) => `${type} "${name}"`),
		),
	];
}

function differences(what: string, listed: string[], used: string[]): string[] {
	return [
		...used
			.filter((each) => !listed.includes(each))
			.map((each) => `${what} ${each} is used, the manifest does not list it`),
		...listed
			.filter((each) => !used.includes(each))
			.map((each) => `${what} ${each} is listed in the manifest, nothing uses it`),
	];
}

function readWorkflow(entry: BundleEntry, place: string): BundleWorkflow | string {
	try {
		const workflow = bundleWorkflow(entry.id, readJson(place));
		if (workflow.name === entry.name) return workflow;
		return `${entry.file} is called "${workflow.name}", the manifest says "${entry.name}"`;
	} catch (error) {
		if (error instanceof MendableError) throw error;
		if (!(error instanceof z.ZodError)) throw error;
		const { path: where = [], message = '' } = error.issues[0] ?? {};
		return `${entry.file} is no workflow: "${where.join('.')}" ${message}`;
	}
}

function doubles(entries: BundleEntry[]): string[] {
	return (['id', 'name'] as const).flatMap((field) => {
		const values = entries.map((entry) => entry[field]);
		return values
			.filter((value, index) => values.indexOf(value) !== index)
			.map((value) => `two workflows have the ${field} "${value}"`);
	});
}

function readJson(file: string): unknown {
	if (!existsSync(file)) {
		throw new MendableError(
			'bundle/missing',
			'There is no bundle here.',
			`${file} was not found.`,
			'Name the folder that holds bundle.json; in the clone it is workflows/.',
		);
	}
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as unknown;
	} catch (error) {
		throw invalid(path.dirname(file), [`${path.basename(file)}: ${String(error)}`]);
	}
}

function invalid(folder: string, wrong: string[]): MendableError {
	return new MendableError(
		'bundle/invalid',
		`The bundle in ${folder} cannot be used.`,
		wrong.join('\n'),
		'Correct these files; nothing was packed or written.',
	);
}
