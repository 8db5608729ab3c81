import { MendableError } from '../../../nodes/domain/errors';
import type { Settings } from '../config';
import { ensureSecrets } from '../config';
import type { Say, Stack } from '../up/stack';
import { runCommand } from '../up/stack';
import { stopAsked } from './stopAsked';

/** Exit code of a seed that came to its end and left something to do. */
const FINDINGS = 1;

/** Starts some stack, saying what gets ready; ends what it started when `signal` comes first. */
export type StartSomeStack = (settings: Settings, say: Say, signal: AbortSignal) => Promise<Stack>;

/**
 * Starts a stack and seeds it, hands it to `work`, and ends all of it when that is done or when
 * Ctrl-C comes, whichever is first.
 */
export async function withStack(
	settings: Settings,
	start: StartSomeStack,
	work: (stack: Stack, say: Say, stop: AbortSignal) => Promise<void>,
): Promise<void> {
	const say = sayWithTime(performance.now());
	const stop = stopAsked();
	let stack: Stack | undefined;
	try {
		stack = await start(settings, say, stop);
		await seedStack(stack, say, stop);
		stack.secrets = ensureSecrets(settings.home); // seeding made n8n's API key
		await work(stack, say, stop);
	} catch (error) {
		if (!stop.aborted) throw error;
	} finally {
		if (stack !== undefined) {
			say('Stopping …');
			await stack.stop();
			say('Stopped.');
		}
	}
}

/**
 * Seeds in a process of its own: only at its start does Node learn of the sandbox's proxy. What is left
 * to a person keeps nothing down: much of it is done in the n8n that has just been started.
 */
async function seedStack({ settings }: Stack, say: Say, signal: AbortSignal): Promise<void> {
	const code = await runCommand(settings, ['seed'], signal);
	if (code === 0) return;
	if (code === FINDINGS && !signal.aborted) {
		say('Up, with something left to do: see above, then run agency-ops seed.');
		return;
	}
	throw new MendableError(
		'start/seed',
		'Seeding did not finish.',
		`It ended with exit ${code} and said why above.`,
		'Mend that and start again: seeding goes on where it has to.',
	);
}

function sayWithTime(startedAt: number): Say {
	return (line) => {
		const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(5);
		console.error(`${seconds} s  ${line}`);
	};
}
