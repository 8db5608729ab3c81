import type { SlackChannel } from './channels';

/** A channel by its id or its name, with or without `#`. */
export function channelOf(
	channels: readonly SlackChannel[],
	key: string,
): SlackChannel | undefined {
	return channels.find(({ id, name }) => id === key || `#${name}` === key || name === key);
}
