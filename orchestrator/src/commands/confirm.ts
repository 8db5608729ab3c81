import { createInterface } from 'node:readline/promises';

/** A terminal, or what stands in for one. */
export interface Terminal {
	input: NodeJS.ReadableStream & { isTTY?: boolean };
	output: NodeJS.WritableStream & { isTTY?: boolean };
}

/**
 * Asks a person at the terminal; without one nobody can say yes. Ctrl-C and Ctrl-D say no.
 *
 * @returns null where there is nobody to ask
 */
export async function confirm(
	question: string,
	{ input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<boolean | null> {
	if (input.isTTY !== true || output.isTTY !== true) return null;
	const lines = createInterface({ input, output, terminal: true });
	let isAnswered = false;
	const left = new Promise<string>((resolve) =>
		lines.once('close', () => {
			if (!isAnswered) output.write('\n');
			resolve('');
		}),
	);
	try {
		const asked = lines.question(`${question} [y/N] `).catch(async () => await left);
		const answer = await Promise.race([asked, left]);
		isAnswered = true;
		return /^y(es)?$/i.test(answer.trim());
	} finally {
		lines.close();
	}
}
