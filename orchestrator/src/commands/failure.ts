import { CommanderError } from 'commander';
import { isErrorReport } from '../../../nodes/domain/errors';

/** Under "why:" as under "mend:", so that a second line stands below the first. */
const MARGIN = ' '.repeat(8);

/** An error for a person; only a bug shows its stack. Null where the command line has said it already. */
export function failureText(error: unknown): string | null {
	if (error instanceof CommanderError) return null;
	if (!isErrorReport(error)) {
		return error instanceof Error ? (error.stack ?? error.message) : String(error);
	}
	const { what, why, mend, code } = error;
	return `${what}\n  why:  ${inColumn(why)}\n  mend: ${inColumn(mend)}\n  code: ${code}`;
}

/** The same for a script that asked for JSON: `{"error": {code, what, why, mend}}`. */
export function failureDocument(error: unknown): string {
	return JSON.stringify({ error: reportOf(error) }, null, '\t');
}

function reportOf(error: unknown) {
	if (isErrorReport(error)) {
		const { code, what, why, mend } = error;
		return { code, what, why, mend };
	}
	const why = error instanceof Error ? error.message : String(error);
	return error instanceof CommanderError
		? {
				code: 'command/usage',
				what: 'The command line cannot be read.',
				why: why.replace(/^error: /, ''),
				mend: 'Look with --help at what the command takes.',
			}
		: {
				code: 'command/broke',
				what: 'The command broke down.',
				why,
				mend: 'Report it with what was printed to the error output.',
			};
}

function inColumn(text: string): string {
	return text.replace(/\n\s*/g, `\n${MARGIN}`);
}
