import { Parser } from 'tar';

/** What n8n's importer reads from an archive: the workflows and the credentials they need. */
export async function readArchive(
	archive: Buffer,
): Promise<{ workflows: Array<{ id: string; workflow: unknown }>; needs: string[] }> {
	const files = new Map<string, unknown>();
	await new Promise<void>((resolve, reject) => {
		const parser = new Parser({ strict: true });
		parser.on('entry', (entry) => {
			const chunks: Buffer[] = [];
			entry.on('data', (chunk: Buffer) => chunks.push(chunk));
			entry.on('end', () => files.set(entry.path, JSON.parse(Buffer.concat(chunks).toString())));
		});
		parser.on('end', () => resolve());
		parser.on('error', reject);
		parser.end(archive);
	});
	const manifest = files.get('manifest.json') as {
		workflows: Array<{ id: string; target: string }>;
		requirements: { credentials: Array<{ id: string }> };
	};
	return {
		workflows: manifest.workflows.map(({ id, target }) => ({
			id,
			workflow: files.get(`${target}/workflow.json`),
		})),
		needs: manifest.requirements.credentials.map(({ id }) => id),
	};
}
