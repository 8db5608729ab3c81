import type { Terminal } from './terminal';
import { hasPerson, ownTerminal } from './terminal';

/**
 * Asks a person at the terminal; without one nobody can say yes. Ctrl-C and Ctrl-D say no.
 *
 * @returns null where there is nobody to ask
 */
export async function confirm(
	question: string,
	open: () => Terminal | null = () => (hasPerson() ? ownTerminal() : null),
): Promise<boolean | null> {
	const terminal = open();
	if (terminal === null) return null;
	try {
		const answer = await terminal.ask(`${question} [y/N] `);
		if (answer === null) terminal.say('');
		return answer !== null && /^y(es)?$/i.test(answer);
	} finally {
		terminal.close();
	}
}
