/** Ctrl-C, a polite kill, and a terminal that closes; the end of the process before us comes as SIGTERM. */
export const stopRequests = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** From now on a request to end is answered by this signal alone: stop once, however often they come. */
export function stopAsked(): AbortSignal {
	const stop = new AbortController();
	for (const name of stopRequests) process.on(name, () => stop.abort());
	return stop.signal;
}

/** Resolves when the signal comes. */
export function aborted(signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) resolve();
		signal.addEventListener('abort', () => resolve(), { once: true });
	});
}
