import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { MendableError } from '../../../nodes/domain/errors';

/** A person who reads lines and answers questions. */
export interface Terminal {
	say: (line: string) => void;
	/** What is typed to a question, without spaces around it; null once nobody answers any more. */
	ask: (question: string) => Promise<string | null>;
	close: () => void;
}

/** Whether a person sits there: never in pipes or where `CI` is set. */
export function hasPerson(): boolean {
	const { CI } = process.env;
	return process.stdin.isTTY && process.stderr.isTTY && (CI === undefined || CI === '');
}

/**
 * The terminal of this process.
 *
 * @throws MendableError `terminal/nobody` where no person sits there
 */
export function ownTerminal(): Terminal {
	if (hasPerson()) return openTerminal(process.stdin, process.stderr);
	throw new MendableError(
		'terminal/nobody',
		'There is nobody to ask.',
		'This does not run in a terminal that a person sits at, or CI is set.',
		'Answer with --answer NODE:PATH=mine or --prefer mine instead of --ask.',
	);
}

/** Talks over two streams; lines that come before their question are kept for it. */
export function openTerminal(input: Readable, output: Writable): Terminal {
	const lines = createInterface({ input, output });
	const early: string[] = [];
	let take: ((line: string | null) => void) | null = null;
	let isClosed = false;
	const give = (line: string | null) => {
		const waiting = take;
		take = null;
		if (waiting !== null) waiting(line);
		else if (line !== null) early.push(line);
	};
	lines.on('line', give);
	lines.on('close', () => {
		isClosed = true;
		if (take !== null) output.write('\n');
		give(null);
	});
	return {
		say: (line) => void output.write(`${line}\n`),
		ask: async (question) => {
			output.write('\n');
			const next = early.shift();
			if (next !== undefined) {
				output.write(`${question}${next}\n`);
				return next.trim();
			}
			if (isClosed) return null;
			lines.setPrompt(question);
			lines.prompt();
			const line = await new Promise<string | null>((resolve) => (take = resolve));
			return line?.trim() ?? null;
		},
		close: () => lines.close(),
	};
}
