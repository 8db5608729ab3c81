import { createInterface } from 'node:readline/promises';

/**
 * Asks a person at the terminal; without one nobody can say yes.
 *
 * @returns null where there is nobody to ask
 */
export async function confirm(question: string): Promise<boolean | null> {
	if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
	const lines = createInterface({ input: process.stdin, output: process.stderr });
	try {
		return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
	} finally {
		lines.close();
	}
}
