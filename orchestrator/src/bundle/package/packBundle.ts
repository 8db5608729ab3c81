import type { KeyObject } from 'node:crypto';
import { jsonFile, packFiles } from '../pack';
import type { Bundle } from '../readBundle';
import type { ArchiveFile } from '../tarball';
import { tarball } from '../tarball';
import { publicKeyText, signBytes } from './keys';
import type { Sheet } from './sheet';
import { CHANGELOG, sha256Of, SHEET, signatureFile } from './sheet';

/** What goes into a package beside the workflows. */
export interface PackageParts {
	/** Node pack that the workflows need. */
	pack: { name: string; version: string };
	/** What changed, as Markdown. */
	changelog: string | null;
	/** Private Ed25519 key; null leaves the package unsigned. */
	key: KeyObject | null;
}

/**
 * Makes the `.n8np` of a bundle: what n8n's public API imports, with a sheet of versions, needs and
 * checksums behind it. Equal bundles and keys give equal bytes.
 */
export function packBundle(bundle: Bundle, { pack, changelog, key }: PackageParts): Buffer {
	const { name, version, n8n, entries, workflows } = bundle;
	const files: ArchiveFile[] = [
		...packFiles({ source: `${name}@${version}`, n8nVersion: n8n, workflows }),
		...(changelog === null ? [] : [{ path: CHANGELOG, content: changelog }]),
	];
	const sheet: Sheet = {
		format: 1,
		name,
		version,
		n8n,
		pack,
		nodes: bundle.nodes.map(({ type, typeVersion }) => ({ type, typeVersion })),
		credentials: bundle.credentials.map((each) => ({ type: each.type, name: each.name })),
		workflows: entries.map((entry) => ({
			slug: entry.slug,
			version: entry.version,
			id: entry.id,
			name: entry.name,
		})),
		files: Object.fromEntries(files.map(({ path, content }) => [path, sha256Of(content)])),
	};
	const written = jsonFile(SHEET, sheet);
	return tarball([...files, written, ...(key === null ? [] : [signatureOf(written, key)])]);
}

function signatureOf({ content }: ArchiveFile, key: KeyObject): ArchiveFile {
	return signatureFile(publicKeyText(key), signBytes(Buffer.from(content, 'utf8'), key));
}
