import { z } from 'zod';
import { isErrorReport } from '../../../../nodes/domain/errors';
import { compareVersions } from '../../monitor/advisories';
import type { BundleWorkflow } from '../pack';
import { bundleWorkflow } from '../pack';
import type { BundleFinding } from '../verify';
import { codeInside, danglingReferences, decidedInside } from '../verify';
import { isSignedBy } from './keys';
import { readArchive } from './readArchive';
import type { Sheet, Signature } from './sheet';
import { sha256Of, SHEET, sheetSchema, SIGNATURE, signatureFile, signatureSchema } from './sheet';

/** What a package is measured by. */
export interface VerifyContext {
	/** Public keys whose packages are taken; empty: anybody's, which is told. */
	trusted: readonly string[];
	/** Bundle that is here, so that an older one is not taken for an upgrade; null: none. */
	installed: { name: string; version: string } | null;
	/** Node pack that is here. */
	pack: { name: string; version: string };
}

/** What was found about a package. */
export interface PackageReport {
	/** What it says of itself; null where it cannot be read. */
	sheet: Sheet | null;
	/** Who signed it; null when nobody did, or not this. */
	signedBy: string | null;
	findings: BundleFinding[];
}

const AGAIN = 'Get the package again from whoever made it; do not import this one.';
const manifestSchema = z.object({
	sourceId: z.string(),
	sourceN8nVersion: z.string(),
	workflows: z.array(z.object({ id: z.string(), name: z.string(), target: z.string() })),
});

/**
 * Checks a package without unpacking it to disk: whole, unchanged since it was signed, by whom, no
 * older than what is here and not in need of a newer pack; and names what runs code.
 */
export function verifyPackage(archive: Buffer, context: VerifyContext): PackageReport {
	const files = unpacked(archive);
	if (!(files instanceof Map)) return { sheet: null, signedBy: null, findings: [files] };
	const sheet = readSheet(files);
	if ('says' in sheet) return { sheet: null, signedBy: null, findings: [sheet] };
	const { signedBy, findings } = checkSignature(files, context.trusted);
	const changed = checkFiles(files, sheet);
	const read = changed.length === 0 ? readWorkflows(files, sheet) : { workflows: [], findings: [] };
	const { workflows } = read;
	return {
		sheet,
		signedBy,
		findings: [
			...findings,
			// What was changed is not looked into: whatever it says, nobody wrote it so.
			...changed,
			...read.findings,
			...checkVersions(sheet, context),
			...danglingReferences({ workflows }),
			...codeInside({ workflows }),
			...decidedInside({ workflows }),
		],
	};
}

function unpacked(archive: Buffer): Map<string, Buffer> | BundleFinding {
	try {
		return readArchive(archive);
	} catch (error) {
		if (!isErrorReport(error)) throw error;
		return failed(error.why, AGAIN);
	}
}

function readSheet(files: ReadonlyMap<string, Buffer>): Sheet | BundleFinding {
	const content = files.get(SHEET);
	if (content === undefined) {
		return failed(
			`It has no ${SHEET}: agency-ops bundle pack did not make it.`,
			'Pack the bundle with agency-ops bundle pack; what n8n exports has no checksums to verify.',
		);
	}
	const parsed = sheetSchema.safeParse(parsedJson(content));
	if (parsed.success) return parsed.data;
	const { path = [], message = '' } = parsed.error.issues[0] ?? {};
	return failed(`Its ${SHEET} cannot be read: "${path.join('.')}" ${message}.`, AGAIN);
}

function checkSignature(
	files: ReadonlyMap<string, Buffer>,
	trusted: readonly string[],
): Pick<PackageReport, 'signedBy' | 'findings'> {
	const content = files.get(SIGNATURE);
	if (content === undefined) {
		const says = 'It is not signed: checksums alone show no tampering by whoever made them anew.';
		const mend = 'Ask for a package made with agency-ops bundle pack --key.';
		return {
			signedBy: null,
			findings: [{ level: trusted.length > 0 ? 'failed' : 'note', says, mend }],
		};
	}
	const parsed = signatureSchema.safeParse(parsedJson(content));
	const sheet = files.get(SHEET);
	if (
		!parsed.success ||
		sheet === undefined ||
		!isAsWritten(content, parsed.data) ||
		!isSignedBy(sheet, parsed.data.signature, parsed.data.publicKey)
	) {
		return { signedBy: null, findings: [failed('Its signature is not over this package.', AGAIN)] };
	}
	const { publicKey } = parsed.data;
	if (trusted.includes(publicKey)) return { signedBy: publicKey, findings: [] };
	const finding: BundleFinding =
		trusted.length > 0
			? failed(
					`It is signed by ${publicKey}, which is not trusted here.`,
					'Ask its maker, by another way than you got it, whether that is their key. Only if it is, pin it in agency.config.yaml: bundle.trusted.',
				)
			: {
					level: 'note',
					says: `It is signed by ${publicKey}; no key is pinned here, so that anybody's will do.`,
					mend: 'Ask whoever made it for their key, and pin it in agency.config.yaml: bundle.trusted.',
				};
	return { signedBy: publicKey, findings: [finding] };
}

/** Whether a signature stands there letter by letter as packing writes it: no checksum covers it. */
function isAsWritten(content: Buffer, { publicKey, signature }: Signature): boolean {
	const bytes = Buffer.from(signature, 'base64').toString('base64');
	return content.equals(Buffer.from(signatureFile(publicKey, bytes).content));
}

function checkFiles(files: ReadonlyMap<string, Buffer>, sheet: Sheet): BundleFinding[] {
	const listed = Object.entries(sheet.files);
	const known = new Set([...listed.map(([path]) => path), SHEET, SIGNATURE]);
	return [
		...listed.flatMap(([path, sha256]) => {
			const content = files.get(path);
			if (content === undefined) return [failed(`"${path}" is missing.`, AGAIN)];
			return sha256Of(content) === sha256 ? [] : [failed(`"${path}" was changed.`, AGAIN)];
		}),
		...[...files.keys()]
			.filter((path) => !known.has(path))
			.map((path) => failed(`"${path}" was added: no checksum covers it.`, AGAIN)),
	];
}

/** The workflows as n8n would import them, and where that is not what the sheet says. */
function readWorkflows(files: ReadonlyMap<string, Buffer>, sheet: Sheet) {
	const manifest = manifestSchema.safeParse(parsedJson(files.get('manifest.json')));
	if (!manifest.success) {
		return { workflows: [], findings: [failed('It has no manifest that n8n reads.', AGAIN)] };
	}
	const { workflows: entries, sourceId } = manifest.data;
	const lines = (list: ReadonlyArray<{ id: string; name: string }>) =>
		list.map(({ id, name }) => `${id} ${name}`).join('\n');
	const isTold =
		lines(entries) === lines(sheet.workflows) && sourceId === `${sheet.name}@${sheet.version}`;
	const findings = isTold
		? []
		: [failed('Its manifest and its sheet name other workflows.', AGAIN)];
	const workflows = entries.flatMap(({ id, target }): BundleWorkflow[] => {
		const read = workflowIn(files.get(`${target}/workflow.json`), id);
		if (read === null) findings.push(failed(`"${target}/workflow.json" is no workflow.`, AGAIN));
		return read === null ? [] : [read];
	});
	return { workflows, findings };
}

function workflowIn(content: Buffer | undefined, id: string): BundleWorkflow | null {
	try {
		return bundleWorkflow(id, parsedJson(content));
	} catch (error) {
		if (error instanceof z.ZodError) return null;
		throw error;
	}
}

function checkVersions(sheet: Sheet, { installed, pack }: VerifyContext): BundleFinding[] {
	const isOlder =
		installed !== null &&
		installed.name === sheet.name &&
		compareVersions(sheet.version, installed.version) < 0;
	const needsNewer =
		sheet.pack.name === pack.name && compareVersions(sheet.pack.version, pack.version) > 0;
	return [
		...(isOlder
			? [
					failed(
						`It is ${sheet.name} ${sheet.version}; ${installed.version} is here already.`,
						'Take a newer package: an older one would undo what has changed since.',
					),
				]
			: []),
		...(needsNewer
			? [
					failed(
						`It needs ${pack.name} ${sheet.pack.version}; ${pack.version} is here.`,
						'Update the node pack first, in n8n and in this clone.',
					),
				]
			: []),
	];
}

/** undefined for anything that is no JSON: every schema refuses that. */
function parsedJson(content: Buffer | undefined): unknown {
	try {
		return JSON.parse(content?.toString('utf8') ?? '');
	} catch {
		return undefined;
	}
}

function failed(says: string, mend: string): BundleFinding {
	return { level: 'failed', says, mend };
}
