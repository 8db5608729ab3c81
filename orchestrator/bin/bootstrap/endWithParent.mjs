/**
 * Ends this process politely, by SIGTERM, once the one that handed over to it is gone: killed by force,
 * that one can pass nothing on, and nobody would stop what it began. Does nothing in a process that was
 * started otherwise, and keeps none alive.
 */
export function endWithParent() {
	// No channel at all: started from a shell, which may well end before us.
	if (process.connected === undefined) return;
	const end = () => process.kill(process.pid, 'SIGTERM');
	if (!process.connected) return end();
	process.once('disconnect', end);
	process.channel.unref();
}
