import { InvalidArgumentError } from 'commander';

/**
 * A port as the command line names it.
 *
 * @throws InvalidArgumentError for anything but a whole number from 1 to 65535
 */
export function readPort(text: string): number {
	const port = Number(text);
	if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
	throw new InvalidArgumentError('Expected a port from 1 to 65535.');
}
