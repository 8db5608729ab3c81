import { z } from 'zod';
import { MendableError } from '../../../../nodes/domain/errors';
import type { BundleWorkflow } from '../pack';
import { bundleWorkflow } from '../pack';
import type { Bundle } from '../readBundle';
import { readArchive } from './readArchive';
import { CHANGELOG, SHEET, sheetSchema } from './sheet';

const manifestSchema = z.object({
	workflows: z.array(z.object({ id: z.string(), target: z.string() })),
});

/** What is in a package. */
export interface PackageContent {
	bundle: Bundle;
	/** What changed, as Markdown; null where it does not say. */
	changelog: string | null;
}

/**
 * The bundle in a package that was verified before.
 *
 * @throws MendableError `bundle/archive`; ZodError where nobody verified it
 */
export function readPackage(archive: Buffer): PackageContent {
	const files = readArchive(archive);
	const json = (file: string): unknown => {
		const content = files.get(file);
		if (content === undefined) throw missing(file);
		return JSON.parse(content.toString('utf8'));
	};
	const sheet = sheetSchema.parse(json(SHEET));
	const { workflows: placed } = manifestSchema.parse(json('manifest.json'));
	const workflows = placed.map(
		({ id, target }): BundleWorkflow => bundleWorkflow(id, json(`${target}/workflow.json`)),
	);
	const { name, version, n8n, nodes, credentials } = sheet;
	const entries = sheet.workflows.map((entry) => ({
		...entry,
		file: `${entry.slug}/v${entry.version}/workflow.json`,
	}));
	return {
		bundle: { name, version, n8n, nodes, credentials, entries, workflows },
		changelog: files.get(CHANGELOG)?.toString('utf8') ?? null,
	};
}

function missing(file: string): MendableError {
	return new MendableError(
		'bundle/archive',
		'The archive cannot be used.',
		`"${file}" is missing.`,
		'Get the bundle again from whoever made it. Nothing was unpacked or written.',
	);
}
