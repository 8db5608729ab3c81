import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Seeded } from '../plan/model';

const seededSchema = z.object({
	credentials: z.record(
		z.object({ id: z.string(), fingerprint: z.string(), updatedAt: z.string() }),
	),
	workflows: z.record(z.object({ localId: z.string(), fingerprint: z.string() })),
});

/** What seed remembers between two runs. */
export interface SeededMemory {
	read(): Seeded;
	keepCredential(id: string, written: Seeded['credentials'][string]): void;
	keepWorkflow(id: string, written: Seeded['workflows'][string]): void;
}

/**
 * The memory in `home/seeded.json`. Losing it does no harm: credentials are written once more, and
 * a workflow that differs is put before a person instead of being updated.
 */
export function seededMemory(home: string): SeededMemory {
	const file = seededFile(home);
	const read = () => readSeeded(home);
	const write = (next: Seeded): void => {
		mkdirSync(home, { recursive: true });
		writeFileSync(`${file}.new`, `${JSON.stringify(next, null, '\t')}\n`);
		renameSync(`${file}.new`, file);
	};
	return {
		read,
		keepCredential: (id, written) => {
			const { credentials, workflows } = read();
			write({ credentials: { ...credentials, [id]: written }, workflows });
		},
		keepWorkflow: (id, written) => {
			const { credentials, workflows } = read();
			write({ credentials, workflows: { ...workflows, [id]: written } });
		},
	};
}

/** What seed remembers, empty when there is nothing to remember. */
export function readSeeded(home: string): Seeded {
	const file = seededFile(home);
	const parsed = seededSchema.safeParse(
		existsSync(file) ? parseJson(readFileSync(file, 'utf8')) : null,
	);
	return parsed.success ? parsed.data : { credentials: {}, workflows: {} };
}

function seededFile(home: string): string {
	return path.join(home, 'seeded.json');
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return null; // treated like no memory at all
	}
}
