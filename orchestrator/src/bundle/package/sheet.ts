import { createHash } from 'node:crypto';
import { z } from 'zod';
import { jsonFile } from '../pack';
import type { ArchiveFile } from '../tarball';

/** Where a package says what it is; n8n's importer leaves this file alone. */
export const SHEET = 'bundle.json';

/** Where the signature over that file stands. */
export const SIGNATURE = 'signature.json';

/** What changed, for people. */
export const CHANGELOG = 'CHANGELOG.md';

const versionSchema = z.string().regex(/^\d+\.\d+\.\d+/, 'expected a version such as 1.2.0');

/** What a package says of itself; the checksums cover every file but this one and its signature. */
export const sheetSchema = z.object({
	format: z.literal(1),
	name: z.string().min(1),
	version: versionSchema,
	/** n8n version that the workflows were made and tried with. */
	n8n: versionSchema,
	/** Oldest version of this node pack that has every node in it. */
	pack: z.object({ name: z.string().min(1), version: versionSchema }),
	nodes: z.array(z.object({ type: z.string().min(1), typeVersion: z.number() })),
	credentials: z.array(z.object({ type: z.string().min(1), name: z.string().min(1) })),
	workflows: z.array(
		z.object({
			slug: z.string().min(1),
			version: z.number().int().min(1),
			id: z.string().min(1),
			name: z.string().min(1),
		}),
	),
	/** SHA-256 in hex of each file by its path. */
	files: z.record(z.string().regex(/^[0-9a-f]{64}$/)),
});

/** What a package says of itself. */
export type Sheet = z.infer<typeof sheetSchema>;

/** A signature over the bytes of the sheet. */
export const signatureSchema = z.object({
	algorithm: z.literal('ed25519'),
	publicKey: z.string(),
	signature: z.string(),
});

/** A signature over the bytes of the sheet. */
export type Signature = z.infer<typeof signatureSchema>;

/** The file that a signature stands in. */
export function signatureFile(publicKey: string, signature: string): ArchiveFile {
	return jsonFile(SIGNATURE, { algorithm: 'ed25519', publicKey, signature });
}

/** SHA-256 of a file, in hex. */
export function sha256Of(content: Buffer | string): string {
	return createHash('sha256').update(content).digest('hex');
}
