/** How often a process that npm started looks whether npm is still there, in milliseconds. */
const LOOK_MS = 1_000;

/**
 * Ends this process politely, by SIGTERM, once the one that handed over to it is gone: killed by force,
 * that one can pass nothing on, and nobody would stop what it began. So it does once npm is, whose own
 * shell stands between the two and passes on not even a polite request. Does nothing in a process that
 * was started otherwise, which may well outlive its parent, and keeps none alive.
 */
export function endWithParent() {
	const end = () => process.kill(process.pid, 'SIGTERM');
	if (process.connected === undefined) {
		if (process.env.npm_lifecycle_event !== undefined) onceAnOrphan(end);
		return;
	}
	if (!process.connected) return end();
	process.once('disconnect', end);
	process.channel.unref();
}

function onceAnOrphan(end) {
	const parent = process.ppid;
	const looks = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(looks);
		end();
	}, LOOK_MS);
	looks.unref();
}
