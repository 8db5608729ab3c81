/** An error a person can mend; printed without a stack. */
export class BootstrapError extends Error {
	constructor(what, why, mend) {
		super(`${what}\n  why:  ${why}\n  mend: ${mend}`);
		this.name = 'BootstrapError';
	}
}

export function say(line) {
	process.stderr.write(`${line}\n`);
}

/** Prints `text` with the seconds gone by, now and then, until the returned function is called. */
export function sayProgress(describe, everyMs = 5_000) {
	const startedAt = performance.now();
	const line = () => `  … ${describe()} (${Math.round((performance.now() - startedAt) / 1000)} s)`;
	const timer = setInterval(() => say(line()), everyMs);
	return () => clearInterval(timer);
}
