/** What planning begins with. */
export const LOOKING = 'Looking at n8n, HubSpot, Slack, ClickUp and the rest';

/**
 * Says on the error output what takes the next seconds. Somebody who waits at a terminal wants to know;
 * a log does not.
 *
 * @param what with its verb, e.g. `Looking at n8n`
 */
export function sayLooking(what: string, output: NodeJS.WriteStream = process.stderr): void {
	if (output.isTTY) output.write(`${what} …\n`);
}
